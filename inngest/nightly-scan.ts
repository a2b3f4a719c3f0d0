import { usersWithOldWindows } from '@/lib/occurrences/rolling-window';
import { type JobEvent, sendJobs } from '@/lib/platform/jobs';
import { runAll } from '@/lib/platform/run-all';
import { lastMidnight, usersToScan } from '@/lib/scheduling/auto-schedule';
import { pruneRows } from '@/lib/scheduling/prune-rows';

/** Users scanned in one transaction: enough to make each user cheap, few enough that no one waits long for its locks. */
const SCAN_BATCH = 200;

/** What is done or enqueued each night, independently of each other. Each function returns for how many users, or rows. */
export const NIGHTLY = {
  users: enqueueScans,
  windows: enqueueWindowMoves,
  pruned: pruneRows,
} satisfies Record<string, (now: Date) => Promise<number>>;

/**
 * Enqueues the jobs of the night, also when one part fails. The sweep does it later for a night that was missed.
 * @throws AggregateError after all have run, when any has thrown
 */
export function nightlyScan(now: Date): Promise<Record<keyof typeof NIGHTLY, number>> {
  return runAll(NIGHTLY, (task) => task(now));
}

/**
 * Enqueues the scan of every user who has not been scanned since the last midnight UTC, a job for each batch of users.
 * @returns how many users
 */
export async function enqueueScans(now: Date): Promise<number> {
  const userIds = await usersToScan(lastMidnight(now));
  const jobs: JobEvent[] = [];
  for (let i = 0; i < userIds.length; i += SCAN_BATCH) {
    jobs.push({ name: 'users/scan', data: { userIds: userIds.slice(i, i + SCAN_BATCH) } });
  }
  await sendJobs(jobs);
  return userIds.length;
}

/**
 * Enqueues the move of the windows of stored occurrences for every user whose windows are old.
 * @returns how many users
 */
export async function enqueueWindowMoves(now: Date): Promise<number> {
  const userIds = await usersWithOldWindows(now);
  await sendJobs(userIds.map((userId) => ({ name: 'windows/move', data: { userId } })));
  return userIds.length;
}
