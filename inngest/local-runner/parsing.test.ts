import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEventPath, parseFailedFunctionId, parseMatch, readPath } from './expressions';
import { SeenKeys } from './seen-keys';
import { defaultBackoffMs, retryAfterMs, sleepEndMs } from './time';

const NOW_MS = Date.parse('2026-11-22T10:00:00Z');

describe('expressions', () => {
  it('reads the supported forms and nothing else', () => {
    expect(parseEventPath('event.data.user.id')).toEqual(['data', 'user', 'id']);
    for (const other of ['event', '"x"', 'event.data.a + event.data.b', 'event.data["a"]', 'async.data.a']) {
      expect(parseEventPath(other)).toBeUndefined();
    }
    expect(parseMatch('event.data.botId == async.data.botId')).toEqual(['data', 'botId']);
    expect(parseMatch('event.data.botId == async.data.id')).toBeUndefined();
    expect(parseMatch('event.data.a == async.data.a && true')).toBeUndefined();
    expect(parseFailedFunctionId("event.data.function_id == 'app-x'")).toBe('app-x');
    expect(parseFailedFunctionId('event.data.x == 1')).toBeUndefined();
  });

  it('reads own values only', () => {
    expect(readPath({ data: { a: { b: 0 } } }, ['data', 'a', 'b'])).toBe(0);
    expect(readPath({ data: null }, ['data', 'a'])).toBeUndefined();
    expect(readPath({ data: {} }, ['data', 'constructor'])).toBeUndefined();
  });
});

describe('time', () => {
  it('reads durations and times of sleeps', () => {
    expect(sleepEndMs('1d2h3m4s', NOW_MS)).toBe(NOW_MS + 93_784_000);
    expect(sleepEndMs('2w', NOW_MS)).toBe(NOW_MS + 1_209_600_000);
    expect(sleepEndMs('', NOW_MS)).toBe(NOW_MS);
    expect(sleepEndMs('2026-11-24T00:00:00.250Z', NOW_MS)).toBe(Date.parse('2026-11-24T00:00:00.250Z'));
    expect(sleepEndMs('soon', NOW_MS)).toBeUndefined();
  });

  it('reads Retry-After', () => {
    expect(retryAfterMs('30', NOW_MS)).toBe(NOW_MS + 30_000);
    expect(retryAfterMs('Sun, 22 Nov 2026 10:00:05 GMT', NOW_MS)).toBe(NOW_MS + 5_000);
    expect(retryAfterMs(null, NOW_MS)).toBeUndefined();
    expect(retryAfterMs('later', NOW_MS)).toBeUndefined();
  });

  it('backs off longer each time, within bounds', () => {
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

describe('seen keys', () => {
  it('counts a key once within 24 h', () => {
    const seen = new SeenKeys();
    expect(seen.firstSeen('a', NOW_MS)).toBe(true);
    expect(seen.firstSeen('a', NOW_MS + 86_399_999)).toBe(false);
    expect(seen.firstSeen('a', NOW_MS + 86_400_000)).toBe(true);
  });

  it('forgets the oldest beyond its bound', () => {
    const seen = new SeenKeys(2);
    for (const key of ['a', 'b', 'c']) seen.firstSeen(key, NOW_MS);
    expect(seen.firstSeen('c', NOW_MS)).toBe(false);
    expect(seen.firstSeen('b', NOW_MS)).toBe(false);
    expect(seen.firstSeen('a', NOW_MS)).toBe(true);
  });
});
