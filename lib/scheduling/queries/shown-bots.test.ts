import { describeQueries } from '@/test/queries';
import { NOW, SAMPLE } from '@/test/sample-rows';
import * as queries from './shown-bots';

const { botId, userId } = SAMPLE;

describeQueries('The queries of shown bots', queries, {
  botById: { args: [userId, botId] },
  botPage: {
    args: [userId, { name: 'scheduled', after: NOW }, { joinAt: NOW, id: '' }, 10],
  },
});
