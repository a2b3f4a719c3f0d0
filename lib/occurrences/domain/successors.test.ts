import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSuccessors, shiftOf } from './successors';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const days = (...of: number[]) => of.map((day) => day * DAY);

/** The dates of a series, before or after it was changed. */
const dates = (starts: number[], eventId = 'series') =>
  starts.map((start) => ({ eventId, resourceId: eventId, startTime: new Date(start) }));

/** The start of the successor of each of these starts, or null. */
function goals(relevant: number[], before: number[], after: number[]): (number | null)[] {
  const pairs = findSuccessors(dates(relevant), dates(before), dates(after), () => 'family');
  return relevant.map((start) => {
    const pair = pairs.find(({ old }) => +old.startTime === start);
    return pair ? +pair.next.startTime : null;
  });
}

const shifts = fc.integer({ min: -11 * 60, max: 11 * 60 }).map((minutes) => minutes * MINUTE);
/** Which dates of a daily series it has after it was moved, and which have an override or a bot. */
const series = fc.array(fc.record({ stays: fc.boolean(), isRelevant: fc.boolean() }), {
  minLength: 5,
  maxLength: 60,
});

describe('successors', () => {
  it('successors in a series that was moved are all at the same distance, and dates that it leaves out have none', () => {
    fc.assert(
      fc.property(shifts, series, (shift, each) => {
        const before = days(...each.keys());
        const staying = before.filter((_, day) => each[day]?.stays);
        const relevant = before.filter((_, day) => each[day]?.isRelevant);
        fc.pre(staying.length > 0);
        const after = staying.map((start) => start + shift);
        expect(goals(relevant, before, after)).toEqual(
          relevant.map((start) => (staying.includes(start) ? start + shift : null)),
        );
      }),
    );
  });

  it('successors are the nearest dates where the distances differ, as across a change of the clocks', () => {
    const before = days(1, 2, 3, 4, 5);
    const after = before.map((start, index) => start + (index < 2 ? 5 : 6) * HOUR);
    expect(goals(before, before, after)).toEqual(after);
  });

  it('the successor of a meeting that became a part of a series is in that series', () => {
    const [old] = dates(days(3), 'single');
    const [next] = dates(days(3), 'series');
    if (!old || !next) throw new Error('a date is missing');
    const taken = { ...next, resourceId: 'single' };
    expect(findSuccessors([old], [old], [taken], (id) => id)).toEqual([{ old, next: taken }]);
    expect(findSuccessors([old], [old], [next], (id) => id)).toEqual([]);
  });

  it('the successor of a former exception is not nearer to another date', () => {
    const all = days(1, 2, 3);
    const [old] = dates([2 * DAY + 14 * HOUR]).map((date) => ({ ...date, wasException: true }));
    if (!old) throw new Error('a date is missing');
    const after = dates(days(1, 3));
    expect(findSuccessors([old], [...dates(all), old], after, () => 'family')).toEqual([]);
    const alone = findSuccessors([old], [old], after, () => 'family');
    expect(alone.map(({ next }) => +next.startTime)).toEqual(days(3));
  });

  it('successors are never farther than half a week', () => {
    expect(goals(days(1), days(1), days(4.5))).toEqual(days(4.5));
    expect(goals(days(1), days(1), days(4.6))).toEqual([null]);
  });
});

describe('the distance by which a series was moved', () => {
  it('the distance by which a series was moved is the shortest of the most frequent ones', () => {
    expect(shiftOf(days(7), days(6, 8.5, 9))).toBe(-DAY);
    expect(shiftOf(days(1, 2), days(1, 2))).toBe(0);
  });

  it('is told by the first 400 of its dates, so that a series of every minute has an answer at once', () => {
    const before = days(...Array(1_000).keys());
    const after = before.map((start, index) => start + (index < 400 ? HOUR : 2 * HOUR));
    expect(shiftOf(before, after)).toBe(HOUR);
  });

  it('the distance by which a series was moved is unknown where no date is near', () => {
    expect(shiftOf(days(1), days(5))).toBeNull();
    expect(shiftOf([], days(5))).toBeNull();
    expect(shiftOf(days(5), [])).toBeNull();
  });
});
