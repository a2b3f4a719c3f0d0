import { expect, it } from 'vitest';
import { retryAfterMs } from './retry-after';

const DATE = 'Tue, 19 Nov 2013 01:13:52 GMT';

it.each([
  ['90', 90_000],
  [' 0 ', 0],
  ['Tue, 19 Nov 2013 01:15:52 GMT', 120_000],
  ['Tue, 19 Nov 2013 01:13:00 GMT', 0],
  ['9'.repeat(400), 86_400_000],
  ['Tue, 19 Nov 2033 01:13:00 GMT', 86_400_000],
  ['soon', null],
  ['-5', null],
  ['1.5', null],
  ['', null],
  [undefined, null],
])('Retry-After: %s is %s ms', (value, ms) => {
  expect(retryAfterMs(value, DATE)).toBe(ms);
});

it('a date in Retry-After says nothing when the answer has no Date', () => {
  expect(retryAfterMs(DATE, undefined)).toBe(null);
});
