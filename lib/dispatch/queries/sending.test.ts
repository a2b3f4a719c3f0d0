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
const SENDERS = {
  providers: ['attendee'],
  fallback: 'meetstream',
  most: { ofPerson: 20, ofInstallation: null },
};
const REQUEST = { requestBody: '{}', requestKey: 'new' };

describeQueries('The queries of sending', queries, {
  countDue: {
    given: async (tx) => {
      await tx.providerStop.updateMany({ data: { provider: 'meetstream' } });
      await setBot(tx, { recallRequestedAt: null });
    },
    args: [SENDERS, DUE, 5],
    check: async (tx) => {
      expect(await queries.countDue(tx, SENDERS, DUE, 5)).toEqual([{ count: 1 }]);
      await tx.providerStop.updateMany({ data: { provider: 'attendee' } });
      expect(await queries.countDue(tx, SENDERS, DUE, 5)).toEqual([{ count: 0 }]);
      expect(await queries.lockDue(tx, { limit: 1 }, SENDERS, DUE)).toEqual([]);
      const { version } = await tx.scheduledBot.findUniqueOrThrow({ where: { id: botId } });
      const probe = { id: botId, version, isProbe: true };
      expect(await queries.lockDue(tx, probe, SENDERS, DUE)).toHaveLength(1);
    },
  },
  overdueJoins: {
    args: [SENDERS, DUE, after(2)],
    check: async (tx) =>
      expect(await queries.overdueJoins(tx, SENDERS, DUE, after(2))).toEqual([{ count: 1 }]),
  },
  lockDue: {
    given: (tx) => setBot(tx, { provider: 'chosen before', attempts: 2 }),
    args: [{ limit: 1 }, SENDERS, after(3)],
    check: async (tx) =>
      expect(await queries.lockDue(tx, { limit: 1 }, SENDERS, after(3))).toMatchObject([
        { id: botId, provider: 'attendee', attempts: 3, outcomeUnknown: true },
      ]),
  },
  storeClaims: {
    args: [
      [{ id: botId, ...{ provider: 'attendee', attempts: 3, outcomeUnknown: true }, ...REQUEST }],
      { now: after(3), leaseUntil: after(4) },
    ],
    check: (tx) =>
      expectBot(tx, {
        status: 'Joining',
        leaseUntil: after(4),
        updatedAt: after(3),
        provider: 'attendee',
        attempts: 3,
        outcomeUnknown: true,
        ...REQUEST,
      }),
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
