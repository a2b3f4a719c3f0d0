import { describeQueries } from '@/test/queries';
import { NOW, SAMPLE } from '@/test/sample-rows';
import * as queries from './series';

describeQueries('The queries of series', queries, {
  seriesWithoutNextBot: { given: (tx) => tx.scheduledBot.deleteMany(), args: [NOW] },
  nextOfSeries: { args: [SAMPLE.seriesId, NOW] },
});
