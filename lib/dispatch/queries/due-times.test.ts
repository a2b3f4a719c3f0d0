import { expect } from 'vitest';
import { describeQueries } from '@/test/queries';
import { after, SAMPLE } from '@/test/sample-rows';
import * as queries from './due-times';

const { botId: id } = SAMPLE;
/** A whole second. */
const SECOND = new Date(Math.floor(+after(0) / 1000) * 1000);

describeQueries('The query of due times', queries, {
  dueTimes: {
    given: (tx) =>
      tx.scheduledBot.update({
        where: { id },
        data: { status: 'Scheduled', joinAt: new Date(+SECOND + 999), nextAttemptAt: null },
      }),
    args: [{ now: after(0), until: after(1), limit: 10 }],
    check: async (tx) => {
      const times = (limit = 10) => queries.dueTimes(tx, { now: after(0.3), until: after(1), limit });
      const set = (data: object) => tx.scheduledBot.update({ where: { id }, data });
      expect(await times()).toEqual([{ at: SECOND, looks: true }]);
      await set({ nextAttemptAt: after(0.5) });
      expect(await times()).toEqual([{ at: after(0.5), looks: false }]);
      await set({ status: 'Joining', providerBotId: null, leaseUntil: after(0.2) });
      expect(await times()).toEqual([{ at: new Date(+after(0.2) + 1), looks: false }]);
      // Times that have passed take no place from those that are to come.
      const { occurrenceId, ...copy } = await tx.scheduledBot.findUniqueOrThrow({ where: { id } });
      const later = { id: 'bot_later', leaseUntil: after(0.6), customAttributes: {}, botConfig: {} };
      await tx.scheduledBot.create({ data: { ...copy, ...later } });
      expect(await times(1)).toEqual([{ at: new Date(+after(0.6) + 1), looks: false }]);
      await tx.scheduledBot.delete({ where: { id: 'bot_later' } });
      await set({ leaseUntil: null });
      expect(await times()).toEqual([{ at: after(0.5), looks: false }]);
      await set({ providerBotId: 'made' });
      expect(await times()).toEqual([]);
    },
  },
});
