import { expect, it } from 'vitest';
import { Semaphore } from './semaphore';

it('gives a place once, takes it back once, and says when enough are free', async () => {
  const semaphore = new Semaphore(3);
  const leave = [semaphore.take(), semaphore.take(), semaphore.take()];
  const told: number[] = [];
  const waiting = semaphore.free(2).then((free) => told.push(free));
  leave[0]?.();
  leave[0]?.();
  await Promise.resolve();
  expect(told).toEqual([]);
  leave[2]?.();
  await waiting;
  expect(told).toEqual([2]);
  expect(await semaphore.free(1)).toBe(2);
});
