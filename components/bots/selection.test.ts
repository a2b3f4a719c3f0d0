import { expect, it } from 'vitest';
import { extend, NOTHING, toggle, within } from './selection';

const ORDER = ['a', 'b', 'c', 'd', 'e'];

it('selects one bot, a range from it on, and deselects both in the same way', () => {
  const one = toggle(NOTHING, 'b');
  const three = extend(one, ORDER, 'd');
  expect(within(three, ORDER)).toEqual(['b', 'c', 'd']);
  // Another range from the one that was clicked first.
  expect(within(extend(three, ORDER, 'a'), ORDER)).toEqual(['a', 'b', 'c', 'd']);
  const without = toggle(three, 'c');
  expect(within(extend(without, ORDER, 'e'), ORDER)).toEqual(['b']);
});

it('selects only the bot that was clicked when the range has no beginning', () => {
  expect(within(extend(NOTHING, ORDER, 'c'), ORDER)).toEqual(['c']);
  const gone = toggle(NOTHING, 'gone');
  expect(within(extend(gone, ORDER, 'c'), ORDER)).toEqual(['c']);
});
