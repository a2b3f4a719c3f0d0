import { db } from '@/lib/platform/database/client';
import { lockUser } from '@/lib/platform/lock-user';
import { BOOKING_HORIZON_MS } from './domain/join-time';
import { enqueueFollowUps } from './enqueue-follow-ups';
import { type Reconciled, scheduleDue } from './reconcile-bots';

/**
 * Books what these users are to join within the next 24 hours and has no bot, in a few statements however many they
 * are. Twice is harmless.
 */
export async function scanUpcoming(userIds: string[], now: Date): Promise<Reconciled> {
  const reconciled = await db().$transaction(async (tx) => {
    await lockUser(tx, ...userIds);
    const result = await scheduleDue(tx, userIds, now);
    await tx.$executeRaw`
      UPDATE "User" SET "scannedUntil" = ${new Date(+now + BOOKING_HORIZON_MS)}
       WHERE "id" = ANY(${userIds}::text[])`;
    return result;
  });
  await enqueueFollowUps(reconciled, now);
  return reconciled;
}

/**
 * Users whose scan is due: those not scanned since `since`. After an outage that is everybody it missed.
 */
export async function usersToScan(since: Date): Promise<string[]> {
  const scannedThen = new Date(+since + BOOKING_HORIZON_MS);
  const users = await db().$queryRaw<{ id: string }[]>`
    SELECT u."id" FROM "User" u
     WHERE (u."scannedUntil" IS NULL OR u."scannedUntil" < ${scannedThen})
       AND EXISTS (SELECT 1 FROM "Calendar" c WHERE c."userId" = u."id" AND c."syncEnabled")
     ORDER BY u."id"`;
  return users.map((user) => user.id);
}

/** The last midnight UTC. */
export function lastMidnight(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
}
