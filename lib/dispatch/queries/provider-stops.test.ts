import { expect } from 'vitest';
import type { Tx } from '@/lib/platform/database/client';
import { describeQueries } from '@/test/queries';
import { after, SAMPLE } from '@/test/sample-rows';
import * as queries from './provider-stops';

const { botId, userId } = SAMPLE;
/** When the sample bot is due. */
const DUE = after(1);
const SENDERS = {
  providers: ['attendee'],
  fallback: 'meetstream',
  most: { ofPerson: 20, ofInstallation: null },
};
const wanted = (tx: Tx) =>
  tx.scheduledBot.update({ where: { id: botId }, data: { recallRequestedAt: null } });

describeQueries('The queries of stopped providers', queries, {
  nextProbe: { given: wanted, args: [SENDERS, 'attendee', DUE] },
  countWaiting: {
    given: wanted,
    args: [userId, SENDERS, 'attendee', DUE],
    check: async (tx) => {
      const count = async (provider: string) =>
        (await queries.countWaiting(tx, userId, SENDERS, provider, DUE))[0]?.count;
      expect([await count('attendee'), await count('meetstream')]).toEqual([1, 0]);
    },
  },
  tellWaiting: {
    given: wanted,
    args: [SENDERS, 'attendee', 'Refused.', DUE],
    check: async (tx) =>
      expect(await tx.scheduledBot.findUniqueOrThrow({ where: { id: botId } })).toMatchObject({
        statusReason: 'Refused.',
        updatedAt: DUE,
      }),
  },
  storeStop: {
    args: [{ provider: 'attendee', status: 403, words: 'No.', now: DUE, nextProbeAt: after(9) }],
    check: async (tx) =>
      expect(await tx.providerStop.findMany()).toEqual([
        { provider: 'attendee', since: after(-1), status: 403, words: 'No.', nextProbeAt: after(-0.5) },
      ]),
  },
  takeProbe: {
    args: ['attendee', DUE, after(9)],
    check: async (tx) => expect(await queries.takeProbe(tx, 'attendee', DUE, after(10))).toEqual([]),
  },
});
