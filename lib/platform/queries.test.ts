import { expect } from 'vitest';
import { describeQueries } from '@/test/queries';
import { SAMPLE } from '@/test/sample-rows';
import * as queries from './queries';

describeQueries('The queries of the platform', queries, {
  lockUsers: { args: [[SAMPLE.userId]] },
  lockUnlockedUsers: { args: [[SAMPLE.userId]] },
  readClock: { args: [] },
  countProcesses: {
    args: [],
    check: async (tx) => expect(await queries.countProcesses(tx)).toEqual([{ count: 1 }]),
  },
  startRun: { args: ['other'] },
  finishRun: { args: ['sweep'] },
  lastRun: { args: ['sweep'] },
});
