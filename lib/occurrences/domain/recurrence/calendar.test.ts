import { describe, expect, it } from 'vitest';
import { dayNumber, monthAt, monthOf, weekdayOf, weekNumberOf, weekOf } from './calendar';

const DAY_MS = 86_400_000;
const day = (date: string) => Date.parse(date) / DAY_MS;
/** Days from the year 1000 to 2900 at many places in their months, and those around leap days. */
const DAYS = [
  ...Array.from({ length: 1_500 }, (_, i) => day('1000-01-01') + i * 463),
  ...['1900', '2000', '2023', '2024'].flatMap((year) => [-1, 0, 1, 2].map((i) => day(`${year}-02-28`) + i)),
];

describe('a day', () => {
  it('has its month, the year of that, and their lengths', () => {
    for (const at of DAYS) {
      const date = new Date(at * DAY_MS);
      const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
      const first = Date.UTC(year, month, 1) / DAY_MS;
      const firstOfYear = Date.UTC(year, 0, 1) / DAY_MS;
      expect(monthOf(at)).toEqual({
        year,
        month: month + 1,
        first,
        length: Date.UTC(year, month + 1, 1) / DAY_MS - first,
        firstOfYear,
        yearLength: Date.UTC(year + 1, 0, 1) / DAY_MS - firstOfYear,
      });
      expect(dayNumber(year, month + 1, date.getUTCDate())).toBe(at);
      expect(weekdayOf(at)).toBe(date.getUTCDay());
    }
  });

  it('has its month, whichever was asked for before', () => {
    const dates = ['2026-02-28', '2026-03-01', '2026-02-28', '2026-04-01', '2026-03-31', '2027-03-01'];
    expect(dates.map((date) => monthOf(day(date)).month)).toEqual([2, 3, 2, 4, 3, 3]);
  });

  it.each([
    [0, { year: 2025, month: 12 }],
    [13, { year: 2027, month: 1 }],
    [-11, { year: 2025, month: 1 }],
  ])('of month %d is in another year', (month, expected) => {
    expect(monthAt(2026, month)).toMatchObject(expected);
  });
});

describe('a week', () => {
  it.each([
    [0, '2026-06-14'],
    [1, '2026-06-15'],
    [3, '2026-06-17'],
    [4, '2026-06-11'],
    [6, '2026-06-13'],
  ])('that begins on weekday %d and has 17 June 2026 begins on %s', (weekStart, first) => {
    expect(weekOf(day('2026-06-17'), weekStart)).toBe(day(first));
  });

  it.each([
    ['2024-12-29', 52, 52],
    ['2024-12-30', 1, 52],
    ['2026-12-31', 53, 53],
    ['2027-01-03', 53, 53],
    ['2027-01-04', 1, 52],
    ['2026-06-17', 25, 53],
    ['1969-12-29', 1, 53],
  ])('of %s has number %d of %d, as ISO 8601 counts', (date, week, weeksInYear) => {
    expect(weekNumberOf(day(date), 1)).toEqual({ week, weeksInYear });
  });
});
