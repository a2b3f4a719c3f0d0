import { afterEach, expect, it, vi } from 'vitest';
import { showZone } from '@/components/time/zone';
import { meetingAt } from '@/test/agenda';
import { initialsOf, nameOf, othersInWords, repeatsInWords, viewOf, whenInItsZone } from './event-view';

vi.stubGlobal('navigator', { language: 'en-GB' });

const AT_16_30_IN_STOCKHOLM = Date.parse('2026-11-27T15:30:00Z');
const event = meetingAt(AT_16_30_IN_STOCKHOLM, {
  time_zone: 'Europe/Stockholm',
  recurrence_text: 'Weekly on Friday',
});

afterEach(() => showZone(null));

it('says when an event is in its own zone, with the day if that differs', () => {
  showZone('Asia/Tokyo');
  expect(whenInItsZone(event)).toBe('Friday 27 November, 16:30–17:00 in Europe/Stockholm');
  showZone('America/New_York');
  expect(whenInItsZone(event)).toBe('16:30–17:00 in Europe/Stockholm');
  showZone('Europe/Berlin');
  expect(whenInItsZone(event)).toBeNull();
  // Clocks a whole day apart show the same time.
  showZone('Pacific/Kiritimati');
  const inHonolulu = meetingAt(AT_16_30_IN_STOCKHOLM, { time_zone: 'Pacific/Honolulu' });
  expect(whenInItsZone(inHonolulu)).toBe('Friday 27 November, 05:30–06:00 in Pacific/Honolulu');
});

it('names the zone of the weekdays on which an event repeats, where they differ from the shown ones', () => {
  showZone('Asia/Tokyo');
  expect(repeatsInWords(event)).toBe('Weekly on Friday (in Europe/Stockholm)');
  expect(repeatsInWords({ ...event, is_all_day: true })).toBe('Weekly on Friday');
  expect(repeatsInWords(meetingAt(AT_16_30_IN_STOCKHOLM))).toBeNull();
  showZone('America/New_York');
  expect(repeatsInWords(event)).toBe('Weekly on Friday');
});

it('gives an event a title whatever Google sends', () => {
  expect(viewOf(meetingAt(0, { raw: {} })).title).toBe('No title');
  expect(viewOf(meetingAt(0, { raw: { visibility: 'private' } })).title).toBe('Private event');
  expect(viewOf(meetingAt(0, { raw: { status: 'cancelled' } })).title).toBe('Canceled meeting');
  expect(viewOf(meetingAt(0, { raw: { summary: '  設計レビュー ' } })).title).toBe('設計レビュー');
});

it('writes initials in any script', () => {
  expect(initialsOf({ displayName: 'Ada King Lovelace' })).toBe('AL');
  expect(initialsOf({ displayName: '田中 太郎' })).toBe('田太');
  expect(initialsOf({ email: 'grace.hopper@navy.test' })).toBe('GH');
  expect(initialsOf({})).toBe('?');
});

it('shows a person whatever Google sends', () => {
  const odd = viewOf(
    meetingAt(0, {
      raw: {
        summary: 7,
        location: null,
        description: [],
        visibility: {},
        organizer: 'Ada',
        attendees: [
          null,
          'Ada',
          { email: 7, self: true, responseStatus: 'delegated' },
          { displayName: null },
        ],
      },
    }),
  );
  expect(odd).toMatchObject({
    title: 'No title',
    location: null,
    description: null,
    organizer: null,
    myAnswer: null,
  });
  expect(odd.attendees.map(nameOf)).toEqual(['Unknown', 'Unknown']);
  for (const raw of [[], 'text', null, 7] as never[])
    expect(viewOf(meetingAt(0, { raw })).title).toBe('No title');
  expect(viewOf(meetingAt(0, { raw: { summary: 'x'.repeat(5_000) } })).title).toHaveLength(1_000);
});

it('shows the times of a meeting whose zone this browser does not know', () => {
  showZone('Europe/Berlin');
  expect(whenInItsZone(meetingAt(AT_16_30_IN_STOCKHOLM, { time_zone: 'Mars/Base' }))).toBeNull();
  expect(repeatsInWords({ ...event, time_zone: 'GMT+02:00' })).toBe('Weekly on Friday');
});

it('knows the days of an all-day event, also of each date of a series', () => {
  const days = (raw: object, fields: object = {}) =>
    viewOf(
      meetingAt(Date.parse('2026-11-29T23:00:00Z'), {
        is_all_day: true,
        time_zone: 'Europe/Berlin',
        raw: { ...raw },
        ...fields,
      }),
    ).days;
  const raw = { start: { date: '2026-11-02' }, end: { date: '2026-11-04' } };
  expect(days(raw)).toEqual({ first: '2026-11-02', last: '2026-11-03' });
  const weekly = { ...raw, recurrence: ['RRULE:FREQ=WEEKLY'] };
  expect(days(weekly, { id: 'evt_1_20261130T000000Z' })).toEqual({ first: '2026-11-30', last: '2026-12-01' });
  expect(days(weekly, { id: 'evt_1' })).toEqual({ first: '2026-11-02', last: '2026-11-03' });
  // An end before the start, or one that cannot be read.
  expect(days({ ...raw, end: { date: '2026-11-01' } })).toEqual({ first: '2026-11-02', last: '2026-11-02' });
  expect(days({ ...raw, end: { date: '2026-02-31x' } })).toEqual({ first: '2026-11-02', last: '2026-11-02' });
  expect(days({})).toEqual({ first: '2026-11-30', last: '2026-11-30' });
});

it('names the others who are invited, as many as fit', () => {
  const guests = (...names: string[]) => ({
    attendees: [{ email: 'ada@usher.test', self: true }, ...names.map((displayName) => ({ displayName }))],
  });
  expect(othersInWords(guests())).toBe('');
  expect(othersInWords(guests('Grace', 'Alan'))).toBe('Grace, Alan');
  expect(othersInWords(guests('Grace', 'Alan', 'Edsger', 'Barbara', 'Donald'))).toBe(
    'Grace, Alan, Edsger and 2 more',
  );
});
