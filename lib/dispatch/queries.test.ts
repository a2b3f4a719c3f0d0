import { expect } from 'vitest';
import type { Tx } from '@/lib/platform/database/client';
import type { Prisma } from '@/lib/platform/database/generated/prisma/client';
import { describeQueries } from '@/test/queries';
import { after, NOW, SAMPLE } from '@/test/sample-rows';
import * as queries from './queries';

const { botId, occurrenceId } = SAMPLE;
const setBot = (tx: Tx, data: Prisma.ScheduledBotUpdateInput) =>
  tx.scheduledBot.update({ where: { id: botId }, data });
const expectBot = async (tx: Tx, bot: object) =>
  expect(await tx.scheduledBot.findUniqueOrThrow({ where: { id: botId } })).toMatchObject(bot);
/** When the sample bot is due. */
const DUE = after(1);
const DUE_BOT = { id: botId, version: 1 };

describeQueries('The queries of dispatch', queries, {
  dueBots: { args: [DUE] },
  overdueJoins: {
    args: [DUE, after(2)],
    check: async (tx) => expect(await queries.overdueJoins(tx, DUE, after(2))).toEqual([{ count: 1 }]),
  },
  stillDue: { args: [[DUE_BOT], DUE] },
  claimDue: {
    given: (tx) => setBot(tx, { provider: 'chosen before' }),
    args: [
      [DUE_BOT],
      {
        now: after(3),
        leaseUntil: after(4),
        providers: ['attendee'],
        fallback: 'meetstream',
        locked: 'skip',
      },
    ],
    check: (tx) =>
      expectBot(tx, {
        status: 'Joining',
        leaseUntil: after(4),
        attempts: 1,
        updatedAt: after(3),
        provider: 'attendee',
        outcomeUnknown: true,
      }),
  },
  storeSent: {
    args: [[{ id: botId, providerBotId: 'new', now: after(3), isUseless: true }], 'Too late.', 'skip'],
    check: (tx) =>
      expectBot(tx, {
        providerBotId: 'new',
        leaseUntil: null,
        nextAttemptAt: null,
        updatedAt: after(3),
        status: 'Missed',
        statusReason: 'Too late.',
        recallRequestedAt: after(3),
      }),
  },
  autoRescheduledOccurrences: { args: [[occurrenceId]] },
  lockStatus: { args: [botId] },
  takeTurns: {
    given: (tx) => setBot(tx, { status: 'InMeeting' }),
    args: [{ provider: 'attendee', silentSince: after(-1), askedBefore: NOW, nextAt: DUE, limit: 5 }],
    check: (tx) => expectBot(tx, { nextAttemptAt: DUE }),
  },
  botsToEnd: {
    given: (tx) => setBot(tx, { recallRequestedAt: null }),
    args: [{ kind: 'missed' }, after(2)],
  },
  endBots: {
    given: (tx) => setBot(tx, { status: 'InMeeting', nextAttemptAt: after(9) }),
    args: [[botId], { kind: 'silent', since: after(6) }, { status: 'Done', reason: 'Silent.' }, after(8)],
    check: (tx) =>
      expectBot(tx, { status: 'Done', statusReason: 'Silent.', leaseUntil: null, updatedAt: after(8) }),
  },
  meetingsWithSharedLink: { args: [[botId], NOW] },
  dueCallbacks: { args: [NOW, 5] },
});
