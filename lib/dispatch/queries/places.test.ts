import { expect } from 'vitest';
import type { Tx } from '@/lib/platform/database/client';
import { describeQueries } from '@/test/queries';
import { after, SAMPLE } from '@/test/sample-rows';
import * as queries from './places';

const { botId, userId } = SAMPLE;
const DUE = after(1);
const SENDERS = { providers: [], fallback: 'meetstream', most: { ofPerson: 20, ofInstallation: 30 } };
const set = (tx: Tx, data: object) => tx.scheduledBot.update({ where: { id: botId }, data });
/** Stores that all places of the person are taken. */
async function full(tx: Tx) {
  const bot = await set(tx, { recallRequestedAt: null, statusReason: 'Provider down.' });
  await tx.user.update({ where: { id: userId }, data: { maxBots: 1 } });
  await tx.scheduledBot.create({
    data: {
      ...bot,
      ...{ id: 'bot_inside', occurrenceId: null, status: 'InMeeting' },
      ...{ customAttributes: bot.customAttributes ?? {}, botConfig: bot.botConfig ?? {} },
    },
  });
}

describeQueries('The queries of places', queries, {
  lockPlaces: {
    args: [[userId, 'usr_other'], SENDERS],
    check: async (tx) => expect(await queries.lockPlaces(tx, [userId], SENDERS)).toEqual([{ userId }]),
  },
  freePlaces: {
    given: full,
    args: [[userId], SENDERS],
    check: async (tx) => {
      expect(await queries.freePlaces(tx, [userId], SENDERS)).toEqual([
        { userId, ofPerson: 0, ofInstallation: 29 },
      ]);
      await tx.user.update({ where: { id: userId }, data: { maxBots: null } });
      expect(await queries.freePlaces(tx, [userId], SENDERS)).toMatchObject([{ ofPerson: 19 }]);
    },
  },
  waitingForPlace: {
    given: full,
    args: [SENDERS, DUE, 5],
    check: async (tx) => {
      const waiting = (most: object) =>
        queries.waitingForPlace(tx, { ...SENDERS, most: { ...SENDERS.most, ...most } }, DUE, 5);
      expect(await waiting({})).toMatchObject([{ id: botId, ofPerson: 1, isOwnLimit: true }]);
      await tx.user.update({ where: { id: userId }, data: { maxBots: null } });
      expect(await waiting({})).toEqual([]);
      expect(await waiting({ ofInstallation: 1 })).toMatchObject([{ isOwnLimit: false }]);
    },
  },
  tellBots: {
    given: (tx) => set(tx, { recallRequestedAt: null }),
    args: [[{ id: botId, statusReason: 'Full.' }], DUE],
    check: async (tx) =>
      expect(await tx.scheduledBot.findUniqueOrThrow({ where: { id: botId } })).toMatchObject({
        statusReason: 'Full.',
        updatedAt: DUE,
      }),
  },
});
