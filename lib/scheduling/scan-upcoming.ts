import { db } from '@/lib/platform/database/client';
import { lockUser } from '@/lib/platform/lock-user';
import { BOOKING_HORIZON_MS } from './domain/join-time';
import { enqueueFollowUps } from './enqueue-follow-ups';
import { markScanned, usersScannedBefore } from './queries/bookings';
import { type Reconciled, scheduleDue } from './reconcile-bots';

/**
 * Schedules bots for the meetings of these users that start within the next 24 hours and have none. It takes a few
 * statements however many the users are, and repeating it does no harm.
 */
export async function scanUpcoming(userIds: string[], now: Date): Promise<Reconciled> {
  const reconciled = await db().$transaction(async (tx) => {
    await lockUser(tx, ...userIds);
    const result = await scheduleDue({ tx, now }, userIds);
    await markScanned(tx, userIds, new Date(+now + BOOKING_HORIZON_MS));
    return result;
  });
  await enqueueFollowUps(reconciled, now);
  return reconciled;
}

/** Returns the ids of the users who have not been scanned since `since`: after an outage, all whom it missed. */
export async function usersToScan(since: Date): Promise<string[]> {
  const users = await usersScannedBefore(db(), new Date(+since + BOOKING_HORIZON_MS));
  return users.map((user) => user.id);
}

/** Returns the last midnight UTC. */
export function lastMidnight(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
}
