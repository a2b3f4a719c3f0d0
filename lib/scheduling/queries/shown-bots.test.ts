import { describeQueries } from '@/test/queries';
import { NOW, SAMPLE } from '@/test/sample-rows';
import * as queries from './shown-bots';

const { botId, userId } = SAMPLE;
const FILTERS = {
  view: 'upcoming',
  status_group: 'scheduled',
  source: 'manual',
  time_min: NOW.toISOString(),
  time_max: '2027-01-01T00:00:00Z',
  q: 'u',
} as const;

describeQueries('The queries of shown bots', queries, {
  botById: { args: [userId, botId] },
  botPage: {
    args: [userId, { view: 'scheduled', after: NOW }, { joinAt: NOW, id: '' }, 10],
  },
  feedBots: { args: [userId, { from: new Date(0), to: new Date('2030-01-01') }, 10] },
  botsByStatusAndSource: { args: [userId, FILTERS] },
});
