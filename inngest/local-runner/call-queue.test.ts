import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CallQueue } from './call-queue';

it('executes every call once and never exceeds a limit', async () => {
  const call = fc.record({
    keys: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 2 }),
    turns: fc.integer({ min: 0, max: 3 }),
    urgent: fc.boolean(),
  });
  const max: Record<string, number> = { a: 1, b: 2, c: 1 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(call, { maxLength: 30 }),
      fc.integer({ min: 1, max: 4 }),
      async (calls, parallel) => {
        const executed: number[] = [];
        const active: Record<string, number> = { a: 0, b: 0, c: 0 };
        let running = 0;
        const add = (name: string, by: number) => {
          active[name] = (active[name] ?? 0) + by;
        };
        const queue = new CallQueue(parallel, () => {});
        for (const [index, { keys, turns, urgent }] of calls.entries()) {
          queue.push({
            runOrder: index,
            urgent,
            limits: keys.map((key) => ({ key, max: max[key] ?? 0 })),
            execute: async () => {
              executed.push(index);
              running += 1;
              for (const key of keys) add(key, 1);
              expect(running).toBeLessThanOrEqual(parallel);
              for (const key of keys) expect(active[key]).toBeLessThanOrEqual(max[key] ?? 0);
              for (let n = 0; n < turns; n++) await turn();
              for (const key of keys) add(key, -1);
              running -= 1;
            },
          });
        }
        while (queue.waiting > 0 || queue.running > 0) await turn();
        expect(executed.sort((a, b) => a - b)).toEqual(calls.map((_, index) => index));
      },
    ),
    { numRuns: 60 },
  );
});

it('executes the first call after a sleep before all others, and otherwise calls of older runs first', async () => {
  const order: string[] = [];
  const queue = new CallQueue(1, () => {});
  const push = (name: string, runOrder: number, urgent: boolean) =>
    queue.push({
      runOrder,
      urgent,
      limits: [],
      execute: async () => void order.push(name),
    });
  push('young', 3, false);
  push('old', 1, false);
  push('woken', 2, true);
  while (queue.waiting > 0 || queue.running > 0) await turn();
  expect(order).toEqual(['woken', 'old', 'young']);
});
