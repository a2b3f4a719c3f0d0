import { afterEach, expect, it, vi } from 'vitest';
import { longDate, shortDate, timeOfDay, timeRange, timeSpan } from './format';
import { regionOf, showFormats, shownRegion } from './region';

afterEach(() => {
  showFormats({ time_format: null, week_start: null });
  vi.unstubAllGlobals();
});

it.each([
  ['en-US', false, true, 6],
  ['en-GB', true, false, 0],
  ['de-DE', true, false, 0],
  ['de', true, false, 0],
  ['ja-JP', false, false, 6],
  ['ko-KR', false, true, 6],
  ['ar', true, true, 5],
  ['ar-SA', true, true, 6],
  ['en-IN', true, true, 6],
  ['hu-HU', false, false, 0],
  ['no such language', false, true, 6],
])(
  'of %s: the day first %s, 12 hours %s, the week from day %i',
  (language, isDayFirst, is12Hour, firstDay) => {
    expect(regionOf(language)).toMatchObject({ isDayFirst, is12Hour, firstDay });
  },
);

const NOON = '2026-11-22T12:30:00Z';
const EVENING = '2026-11-22T21:05:00Z';
/** With plain spaces: Intl puts a narrow one before AM and PM. */
const plain = (text: string) => text.replace(/\u202f/g, ' ');

it.each([
  ['en-US', 'Sunday, November 22', 'Sun, Nov 22', '12:30–9:05 PM'],
  ['en-GB', 'Sunday 22 November', 'Sun 22 Nov', '12:30–21:05'],
  ['de-DE', 'Sunday 22 November', 'Sun 22 Nov', '12:30–21:05'],
  ['ja-JP', 'Sunday, November 22', 'Sun, Nov 22', '12:30–21:05'],
  ['ar-EG', 'Sunday ٢٢ November', 'Sun ٢٢ Nov', '١٢:٣٠–٩:٠٥ pm'],
])('writes dates and times in English words as people of %s do', (language, long, short, range) => {
  vi.stubGlobal('navigator', { language });
  expect([longDate(NOON, 'UTC'), shortDate(NOON, 'UTC'), plain(timeRange(NOON, EVENING, 'UTC'))]).toEqual([
    long,
    short,
    range,
  ]);
});

it('names both halves of the day where a range has both', () => {
  vi.stubGlobal('navigator', { language: 'en-US' });
  expect(plain(timeRange('2026-11-22T11:30:00Z', NOON, 'UTC'))).toBe('11:30 AM – 12:30 PM');
  expect(plain(timeSpan(NOON, '2026-11-24T09:00:00Z', 'UTC'))).toBe(
    'Sun, Nov 22, 12:30 PM – Tue, Nov 24, 9:00 AM',
  );
});

it('follows what the person chose, whatever the region', () => {
  vi.stubGlobal('navigator', { language: 'de-DE' });
  showFormats({ time_format: '12h', week_start: 'sunday' });
  expect(plain(timeOfDay(EVENING, 'UTC'))).toBe('9:05 pm');
  expect(shownRegion().firstDay).toBe(6);
  vi.stubGlobal('navigator', { language: 'en-US' });
  showFormats({ time_format: '24h', week_start: 'monday' });
  expect(timeOfDay('2026-11-22T00:05:00Z', 'UTC')).toBe('00:05');
  expect(shownRegion().firstDay).toBe(0);
});
