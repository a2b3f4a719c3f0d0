import { describe, expect, it } from 'vitest';
import { changeTime, delaySince, joinLateness } from './delay';

const at = (seconds: number) => new Date(Date.UTC(2027, 2, 1, 9, 0, seconds));

describe('how late a bot is', () => {
  it('the lateness of a bot counts from its join time', () => {
    expect(joinLateness({ joinAt: at(0), bookedSince: null }, at(2))).toBe(2_000);
    expect(joinLateness({ joinAt: at(0), bookedSince: at(-600) }, at(2))).toBe(2_000);
  });

  it('the lateness of a bot counts from when it was scheduled, where that is later', () => {
    expect(joinLateness({ joinAt: at(0), bookedSince: at(600) }, at(601))).toBe(1_000);
  });

  it('a bot that is early is not late', () => {
    expect(joinLateness({ joinAt: at(1), bookedSince: null }, at(0))).toBe(0);
  });

  it('a delay of any length fits into its column', () => {
    expect(delaySince(new Date(0), at(0))).toBe(2_147_483_647);
  });
});

describe('when a meeting was changed', () => {
  it('a meeting was changed when Google says so', () => {
    expect(changeTime('2027-03-01T09:00:05.000Z', null)).toEqual(at(5));
    expect(changeTime('2027-03-01T09:00:05.000Z', at(5))).toEqual(at(5));
  });

  it('the time of a change is not known where Google does not say it, or sync was not enabled then', () => {
    expect(changeTime(undefined, null)).toBeNull();
    expect(changeTime('yesterday', null)).toBeNull();
    expect(changeTime('2027-03-01T09:00:05.000Z', at(6))).toBeNull();
  });
});
