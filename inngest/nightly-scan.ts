import { type JobEvent, sendJobs } from '@/lib/platform/jobs';
import { usersWithOldWindows } from '../lib/occurrences/rolling-window';
import { lastMidnight, usersToScan } from '../lib/scheduling/scan-upcoming';

/** Users scanned in one transaction: enough that a user costs little, few enough that nobody waits for its locks. */
const SCAN_BATCH = 200;

/**
 * Asks for the scan of every user who has not been scanned since the last midnight UTC, and then for the
 * daily move of the windows of stored occurrences. A run that was missed is made up by the sweep.
 * @returns how many users are to be scanned
 */
export async function nightlyScan(now: Date): Promise<{ users: number }> {
  const users = await usersToScan(lastMidnight(now));
  await sendJobs([...scanJobs(users), ...windowJobs(await usersWithOldWindows(now))]);
  return { users: users.length };
}

/** The jobs that scan these users, a batch each. */
export function scanJobs(userIds: string[]): JobEvent[] {
  const jobs: JobEvent[] = [];
  for (let i = 0; i < userIds.length; i += SCAN_BATCH) {
    jobs.push({ name: 'users/scan', data: { userIds: userIds.slice(i, i + SCAN_BATCH) } });
  }
  return jobs;
}

/** The jobs that move these users' windows of stored occurrences on. */
export function windowJobs(userIds: string[]): JobEvent[] {
  return userIds.map((userId): JobEvent => ({ name: 'windows/move', data: { userId } }));
}
