import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { NonRetriableError, RetryAfterError } from 'inngest';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLocalFetch, currentLocalRunner, type LocalRunner } from './index';
import { type LogLine, startRunner, testClient } from './test-app';

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

describe('failures', () => {
  it('retries a step until it succeeds, without repeating those before', async () => {
    const client = testClient();
    const attempts: number[] = [];
    let before = 0;
    const fn = client.createFunction(
      { id: 'flaky', triggers: [{ event: 'go' }] },
      async ({ step, attempt }) => {
        await step.run('before', () => void before++);
        await step.run('flaky', () => {
          attempts.push(attempt);
          if (attempts.length < 3) throw new Error('not yet');
        });
      },
    );
    const runner = await startRunner(client, [fn]);
    await client.send({ name: 'go' });
    await runner.idle();
    expect(attempts).toEqual([0, 1, 2]);
    expect(before).toBe(1);
    expect(runner.stats().failed).toBe(0);
  });

  it('gives up after the retries, logs one line without the data, and calls onFailure', async () => {
    const client = testClient();
    const lines: LogLine[] = [];
    const told: unknown[] = [];
    let tries = 0;
    const fn = client.createFunction(
      {
        id: 'doomed',
        triggers: [{ event: 'go' }],
        retries: 2,
        onFailure: async ({ error, event, step }) => {
          await step.run('tell', () => void told.push([error.message, event.data.event.data.secret]));
        },
      },
      async ({ step }) => {
        await step.run('boom', () => {
          tries += 1;
          throw new Error('broken');
        });
      },
    );
    const runner = await startRunner(client, [fn], { lines });
    await client.send({ name: 'go', data: { secret: 'hush' } });
    await runner.idle();
    expect(tries).toBe(3);
    expect(told).toEqual([['broken', 'hush']]);
    const errors = lines.filter((line) => line.level === 'error');
    expect(errors).toHaveLength(1);
    expect(errors[0]?.fields).toMatchObject({ functionId: 'app-doomed', error: 'broken' });
    expect(JSON.stringify(lines)).not.toContain('hush');
    expect(runner.stats().failed).toBe(1);
  });

  it('does not repeat a NonRetriableError, in a step or outside', async () => {
    const client = testClient();
    const tries = { step: 0, body: 0 };
    const inStep = client.createFunction({ id: 'in-step', triggers: [{ event: 'go' }] }, async ({ step }) => {
      await step.run('no', () => {
        tries.step += 1;
        throw new NonRetriableError('never');
      });
    });
    const inBody = client.createFunction({ id: 'in-body', triggers: [{ event: 'go' }] }, () => {
      tries.body += 1;
      throw new NonRetriableError('never');
    });
    const runner = await startRunner(client, [inStep, inBody]);
    await client.send({ name: 'go' });
    await runner.idle();
    expect(tries).toEqual({ step: 1, body: 1 });
    expect(runner.stats().failed).toBe(2);
  });

  it('waits as long as a RetryAfterError asks', async () => {
    const client = testClient();
    const times: number[] = [];
    const fn = client.createFunction({ id: 'later', triggers: [{ event: 'go' }] }, async ({ step }) => {
      await step.run('later', () => {
        times.push(Date.now());
        if (times.length === 1) throw new RetryAfterError('busy', new Date(Date.now() + 200));
      });
    });
    const runner = await startRunner(client, [fn]);
    await client.send({ name: 'go' });
    await runner.idle();
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(199);
  });

  it('lets a function catch the error of a step that failed for good', async () => {
    const client = testClient();
    const caught: string[] = [];
    const fn = client.createFunction(
      { id: 'catcher', triggers: [{ event: 'go' }], retries: 0 },
      async ({ step }) => {
        const result = await step
          .run('boom', () => Promise.reject(new Error('a')))
          .catch((error) => error.message);
        await step.run('go-on', () => void caught.push(result));
      },
    );
    const runner = await startRunner(client, [fn]);
    await client.send({ name: 'go' });
    await runner.idle();
    expect(caught).toEqual(['a']);
    expect(runner.stats().failed).toBe(0);
  });

  it('survives a handler that throws or answers nonsense', async () => {
    const client = testClient();
    const fn = client.createFunction({ id: 'fine', triggers: [{ event: 'go' }], retries: 1 }, () => {});
    const { serve } = await import('inngest/edge');
    const real = serve({ client, functions: [fn] });
    const answers = [
      () => Promise.reject(new Error('down')),
      async () => new Response('<html>', { status: 502 }),
    ];
    const handler = (request: Request) =>
      request.method === 'PUT' ? real(request) : (answers.shift()?.() ?? real(request));
    const runner = await startRunner(client, [fn], { handler });
    await client.send({ name: 'go' });
    await runner.idle();
    expect(runner.stats().failed).toBe(1);
    await client.send({ name: 'go' });
    await runner.idle();
    expect(runner.stats().failed).toBe(1);
  });

  it('fails a run loudly at an op that it does not support', async () => {
    const client = testClient();
    const lines: LogLine[] = [];
    const fn = client.createFunction({ id: 'waiter', triggers: [{ event: 'go' }] }, async ({ step }) => {
      await step.waitForEvent('answer', { event: 'answer', timeout: '1h' });
    });
    const runner = await startRunner(client, [fn], { lines });
    await client.send({ name: 'go' });
    await runner.idle();
    const error = lines.find((line) => line.level === 'error');
    expect(JSON.stringify(error?.fields)).toMatch(/app-waiter.*WaitForEvent/);
  });
});

