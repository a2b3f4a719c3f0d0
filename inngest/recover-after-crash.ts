import { releaseSyncLeases } from '@/lib/calendar-sync/sync-lease';
import { releaseClaims } from '@/lib/dispatch/dispatch-due';

/**
 * Frees what an earlier process held: its armed bots are armed again, and its claims and leases end at once, unless another
 * process works on the database. It is for the start of a process that runs the jobs itself. If the earlier process is still
 * alive, its sync is refused when it commits, and the provider recognizes its bot by the idempotency key.
 */
export async function recoverAfterCrash(now: Date): Promise<void> {
  await releaseClaims(now);
  await releaseSyncLeases();
}
