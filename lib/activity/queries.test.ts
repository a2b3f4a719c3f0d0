import { expect } from 'vitest';
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
  delayMs: 5,
};

describeQueries('The queries of the activity', queries, {
  insertEntries: {
    args: [[ENTRY, { ...ENTRY, action: 'bot.sent' }]],
    async check(tx) {
      const stored = await tx.activityEntry.findMany({ where: { at: NOW }, orderBy: { id: 'asc' } });
      expect(stored).toMatchObject([ENTRY, { ...ENTRY, action: 'bot.sent' }]);
    },
  },
});
