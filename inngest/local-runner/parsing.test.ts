import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryAfterMs } from './call-function';
import { parseDataPath, readDataPath } from './read-functions';
import { SeenIds } from './receive-events';
import { defaultBackoffMs } from './start-local-runner';

const NOW_MS = Date.parse('2026-11-22T10:00:00Z');

describe('A concurrency key', () => {
  it('is read in the form event.data.x and in no other', () => {
    expect(parseDataPath('event.data.user.id')).toEqual(['user', 'id']);
    const others = [
      'event',
      'event.data',
      'event.id',
      '"x"',
      'event.data.a + event.data.b',
      'event.data["a"]',
    ];
    for (const other of [...others, 'async.data.a']) expect(parseDataPath(other), other).toBeUndefined();
  });

  it('selects only own values of the data', () => {
    expect(readDataPath({ data: { a: { b: 0 } } }, ['a', 'b'])).toBe(0);
    expect(readDataPath({ data: { a: null } }, ['a', 'b'])).toBeUndefined();
    expect(readDataPath({ data: {} }, ['constructor'])).toBeUndefined();
  });
});

describe('A retry', () => {
  it('waits as long as Retry-After says', () => {
    expect(retryAfterMs('30', NOW_MS)).toBe(NOW_MS + 30_000);
    expect(retryAfterMs('Sun, 22 Nov 2026 10:00:05 GMT', NOW_MS)).toBe(NOW_MS + 5_000);
    expect(retryAfterMs(null, NOW_MS)).toBeUndefined();
    expect(retryAfterMs('later', NOW_MS)).toBeUndefined();
  });

  it('waits twice as long each time, within bounds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), (attempt) => {
        const ms = defaultBackoffMs(attempt);
        const base = Math.min(15_000 * 2 ** (attempt - 1), 7_200_000);
        expect(ms).toBeGreaterThanOrEqual(base);
        expect(ms).toBeLessThan(base + 30_000);
      }),
    );
  });
});

describe('Event ids', () => {
  it('count as new once within 24 h', () => {
    const seen = new SeenIds();
    expect(seen.firstSeen('a', NOW_MS)).toBe(true);
    expect(seen.firstSeen('a', NOW_MS + 86_399_999)).toBe(false);
    expect(seen.firstSeen('a', NOW_MS + 86_400_000)).toBe(true);
  });

  it('are forgotten beyond a number, the oldest first', () => {
    const seen = new SeenIds(2);
    for (const key of ['a', 'b', 'c']) seen.firstSeen(key, NOW_MS);
    expect(seen.firstSeen('c', NOW_MS)).toBe(false);
    expect(seen.firstSeen('b', NOW_MS)).toBe(false);
    expect(seen.firstSeen('a', NOW_MS)).toBe(true);
  });
});
