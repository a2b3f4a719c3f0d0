import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSuccessors, shiftOf } from './successors';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const days = (...of: number[]) => of.map((day) => day * DAY);

/** A series' dates, before or after it was changed. */
const dates = (starts: number[], eventId = 'series') =>
  starts.map((start) => ({ eventId, resourceId: eventId, startTime: new Date(start) }));

/** To when each of these starts goes; null: to nowhere. */
function goals(heeded: number[], before: number[], after: number[]): (number | null)[] {
  const pairs = findSuccessors(dates(heeded), dates(before), dates(after), () => 'family');
  return heeded.map((start) => {
    const pair = pairs.find(({ old }) => +old.startTime === start);
    return pair ? +pair.next.startTime : null;
  });
}

const shifts = fc.integer({ min: -11 * 60, max: 11 * 60 }).map((minutes) => minutes * MINUTE);
/** Of a daily series, which dates are kept, and which somebody has said something about. */
const series = fc.array(fc.record({ isKept: fc.boolean(), isHeeded: fc.boolean() }), {
  minLength: 5,
  maxLength: 60,
});

describe('successors', () => {
  it('of a series that is moved are at the same distance each, and what is left out has none', () => {
    fc.assert(
      fc.property(shifts, series, (shift, each) => {
        const before = days(...each.keys());
        const kept = before.filter((_, day) => each[day]?.isKept);
        const heeded = before.filter((_, day) => each[day]?.isHeeded);
        fc.pre(kept.length > 0);
        const after = kept.map((start) => start + shift);
        expect(goals(heeded, before, after)).toEqual(
          heeded.map((start) => (kept.includes(start) ? start + shift : null)),
        );
      }),
    );
  });

  it('are the nearest where the distance is not the same for all, as across a change of the clocks', () => {
    const before = days(1, 2, 3, 4, 5);
    const after = before.map((start, index) => start + (index < 2 ? 5 : 6) * HOUR);
    expect(goals(before, before, after)).toEqual(after);
  });

  it('are in another series where a meeting has become a part of it', () => {
    const [old] = dates(days(3), 'single');
    const [next] = dates(days(3), 'series');
    if (!old || !next) throw new Error('a date is missing');
    const taken = { ...next, resourceId: 'single' };
    expect(findSuccessors([old], [old], [taken], (id) => id)).toEqual([{ old, next: taken }]);
    expect(findSuccessors([old], [old], [next], (id) => id)).toEqual([]);
  });

  it('are not nearer to another date, for one that had been changed by itself', () => {
    const all = days(1, 2, 3);
    const [old] = dates([2 * DAY + 14 * HOUR]).map((date) => ({ ...date, wasException: true }));
    if (!old) throw new Error('a date is missing');
    const after = dates(days(1, 3));
    expect(findSuccessors([old], [...dates(all), old], after, () => 'family')).toEqual([]);
    const alone = findSuccessors([old], [old], after, () => 'family');
    expect(alone.map(({ next }) => +next.startTime)).toEqual(days(3));
  });

  it('are never farther than half a week', () => {
    expect(goals(days(1), days(1), days(4.5))).toEqual(days(4.5));
    expect(goals(days(1), days(1), days(4.6))).toEqual([null]);
  });
});

describe('by how much a series was moved', () => {
  it('is the shortest of the distances that are as frequent', () => {
    expect(shiftOf(days(7), days(6, 8.5, 9))).toBe(-DAY);
    expect(shiftOf(days(1, 2), days(1, 2))).toBe(0);
  });

  it('is told by the first 400 of its dates, so that a series of every minute has an answer at once', () => {
    const before = days(...Array(1_000).keys());
    const after = before.map((start, index) => start + (index < 400 ? HOUR : 2 * HOUR));
    expect(shiftOf(before, after)).toBe(HOUR);
  });

  it('is not known where nothing is near', () => {
    expect(shiftOf(days(1), days(5))).toBeNull();
    expect(shiftOf([], days(5))).toBeNull();
    expect(shiftOf(days(5), [])).toBeNull();
  });
});
