import { describe, expect, it } from 'vitest';
import { findSuccessors, type RelevantDate, shiftOf } from './successors';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK_HALF = 3.5 * DAY;
const date = (day: number, fields: Partial<RelevantDate> = {}): RelevantDate => ({
  eventId: 'series',
  resourceId: `resource of day ${day}`,
  startTime: new Date(day * DAY),
  ...fields,
});
const changed = { wasException: true };
/** Pairs of days. */
const pairs = (
  relevant: RelevantDate[],
  ending: RelevantDate[],
  appeared: RelevantDate[],
  family = 'family',
) =>
  findSuccessors(relevant, ending, appeared, (id) => (id === 'single' ? undefined : family)).map(
    ({ old, next }) => [+old.startTime / DAY, +next.startTime / DAY],
  );

describe('the successor of a date', () => {
  it('is the date at the distance by which its series moved, though another is nearer', () => {
    const before = [date(1), date(8), date(15)];
    const after = [date(2), date(9), date(16), date(8.1, { eventId: 'other' })];
    expect(pairs([date(8)], before, after)).toEqual([[8, 9]]);
  });

  it('is never a date that is the successor of one left out', () => {
    // A series moved by two days, without its second date: the third has the day that would be the second's.
    const before = [date(1), date(3), date(5), date(7)];
    const after = [date(3), date(7), date(9)];
    expect(pairs([date(3)], before, after)).toEqual([]);
    expect(pairs(before, before, after)).toEqual([
      [1, 3],
      [5, 7],
      [7, 9],
    ]);
  });

  it('is the nearest date that is free', () => {
    const before = [date(10)];
    expect(pairs(before, before, [date(12.5), date(9), date(11.5)])).toEqual([[10, 9]]);
    expect(pairs([date(10), date(10.5)], [], [date(9), date(12)])).toEqual([
      [10, 9],
      [10.5, 12],
    ]);
  });

  it('comes after those of the dates that were not exceptions', () => {
    const exception = date(1.5, changed);
    const before = [date(2)];
    expect(pairs([exception, date(2)], [...before, exception], [date(2)])).toEqual([[2, 2]]);
  });

  it('of a date that was an exception is not nearer to another date', () => {
    const exception = date(2.6, changed);
    expect(pairs([exception], [date(1), date(3), exception], [date(1), date(3)])).toEqual([]);
    expect(pairs([exception], [exception], [date(1), date(3)])).toEqual([[2.6, 3]]);
    expect(pairs([exception], [], [date(3)])).toEqual([[2.6, 3]]);
  });

  it('is the earlier date’s when two want one', () => {
    expect(pairs([date(3), date(2)], [], [date(2.5)])).toEqual([[2, 2.5]]);
  });

  it('is the same resource in another event, whatever its family', () => {
    const single = date(3, { eventId: 'single', resourceId: 'same' });
    const next = date(30, { resourceId: 'same' });
    expect(pairs([single], [single], [next])).toEqual([[3, 30]]);
    expect(pairs([single], [single], [{ ...next, eventId: 'single' }])).toEqual([]);
    expect(pairs([single], [single], [date(3)])).toEqual([]);
  });

  it('is missing when no date is there now', () => {
    expect(pairs([date(3)], [date(3)], [])).toEqual([]);
  });
});

describe('the distance by which a series moved', () => {
  it.each([
    ['of most dates', [1, 2, 3], [1.5, 2.5, 3.25], 0.5],
    ['of most dates, though a shorter one is there', [1, 8, 15], [2, 9, 14.9], 1],
    ['that is the shortest of the most frequent', [1, 20], [2, 18], 1],
    ['backwards', [10, 20], [9, 19], -1],
    ['of half a week', [10], [13.5], 3.5],
    ['of half a week backwards', [10], [6.5], -3.5],
    ['after dates that are too old', [10, 20], [1, 2, 11, 21], 1],
    ['from the beginning of time', [0], [0], 0],
  ])('is that %s', (_which, before, after, shift) => {
    const ms = (days: number[]) => days.map((day) => Math.round(day * DAY));
    expect(shiftOf(ms(before), ms(after))).toBe(Math.round(shift * DAY));
  });

  it('is unknown a millisecond beyond half a week', () => {
    expect(shiftOf([10 * DAY], [10 * DAY + WEEK_HALF + 1])).toBeNull();
    expect(shiftOf([10 * DAY], [10 * DAY - WEEK_HALF - 1])).toBeNull();
  });
});
