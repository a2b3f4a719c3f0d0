import { expect, it } from 'vitest';
import { batched, limited } from './limit-work';

it('a batch gives each caller its own result, and there are as few batches as can be', async () => {
  const batches: number[][] = [];
  let release = () => {};
  const double = batched<number, number>(async (all) => {
    batches.push(all);
    if (batches.length === 1) await new Promise<void>((resolve) => (release = resolve));
    return all.map((n) => n * 2);
  }, 3);
  const first = [double(1), double(2)];
  await expect.poll(() => batches.length).toBe(1);
  const later = [3, 4, 5, 6].map(double);
  release();
  expect(await Promise.all([...first, ...later])).toEqual([2, 4, 6, 8, 10, 12]);
  expect(batches).toEqual([[1, 2], [3, 4, 5], [6]]);
});

it('a call that makes its batch fail fails alone, and the next batch runs', async () => {
  const batches: number[][] = [];
  const refuse = batched<number, number>(async (all) => {
    batches.push(all);
    if (all.includes(1)) throw new Error('no');
    return all.map((n) => n * 2);
  }, 3);
  const calls = await Promise.allSettled([0, 1, 2, 3].map(refuse));
  expect(calls).toMatchObject([{ value: 0 }, { reason: new Error('no') }, { value: 4 }, { value: 6 }]);
  expect(batches).toEqual([[0, 1, 2], [0], [1], [2], [3]]);
});

it('calls that come before the turn of a batch run with it', async () => {
  const batches: number[] = [];
  let open = () => {};
  const save = batched<number, number>(
    async (all) => {
      batches.push(all.length);
      return all;
    },
    500,
    () =>
      new Promise<void>((resolve) => {
        open = resolve;
      }),
  );
  const crowd: Promise<number>[] = [];
  for (let n = 0; n < 20; n++) {
    crowd.push(save(n));
    await new Promise((resolve) => setImmediate(resolve));
  }
  open();
  expect(await Promise.all(crowd)).toEqual(Array.from({ length: 20 }, (_, index) => index));
  expect(batches).toEqual([20]);
});

it('limited work waits for a place, in the order of its calls, also after work that failed', async () => {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const inTurn = limited(2);
  const work = (n: number) =>
    inTurn(async () => {
      begun.push(n);
      await new Promise<void>((resolve) => ends.push(resolve));
      if (n === 0) throw new Error('no');
      return n;
    });
  const all = Promise.allSettled([0, 1, 2, 3].map(work));
  expect(begun).toEqual([0, 1]);
  ends[0]?.();
  await expect.poll(() => begun).toEqual([0, 1, 2]);
  ends[1]?.();
  await expect.poll(() => begun).toEqual([0, 1, 2, 3]);
  for (const end of ends) end();
  expect(await all).toMatchObject([{ reason: new Error('no') }, { value: 1 }, { value: 2 }, { value: 3 }]);
  expect(await inTurn(async () => 4)).toBe(4);
});
