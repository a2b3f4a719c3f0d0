import { expect, it } from 'vitest';
import { extend, NOTHING, toggle, within } from './selection';

const ORDER = ['a', 'b', 'c', 'd', 'e'];

it('one is chosen, a range from it on, and let go of in the same way', () => {
  const one = toggle(NOTHING, 'b');
  const three = extend(one, ORDER, 'd');
  expect(within(three, ORDER)).toEqual(['b', 'c', 'd']);
  // The same range, turned round the one that was clicked first.
  expect(within(extend(three, ORDER, 'a'), ORDER)).toEqual(['a', 'b', 'c', 'd']);
  const without = toggle(three, 'c');
  expect(within(extend(without, ORDER, 'e'), ORDER)).toEqual(['b']);
});

it('a range without a beginning is the one that was clicked', () => {
  expect(within(extend(NOTHING, ORDER, 'c'), ORDER)).toEqual(['c']);
  const gone = toggle(NOTHING, 'gone');
  expect(within(extend(gone, ORDER, 'c'), ORDER)).toEqual(['c']);
});
