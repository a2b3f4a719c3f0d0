import { expect } from 'vitest';
import { describeQueries } from '@/test/queries';
import { SAMPLE } from '@/test/sample-rows';
import * as queries from './bot-limits';

const { botId, userId } = SAMPLE;

describeQueries('The queries of limits of bots', queries, {
  holdersOfPerson: {
    given: (tx) => tx.user.update({ where: { id: userId }, data: { maxBots: 1 } }),
    args: [userId, 20],
    check: async (tx) => {
      expect(await queries.holdersOfPerson(tx, userId, 20)).toMatchObject([{ id: botId, most: 1 }]);
      await tx.user.update({ where: { id: userId }, data: { maxBots: null } });
      expect(await queries.holdersOfPerson(tx, userId, 2)).toEqual([]);
    },
  },
  holdersOfAll: {
    args: [1],
    check: async (tx) => {
      expect(await queries.holdersOfAll(tx, 1)).toMatchObject([{ id: botId, most: 1 }]);
      expect(await queries.holdersOfAll(tx, 2)).toEqual([]);
    },
  },
});
