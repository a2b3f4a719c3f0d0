import { describe, expect, it } from 'vitest';
import {
  formatKey,
  googleTimeToInstant,
  periodLength,
  readDate,
  resolveGoogleTime,
  slotKey,
} from './google-time';

const BERLIN = 'Europe/Berlin';
const iso = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString().slice(0, 19));

describe('a time of Google', () => {
  it.each([
    ['2026-06-01T09:00:00-04:00', '2026-06-01T13:00:00', '2026-06-01T15:00:00'],
    ['2026-06-01T09:00:00+05:30', '2026-06-01T03:30:00', '2026-06-01T05:30:00'],
    ['2026-06-01T09:00:00+0530', '2026-06-01T03:30:00', '2026-06-01T05:30:00'],
    ['2026-06-01T09:00:07Z', '2026-06-01T09:00:07', '2026-06-01T11:00:07'],
    ['2026-06-01t09:00:07.123456z', '2026-06-01T09:00:07', '2026-06-01T11:00:07'],
    ['2026-06-01 09:00Z', '2026-06-01T09:00:00', '2026-06-01T11:00:00'],
    ['2026-06-01T09:00', '2026-06-01T07:00:00', '2026-06-01T09:00:00'],
    ['2026-06-01T23:59:60', '2026-06-01T21:59:59', '2026-06-01T23:59:59'],
  ])('%s is an instant, and a wall time in its zone', (dateTime, instant, wall) => {
    const time = resolveGoogleTime({ dateTime, timeZone: BERLIN }, 'UTC');
    expect(time).toMatchObject({ isAllDay: false, zone: BERLIN });
    expect([iso(time?.instantMs), iso(time?.wallMs)]).toEqual([instant, wall]);
  });

  it('that is a date is midnight in the zone of the calendar', () => {
    const time = resolveGoogleTime({ date: '2026-06-01', timeZone: 'Asia/Tokyo' }, BERLIN);
    expect(time).toMatchObject({ isAllDay: true, zone: BERLIN });
    expect([iso(time?.instantMs), iso(time?.wallMs)]).toEqual(['2026-05-31T22:00:00', '2026-06-01T00:00:00']);
  });

  it.each([
    ['Mars/Base', BERLIN, BERLIN],
    ['Mars/Base', 'nowhere', 'UTC'],
    [undefined, BERLIN, BERLIN],
  ])('in the zone %s of a calendar in %s is one in %s', (timeZone, fallback, zone) => {
    expect(resolveGoogleTime({ dateTime: '2026-06-01T09:00:00Z', timeZone }, fallback)?.zone).toBe(zone);
  });

  it.each([
    { date: '2026-06-31' },
    { date: '2026-13-01' },
    { date: '2026-00-01' },
    { date: '2026-06-00' },
    { date: '0099-01-01' },
    { date: '2026-06-011' },
    { date: 'x2026-06-01' },
    { dateTime: '2026-06-31T09:00:00Z' },
    { dateTime: '2026-06-01T24:00:00Z' },
    { dateTime: '2026-06-01T09:60:00Z' },
    { dateTime: '2026-06-01T09:00:61Z' },
    { dateTime: 'x2026-06-01T09:00:00Z' },
    { dateTime: '2026-06-01T09:00:00Zx' },
    { dateTime: '2026-06-01T09:00:00+5' },
    { dateTime: 7 as never },
    {},
    null,
    undefined,
  ])('is not %j', (time) => {
    expect(resolveGoogleTime(time, 'UTC')).toBeNull();
    expect(googleTimeToInstant(time, 'UTC')).toBeNull();
  });
});

describe('the key of a slot', () => {
  it('is its start in UTC, or its date', () => {
    expect(slotKey({ dateTime: '2026-03-09T09:05:07-04:00' }, 'UTC')).toBe('20260309T130507Z');
    expect(slotKey({ date: '2026-03-09' }, BERLIN)).toBe('20260309T000000Z');
    expect(slotKey({}, 'UTC')).toBeNull();
  });

  it.each(['1969-12-31T23:59:58', '2026-03-09T00:00:00', '2026-03-09T23:05:07', '2026-03-10T01:02:03'])(
    'of %s has two digits for each part',
    (at) => {
      expect(formatKey(Date.parse(`${at}Z`))).toBe(`${at.replace(/[-:]/g, '')}Z`);
    },
  );
});

describe('a date in a recurrence line', () => {
  it.each([
    ['20260601', true, false, '2026-05-31T22:00:00', '2026-06-01T00:00:00'],
    ['20260601T090507', false, false, '2026-06-01T07:05:07', '2026-06-01T09:05:07'],
    [' 20260601t090507z ', false, true, '2026-06-01T09:05:07', '2026-06-01T11:05:07'],
  ])('%j is read', (text, isDate, isUtc, instant, wall) => {
    const date = readDate(text, BERLIN);
    expect(date).toMatchObject({ isDate, isUtc });
    expect([iso(date?.instantMs), iso(date?.wallMs)]).toEqual([instant, wall]);
  });

  it.each([
    '',
    'soon',
    '20260631',
    '20260601T',
    '20260601T0900',
    'x20260601',
    '20260601x',
    '20260601T250000',
  ])('%j is not read', (text) => {
    expect(readDate(text, BERLIN)).toBeNull();
  });
});

describe('the length of a period', () => {
  const start = readDate('20260601T090000Z', 'UTC');
  const minutes = (end: string) => {
    const ms = start && periodLength(start, end, 'UTC');
    return ms && ms / 60_000;
  };
  it.each([
    ['20260601T110000Z', 120],
    ['20260601T091000', 10],
    ['PT90M', 90],
    ['+pt10h', 600],
    [' PT30S ', 0.5],
    ['P10D', 14_400],
    ['P10W', 100_800],
    ['P1DT2H3M30S', 1_563.5],
    ['P366D', 527_040],
  ])('%s is %d minutes', (end, length) => {
    expect(minutes(end)).toBe(length);
  });

  it.each([
    '20260601T090000Z',
    '20260601T080000Z',
    'PT0S',
    'P366DT1S',
    'P',
    'PT',
    'P1Y',
    '-PT1H',
    'xPT1H',
    'PT1Hx',
    'soon',
  ])('is not %s', (end) => {
    expect(minutes(end)).toBeNull();
  });
});
