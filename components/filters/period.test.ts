import { expect, it } from 'vitest';
import { boundsOf } from './period';

it('covers whole days, including the last one', () => {
  const { time_min, time_max } = boundsOf('2026-11-22', '2026-11-23');
  expect(time_min).toBe(new Date(2026, 10, 22).toISOString());
  expect(time_max).toBe(new Date(2026, 10, 24).toISOString());
  expect(boundsOf('2026-11-22', null)).toEqual({ time_min });
  expect(boundsOf(null, '2026-11-23')).toEqual({ time_max });
  expect(boundsOf('1999-12-31', null)).toEqual({ time_min: new Date(1999, 11, 31).toISOString() });
});

it('ignores a bound that is not a day', () => {
  for (const day of ['', '0002-11-22', '12026-11-22', '2026-13-40', 'yesterday']) {
    expect(boundsOf(day, day)).toEqual({});
  }
});
