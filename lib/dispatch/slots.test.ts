import { expect, it } from 'vitest';
import { Slots } from './slots';

it('slots are taken together when enough are free, each by one task', async () => {
  const slots = new Slots(3);
  expect(await slots.take(1, 10_000)).toBe(3);
  const found: number[] = [];
  const waiting = [1, 2].map(() => slots.take(2, 10_000).then((taken) => found.push(taken)));
  slots.give(1);
  await Promise.resolve();
  expect(found).toEqual([]);
  slots.give(1);
  await waiting[0];
  expect(found).toEqual([2]);
  slots.give(3);
  await waiting[1];
  expect(found).toEqual([2, 3]);
});

it('after a time fewer slots are enough', async () => {
  const slots = new Slots(1);
  expect(await slots.take(2, 1)).toBe(1);
  const waiting = slots.take(2, 1);
  await new Promise((resolve) => setTimeout(resolve, 5));
  slots.give(1);
  expect(await waiting).toBe(1);
});
