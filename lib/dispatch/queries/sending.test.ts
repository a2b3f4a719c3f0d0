import { expect } from 'vitest';
import type { Tx } from '@/lib/platform/database/client';
import type { Prisma } from '@/lib/platform/database/generated/prisma/client';
import { describeQueries } from '@/test/queries';
import { after, SAMPLE } from '@/test/sample-rows';
import * as queries from './sending';

const { botId, occurrenceId } = SAMPLE;
const setBot = (tx: Tx, data: Prisma.ScheduledBotUpdateInput) =>
  tx.scheduledBot.update({ where: { id: botId }, data });
const expectBot = async (tx: Tx, bot: object) =>
  expect(await tx.scheduledBot.findUniqueOrThrow({ where: { id: botId } })).toMatchObject(bot);
/** When the sample bot is due. */
const DUE = after(1);
const SENDERS = { providers: ['attendee'], fallback: 'meetstream', stopped: [] };

describeQueries('The queries of sending', queries, {
  countDue: {
    given: (tx) => setBot(tx, { recallRequestedAt: null }),
    args: [SENDERS, DUE, 5],
    check: async (tx) => {
      expect(await queries.countDue(tx, SENDERS, DUE, 5)).toEqual([{ count: 1 }]);
      const stopped = { ...SENDERS, stopped: ['attendee'] };
      expect(await queries.countDue(tx, stopped, DUE, 5)).toEqual([{ count: 0 }]);
    },
  },
  overdueJoins: {
    args: [DUE, after(2)],
    check: async (tx) => expect(await queries.overdueJoins(tx, DUE, after(2))).toEqual([{ count: 1 }]),
  },
  claimDue: {
    given: (tx) => setBot(tx, { provider: 'chosen before' }),
    args: [{ limit: 1 }, { now: after(3), leaseUntil: after(4), ...SENDERS }],
    check: (tx) =>
      expectBot(tx, {
        status: 'Joining',
        leaseUntil: after(4),
        attempts: 1,
        updatedAt: after(3),
        provider: 'attendee',
        outcomeUnknown: true,
      }),
    // A request is only kept while it may have been carried out.
    nulls: ['requestBody'],
  },
  storeRequests: {
    given: (tx) => setBot(tx, { status: 'Joining', providerBotId: null, attempts: 2 }),
    args: [[{ id: botId, attempts: 2, requestBody: '{}', requestKey: 'new' }]],
    check: (tx) => expectBot(tx, { requestBody: '{}', requestKey: 'new' }),
  },
  storeSent: {
    given: (tx) => setBot(tx, { providerBotId: null, attempts: 2, sentAt: null }),
    args: [
      [{ id: botId, attempts: 2, providerBotId: 'new', now: after(3), isUseless: true }],
      'Too late.',
      'skip',
    ],
    check: (tx) =>
      expectBot(tx, {
        providerBotId: 'new',
        sentAt: after(3),
        requestBody: null,
        leaseUntil: null,
        nextAttemptAt: null,
        updatedAt: after(3),
        status: 'Missed',
        statusReason: 'Too late.',
        recallRequestedAt: after(3),
      }),
  },
  autoRescheduledOccurrences: { args: [[occurrenceId]] },
});
