import { afterEach, beforeEach, expect, it } from 'vitest';
import { db } from '@/lib/platform/database/client';
import type { JobEvent } from '@/lib/platform/jobs';
import { newAccount } from '@/test/account';
import { describeServices, jobs, MINUTE, now, pass, START, until } from '@/test/harness';
import { CRONS, runLeftCrons } from './crons';
import { type ServerWatch, startServerWatch } from './server-watch';

const watches: ServerWatch[] = [];
beforeEach(async () => {
  await db().jobRun.deleteMany();
  await db().inngestServer.deleteMany();
});
afterEach(async () => {
  for (const watch of watches.splice(0)) await watch.stop();
});

/** Starts the watch of a process, for which time passes `speed` times as fast from now on. */
function watch(speed: number, runHere: (jobs: JobEvent[]) => void): ServerWatch {
  const [startedAt, from] = [performance.now(), +now()];
  const clock = () => new Date(from + (performance.now() - startedAt) * speed);
  const started = startServerWatch({
    clock,
    runHere: async (left) => runHere(left),
    isBusy: () => false,
    tickMs: 20,
  });
  watches.push(started);
  return started;
}

describeServices('an Inngest server that is away', () => {
  it('leaves jobs that one of the processes runs, and another one when that has stopped', async () => {
    const account = await newAccount();
    await account.sync();
    const left: [string, string][] = [];
    const [one, other] = ['one', 'other'].map((name) =>
      watch(10, (found) => left.push(...found.map((job): [string, string] => [name, job.name]))),
    );
    const isLeft = (name: string) => left.some(([, job]) => job === name);
    const before = performance.now();
    await db().calendar.updateMany({ data: { changeSeq: { increment: 1 } } });
    await until(() => isLeft('calendar/changed'));
    const times = () => left.filter(([, job]) => job === 'calendar/changed').length;
    // Eight seconds, ten times as fast.
    expect(performance.now() - before).toBeGreaterThan(700);
    const [first] = left[0] ?? [];
    expect(new Set(left.map(([name]) => name))).toEqual(new Set([first]));

    // The calendar has been synced, and has changed again.
    await until(() => times() === 2);
    expect(performance.now() - before).toBeLessThan(5_000);

    await (first === 'one' ? one : other)?.stop();
    left.length = 0;
    await until(() => isLeft('calendar/changed'));
    expect(left.every(([name]) => name !== first)).toBe(true);
  });

  it('counts as away until it has called, and again 90 seconds after its last call', async () => {
    const started = watch(50, () => {});
    await until(() => started.isAway());
    await db().inngestServer.updateMany({ data: { lastCallAt: new Date(+now() + 30 * MINUTE) } });
    await until(() => !started.isAway());
    await db().inngestServer.updateMany({ data: { lastCallAt: now() } });
    await until(() => started.isAway());
  });

  it('leaves jobs that repeat, each of which runs once for its last time, also one of the night', async () => {
    await newAccount();
    await db().user.updateMany({ data: { scannedUntil: START } });
    pass(10_000);
    // The server has run all but the scan of the night.
    for (const name of ['sweep', 'poll-calendars', 'renew-channels']) {
      await db().jobRun.create({ data: { name, startedAt: now() } });
    }
    jobs.length = 0;
    await Promise.all([runLeftCrons(now), runLeftCrons(now)]);
    expect(jobs.map(({ name }) => name)).toEqual(['users/scan']);
    expect(await db().jobRun.findUnique({ where: { name: 'nightly-scan' } })).toMatchObject({
      startedAt: now(),
    });
    await runLeftCrons(now);
    expect(jobs).toHaveLength(1);
    // The sweep and the polls of two minutes later.
    pass(2 * MINUTE);
    await runLeftCrons(now);
    expect(await db().jobRun.findUnique({ where: { name: 'poll-calendars' } })).toMatchObject({
      startedAt: now(),
    });
    expect(jobs.length).toBeGreaterThan(1);
  });

  it('leaves a job of the night in the middle, and the sweep of any process runs it', async () => {
    await newAccount();
    await db().user.updateMany({ data: { scannedUntil: START } });
    const begun = { name: 'nightly-scan', startedAt: now() };
    await db().jobRun.create({ data: begun });
    jobs.length = 0;
    const scans = () => jobs.filter(({ name }) => name === 'users/scan').length;
    pass(14 * MINUTE);
    await CRONS.sweep.tasks.left?.(now());
    expect(scans()).toBe(0);
    pass(2 * MINUTE);
    await Promise.all([CRONS.sweep.tasks.left?.(now()), CRONS.sweep.tasks.left?.(now())]);
    expect(scans()).toBe(1);
    pass(20 * MINUTE);
    await CRONS.sweep.tasks.left?.(now());
    expect(await db().jobRun.findUnique({ where: { name: 'nightly-scan' } })).toMatchObject({
      startedAt: new Date(+now() - 20 * MINUTE),
    });
  });
});
