import { expect, it } from 'vitest';
import { batched } from './batched';

it('gives each caller its own result, in as few goes as there can be', async () => {
  const goes: number[][] = [];
  let release = () => {};
  const double = batched<number, number>(async (all) => {
    goes.push(all);
    if (goes.length === 1) await new Promise<void>((resolve) => (release = resolve));
    return all.map((n) => n * 2);
  }, 3);
  const first = [double(1), double(2)];
  await expect.poll(() => goes.length).toBe(1);
  const later = [3, 4, 5, 6].map(double);
  release();
  expect(await Promise.all([...first, ...later])).toEqual([2, 4, 6, 8, 10, 12]);
  expect(goes).toEqual([[1, 2], [3, 4, 5], [6]]);
});

it('one that makes a go fail fails for itself alone, and the next one goes on', async () => {
  const goes: number[][] = [];
  const refuse = batched<number, number>(async (all) => {
    goes.push(all);
    if (all.includes(1)) throw new Error('no');
    return all.map((n) => n * 2);
  }, 3);
  const calls = await Promise.allSettled([0, 1, 2, 3].map(refuse));
  expect(calls).toMatchObject([{ value: 0 }, { reason: new Error('no') }, { value: 4 }, { value: 6 }]);
  expect(goes).toEqual([[0, 1, 2], [0], [1], [2], [3]]);
});

it('a crowd that trickles in makes few goes; one alone waits for nobody', async () => {
  const goes: number[] = [];
  const save = batched<number, number>(
    async (all) => {
      goes.push(all.length);
      return all;
    },
    500,
    200,
  );
  await save(0);
  const crowd: Promise<number>[] = [save(1), save(2)];
  await Promise.all(crowd);
  for (let n = 3; n < 20; n++) {
    crowd.push(save(n));
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await Promise.all(crowd)).toEqual(Array.from({ length: 19 }, (_, index) => index + 1));
  expect(goes).toEqual([1, 2, 17]);
});
