import { expect, it } from 'vitest';
import type { Tx } from '@/lib/platform/database/client';
import type { Prisma } from '@/lib/platform/database/generated/prisma/client';
import { describeQueries } from '@/test/queries';
import { after, NOW, SAMPLE } from '@/test/sample-rows';
import * as queries from './queries';

const { userId, calendarId, connectionId, seriesId, exceptionId, otherId } = SAMPLE;
const calendar = { id: calendarId, userId };
const setCalendar = (tx: Tx, data: Prisma.CalendarUpdateInput) =>
  tx.calendar.update({ where: { id: calendarId }, data });
const eventOf = (tx: Tx, googleEventId: string) =>
  tx.event.findUnique({ where: { calendarId_googleEventId: { calendarId, googleEventId } } });
const LISTS = { readMs: 3_600_000, againMs: 900_000 };
const EXCEPTION = 'series_20261130T100000Z';

const enablePerson = (tx: Tx) => tx.user.updateMany({ data: { disabledAt: null } });

describeQueries('The queries of calendar-sync', queries, {
  changedCalendars: { args: [NOW] },
  endPassingWaits: {
    given: (tx) => setCalendar(tx, { syncWait: null, retryAt: after(1) }),
    args: [NOW],
    async check(tx) {
      const { retryAt } = await tx.calendar.findUniqueOrThrow({ where: { id: calendarId } });
      expect(+(retryAt ?? 0) - +NOW).toBeOneOf(Array.from({ length: 21 }, (_, ms) => ms));
    },
  },
  markCalendarsToPoll: {
    given: (tx) => setCalendar(tx, { syncedSeq: 3 }),
    args: [after(1), { watchedMs: 3_600_000, unwatchedMs: 300_000 }],
    async check(tx) {
      expect(await tx.calendar.findFirst()).toMatchObject({ changeSeq: 4, syncedSeq: 3 });
    },
  },
  markPushed: {
    args: [
      [{ index: 7, channelId: 'chn_sample', tokenHash: 'hash', resourceId: 'resource' }],
      { now: after(1), askedSince: NOW },
      'skip',
    ],
    async check(tx) {
      expect(await tx.calendar.findFirst()).toMatchObject({ changeSeq: 4, lastPushAt: after(1) });
    },
  },
  listsToRead: { given: enablePerson, args: [after(1), LISTS] },
  takeList: {
    given: enablePerson,
    args: [connectionId, after(1), LISTS],
    async check(tx) {
      expect(await tx.calendarConnection.findFirst()).toMatchObject({ listTriedAt: after(1) });
      expect(await queries.listsToRead(tx, after(1), LISTS)).toEqual([]);
    },
  },
  enabledCalendars: { args: [userId] },
  calendarsOfDueBots: { args: [after(1)] },
  takeSyncLease: {
    args: [calendarId, 'new lease', after(1), NOW],
    async check(tx) {
      expect(await tx.calendar.findFirst()).toMatchObject({
        syncLease: 'new lease',
        syncLeaseUntil: after(1),
        updatedAt: NOW,
      });
    },
  },
  storeSyncToken: {
    args: [
      calendarId,
      'lease',
      { syncToken: 'next', syncedSeq: 3, missed: 2, materializedUntil: after(1), now: NOW },
    ],
    async check(tx) {
      expect(await tx.calendar.findFirst()).toMatchObject({
        ...{ syncToken: 'next', syncedSeq: 3, lastSyncedAt: NOW, lastSyncError: null, failedSyncs: 0 },
        ...{ retryAt: null, syncWait: null, syncLease: null, syncLeaseUntil: null, updatedAt: NOW },
        ...{ missedNotificationCount: 3, lastMissedNotificationAt: NOW, materializedUntil: after(24 * 60) },
      });
    },
  },
  calendarNow: { args: [calendarId, 'lease'] },
  exceptionsOf: { args: [calendarId, ['series']] },
  storedEvents: {
    given: (tx) => tx.event.update({ where: { id: exceptionId }, data: { isDeleted: true } }),
    args: [calendarId, ['series', EXCEPTION]],
  },
  writeEvents: {
    args: [
      calendar,
      [
        {
          id: 'evt_new',
          googleEventId: 'new',
          kind: 'exception',
          recurringEventId: 'its series',
          iCalUid: 'new@google.com',
          isDeleted: true,
          raw: { id: 'new', status: 'cancelled' },
          searchText: 'new',
        },
        {
          id: 'evt_unused',
          googleEventId: 'other',
          kind: 'master',
          recurringEventId: 'earlier',
          iCalUid: 'other@google.com',
          isDeleted: false,
          raw: { id: 'other', summary: 'Renamed' },
          searchText: 'renamed',
        },
      ],
      NOW,
    ],
    async check(tx) {
      expect(await eventOf(tx, 'new')).toMatchObject({
        ...{ id: 'evt_new', userId, calendarId, kind: 'exception', recurringEventId: 'its series' },
        ...{
          iCalUid: 'new@google.com',
          isDeleted: true,
          raw: { id: 'new', status: 'cancelled' },
          searchText: 'new',
        },
        ...{ createdAt: NOW, updatedAt: NOW },
      });
      expect(await eventOf(tx, 'other')).toMatchObject({
        ...{ id: otherId, kind: 'master', recurringEventId: 'earlier', iCalUid: 'other@google.com' },
        ...{
          isDeleted: false,
          raw: { id: 'other', summary: 'Renamed' },
          searchText: 'renamed',
          aheadUntil: null,
        },
        ...{ createdAt: after(-48), updatedAt: NOW },
      });
    },
  },
  markDropped: {
    args: [[exceptionId], NOW],
    async check(tx) {
      const event = await eventOf(tx, EXCEPTION);
      expect(event).toMatchObject({ isDeleted: true, updatedAt: NOW, raw: { id: EXCEPTION } });
      expect(event?.raw).not.toHaveProperty('status');
    },
  },
  markMissing: {
    args: [calendarId, ['series', 'other'], NOW],
    async check(tx) {
      const event = await eventOf(tx, EXCEPTION);
      expect(event).toMatchObject({ isDeleted: true, updatedAt: NOW, raw: { id: EXCEPTION } });
      expect(event?.raw).not.toHaveProperty('status');
      expect(await tx.event.count({ where: { id: { in: [seriesId, otherId] }, isDeleted: true } })).toBe(0);
    },
  },
  calendarsBeside: { args: [userId, 'another'] },
  eventsWithBots: { args: [calendarId] },
  chosenLinks: { args: [[exceptionId], NOW] },
  calendarNeedingChannel: { args: [calendarId, after(1)] },
  calendarsNeedingChannel: { args: [NOW, after(1)] },
});

it('writeEvents asks whether events share their iCalUID only when they are few', () => {
  const event = {
    kind: 'single',
    recurringEventId: null,
    iCalUid: 'a@google.com',
    isDeleted: false,
    raw: {},
    searchText: '',
  } as const;
  const asks = (count: number) => {
    const rows = Array.from({ length: count }, (_, n) => ({
      ...event,
      id: `evt_${n}`,
      googleEventId: `g${n}`,
    }));
    return queries.writeEvents.build(calendar, rows as never, NOW).text.includes('EXISTS');
  };
  expect([1, 100, 101, 10_000].map(asks)).toEqual([true, true, false, false]);
});
