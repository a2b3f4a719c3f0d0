import { NonRetriableError, RetryAfterError } from 'inngest';
import { afterEach, describe, expect, it } from 'vitest';
import { type LogLine, startRunner, testClient } from '@/test/local-runner';
import { currentLocalRunner } from './index';

afterEach(() => currentLocalRunner()?.stop());

describe('The local runner', () => {
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

  it('gives up after the retries and logs one line without the data', async () => {
    const client = testClient();
    const lines: LogLine[] = [];
    let tries = 0;
    const fn = client.createFunction(
      { id: 'doomed', triggers: [{ event: 'go' }], retries: 2 },
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

  it('waits as long as a RetryAfterError says', async () => {
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

  it('fails a run with one sentence at a step that it does not support, before any part of it has run', async () => {
    const client = testClient();
    const lines: LogLine[] = [];
    const ran: string[] = [];
    const triggers = [{ event: 'go' }];
    const functions = [
      client.createFunction({ id: 'waiter', triggers }, async ({ step }) => {
        await step.waitForEvent('answer', { event: 'answer', timeout: '1h' });
      }),
      client.createFunction({ id: 'sleeper', triggers }, async ({ step }) => {
        await step.sleep('nap', '1h');
      }),
      client.createFunction({ id: 'parallel', triggers }, async ({ step }) => {
        await Promise.all(['a', 'b'].map((name) => step.run(name, () => void ran.push(name))));
      }),
    ];
    const runner = await startRunner(client, functions, { lines });
    await client.send({ name: 'go' });
    await runner.idle();
    const errors = lines.flatMap(({ level, fields }) =>
      level === 'error' ? [(fields as { error: string }).error] : [],
    );
    expect(errors.sort()).toEqual([
      'app-parallel: the local runner does not support steps in parallel.',
      'app-sleeper: the local runner does not support the op Sleep "nap" of "1h".',
      'app-waiter: the local runner does not support the op WaitForEvent "answer" of "answer".',
    ]);
    expect(ran).toEqual([]);
    expect(runner.stats()).toMatchObject({ failed: 3, sleeping: 0 });
  });
});
