import { expect, it } from 'vitest';
import { afterRush, noteRush } from './rush';

const waited = async (limitMs: number) => {
  const begun = performance.now();
  await afterRush(limitMs);
  return performance.now() - begun;
};

it('answers wait for the end of a rush, which the next full claim puts off, and not beyond their limit', async () => {
  noteRush();
  const waiting = waited(10_000);
  const limited = waited(150);
  await new Promise((resolve) => setTimeout(resolve, 100));
  noteRush();
  expect(await limited).toBeGreaterThanOrEqual(149);
  expect(await waiting).toBeGreaterThanOrEqual(298);
  expect(await waiting).toBeGreaterThan(await limited);
});
