import { db } from './database/client';
import { finishRun, lastRun, startRun, takeRun } from './queries';

/** Jobs whose ends are recorded, so that any process can tell how long ago one has run, or that one was left in the middle. */
type RecordedJob = 'sweep' | 'renew-channels' | 'nightly-scan';

/** A run that has not ended after so long was left by its process, in ms. All that it does may be done again. */
const LOST_AFTER_MS = 15 * 60_000;

/** Records that a job starts to run. @returns the number of rows written, 1 */
export function recordStart(job: RecordedJob): Promise<number> {
  return startRun(db(), job);
}

/** Records that a job has run, whatever of it has failed. @returns the number of rows written, 1 */
export function recordFinish(job: RecordedJob): Promise<number> {
  return finishRun(db(), job);
}

/** Returns when a job last ran to its end, by the database's clock; null when it never has. */
export async function lastFinish(job: RecordedJob): Promise<Date | null> {
  const [run] = await lastRun(db(), job);
  return run?.finishedAt ?? null;
}

/**
 * Takes the next run of a job that repeats, for one caller in any process; also one that was taken and that its process has left.
 * @param since when the run was due: one that has started since then is that run
 * @returns whether the caller is to run the job
 */
export async function takeRunOf(job: string, since: Date, now: Date): Promise<boolean> {
  const lostBefore = new Date(+now - LOST_AFTER_MS);
  return (await takeRun(db(), job, { since, lostBefore, now })) > 0;
}
