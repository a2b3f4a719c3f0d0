import { describe, expect, it } from 'vitest';
import { instantOfWall, largestShiftMs, offsetsAround, wallOfInstant } from './zone-clock';

const NY = 'America/New_York';
const APIA = 'Pacific/Apia';
const HOUR = 3_600_000;
const ms = (text: string) => Date.parse(`${text}Z`);
const iso = (at: number) => new Date(at).toISOString().slice(0, 19);

describe('a wall time', () => {
  it.each([
    ['in winter', NY, '2026-01-15T09:00:00', '2026-01-15T14:00:00'],
    ['in summer', NY, '2026-07-15T09:00:00', '2026-07-15T13:00:00'],
    ['before the clocks go forward', NY, '2026-03-08T01:59:59', '2026-03-08T06:59:59'],
    ['that does not exist', NY, '2026-03-08T02:00:00', '2026-03-08T07:00:00'],
    ['that does not exist, near its end', NY, '2026-03-08T02:59:59', '2026-03-08T07:59:59'],
    ['after the clocks went forward', NY, '2026-03-08T03:00:00', '2026-03-08T07:00:00'],
    ['that occurs twice', NY, '2026-11-01T01:30:00', '2026-11-01T05:30:00'],
    ['after the clocks went back', NY, '2026-11-01T02:00:00', '2026-11-01T07:00:00'],
    ['at the end of a year', NY, '2025-12-31T23:30:00', '2026-01-01T04:30:00'],
    ['at the beginning of a year', 'Asia/Tokyo', '2026-01-01T00:30:00', '2025-12-31T15:30:00'],
    ['on a day that a zone skipped', APIA, '2011-12-30T09:00:00', '2011-12-30T19:00:00'],
    ['on the day after that', APIA, '2011-12-31T09:00:00', '2011-12-30T19:00:00'],
    ['beyond the years whose rules are known', NY, '3500-07-15T09:00:00', '3500-07-15T14:00:00'],
    ['long ago', 'UTC', '1500-07-15T09:00:00', '1500-07-15T09:00:00'],
  ])('%s is an instant (%s, %s)', (_when, zone, wall, instant) => {
    expect(iso(instantOfWall(zone, ms(wall)))).toBe(instant);
  });
});

describe('the clock of a zone', () => {
  it.each([
    [NY, '2026-03-08T06:59:59', '2026-03-08T01:59:59'],
    [NY, '2026-03-08T07:00:00', '2026-03-08T03:00:00'],
    [NY, '2026-11-01T05:59:59', '2026-11-01T01:59:59'],
    [NY, '2026-11-01T06:00:00', '2026-11-01T01:00:00'],
    ['Asia/Kolkata', '2026-06-01T00:00:00', '2026-06-01T05:30:00'],
    [APIA, '2011-12-30T09:59:59', '2011-12-29T23:59:59'],
    [APIA, '2011-12-30T10:00:00', '2011-12-31T00:00:00'],
  ])('in %s at %s shows %s', (zone, instant, wall) => {
    expect(iso(wallOfInstant(zone, ms(instant)))).toBe(wall);
  });

  it('has the offsets of a year, and how far they are apart', () => {
    const at = ms('2026-06-01T00:00:00');
    expect([...offsetsAround(NY, at)].sort((a, b) => a - b)).toEqual([-5 * HOUR, -4 * HOUR]);
    expect(largestShiftMs(NY, at)).toBe(HOUR);
    expect(largestShiftMs('Asia/Kolkata', at)).toBe(0);
    // The year in which Samoa crossed the date line.
    expect(largestShiftMs(APIA, ms('2011-06-01T00:00:00'))).toBe(25 * HOUR);
    expect(largestShiftMs(APIA, ms('2026-06-01T00:00:00'))).toBe(0);
  });

  it('does not exist for what is no zone', () => {
    expect(() => wallOfInstant('Mars/Base', 0)).toThrow(RangeError);
  });
});
