import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { Inngest, InngestFunction } from 'inngest';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startRunner, testClient } from '@/test/local-runner';
import { createLocalFetch, currentLocalRunner, type LocalRunner } from './index';

type Options = Parameters<Inngest['createFunction']>[0];

afterEach(() => currentLocalRunner()?.stop());

describe('The local runner', () => {
  it('takes the events that were sent before it started', async () => {
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

  it('refuses more than 10,000 events before it has started, and malformed ones', async () => {
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

  it('waits at its stop for calls that execute, begins no more, and lets another runner start', async () => {
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

  it('does not pass the sender’s async context to the function', async () => {
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

  it('refuses to start twice in one process', async () => {
    const client = testClient();
    const fn = client.createFunction({ id: 'one', triggers: [{ event: 'go' }] }, () => {});
    await startRunner(client, [fn]);
    await expect(startRunner(client, [fn])).rejects.toThrow(/already running/);
  });

  it('refuses every option that it does not support, naming function and option', async () => {
    const client = testClient();
    const noop = () => {};
    const triggers = [{ event: 'go' }];
    const optionsByProblem = {
      'trigger "go" with the expression "event.data.x > 1"': {
        triggers: [{ event: 'go', if: 'event.data.x > 1' }],
      },
      'trigger "go/*"': { triggers: [{ event: 'go/*' }] },
      'option "debounce"': { triggers, debounce: { period: '1m' } },
      'option "throttle"': { triggers, throttle: { limit: 1, period: '1m' } },
      'option "rateLimit"': { triggers, rateLimit: { limit: 1, period: '1m' } },
      'option "priority"': { triggers, priority: { run: '100' } },
      'option "singleton"': { triggers, singleton: { mode: 'skip' } },
      'option "batchEvents"': { triggers, batchEvents: { maxSize: 2, timeout: '1s' } },
      'option "timeouts"': { triggers, timeouts: { finish: '1m' } },
      'option "cancelOn"': { triggers, cancelOn: [{ event: 'x', match: 'data.y' }] },
      'option "idempotency"': { triggers, idempotency: 'event.data.key' },
      'concurrency with scope "env" (only "fn")': {
        triggers,
        concurrency: { limit: 1, key: '"all"', scope: 'env' },
      },
      'concurrency key "event.id" (only the form event.data.x)': {
        triggers,
        concurrency: { limit: 1, key: 'event.id' },
      },
      'cron "at noon" (only five fields, in UTC)': { triggers: [{ cron: 'at noon' }] },
      'cron "0 * * * * *" (only five fields, in UTC)': { triggers: [{ cron: '0 * * * * *' }] },
      'cron "TZ=Europe/Paris 0 9 * * *" (only five fields, in UTC)': {
        triggers: [{ cron: 'TZ=Europe/Paris 0 9 * * *' }],
      },
    } satisfies Record<string, Omit<Options, 'id'>>;
    const functions: InngestFunction.Any[] = Object.values(optionsByProblem).map((options, index) =>
      client.createFunction({ id: `f${index}`, ...options } as Options, noop),
    );
    functions.push(client.createFunction({ id: 'last', triggers, onFailure: noop }, noop));
    const error = await startRunner(client, functions).catch((caught: Error) => caught.message);
    const problems = Object.keys(optionsByProblem).map((problem, index) => `app-f${index}: ${problem}`);
    expect(error).toBe(
      ['The local runner does not support:', ...problems, 'app-last-failure: option "onFailure"'].join(
        '\n  ',
      ),
    );
    expect(currentLocalRunner()).toBeUndefined();
  });

  it('refuses malformed events and all requests that do not send events', async () => {
    const client = testClient();
    const fn = client.createFunction({ id: 'one', triggers: [{ event: 'go' }] }, () => {});
    const runner: LocalRunner = await startRunner(client, [fn]);
    await expect(runner.send([{ name: '' }])).rejects.toThrow(/needs a name/);
    await expect(runner.send([{ name: 'inngest/function.failed' }])).rejects.toThrow(/reserved/);
    await expect(client.fetch('http://localhost:8288/v1/runs/x')).rejects.toThrow(/does not answer GET/);
  });
});
