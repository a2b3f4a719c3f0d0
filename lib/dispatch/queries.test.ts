import { expect } from 'vitest';
import type { Tx } from '@/lib/platform/database/client';
import type { Prisma } from '@/lib/platform/database/generated/prisma/client';
import { describeQueries } from '@/test/queries';
import { after, NOW, SAMPLE } from '@/test/sample-rows';
import * as queries from './queries';

const { botId, occurrenceId } = SAMPLE;
const setBot = (tx: Tx, data: Prisma.ScheduledBotUpdateInput) =>
  tx.scheduledBot.update({ where: { id: botId }, data });
/** When the sample bot is due. */
const DUE = after(1);
const DUE_BOT = { id: botId, version: 1 };

describeQueries('The queries of dispatch', queries, {
  dueBots: { args: [DUE] },
  stillDue: { args: [[DUE_BOT], DUE] },
  claimDue: {
    args: [
      [DUE_BOT],
      { now: DUE, leaseUntil: after(2), providers: ['attendee'], fallback: 'meetstream', locked: 'skip' },
    ],
    async check(tx) {
      const bot = await tx.scheduledBot.findFirst();
      expect(bot).toMatchObject({
        status: 'Joining',
        leaseUntil: after(2),
        attempts: 1,
        outcomeUnknown: true,
      });
    },
  },
  storeSent: {
    args: [[{ id: botId, providerBotId: 'new', now: after(3), isUseless: true }], 'Too late.', 'skip'],
    async check(tx) {
      const bot = await tx.scheduledBot.findFirst();
      expect(bot).toMatchObject({
        providerBotId: 'new',
        status: 'Missed',
        statusReason: 'Too late.',
        recallRequestedAt: after(3),
        updatedAt: after(3),
      });
    },
  },
  chainedOccurrences: { args: [[occurrenceId]] },
  lockStatus: { args: [botId] },
  takeTurns: {
    given: (tx) => setBot(tx, { status: 'InMeeting' }),
    args: [{ provider: 'attendee', now: NOW, silentSince: after(-1), nextAt: DUE, limit: 5 }],
    async check(tx) {
      expect(await tx.scheduledBot.findFirst()).toMatchObject({ nextAttemptAt: DUE });
    },
  },
  overdueBots: {
    given: (tx) => setBot(tx, { recallRequestedAt: null }),
    args: [{ kind: 'missed' }, after(2)],
  },
  endOverdue: {
    given: (tx) => setBot(tx, { status: 'InMeeting', nextAttemptAt: after(9) }),
    args: [[botId], { kind: 'silent', since: after(6) }, { status: 'Done', reason: 'Silent.' }, after(8)],
    async check(tx) {
      expect(await tx.scheduledBot.findFirst()).toMatchObject({ status: 'Done', statusReason: 'Silent.' });
    },
  },
  meetingsThatGaveWay: { args: [[botId], NOW] },
});
