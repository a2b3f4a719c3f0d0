import { releaseClaims } from '@/lib/dispatch/dispatch-due';
import { db } from '@/lib/platform/database/client';

/**
 * Takes over from a process that has ended: what it had armed is to be armed again, and the claims it held are
 * free at once. For the start of the one process that runs the jobs itself. Were the other one still alive after
 * all, its sync would be refused when it commits, and its bot be found again by the idempotency key.
 */
export async function recoverAfterCrash(now: Date): Promise<void> {
  await releaseClaims(now);
  await db().calendar.updateMany({
    where: { syncLease: { not: null } },
    data: { syncLease: null, syncLeaseUntil: null },
  });
}
