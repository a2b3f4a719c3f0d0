import { afterEach, expect, it } from 'vitest';
import { showZone } from '@/components/time/zone';
import { meetingAt } from '@/test/agenda';
import { initialsOf, repeatsInWords, viewOf, whenInItsZone } from './event-view';

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
