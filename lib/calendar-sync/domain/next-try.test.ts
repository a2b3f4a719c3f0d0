import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FailedTry, type Failure, type FailureClass, nextWait, type Wait } from './next-try';

const NOW = new Date('2027-03-01T08:00:00Z');
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const after = (ms: number) => new Date(+NOW + ms);

const NONE: Wait = { failedSyncs: 0, retryAt: null, syncWait: null };
/** A try that was due, halfway between the shortest and the longest wait. */
const DUE: FailedTry = { now: NOW, isWaiting: false, isLook: false, isNotified: false, random: 0.5 };
const failed = (kind: FailureClass, askedMs = 0): Failure => ({ class: kind, askedMs });
/** Returns the waits, in ms, after so many failures in a row, each when the last wait is over. */
function waits(kind: FailureClass, count: number, tried: Partial<FailedTry> = {}): number[] {
  let wait = NONE;
  return Array.from({ length: count }, () => {
    wait = nextWait(wait, failed(kind), { ...DUE, ...tried }) ?? wait;
    return +(wait.retryAt ?? NOW) - +NOW;
  });
}

describe('nextWait', () => {
  it('doubles the wait for Google from 5 s to 15 min', () => {
    const seconds = [5, 10, 20, 40, 80, 160, 320, 640, 900, 900];
    expect(waits('passing', 10)).toEqual(seconds.map((s) => s * SECOND));
    expect(waits('asked', 10)).toEqual(seconds.map((s) => s * SECOND));
  });

  it('waits a minute at most for Google while notifications arrive, but as long as Google asks', () => {
    expect(Math.max(...waits('passing', 20, { isNotified: true, random: 1 }))).toBe(MINUTE);
    expect(waits('asked', 10, { isNotified: true }).at(-1)).toBe(15 * MINUTE);
    const asked = nextWait(NONE, failed('asked', HOUR), { ...DUE, isNotified: true, random: 0 });
    expect(asked).toEqual({ failedSyncs: 1, retryAt: after(HOUR), syncWait: 'asked' });
  });

  it('waits seconds where Google has not failed, and an hour where it refuses', () => {
    expect(waits('own', 7)).toEqual([1, 2, 4, 8, 12, 12, 12].map((s) => s * SECOND));
    expect(waits('refused', 3)).toEqual([HOUR, HOUR, HOUR]);
  });

  it('waits for a person where only a person can mend it', () => {
    expect(nextWait(NONE, failed('person'), DUE)).toEqual({ failedSyncs: 1, retryAt: null, syncWait: null });
  });

  it('does not let looks make the waits longer, also when each comes after the last wait', () => {
    expect(waits('passing', 5, { isLook: true })).toEqual(Array(5).fill(5 * SECOND));
    expect(waits('own', 5, { isLook: true })).toEqual(Array(5).fill(SECOND));
    const before: Wait = { failedSyncs: 3, retryAt: NOW, syncWait: null };
    expect(nextWait(before, failed('passing'), { ...DUE, isLook: true })).toMatchObject({ failedSyncs: 3 });
  });

  it('counts our own failures up to five, and starts anew when Google no longer refuses', () => {
    const own: Wait = { failedSyncs: 5, retryAt: NOW, syncWait: null };
    expect(nextWait(own, failed('own'), DUE)?.failedSyncs).toBe(5);
    expect(nextWait({ ...own, failedSyncs: 9 }, failed('own'), DUE)?.failedSyncs).toBe(9);
    const refused: Wait = { failedSyncs: 24, retryAt: NOW, syncWait: 'refused' };
    expect(nextWait(refused, failed('passing'), DUE)).toMatchObject({ failedSyncs: 1, syncWait: null });
    expect(nextWait(refused, failed('refused'), DUE)).toMatchObject({ failedSyncs: 25, syncWait: 'refused' });
  });
});

describe('the rules of nextWait', () => {
  const failure = fc.record({
    class: fc.constantFrom<FailureClass>('own', 'passing', 'asked', 'refused', 'person'),
    askedMs: fc.constant(0),
  });
  const askedFailure = fc.record({
    class: fc.constant('asked' as const),
    askedMs: fc.integer({ min: 0, max: 24 * HOUR }),
  });
  const before = fc.record({
    failedSyncs: fc.integer({ min: 0, max: 60 }),
    retryAt: fc.option(fc.integer({ min: 1, max: HOUR }).map(after)),
    syncWait: fc.constantFrom(null, 'asked' as const, 'refused' as const),
  });
  const tried = fc.record({
    now: fc.constant(NOW),
    isWaiting: fc.boolean(),
    isLook: fc.boolean(),
    isNotified: fc.boolean(),
    random: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  const any = [before, fc.oneof(failure, askedFailure), tried] as const;

  it('holds for every failure: the next try comes within the bound of its kind', () => {
    const bound = { own: 15 * SECOND, passing: 18.75 * MINUTE, refused: 75 * MINUTE };
    fc.assert(
      fc.property(...any, (wait, failure, tried) => {
        const next = nextWait(wait, failure, tried);
        if (next === null) return;
        if (failure.class === 'person') {
          expect(next.retryAt).toBeNull();
          return;
        }
        const ms = +(next.retryAt ?? Number.NaN) - +NOW;
        expect(ms).toBeGreaterThan(0);
        if (failure.class === 'asked') {
          expect(ms).toBeGreaterThanOrEqual(failure.askedMs);
          expect(ms).toBeLessThanOrEqual(Math.max(bound.passing, failure.askedMs * 1.25 + 1));
          return;
        }
        expect(ms).toBeLessThanOrEqual(
          failure.class === 'passing' && tried.isNotified ? MINUTE : bound[failure.class],
        );
      }),
    );
  });

  it('leaves the wait of a calendar that waits as it is when a look fails without news', () => {
    fc.assert(
      fc.property(before, fc.constantFrom('own', 'passing'), tried, (wait, kind, tried) => {
        const look = { ...tried, isLook: true, isWaiting: true };
        expect(nextWait(wait, failed(kind as FailureClass), look)).toBeNull();
        const refused: Wait = { ...wait, syncWait: 'refused' };
        expect(nextWait(refused, failed('refused'), look)).toBeNull();
      }),
    );
  });

  it('takes what a look learns from Google: a time that it asks for, a refusal, a lost permission', () => {
    fc.assert(
      fc.property(before, askedFailure, tried, (wait, asked, tried) => {
        const look = { ...tried, isLook: true };
        const next = nextWait(wait, asked, look);
        expect(next?.syncWait).toBe('asked');
        expect(+(next?.retryAt ?? 0)).toBeGreaterThanOrEqual(+NOW + asked.askedMs);
        expect(nextWait(wait, failed('person'), look)?.retryAt).toBeNull();
        expect(nextWait({ ...wait, syncWait: null }, failed('refused'), look)?.syncWait).toBe('refused');
      }),
    );
  });

  it('spreads calendars that failed together, and never tries sooner after more failures', () => {
    const random = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(...any, random, (wait, failure, tried, other) => {
        const due = { ...tried, isLook: false };
        const at = (wait: Wait, random: number) =>
          +(nextWait(wait, failure, { ...due, random })?.retryAt ?? 0);
        expect(Math.sign(at(wait, other) - at(wait, tried.random))).toBeOneOf([
          0,
          failure.class === 'person' ? 0 : Math.sign(other - tried.random),
        ]);
        const more = { ...wait, failedSyncs: wait.failedSyncs + 1 };
        expect(at(more, tried.random)).toBeGreaterThanOrEqual(at(wait, tried.random));
      }),
    );
  });
});
