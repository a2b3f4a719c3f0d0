import { afterEach, describe, expect, it, vi } from 'vitest';
import { startRunner, testClient } from '@/test/local-runner';
import { currentLocalRunner } from './index';

afterEach(() => currentLocalRunner()?.stop());

describe('The local runner', () => {
  it('runs each step once and passes its result to the next', async () => {
    const client = testClient();
    const ran: string[] = [];
    const fn = client.createFunction(
      { id: 'three', triggers: [{ event: 'go' }] },
      async ({ event, step }) => {
        const one = await step.run('one', (): number => {
          ran.push('one');
          return event.data.n + 1;
        });
        const two = await step.run('two', () => {
          ran.push('two');
          return one * 10;
        });
        await step.run('three', () => void ran.push(`three ${two}`));
      },
    );
    const runner = await startRunner(client, [fn]);
    const { ids } = await client.send({ name: 'go', data: { n: 4 } });
    await runner.idle();
    expect(ids).toHaveLength(1);
    expect(ran).toEqual(['one', 'two', 'three 50']);
    expect(runner.stats()).toEqual({ running: 0, queued: 0, retrying: 0, sleeping: 0, failed: 0 });
  });

  it('sends events, from a step or from outside, to the functions that they trigger and to no others', async () => {
    const client = testClient();
    const got: unknown[] = [];
    const parent = client.createFunction({ id: 'parent', triggers: [{ event: 'a' }] }, async ({ step }) => {
      await step.sendEvent('fan-out', [
        { name: 'b', data: { x: 1 } },
        { name: 'b', data: { x: 2 } },
      ]);
    });
    const child = client.createFunction({ id: 'child', triggers: [{ event: 'b' }] }, ({ event }) => {
      got.push(event.data.x);
    });
    const runner = await startRunner(client, [parent, child]);
    await client.send([{ name: 'a' }, { name: 'unheard' }]);
    await runner.idle();
    expect(got).toEqual([1, 2]);
  });
});

describe('A sleeping run', () => {
  it('wakes at its time, never before', async () => {
    const client = testClient();
    const lateMs: number[] = [];
    const fn = client.createFunction({ id: 'nap', triggers: [{ event: 'go' }] }, async ({ event, step }) => {
      await step.sleepUntil('until', new Date(event.data.at));
      await step.run('note', () => void lateMs.push(Date.now() - event.data.at));
    });
    const runner = await startRunner(client, [fn]);
    const base = Date.now() + 500;
    const times = [0, 40, 80, 120].map((ms) => base + ms);
    await client.send(times.map((at) => ({ name: 'go', data: { at } })));
    await runner.idle();
    expect(runner.stats().sleeping).toBe(4);
    await vi.waitFor(() => expect(lateMs).toHaveLength(4), { interval: 5 });
    expect(Math.min(...lateMs)).toBeGreaterThanOrEqual(0);
    // The alarm clock's own tests check how exact it is; here a busy machine may be late.
    expect(Math.max(...lateMs)).toBeLessThan(1000);
  });

  it('wakes at once when its time has passed', async () => {
    const client = testClient();
    const waitedMs: number[] = [];
    const fn = client.createFunction({ id: 'nap', triggers: [{ event: 'go' }] }, async ({ step }) => {
      const from = await step.run('from', () => Date.now());
      await step.sleepUntil('past', new Date(0));
      await step.run('to', () => void waitedMs.push(Date.now() - from));
    });
    await startRunner(client, [fn]);
    await client.send({ name: 'go' });
    await vi.waitFor(() => expect(waitedMs).toHaveLength(1), { interval: 5 });
    expect(waitedMs[0]).toBeLessThan(200);
  });
});
