import { expect, it } from 'vitest';
import { metricsText } from './metrics-text';
import type { State } from './read-metrics';

const NOTHING = { count: 0, quantiles: null, max: null };
const STATE: State = {
  ...{ joins: NOTHING, changes: NOTHING, missed: 0, bots: {}, due: 0, overdue: 0, overdueMs: 0 },
  ...{ calendars: { sync_enabled: 0, waiting: 0, failing: 0 }, failedSyncs: 0, openChannels: 0 },
  ...{ connections: {}, callbacks: 0, serverSilentMs: null, isServerAway: null },
};

/** Returns the samples about an Inngest server. */
const ofServer = (state: Partial<State>) =>
  metricsText({ ...STATE, ...state }, new Date())
    .split('\n')
    .filter((line) => line.startsWith('usher_inngest'));

it('says whether an Inngest server is away, and since when, only where there is one', () => {
  expect(ofServer({})).toEqual([]);
  expect(ofServer({ isServerAway: true })).toEqual(['usher_inngest_server_away 1']);
  expect(ofServer({ isServerAway: false, serverSilentMs: 1_500 })).toEqual([
    'usher_inngest_server_away 0',
    'usher_inngest_server_silent_seconds 1.5',
  ]);
});
