import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { currentLocalRunner } from './index';
import { startRunner, testClient } from './test-app';

afterEach(() => currentLocalRunner()?.stop());

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
    let ticks = 0;
    const fn = client.createFunction(
      { id: 'tick', triggers: [{ cron: 'TZ=Europe/Paris * * * * * *' }] },
      () => void ticks++,
    );
    const second = () => Math.floor(Date.now() / 1000);
    const first = second();
    await startRunner(client, [fn]);
    await vi.waitFor(() => expect(ticks).toBeGreaterThanOrEqual(2), { timeout: 30_000, interval: 10 });
    // Each second once and never before its time, however late on a busy machine.
    expect(ticks).toBeLessThanOrEqual(second() - first);
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
