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
    args: [after(1), 10],
    check: async (tx) => {
      const times = () => queries.dueTimes(tx, after(1), 10);
      const set = (data: object) => tx.scheduledBot.update({ where: { id }, data });
      expect(await times()).toEqual([{ at: SECOND, looks: true }]);
      await set({ nextAttemptAt: after(0.5) });
      expect(await times()).toEqual([{ at: after(0.5), looks: false }]);
      await set({ status: 'Joining', providerBotId: null, leaseUntil: after(0.2) });
      expect(await times()).toEqual([{ at: new Date(+after(0.2) + 1), looks: false }]);
      await set({ leaseUntil: null });
      expect(await times()).toEqual([{ at: after(0.5), looks: false }]);
      await set({ providerBotId: 'made' });
      expect(await times()).toEqual([]);
    },
  },
});