describe('flow', () => {
  it('serialises calls that share a concurrency key, in order, and no others', async () => {
    const client = testClient();
    const under = new Map<string, number>();
    const order: string[] = [];
    let most = 0;
    const fn = client.createFunction(
      { id: 'keyed', triggers: [{ event: 'go' }], concurrency: { limit: 1, key: 'event.data.calendar' } },
      async ({ event, step }) => {
        const { calendar, n } = event.data;
        for (const part of ['a', 'b']) {
          await step.run(part, async () => {
            const now = (under.get(calendar) ?? 0) + 1;
            under.set(calendar, now);
            expect(now).toBe(1);
            most = Math.max(
              most,
              [...under.values()].reduce((sum, value) => sum + value, 0),
            );
            await delay(2);
            order.push(`${calendar}${n}${part}`);
            under.set(calendar, now - 1);
          });
        }
      },
    );
    const runner = await startRunner(client, [fn]);
    await client.send(
      [1, 2, 3].flatMap((n) => ['x', 'y'].map((calendar) => ({ name: 'go', data: { calendar, n } }))),
    );
    await runner.idle();
    const ofX = order.filter((entry) => entry.startsWith('x'));
    expect(ofX).toEqual(['x1a', 'x1b', 'x2a', 'x2b', 'x3a', 'x3b']);
    expect(order).toHaveLength(12);
    expect(most).toBe(2);
    expect(runner.stats().failed).toBe(0);
  });

  it('never exceeds the number of parallel calls', async () => {
    const client = testClient();
    let under = 0;
    let most = 0;
    const fn = client.createFunction({ id: 'busy', triggers: [{ event: 'go' }] }, async ({ step }) => {
      await step.run('work', async () => {
        under += 1;
        most = Math.max(most, under);
        await delay(2);
        under -= 1;
      });
    });
    const runner = await startRunner(client, [fn], { maxParallelCalls: 3 });
    await client.send(Array.from({ length: 20 }, () => ({ name: 'go' })));
    await runner.idle();
    expect(most).toBe(3);
  });

  it('cancels the sleeping runs whose match is met, and only those', async () => {
    const client = testClient();
    const woke: string[] = [];
    const fn = client.createFunction(
      { id: 'join', triggers: [{ event: 'armed' }], cancelOn: [{ event: 'cancelled', match: 'data.botId' }] },
      async ({ event, step }) => {
        await step.sleepUntil('start', new Date(event.data.at));
        await step.run('join', () => void woke.push(event.data.botId));
      },
    );
    const runner = await startRunner(client, [fn]);
    const at = Date.now() + 150;
    await client.send(['a', 'b', 'c'].map((botId) => ({ name: 'armed', data: { botId, at } })));
    await runner.idle();
    await client.send([{ name: 'cancelled', data: { botId: 'b' } }, { name: 'cancelled' }]);
    expect(runner.stats().sleeping).toBe(2);
    await vi.waitFor(() => expect(woke).toHaveLength(2), { interval: 5 });
    await runner.idle();
    expect(woke.sort()).toEqual(['a', 'c']);
  });

  it('ignores the result of a call that was under way when its run was cancelled', async () => {
    const client = testClient();
    const ran: string[] = [];
    const fn = client.createFunction(
      { id: 'join', triggers: [{ event: 'armed' }], cancelOn: [{ event: 'cancelled', match: 'data.botId' }] },
      async ({ event, step }) => {
        await step.run('first', async () => {
          await client.send({ name: 'cancelled', data: { botId: event.data.botId } });
          ran.push('first');
        });
        await step.run('second', () => void ran.push('second'));
      },
    );
    const runner = await startRunner(client, [fn]);
    await client.send({ name: 'armed', data: { botId: 'a' } });
    await runner.idle();
    expect(ran).toEqual(['first']);
    expect(runner.stats()).toEqual({ running: 0, queued: 0, retrying: 0, sleeping: 0, failed: 0 });
  });

  it('lets a cancelled run that waits for a place go, and those behind it on', async () => {
    const client = testClient();
    const ran: string[] = [];
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const fn = client.createFunction(
      {
        id: 'one-at-a-time',
        triggers: [{ event: 'go' }],
        concurrency: 1,
        cancelOn: [{ event: 'stop', match: 'data.n' }],
      },
      async ({ event, step }) => {
        await step.run('work', async () => {
          await gate;
          ran.push(event.data.n);
        });
      },
    );
    const runner = await startRunner(client, [fn]);
    await client.send(['a', 'b', 'c'].map((n) => ({ name: 'go', data: { n } })));
    await vi.waitFor(() => expect(runner.stats()).toMatchObject({ running: 1, queued: 2 }), { interval: 1 });
    await client.send({ name: 'stop', data: { n: 'b' } });
    open();
    await runner.idle();
    expect(ran).toEqual(['a', 'c']);
  });

  it('wakes many sleepers of one moment, each once', async () => {
    const client = testClient();
    const woke: number[] = [];
    const fn = client.createFunction({ id: 'nap', triggers: [{ event: 'go' }] }, async ({ event, step }) => {
      await step.sleepUntil('until', new Date(event.data.at));
      await step.run('wake', () => void woke.push(event.data.n));
    });
    const runner = await startRunner(client, [fn]);
    const at = Date.now() + 1_500;
    await client.send(Array.from({ length: 50 }, (_, n) => ({ name: 'go', data: { n, at } })));
    await vi.waitFor(() => expect(woke).toHaveLength(50), { timeout: 15_000, interval: 10 });
    await runner.idle();
    expect(new Set(woke).size).toBe(50);
    expect(runner.stats()).toEqual({ running: 0, queued: 0, retrying: 0, sleeping: 0, failed: 0 });
  });

  it('takes an event id and an idempotency key once', async () => {
    const client = testClient();
    const got: unknown[] = [];
    const byId = client.createFunction({ id: 'by-id', triggers: [{ event: 'a' }] }, ({ event }) => {
      got.push(event.data.n);
    });
    const byKey = client.createFunction(
      { id: 'by-key', triggers: [{ event: 'b' }], idempotency: 'event.data.key' },
      ({ event }) => void got.push(event.data.n),
    );
    const runner = await startRunner(client, [byId, byKey]);
    await client.send({ name: 'a', id: 'bot-1:v1', data: { n: 1 } });
    await client.send({ name: 'a', id: 'bot-1:v1', data: { n: 2 } });
    await client.send({ name: 'a', id: 'bot-1:v2', data: { n: 3 } });
    await client.send([
      { name: 'b', data: { key: 'k', n: 4 } },
      { name: 'b', data: { key: 'k', n: 5 } },
    ]);
    await runner.idle();
    expect(got).toEqual([1, 3, 4]);
  });

  it('fires crons', async () => {
    const client = testClient();
    const ticks: number[] = [];
    const fn = client.createFunction(
      { id: 'tick', triggers: [{ cron: 'TZ=Europe/Paris * * * * * *' }] },
      () => {
        ticks.push(Date.now() % 1000);
      },
    );
    await startRunner(client, [fn]);
    await vi.waitFor(() => expect(ticks.length).toBeGreaterThanOrEqual(2), { timeout: 4_000, interval: 10 });
    for (const ms of ticks) expect(ms).toBeLessThan(100);
  });

  it('fires a nightly cron at midnight UTC of the given clock', async () => {
    const client = testClient();
    const fired: string[] = [];
    const offsetMs = Date.parse('2026-11-22T23:59:59.900Z') - Date.now();
    const now = () => new Date(Date.now() + offsetMs);
    const fn = client.createFunction({ id: 'nightly', triggers: [{ cron: '0 0 * * *' }] }, () => {
      fired.push(now().toISOString());
    });
    await startRunner(client, [fn], { now });
    await vi.waitFor(() => expect(fired).toHaveLength(1), { interval: 5 });
    expect(fired[0]).toMatch(/^2026-11-23T00:00:00/);
  });
});

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
