import { describe, expect, it } from 'vitest';
import { changeTime, delaySince, joinLateness } from './delay';

const at = (seconds: number) => new Date(Date.UTC(2027, 2, 1, 9, 0, seconds));

describe('how late a bot is', () => {
  it('counts from its join time', () => {
    expect(joinLateness({ joinAt: at(0), bookedSince: null }, at(2))).toBe(2_000);
    expect(joinLateness({ joinAt: at(0), bookedSince: at(-600) }, at(2))).toBe(2_000);
  });

  it('counts from when it was wanted, where that is later', () => {
    expect(joinLateness({ joinAt: at(0), bookedSince: at(600) }, at(601))).toBe(1_000);
  });

  it('is nothing for a bot that is early', () => {
    expect(joinLateness({ joinAt: at(1), bookedSince: null }, at(0))).toBe(0);
  });

  it('fits into its column, however long it has been', () => {
    expect(delaySince(new Date(0), at(0))).toBe(2_147_483_647);
  });
});

describe('when a meeting was changed', () => {
  it('is what Google says', () => {
    expect(changeTime('2027-03-01T09:00:05.000Z', null)).toEqual(at(5));
    expect(changeTime('2027-03-01T09:00:05.000Z', at(5))).toEqual(at(5));
  });

  it('is not measured where Google does not say it, or nobody followed the calendar', () => {
    expect(changeTime(undefined, null)).toBeNull();
    expect(changeTime('yesterday', null)).toBeNull();
    expect(changeTime('2027-03-01T09:00:05.000Z', at(6))).toBeNull();
  });
});
