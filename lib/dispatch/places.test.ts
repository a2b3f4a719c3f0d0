import { expect, it } from 'vitest';
import { Places } from './places';

it('gives a place once, takes it back once, and says when enough are free', async () => {
  const places = new Places(3);
  const leave = [places.take(), places.take(), places.take()];
  const told: number[] = [];
  const waiting = places.free(2).then((free) => told.push(free));
  leave[0]?.();
  leave[0]?.();
  await Promise.resolve();
  expect(told).toEqual([]);
  leave[2]?.();
  await waiting;
  expect(told).toEqual([2]);
  expect(await places.free(1)).toBe(2);
});
