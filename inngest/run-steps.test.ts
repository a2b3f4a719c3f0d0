import { afterEach, expect, it } from 'vitest';
import { type LogLine, startRunner, testClient } from '@/test/local-runner';
import { currentLocalRunner } from './local-runner';
import { runSteps } from './run-steps';

afterEach(() => currentLocalRunner()?.stop());

it('retries each task on its own, runs those after one that failed, and fails the run once with every failure', async () => {
  const client = testClient();
  const lines: LogLine[] = [];
  const ran: string[] = [];
  const task =
    (name: string, failures = 0) =>
    async () => {
      ran.push(name);
      if (ran.filter((one) => one === name).length <= failures) throw new Error(`no ${name}`);
    };
  const fn = client.createFunction({ id: 'many', triggers: [{ event: 'go' }], retries: 1 }, ({ step }) =>
    runSteps(step, {
      first: task('first', 9),
      flaky: task('flaky', 1),
      third: task('third', 9),
      last: task('last'),
    }),
  );
  const runner = await startRunner(client, [fn], { lines });
  await client.send({ name: 'go' });
  await runner.idle();
  expect(ran).toEqual(['first', 'first', 'flaky', 'flaky', 'third', 'third', 'last']);
  const errors = lines.filter(({ level }) => level === 'error');
  expect(errors.map(({ fields }) => fields)).toEqual([
    { functionId: 'app-many', runId: expect.any(String), error: 'first: no first; third: no third' },
  ]);
});
