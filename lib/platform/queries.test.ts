import { describeQueries } from '@/test/queries';
import { SAMPLE } from '@/test/sample-rows';
import * as queries from './queries';

describeQueries('The queries of the platform', queries, {
  lockUsers: { args: [[SAMPLE.userId]] },
  lockUnlockedUsers: { args: [[SAMPLE.userId]] },
  ping: { args: [] },
  startRun: { args: ['other'] },
  finishRun: { args: ['sweep'] },
});
