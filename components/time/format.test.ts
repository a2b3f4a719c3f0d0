import { describe, expect, it, vi } from 'vitest';
import {
  ago,
  countdown,
  dayKey,
  daysSpanned,
  duration,
  longDate,
  relativeDay,
  seconds,
  startOfDay,
  timeRange,
  timeSpan,
  timesFrom,
} from './format';

vi.stubGlobal('navigator', { language: 'en-GB' });

const MINUTE = 60_000;

describe('times in words', () => {
  it('writes a range in the given zone', () => {
    expect(timeRange('2026-11-22T08:00:00Z', '2026-11-22T08:30:00Z', 'Europe/Berlin')).toBe('09:00–09:30');
    expect(timeRange('2026-11-22T00:00:00Z', '2026-11-22T00:30:00Z', 'UTC')).toBe('00:00–00:30');
  });

  it('writes a day without a comma', () => {
    expect(longDate('2026-11-22T12:00:00Z', 'UTC')).toBe('Sunday 22 November');
  });

  it('writes both days of what lasts 24 hours or more', () => {
    const [start, end] = ['2026-11-22T09:00:00Z', '2026-11-23T21:00:00Z'];
    expect(timesFrom(start, end, 'UTC')).toBe('09:00 – Mon 23 Nov 21:00');
    expect(timeSpan(start, end, 'UTC')).toBe('Sun 22 Nov 09:00 – Mon 23 Nov 21:00');
    expect(timeSpan(start, '2026-11-23T09:00:00Z', 'Asia/Tokyo')).toBe('Sun 22 Nov 18:00 – Mon 23 Nov 18:00');
    expect(daysSpanned(start, end)).toMatch(/^Sun 22 Nov – (Mon 23|Tue 24) Nov$/);
    const night = ['2026-11-22T22:00:00Z', '2026-11-23T02:00:00Z'] as const;
    expect([timesFrom(...night, 'UTC'), timeSpan(...night, 'UTC'), daysSpanned(...night)]).toEqual([
      ...['22:00–02:00', '22:00–02:00', null],
    ]);
  });

  it('breaks on no value', () => {
    expect(timeRange('soon', '2026-11-22T08:30:00Z', 'UTC')).toBe('–\u201308:30');
    expect(longDate(Number.NaN)).toBe('–');
    expect(dayKey('')).toBe('');
    expect(relativeDay('', Date.parse('2026-11-22T08:30:00Z'))).toBeNull();
    expect(longDate('2026-11-22T12:00:00Z', 'Mars/Base')).toBe('Sunday 22 November');
  });

  it('counts down in ever finer units', () => {
    expect(countdown(3 * 24 * 60 * MINUTE)).toBe('3 days');
    expect(countdown(47 * 60 * MINUTE)).toBe('47 h 00 min');
    expect(countdown(65 * MINUTE)).toBe('1 h 05 min');
    expect(countdown(24 * MINUTE + 9_900)).toBe('24:09');
    expect(countdown(-1)).toBe('0:00');
  });

  it('writes how long something took, rounded up', () => {
    const said = [0, 1, 100, 101, 9_900, 9_901, 59_000, 59_001, 61_000, 59 * MINUTE + 1, 125 * MINUTE];
    expect(said.map(seconds)).toEqual([
      ...['0 s', '0.1 s', '0.1 s', '0.2 s', '9.9 s', '10 s', '59 s', '1 min', '2 min', '1 h 00 min'],
      '2 h 05 min',
    ]);
  });

  it('writes how long ago something was, and how long it lasts', () => {
    const now = Date.parse('2026-11-22T09:00:00Z');
    expect(ago('2026-11-22T08:59:30Z', now)).toBe('just now');
    expect(ago('2026-11-22T08:54:00Z', now)).toBe('6 min ago');
    expect(duration('2026-11-22T09:00:00Z', '2026-11-22T10:15:00Z')).toBe('1 h 15 min');
    expect(duration('2026-11-22T09:00:00Z', '2026-11-22T11:00:00Z')).toBe('2 h');
    expect(duration('2026-11-22T09:00:00Z', '2026-11-23T21:00:00Z')).toBe('36 h');
    expect(duration('2026-11-22T09:00:00Z', '2026-11-25T09:00:00Z')).toBe('3 days');
    expect(duration('2026-11-22T09:00:00Z', '2026-11-25T11:30:00Z')).toBe('3 days 2 h');
  });
});

describe('local days', () => {
  it('counts days by the calendar', () => {
    const noon = new Date(2026, 9, 24, 12);
    // Late October and late March hold a day of 25 and of 23 hours in much of the world.
    for (let days = -200; days < 200; days += 1) {
      const midnight = startOfDay(noon, days);
      expect([midnight.getHours(), midnight.getMinutes()]).toEqual([0, 0]);
      expect(midnight.getDate()).toBe(new Date(2026, 9, 24 + days).getDate());
    }
  });

  it('names the days around today', () => {
    const now = new Date(2026, 10, 22, 23, 59).getTime();
    expect(relativeDay(new Date(2026, 10, 22, 0, 1), now)).toBe('Today');
    expect(relativeDay(new Date(2026, 10, 23, 0, 1), now)).toBe('Tomorrow');
    expect(relativeDay(new Date(2026, 10, 21, 0, 1), now)).toBe('Yesterday');
    expect(relativeDay(new Date(2026, 10, 24, 0, 1), now)).toBeNull();
    expect(dayKey(now)).toBe('2026-11-22');
  });
});
