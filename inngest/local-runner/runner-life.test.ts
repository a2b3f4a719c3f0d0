import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLocalFetch, currentLocalRunner, type LocalRunner } from './index';
import { startRunner, testClient } from './test-app';

afterEach(() => currentLocalRunner()?.stop());

describe('life', () => {
  it('keeps events sent before it starts', async () => {
    const client = testClient();
    const got: unknown[] = [];
    const fn = client.createFunction({ id: 'early', triggers: [{ event: 'go' }] }, ({ event }) => {
      got.push(event.data.n);
    });
    await client.send({ name: 'go', data: { n: 1 } });
    expect(got).toEqual([]);
    const runner = await startRunner(client, [fn]);
    await runner.idle();
    expect(got).toEqual([1]);
  });

  it('refuses more early events than it keeps, and malformed ones', async () => {
    const post = (events: unknown[]) =>
      createLocalFetch()('http://localhost:8288/e/key', { method: 'POST', body: JSON.stringify(events) });
    const tooMany = await post(Array.from({ length: 10_001 }, () => ({ name: 'go' })));
    expect(tooMany.status).toBe(503);
    const malformed = await post([{ name: 'go', data: 'text' }]);
    expect(malformed.status).toBe(400);
    expect(await malformed.json()).toMatchObject({
      error: expect.stringContaining('data must be an object'),
    });
  });

  it('stops: waits for calls under way, starts no more, and lets another take over', async () => {
    const client = testClient();
    const done: string[] = [];
    let begun = 0;
    const fn = client.createFunction({ id: 'slow', triggers: [{ event: 'go' }] }, async ({ step }) => {
      await step.run('slow', async () => {
        begun += 1;
        await delay(60);
        done.push('slow');
      });
      await step.run('next', () => void done.push('next'));
    });
    const first = await startRunner(client, [fn], { maxParallelCalls: 1 });
    await client.send([{ name: 'go' }, { name: 'go' }]);
    await vi.waitFor(() => expect(begun).toBe(1), { interval: 1 });
    await first.stop();
    expect(done).toEqual(['slow']);
    expect(first.stats()).toMatchObject({ running: 0, queued: 0, sleeping: 0 });
    await expect(first.send([{ name: 'go' }])).rejects.toThrow(/stopped/);
    const second = await startRunner(client, [fn]);
    await second.idle();
    expect(done).toEqual(['slow']);
  });

  it('does not hand the async context of the sender on to the function', async () => {
    const client = testClient();
    const requestContext = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const fn = client.createFunction({ id: 'clean', triggers: [{ event: 'go' }] }, async ({ step }) => {
      await step.run('look', () => void seen.push(requestContext.getStore()));
    });
    const runner = await startRunner(client, [fn]);
    await requestContext.run('a request', () => client.send({ name: 'go' }));
    await runner.idle();
    expect(seen).toEqual([undefined]);
  });

  it('refuses a second runner in one process', async () => {
    const client = testClient();
    const fn = client.createFunction({ id: 'one', triggers: [{ event: 'go' }] }, () => {});
    await startRunner(client, [fn]);
    await expect(startRunner(client, [fn])).rejects.toThrow(/already running/);
  });

  it('refuses every option that it does not support, naming function and option', async () => {
    const client = testClient();
    const noop = () => {};
    const functions = [
      client.createFunction({ id: 'f1', triggers: [{ event: 'go', if: 'event.data.x > 1' }] }, noop),
      client.createFunction({ id: 'f2', triggers: [{ event: 'go' }], debounce: { period: '1m' } }, noop),
      client.createFunction(
        { id: 'f3', triggers: [{ event: 'go' }], throttle: { limit: 1, period: '1m' } },
        noop,
      ),
      client.createFunction(
        { id: 'f4', triggers: [{ event: 'go' }], rateLimit: { limit: 1, period: '1m' } },
        noop,
      ),
      client.createFunction({ id: 'f5', triggers: [{ event: 'go' }], priority: { run: '100' } }, noop),
      client.createFunction({ id: 'f6', triggers: [{ event: 'go' }], singleton: { mode: 'skip' } }, noop),
      client.createFunction(
        { id: 'f7', triggers: [{ event: 'go' }], batchEvents: { maxSize: 2, timeout: '1s' } },
        noop,
      ),
      client.createFunction({ id: 'f8', triggers: [{ event: 'go' }], timeouts: { finish: '1m' } }, noop),
      client.createFunction(
        { id: 'f9', triggers: [{ event: 'go' }], concurrency: { limit: 1, key: '"all"', scope: 'env' } },
        noop,
      ),
      client.createFunction({ id: 'f10', triggers: [{ cron: 'at noon' }] }, noop),
      client.createFunction({ id: 'f11', triggers: [{ event: 'go/*' }] }, noop),
      client.createFunction(
        { id: 'f12', triggers: [{ event: 'go' }], cancelOn: [{ event: 'x', if: 'async.data.y == 1' }] },
        noop,
      ),
    ];
    const error = await startRunner(client, functions).catch((caught: Error) => caught.message);
    expect(error).toMatch(/app-f1: .*event\.data\.x > 1/);
    for (const [index, option] of [
      'debounce',
      'throttle',
      'rateLimit',
      'priority',
      'singleton',
      'batchEvents',
      'timeouts',
    ].entries()) {
      expect(error).toContain(`app-f${index + 2}: option "${option}"`);
    }
    expect(error).toMatch(/app-f9: .*scope "env"/);
    expect(error).toMatch(/app-f10: cron "at noon"/);
    expect(error).toMatch(/app-f11: trigger "go\/\*"/);
    expect(error).toMatch(/app-f12: cancelOn "x"/);
    expect(currentLocalRunner()).toBeUndefined();
  });

  it('refuses malformed events and any other request', async () => {
    const client = testClient();
    const fn = client.createFunction({ id: 'one', triggers: [{ event: 'go' }] }, () => {});
    const runner: LocalRunner = await startRunner(client, [fn]);
    await expect(runner.send([{ name: '' }])).rejects.toThrow(/needs a name/);
    await expect(runner.send([{ name: 'inngest/function.failed' }])).rejects.toThrow(/reserved/);
    await expect(client.fetch('http://localhost:8288/v1/runs/x')).rejects.toThrow(/does not answer GET/);
  });
});
