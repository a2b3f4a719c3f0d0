import { expect, it } from 'vitest';
import { calendarHealthResponse } from '@/lib/contract/health';
import { calendarHealth } from '@/lib/contract/operations/calendars';
import { firstSyncOf, readingInWords } from './first-sync';

const health = calendarHealthResponse.parse(calendarHealth.example.answer);
const [connection] = health.connections;
const [calendar] = connection?.calendars ?? [];
if (!connection || !calendar) throw new Error('The example has no calendar.');

const UNREAD = { sync_enabled: true, sync_pending: true, last_synced_at: null, last_sync_error: null };
const READ = {
  ...{ sync_enabled: true, sync_pending: false, last_sync_error: null },
  last_synced_at: '2027-03-01T08:00:00.000Z',
};
const firstSync = (...calendars: Partial<typeof calendar>[]) =>
  firstSyncOf({
    connections: [{ ...connection, calendars: calendars.map((changes) => ({ ...calendar, ...changes })) }],
  });

it('counts what has been read of the calendars that are synced', () => {
  const progress = firstSync(
    { ...READ, events_read: 40 },
    { ...UNREAD, events_read: 1200 },
    { ...UNREAD, sync_enabled: false, events_read: 7 },
  );
  expect(progress).toEqual({ isReading: true, calendarsRead: 1, calendars: 2, eventsRead: 1240 });
  expect(readingInWords(progress)).toBe(
    `Reading your calendars… ${(1240).toLocaleString()} events so far, 1 of 2 calendars done.`,
  );
});

it('is over when every calendar has been read, or has failed', () => {
  expect(firstSync(READ).isReading).toBe(false);
  expect(firstSync({ ...UNREAD, last_sync_error: 'Backend error' }).isReading).toBe(false);
  expect(firstSync().isReading).toBe(false);
});

it.each([
  [{ eventsRead: 0, calendarsRead: 0, calendars: 1 }, 'Reading your calendars…'],
  [{ eventsRead: 1, calendarsRead: 0, calendars: 1 }, 'Reading your calendars… 1 event so far.'],
  [{ eventsRead: 0, calendarsRead: 1, calendars: 3 }, 'Reading your calendars… 1 of 3 calendars done.'],
])('says %o as “%s”', (progress, words) => {
  expect(readingInWords({ isReading: true, ...progress })).toBe(words);
});
