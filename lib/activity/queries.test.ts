import { expect } from 'vitest';
import type { ActivityFilters } from '@/lib/contract/activity';
import type { Tx } from '@/lib/platform/database/client';
import { describeQueries } from '@/test/queries';
import { NOW, SAMPLE } from '@/test/sample-rows';
import * as queries from './queries';

const ENTRY = {
  userId: SAMPLE.userId,
  at: NOW,
  actor: 'api',
  action: 'bot.scheduled',
  summary: 'Bot scheduled.',
  cause: 'requested',
  eventId: 'evt',
  occurrenceId: 'occ',
  botId: 'bot',
  calendarId: 'cal',
  before: { status: null },
  after: { status: 'Scheduled' },
  apiKeyName: 'Notetaker',
  delayMs: 5,
};

const FILTERS: ActivityFilters = {
  event_id: 'occ_20261130T100000Z',
  bot_id: 'bot',
  actor: 'api',
  kind: 'override',
  q: 'scheduled',
  time_min: NOW.toISOString(),
  time_max: '2027-01-01T00:00:00Z',
};
const FILTERED = {
  ...ENTRY,
  ...{ eventId: 'occ', occurrenceId: 'occ_20261130T100000Z' },
  ...{ before: { override: 'never' }, after: { override: 'always' } },
};
const storeFiltered = (tx: Tx) => queries.insertEntries(tx, [FILTERED, FILTERED]);

describeQueries('The queries of the activity', queries, {
  insertEntries: {
    args: [[ENTRY, { ...ENTRY, action: 'bot.sent' }]],
    async check(tx) {
      const stored = await tx.activityEntry.findMany({ where: { at: NOW }, orderBy: { id: 'asc' } });
      expect(stored).toMatchObject([ENTRY, { ...ENTRY, action: 'bot.sent' }]);
    },
  },
  entriesBefore: { given: storeFiltered, args: [SAMPLE.userId, FILTERS, 1_000_000n, 10] },
  latestOfBotsBefore: { given: storeFiltered, args: [SAMPLE.userId, FILTERS, 1_000_000n, 10] },
});
