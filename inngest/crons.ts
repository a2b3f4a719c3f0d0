import { Cron } from 'croner';
import { cron, type GetStepTools, type Inngest } from 'inngest';
import { pollCalendars } from '@/lib/calendar-sync/poll-calendars';
import { RENEWAL } from '@/lib/calendar-sync/watch-calendar';
import { now } from '@/lib/platform/clock';
import { recordFinish, takeRunOf } from '@/lib/platform/job-runs';
import { runAll } from '@/lib/platform/run-all';
import { inngest } from './client';
import { NIGHTLY } from './nightly-scan';
import { runSteps } from './run-steps';
import { REPAIRS } from './sweep';

type Task = (now: Date) => Promise<unknown>;
/**
 * When a job that repeats runs (UTC), and its tasks, each independent of the others. The last one of those that do not run each
 * minute records their end: a run without one was left by its process, and is taken once more.
 */
type Repeated = { at: string; tasks: Record<string, Task> };

/** The jobs that repeat, by the ids of their functions. */
export const CRONS: Record<CronId, Repeated> = {
  sweep: { at: '* * * * *', tasks: { ...REPAIRS, left: (now) => runLeftCrons(() => now, DAILY) } },
  'poll-calendars': { at: '* * * * *', tasks: { poll: pollCalendars } },
  'renew-channels': {
    at: '30 2 * * *',
    tasks: { ...RENEWAL, finished: () => recordFinish('renew-channels') },
  },
  'nightly-scan': { at: '0 0 * * *', tasks: { ...NIGHTLY, finished: () => recordFinish('nightly-scan') } },
};

export type CronId = 'sweep' | 'poll-calendars' | 'renew-channels' | 'nightly-scan';
/** Those that the sweep looks after: a run that is missed would come a day late. */
const DAILY: CronId[] = ['renew-channels', 'nightly-scan'];

/** The clock of what wakes us may be ahead of ours by this much, in ms. */
const CLOCK_SKEW_MS = 5_000;
/** A job that the Inngest server has not begun so long after its time is left undone, in ms: the sweep for 90 s then. */
const LEFT_AFTER_MS = 30_000;

/**
 * Returns the function of a job that repeats. Whoever wakes it, the run is taken in a row first, so that no job runs twice
 * for one time of its timetable, in whichever processes.
 */
export function cronFunction(id: CronId, retries: 0 | 3) {
  return inngest.createFunction({ id, triggers: [cron(CRONS[id].at)], retries }, ({ step }) =>
    runOnce(step, id),
  );
}

async function runOnce(step: Pick<GetStepTools<Inngest.Any>, 'run'>, id: CronId): Promise<{ state: string }> {
  const isOurs = await step.run('take', () => take(id, CLOCK_SKEW_MS, now()));
  if (!isOurs) return { state: 'another process has run it' };
  await runSteps(step, CRONS[id].tasks);
  return { state: 'done' };
}

/**
 * Runs the jobs that repeat whose last time has passed for half a minute without anyone beginning them, one after the
 * other, also those whose time passed while nothing ran, and those that a process has begun and left.
 * @param ids which of them, by default all
 * @throws AggregateError after all have run, when any has thrown
 */
export async function runLeftCrons(clock: () => Date, ids = Object.keys(CRONS) as CronId[]): Promise<void> {
  const runs = ids.map((id) => {
    const { tasks } = CRONS[id];
    const run = async () => {
      const isLeft = await take(id, -LEFT_AFTER_MS, clock());
      if (isLeft) await runAll(tasks, (task: Task) => task(clock()));
    };
    return [id, run] as const;
  });
  await runAll(Object.fromEntries(runs), (run) => run(clock()));
}

/** Takes the run of a job for its last time before `at` plus `shiftMs`, unless someone else has begun it. */
function take(id: CronId, shiftMs: number, at: Date): Promise<boolean> {
  const timetable = new Cron(CRONS[id].at, { timezone: 'UTC' });
  const [last] = timetable.previousRuns(1, new Date(+at + shiftMs));
  return takeRunOf(id, new Date(+(last ?? at) - CLOCK_SKEW_MS), at);
}
