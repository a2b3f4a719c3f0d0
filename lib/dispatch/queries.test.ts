import { expect } from 'vitest';
import type { Tx } from '@/lib/platform/database/client';
import type { Prisma } from '@/lib/platform/database/generated/prisma/client';
import { describeQueries } from '@/test/queries';
import { after, NOW, SAMPLE } from '@/test/sample-rows';
import * as queries from './queries';

const { botId } = SAMPLE;
const setBot = (tx: Tx, data: Prisma.ScheduledBotUpdateInput) =>
  tx.scheduledBot.update({ where: { id: botId }, data });
const expectBot = async (tx: Tx, bot: object) =>
  expect(await tx.scheduledBot.findUniqueOrThrow({ where: { id: botId } })).toMatchObject(bot);
/** When the sample bot is due. */
const DUE = after(1);

describeQueries('The queries of dispatch', queries, {
  lockStatus: { args: [botId] },
  takeTurns: {
    given: (tx) => setBot(tx, { status: 'InMeeting' }),
    args: [{ provider: 'attendee', silentSince: after(-1), askedBefore: NOW, nextAt: DUE, limit: 5 }],
    check: (tx) => expectBot(tx, { nextAttemptAt: DUE }),
  },
  takePolls: {
    given: (tx) => setBot(tx, { status: 'Joining', nextAttemptAt: NOW }),
    args: [
      {
        ...{ providers: ['attendee'], now: NOW, youngSince: after(-9), limit: 5 },
        ...{ soon: after(1), late: after(2) },
      },
    ],
    check: (tx) => expectBot(tx, { nextAttemptAt: after(1) }),
  },
  botsToEnd: {
    given: (tx) => setBot(tx, { recallRequestedAt: null }),
    args: [{ kind: 'missed' }, after(2)],
  },
  endBots: {
    given: async (tx) => {
      await setBot(tx, { status: 'InMeeting', nextAttemptAt: after(9) });
      await tx.providerStop.deleteMany();
    },
    args: [[botId], { kind: 'silent', since: after(6) }, { status: 'Done', reason: 'Silent.' }, after(8)],
    check: (tx) =>
      expectBot(tx, { status: 'Done', statusReason: 'Silent.', leaseUntil: null, updatedAt: after(8) }),
  },
  meetingsWithSharedLink: { args: [[botId], NOW] },
  dueCallbacks: { args: [NOW, 5] },
});
