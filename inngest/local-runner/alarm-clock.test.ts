import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AlarmClock } from './alarm-clock';

const DAY_MS = 86_400_000;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-22T00:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

function startClock() {
  let rounds = 0;
  const clock = new AlarmClock(
    () => new Date(),
    () => {
      rounds += 1;
    },
  );
  return { clock, rounds: () => rounds };
}

it('rings in order of time, each once', () => {
  const { clock } = startClock();
  const rang: string[] = [];
  const nowMs = Date.now();
  clock.set('sleep', nowMs + 50, () => rang.push('late'));
  clock.set('retry', nowMs + 10, () => rang.push('early'));
  clock.set('sleep', nowMs - 1, () => rang.push('past'));
  const cancelled = clock.set('sleep', nowMs + 20, () => rang.push('cancelled'));
  clock.cancel(cancelled);
  clock.cancel(cancelled);
  expect([clock.count('sleep'), clock.count('retry')]).toEqual([2, 1]);
  vi.advanceTimersByTime(9);
  expect(rang).toEqual(['past']);
  vi.advanceTimersByTime(1000);
  expect(rang).toEqual(['past', 'early', 'late']);
  expect([clock.count('sleep'), clock.count('retry')]).toEqual([0, 0]);
});

it('sleeps longer than the longest timer of Node, to the millisecond', () => {
  const { clock } = startClock();
  let rangAt = 0;
  const due = Date.now() + 60 * DAY_MS;
  clock.set('sleep', due, () => {
    rangAt = Date.now();
  });
  vi.advanceTimersByTime(60_000);
  expect(rangAt).toBe(0);
  vi.setSystemTime(due - 20_000);
  vi.advanceTimersByTime(19_999);
  expect(rangAt).toBe(0);
  vi.advanceTimersByTime(1);
  expect(rangAt).toBe(due);
});

it('follows the wall clock when it jumps, as after a suspend', () => {
  const { clock } = startClock();
  let rang = false;
  clock.set('sleep', Date.now() + DAY_MS, () => {
    rang = true;
  });
  vi.setSystemTime(Date.now() + DAY_MS);
  vi.advanceTimersByTime(15_000);
  expect(rang).toBe(true);
});

it('holds 10,000 sleepers with one timer and wakes them in one round', () => {
  const { clock, rounds } = startClock();
  let rang = 0;
  const due = Date.now() + 5_000;
  for (let n = 0; n < 10_000; n++) clock.set('sleep', due, () => rang++);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(5_000);
  expect([rang, rounds()]).toEqual([10_000, 1]);
  expect(vi.getTimerCount()).toBe(0);
});

it('rings nothing after stop', () => {
  const { clock } = startClock();
  let rang = 0;
  clock.set('cron', Date.now() + 10, () => rang++);
  clock.stop();
  clock.set('cron', Date.now() + 10, () => rang++);
  vi.advanceTimersByTime(1_000);
  expect([rang, vi.getTimerCount(), clock.count('cron')]).toEqual([0, 0, 0]);
});
