import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startRunner, testClient } from '@/test/local-runner';
import { currentLocalRunner } from './index';

afterEach(() => currentLocalRunner()?.stop());

describe('The local runner', () => {
  it('executes calls that share a concurrency key one after the other, in order, and others at the same time', async () => {
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

  it('wakes many runs that sleep until the same moment, each once', async () => {
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

  it('counts an event id once', async () => {
    const client = testClient();
    const got: unknown[] = [];
    const fn = client.createFunction({ id: 'by-id', triggers: [{ event: 'a' }] }, ({ event }) => {
      got.push(event.data.n);
    });
    const runner = await startRunner(client, [fn]);
    await client.send({ name: 'a', id: 'bot-1:v1', data: { n: 1 } });
    await client.send({ name: 'a', id: 'bot-1:v1', data: { n: 2 } });
    await client.send({ name: 'a', id: 'bot-1:v2', data: { n: 3 } });
    await runner.idle();
    expect(got).toEqual([1, 3]);
  });

  it('fires a cron at each of its times, and skips those that passed while the machine was suspended', async () => {
    const client = testClient();
    const fired: string[] = [];
    const fn = client.createFunction({ id: 'tick', triggers: [{ cron: '* * * * *' }] }, () => {
      fired.push(new Date().toISOString().slice(11, 16));
    });
    vi.useFakeTimers({
      toFake: ['Date', 'setTimeout', 'clearTimeout'],
      now: new Date('2026-11-22T10:00:30Z'),
      // The fake time also advances with the real one, because the SDK waits now and then.
      shouldAdvanceTime: true,
    });
    try {
      const runner = await startRunner(client, [fn]);
      for (const seconds of [30, 60]) {
        await vi.advanceTimersByTimeAsync(seconds * 1000);
        await runner.idle();
      }
      expect(fired).toEqual(['10:01', '10:02']);
      vi.setSystemTime(new Date('2026-11-22T10:10:30Z'));
      await vi.advanceTimersByTimeAsync(15_000);
      await runner.idle();
      await vi.advanceTimersByTimeAsync(15_000);
      await runner.idle();
      expect(fired).toEqual(['10:01', '10:02', '10:10', '10:11']);
    } finally {
      vi.useRealTimers();
    }
  });

  it('fires its crons within a minute after the time was set forward and back', async () => {
    const client = testClient();
    const fired: string[] = [];
    let aheadMs = 0;
    const now = () => new Date(Date.now() + aheadMs);
    const fn = client.createFunction({ id: 'tick', triggers: [{ cron: '* * * * *' }] }, () => {
      fired.push(now().toISOString().slice(11, 16));
    });
    vi.useFakeTimers({
      toFake: ['Date', 'setTimeout', 'clearTimeout'],
      now: new Date('2026-11-22T10:00:30Z'),
      shouldAdvanceTime: true,
    });
    try {
      const runner = await startRunner(client, [fn], { now });
      for (const jumpMs of [0, 3_600_000, 0]) {
        aheadMs = jumpMs;
        await vi.advanceTimersByTimeAsync(60_000);
        await runner.idle();
      }
      // Those of the skipped hour are fired once, and those of the minute after it.
      expect(fired).toEqual(['10:01', '11:01', '11:02', '10:03']);
    } finally {
      vi.useRealTimers();
    }
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
