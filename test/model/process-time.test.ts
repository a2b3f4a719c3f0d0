import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { send } from '@/lib/dispatch/providers/send';
import { setTime } from './process-time';

it('ends a call to a provider when its time limit has passed by the model’s clock', async () => {
  let asked = () => {};
  const isAsked = new Promise<void>((resolve) => (asked = resolve));
  const silent = createServer(() => asked());
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const start = Date.now();
  let failed: unknown;
  const call = send({ method: 'GET', url, headers: {}, limitMs: 600_000 }).catch((error: unknown) => {
    failed = error;
  });
  await isAsked;
  setTime(start + 599_999);
  await new Promise((resolve) => setImmediate(resolve));
  expect(failed).toBeUndefined();
  setTime(start + 600_000);
  await call;
  expect(failed).toMatchObject({ message: 'No answer within 600000 ms.' });
  silent.close();
});

it('runs an interval by the model’s clock', () => {
  const start = Date.now();
  let runs = 0;
  const timer = setInterval(() => runs++, 10_000);
  const runsAt = (ms: number) => {
    setTime(start + ms);
    return runs;
  };
  expect([9_999, 10_000, 19_999, 20_000].map(runsAt)).toEqual([0, 1, 1, 2]);
  // After minutes at once it runs once.
  expect([300_000, 309_999, 310_000].map(runsAt)).toEqual([3, 3, 4]);
  clearInterval(timer);
  expect(runsAt(400_000)).toBe(4);
});
