import { afterEach, describe, expect, it, vi } from 'vitest';
import { currentLocalRunner } from './index';
import { startRunner, testClient } from './test-app';

afterEach(() => currentLocalRunner()?.stop());

describe('steps', () => {
  it('memoises each step and hands results on', async () => {
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

  it('sends events from a step and from outside, and only to the functions that they trigger', async () => {
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

  it('runs parallel steps at the same time and each once', async () => {
    const client = testClient();
    const ran: string[] = [];
    let under = 0;
    let most = 0;
    const work = (name: string) => async () => {
      ran.push(name);
      under += 1;
      most = Math.max(most, under);
      await vi.waitFor(() => expect(most).toBe(3), { interval: 1 });
      under -= 1;
      return name;
    };
    const fn = client.createFunction({ id: 'par', triggers: [{ event: 'go' }] }, async ({ step }) => {
      await step.run('before', () => void ran.push('before'));
      const all = await Promise.all([
        step.run('a', work('a')),
        step.run('b', work('b')),
        step.run('c', work('c')),
        step.sleepUntil('nap', new Date(Date.now() + 30)),
      ]);
      await step.run('after', () => void ran.push(`after ${all.slice(0, 3).join('')}`));
    });
    const runner = await startRunner(client, [fn]);
    await client.send({ name: 'go' });
    await vi.waitFor(() => expect(ran).toContain('after abc'), { interval: 2 });
    await runner.idle();
    expect(ran.sort()).toEqual(['a', 'after abc', 'b', 'before', 'c']);
  });
});

describe('sleep', () => {
  it('wakes at the named time, never before', async () => {
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
    // How exact it is, the alarm clock's tests say with a clock of their own; a busy machine is late.
    expect(Math.max(...lateMs)).toBeLessThan(1000);
  });

  it('sleeps for a duration, and a time that has passed is no wait', async () => {
    const client = testClient();
    const steps: number[] = [];
    const fn = client.createFunction({ id: 'nap', triggers: [{ event: 'go' }] }, async ({ step }) => {
      await step.sleepUntil('past', new Date(0));
      const from = await step.run('from', () => Date.now());
      await step.sleep('second', '1s');
      await step.run('to', () => void steps.push(Date.now() - from));
    });
    await startRunner(client, [fn]);
    await client.send({ name: 'go' });
    await vi.waitFor(() => expect(steps).toHaveLength(1), { timeout: 3_000, interval: 5 });
    expect(steps[0]).toBeGreaterThanOrEqual(999);
    expect(steps[0]).toBeLessThan(1_200);
  });
});
