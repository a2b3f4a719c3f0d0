import { expect, it } from 'vitest';
import { readTime } from './clock-time';

it('reads a time of day however it is typed', () => {
  for (const text of ['9:05', '09:05', '09.05', '905', '0905', ' 9h05 ', '09:05:00']) {
    expect(readTime(text), text).toBe('09:05');
  }
  expect(readTime('0:00')).toBe('00:00');
  expect(readTime('23:59:30')).toBe('23:59:30');
});

it('takes nothing else for one', () => {
  for (const text of ['', '9', '24:00', '9:60', '12:3', '9:05 pm', '-1:00', '123456789', 'noon']) {
    expect(readTime(text), text).toBeNull();
  }
});
