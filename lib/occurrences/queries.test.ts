import { expect } from 'vitest';
import type { Tx } from '@/lib/platform/database/client';
import { describeQueries } from '@/test/queries';
import { after, NOW, SAMPLE } from '@/test/sample-rows';
import * as queries from './queries';

const { userId, calendarId, seriesId, exceptionId, occurrenceId, otherId } = SAMPLE;
const CALENDAR = { id: calendarId, userId };
const deleteOccurrence = (tx: Tx) =>
  tx.occurrence.update({ where: { id: occurrenceId }, data: { isDeleted: true, updatedAt: NOW } });

const ROW = {
  id: 'evt_series_20261207T100000Z',
  eventId: seriesId,
  resourceId: exceptionId,
  originalStart: after(168),
  startTime: after(169),
  endTime: after(170),
  isAllDay: true,
  timeZone: 'Europe/Berlin',
  title: 'Review',
  meetingUrl: 'https://meet.google.com/abc-defg-hij',
  meetingPlatform: 'gmeet',
  linkKey: 'gmeet:abc-defg-hij',
  problem: 'The time zone "Mars/Base" is unknown.',
  isDeleted: true,
};

describeQueries('The queries of occurrences', queries, {
  eventsByGoogleId: { args: [calendarId, ['series']] },
  zonelessEvents: {
    given: (tx) =>
      tx.event.update({ where: { id: otherId }, data: { raw: { start: { date: '2026-11-30' } } } }),
    args: [calendarId],
  },
  linkedEvents: { args: [userId, NOW] },
  relevantOccurrences: { args: [[seriesId], NOW] },
  writeOccurrences: {
    args: [CALENDAR, [ROW, { ...ROW, id: occurrenceId }], [exceptionId], after(5)],
    async check(tx) {
      const written = { ...ROW, userId, calendarId, createdAt: after(5), updatedAt: after(5) };
      expect(await tx.occurrence.findUnique({ where: { id: ROW.id } })).toMatchObject(written);
      const { originalStart, createdAt, ...updated } = written;
      expect(await tx.occurrence.findUnique({ where: { id: occurrenceId } })).toMatchObject({
        ...updated,
        id: occurrenceId,
        originalStart: after(1),
        createdAt: after(-48),
      });
    },
  },
  markDeleted: {
    args: [[occurrenceId], after(5)],
    async check(tx) {
      expect(await tx.occurrence.findUnique({ where: { id: occurrenceId } })).toMatchObject({
        isDeleted: true,
        updatedAt: after(5),
      });
    },
  },
  seriesNotStoredUntil: { args: [userId, after(24 * 365), NOW, 2] },
  seriesWithOverrides: { args: [CALENDAR, ['series'], after(1), NOW] },
  newSeries: { args: [calendarId, [otherId], after(-72)] },
  bookingsAt: { args: [[occurrenceId], NOW] },
  deletedOccurrences: {
    given: deleteOccurrence,
    args: [[{ eventId: seriesId, since: after(-1) }], NOW],
  },
});
