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

it('rings alarms in the order of their times, each once', () => {
  const { clock } = startClock();
  const rang: string[] = [];
  const nowMs = Date.now();
  clock.set('sleep', nowMs + 50, () => rang.push('late'));
  clock.set('retry', nowMs + 10, () => rang.push('early'));
  clock.set('sleep', nowMs - 1, () => rang.push('past'));
  expect([clock.count('sleep'), clock.count('retry')]).toEqual([2, 1]);
  vi.advanceTimersByTime(9);
  expect(rang).toEqual(['past']);
  vi.advanceTimersByTime(1000);
  expect(rang).toEqual(['past', 'early', 'late']);
  expect([clock.count('sleep'), clock.count('retry')]).toEqual([0, 0]);
});

it('rings to the millisecond an alarm that is further away than the longest timer of Node', () => {
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

it('rings soon after the system’s time has jumped past an alarm, as after a suspend', () => {
  const { clock } = startClock();
  let rang = false;
  clock.set('sleep', Date.now() + DAY_MS, () => {
    rang = true;
  });
  vi.setSystemTime(Date.now() + DAY_MS);
  vi.advanceTimersByTime(15_000);
  expect(rang).toBe(true);
});

it('rings 10,000 alarms of one moment with one timer and in one round', () => {
  const { clock, rounds } = startClock();
  let rang = 0;
  const due = Date.now() + 5_000;
  for (let n = 0; n < 10_000; n++) clock.set('sleep', due, () => rang++);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(5_000);
  expect([rang, rounds()]).toEqual([10_000, 1]);
  expect(vi.getTimerCount()).toBe(0);
});

it('rings no alarm after it has been stopped', () => {
  const { clock } = startClock();
  let rang = 0;
  clock.set('cron', Date.now() + 10, () => rang++);
  clock.stop();
  clock.set('cron', Date.now() + 10, () => rang++);
  vi.advanceTimersByTime(1_000);
  expect([rang, vi.getTimerCount(), clock.count('cron')]).toEqual([0, 0, 0]);
});
