import { expect } from 'vitest';
import type { Tx } from '@/lib/platform/database/client';
import { describeQueries } from '@/test/queries';
import { after, NOW, SAMPLE, storeSecondCalendar } from '@/test/sample-rows';
import * as queries from './copies';

const { userId, connectionId, seriesId, occurrenceId, otherId, botId } = SAMPLE;
const NAME = { userId, iCalUid: 'series@google.com', occurrenceKey: '_20261130T100000Z' };

const deleted = async (tx: Tx) => {
  await storeSecondCalendar(tx);
  await tx.event.update({ where: { id: otherId }, data: { kind: 'master', isDeleted: true } });
};

describeQueries('The queries of copies', queries, {
  occurrencesNamed: {
    given: async (tx) => {
      // An iCalUID that stands at two events of one calendar names no meeting.
      expect(await queries.occurrencesNamed(tx, [NAME])).toEqual([]);
      await storeSecondCalendar(tx);
      expect(await queries.occurrencesNamed(tx, [NAME])).toEqual([{ ...NAME, id: occurrenceId }]);
    },
    args: [[NAME]],
  },
  moveToCopies: {
    args: [[{ id: botId, from: occurrenceId, to: otherId }], NOW],
    check: async (tx) => {
      const bot = await tx.scheduledBot.findUniqueOrThrow({ where: { id: botId } });
      expect(bot).toMatchObject({ occurrenceId: otherId, version: 1, updatedAt: NOW });
    },
  },
  settleOverrides: {
    args: [[{ id: otherId, override: 'never', overrideSetAt: after(-1) }]],
    check: async (tx) => {
      expect(await tx.occurrence.findUniqueOrThrow({ where: { id: otherId } })).toMatchObject({
        override: 'never',
        overrideSetAt: after(-1),
      });
      const older = { id: otherId, override: null, overrideSetAt: after(-2) };
      expect(await queries.settleOverrides(tx, [older])).toBe(0);
    },
  },
  settleSeriesOverrides: {
    args: [[{ id: seriesId, override: null, neverFrom: after(2), overrideSetAt: after(-1) }]],
    check: async (tx) => {
      expect(await tx.event.findUniqueOrThrow({ where: { id: seriesId } })).toMatchObject({
        override: null,
        neverFrom: after(2),
        overrideSetAt: after(-1),
      });
    },
  },
  deletedCopies: { given: deleted, args: [[otherId]] },
  copiesOutside: { given: storeSecondCalendar, args: [connectionId] },
});
