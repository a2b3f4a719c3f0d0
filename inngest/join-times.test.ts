import { describe, expect, it } from 'vitest';
import { JoinTimes } from './join-times';

const LOOK_AHEAD = 3_000;
const at = (atMs: number, looks = true) => ({ atMs, looks });

describe('The times of joins', () => {
  it('come once each, several that have come at once', () => {
    const times = new JoinTimes(LOOK_AHEAD);
    for (const ms of [10_000, 10_000, 11_000, 60_000]) times.add(at(ms));
    expect(times.takeDue(9_999)).toBe(false);
    expect(times.takeDue(11_000)).toBe(true);
    expect(times.takeDue(12_000)).toBe(false);
    expect(times.takeDue(60_000)).toBe(true);
  });

  it('are looked at once, in the seconds before, unless no bot of theirs is new or their time has come', () => {
    const times = new JoinTimes(LOOK_AHEAD);
    for (const time of [at(10_000), at(10_500, false), at(20_000)]) times.add(time);
    expect(times.takeLooks(6_999)).toEqual([]);
    expect(times.takeLooks(7_600)).toEqual([10_000]);
    times.addRead([at(10_000), at(10_500, false)], 8_000);
    expect(times.takeLooks(8_000)).toEqual([]);
    expect(times.takeLooks(20_000)).toEqual([]);
  });

  it('that were heard of without a bot are looked at when the rows have one', () => {
    const times = new JoinTimes(LOOK_AHEAD);
    times.add(at(10_000, false));
    times.addRead([at(10_000)], 8_000);
    expect(times.takeLooks(8_000)).toEqual([10_000]);
  });

  it('say when something is to be done next', () => {
    const times = new JoinTimes(LOOK_AHEAD);
    expect(times.nextMs(0)).toBe(Number.POSITIVE_INFINITY);
    times.add(at(10_000));
    times.add(at(9_000, false));
    expect(times.nextMs(0)).toBe(7_000);
    times.takeLooks(7_000);
    expect(times.nextMs(7_000)).toBe(9_000);
    times.takeDue(9_000);
    expect(times.nextMs(9_000)).toBe(10_000);
  });

  it('that were dispatched and are still in the rows mean that bots wait', () => {
    const times = new JoinTimes(LOOK_AHEAD);
    expect(times.addRead([at(5_000)], 10_000)).toBe(false);
    expect(times.takeDue(10_000)).toBe(true);
    expect(times.addRead([at(5_000), at(12_000)], 11_000)).toBe(true);
    expect(times.takeDue(11_000)).toBe(false);
    expect(times.addRead([at(12_000)], 11_500)).toBe(false);
    expect(times.takeDue(12_000)).toBe(true);
  });

  it('go on when the clock has been set back', () => {
    const times = new JoinTimes(LOOK_AHEAD);
    times.add(at(3_600_000));
    times.takeDue(3_600_000);
    expect(times.addRead([at(20_000)], 10_000)).toBe(false);
    expect(times.takeDue(19_999)).toBe(false);
    expect(times.takeDue(20_000)).toBe(true);
  });
});
