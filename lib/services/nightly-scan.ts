import { type JobEvent, sendJobs } from '@/lib/jobs';
import { lastMidnight, usersToScan } from './scan-upcoming';

/**
 * Asks for the scan of every user who has not been scanned since the last midnight UTC. A run that was missed is
 * made up by the sweep.
 * @returns how many scans were asked for
 */
export async function nightlyScan(now: Date): Promise<{ users: number }> {
  const users = await usersToScan(lastMidnight(now));
  await sendJobs(users.map((userId): JobEvent => ({ name: 'user/scan', data: { userId } })));
  return { users: users.length };
}
