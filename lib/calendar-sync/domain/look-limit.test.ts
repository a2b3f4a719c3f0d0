import { expect, it } from 'vitest';
import { LOOK_AHEAD_MS, lookLimit } from './look-limit';

it.each([
  ['of a process that has just started lasts until half a second before the join', LOOK_AHEAD_MS, 0, 4_500],
  ['of a process that has just started is shorter when it begins late', 3_000, 59_999, 2_500],
  ['delays a late join by two seconds at most', -60_000, 0, 2_000],
  ['that begins far ahead has no more time for that', 3_600_000, 0, 4_500],
  ['of a process that has run for a minute takes two seconds', LOOK_AHEAD_MS, 60_000, 2_000],
])('a look %s', (_what, untilJoinMs, uptimeMs, limitMs) => {
  expect(lookLimit(untilJoinMs, uptimeMs)).toBe(limitMs);
});
