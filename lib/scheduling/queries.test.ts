import { describeQueries } from '@/test/queries';
import { NOW, SAMPLE } from '@/test/sample-rows';
import * as queries from './queries';

const { botId, userId } = SAMPLE;

describeQueries('The queries of scheduling', queries, {
  botById: { args: [userId, botId] },
  botPage: {
    args: [userId, { name: 'scheduled', after: NOW }, { joinAt: NOW, id: '' }, 10],
  },
});
