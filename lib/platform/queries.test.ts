import { expect } from 'vitest';
import { describeQueries } from '@/test/queries';
import { after, NOW, SAMPLE } from '@/test/sample-rows';
import * as queries from './queries';

describeQueries('The queries of the platform', queries, {
  lockUsers: { args: [[SAMPLE.userId]] },
  lockUnlockedUsers: { args: [[SAMPLE.userId]] },
  readClock: { args: [] },
  countProcesses: {
    args: [],
    check: async (tx) => expect(await queries.countProcesses(tx)).toEqual([{ count: 1 }]),
  },
  startRun: { args: ['other'] },
  finishRun: { args: ['sweep'] },
  lastRun: { args: ['sweep'] },
  takeRun: {
    args: ['sweep', { since: NOW, lostBefore: NOW, now: after(1) }],
    check: async (tx) => {
      const take = (since: Date, now: Date, lostBefore = NOW) =>
        queries.takeRun(tx, 'sweep', { since, lostBefore, now });
      expect(await take(after(1), after(1.5))).toBe(0);
      expect(await take(after(1.5), after(2))).toBe(1);
      // The clock is set back by an hour and a half.
      expect(await take(after(0.4), after(0.5))).toBe(1);
      expect(await take(after(0.5), after(0.5))).toBe(0);
      // It has not ended.
      expect(await take(after(0.5), after(1), after(0.5))).toBe(0);
      expect(await take(after(0.5), after(1), after(0.6))).toBe(1);
      await queries.finishRun(tx, 'sweep');
      expect(await take(after(0.5), after(1), after(2))).toBe(0);
      expect(await queries.takeRun(tx, 'other', { since: NOW, lostBefore: NOW, now: NOW })).toBe(1);
    },
  },
  lastServerCall: { args: [] },
  storeServerCall: {
    args: [after(1), NOW],
    check: async (tx) => {
      expect(await queries.storeServerCall(tx, after(1.5), after(1))).toBe(0);
      expect(await queries.lastServerCall(tx)).toEqual([{ lastCallAt: after(1) }]);
      expect(await queries.storeServerCall(tx, after(0.5), after(0.4))).toBe(1);
    },
  },
  takeLead: {
    args: ['one', after(2), after(1)],
    check: async (tx) => {
      const isLeader = async (name: string, from: number, to: number) =>
        (await queries.takeLead(tx, name, after(to), after(from)))[0]?.isLeader;
      expect(await isLeader('other', 1.5, 2.5)).toBe(false);
      expect(await isLeader('one', 1.5, 2.5)).toBe(true);
      expect(await isLeader('other', 2.6, 3.6)).toBe(true);
      expect(await isLeader('one', 2.6, 3.6)).toBe(false);
      await queries.endLead(tx, 'other');
      expect(await isLeader('one', 2.7, 3.7)).toBe(true);
    },
  },
  endLead: { args: ['a process'] },
});
