import { afterEach, expect, it, vi } from 'vitest';
import { db } from '@/lib/platform/database/client';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { newAccount, scheduleBody } from '@/test/account';
import { DAY, describeServices, jobs, MINUTE, now, pass } from '@/test/harness';
import { type LogLine, startRunner } from '@/test/local-runner';
import { inngest } from '../client';
import { currentLocalRunner } from '../local-runner';
import { sweep } from '../sweep';
import { sweepJob } from './sweep';

afterEach(async () => {
  vi.useRealTimers();
  await currentLocalRunner()?.stop();
});

/** Stores rows for several repairs: a bot that is overdue, a calendar that has changed, a user to scan. */
async function leaveRowsToRepair(): Promise<void> {
  const account = await newAccount();
  const { id: googleId } = await account.add('Review', DAY);
  await account.sync();
  const { id } = await account.event(googleId);
  await scheduleBot(account.user, id, scheduleBody(), { actor: 'api', now: now() });
  await db().calendar.updateMany({ data: { changeSeq: { increment: 1 } } });
  pass(DAY + MINUTE);
  // There was no outage: the last sweep is not compared with the tests' time.
  await db().jobRun.deleteMany();
  jobs.length = 0;
}

const FOUND = [
  'bots/due',
  'calendar/changed',
  'calendar/watch',
  'calendars/list',
  'users/scan',
  'windows/move',
];

/** The repairs that throw without a table, and the jobs that they would have enqueued. */
const FAILURES: { repairs: string[]; table: string; lost: string[] }[] = [
  { repairs: ['answers'], table: 'IdempotencyRecord', lost: [] },
  { repairs: ['autoReschedules'], table: 'Event', lost: [] },
  {
    repairs: ['people', 'lists', 'scans'],
    table: 'User',
    lost: ['bots/due', 'calendars/list', 'users/scan'],
  },
  { repairs: ['watches'], table: 'WatchChannel', lost: ['calendar/watch'] },
];

async function without(table: string, act: () => Promise<void>): Promise<void> {
  await db().$executeRawUnsafe(`ALTER TABLE "${table}" RENAME TO "Away"`);
  try {
    await act();
  } finally {
    await db().$executeRawUnsafe(`ALTER TABLE "Away" RENAME TO "${table}"`);
  }
}

const enqueued = () => [...new Set(jobs.map(({ name }) => name))].sort();

describeServices('the sweep', () => {
  it('enqueues jobs for the rows that its repairs find', async () => {
    await leaveRowsToRepair();
    expect(await sweep(now())).toMatchObject({
      overdue: 1,
      syncs: 1,
      scans: 1,
      windows: 1,
      watches: 1,
    });
    expect(enqueued()).toEqual(FOUND);
  });

  it.each(FAILURES)('runs all other repairs when $repairs throw, then says which failed', async (failure) => {
    await leaveRowsToRepair();
    await without(failure.table, async () => {
      await expect(sweep(now())).rejects.toThrow(
        new RegExp(`^${failure.repairs.map((name) => `${name}: .*`).join('; ')}$`, 's'),
      );
    });
    expect(enqueued()).toEqual(FOUND.filter((name) => !failure.lost.includes(name)));
    const run = await db().jobRun.findUniqueOrThrow({ where: { name: 'sweep' } });
    expect(+(run.finishedAt ?? 0)).toBeGreaterThanOrEqual(+run.startedAt);
  });

  it('runs each repair in a step of its own as a job, so that one that throws does not stop the others', async () => {
    await leaveRowsToRepair();
    const lines: LogLine[] = [];
    // The functions read the process's clock; the runner's clock reaches the next minute in a second.
    vi.useFakeTimers({ toFake: ['Date'], now: now() });
    const startedAt = performance.now();
    const clock = () => new Date(+now() - 1000 + performance.now() - startedAt);
    const runner = await startRunner(inngest, [sweepJob], { lines, now: clock });
    await without('IdempotencyRecord', async () => {
      await vi.waitFor(() => expect(runner.stats().failed).toBe(1), { timeout: 10_000, interval: 10 });
    });
    expect(enqueued()).toEqual(FOUND);
    const [error] = lines.filter(({ level }) => level === 'error');
    expect(error?.fields).toMatchObject({
      functionId: 'usher-sweep',
      error: expect.stringMatching(/^answers: [^;]*$/s),
    });
  });
});
