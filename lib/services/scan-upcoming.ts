import { db } from '@/lib/db/client';
import { BOOKING_HORIZON_MS } from '@/lib/domain/join-time';
import { afterReconcile } from './after-reconcile';
import { lockUser } from './lock-user';
import { materializeCalendar, materializedWindow } from './materialize-occurrences';
import { type Reconciled, reconcileBots } from './reconcile-bots';

/** The window of occurrences is moved on when less than this is left of a day's move. */
const WINDOW_SLACK_MS = 12 * 3_600_000;

/**
 * Looks at everything of one user that starts within 24 hours and books what is to be joined; moves the window
 * of stored occurrences on. Twice is harmless.
 */
export async function scanUpcoming(userId: string, now: Date): Promise<Reconciled> {
  const stale = await db().calendar.findMany({
    where: {
      userId,
      syncEnabled: true,
      materializedUntil: { lt: new Date(+materializedWindow(now).to - WINDOW_SLACK_MS) },
    },
  });
  for (const calendar of stale) {
    await db().$transaction(async (tx) => {
      await lockUser(tx, userId);
      await materializeCalendar(tx, calendar, now);
    });
  }
  const reconciled = await db().$transaction(async (tx) => {
    await lockUser(tx, userId);
    const result = await reconcileBots(tx, userId, 'upcoming', now);
    await tx.user.update({
      where: { id: userId },
      data: { scannedUntil: new Date(+now + BOOKING_HORIZON_MS) },
    });
    return result;
  });
  await afterReconcile(reconciled, now);
  return reconciled;
}

/**
 * Users whose scan is due: those not scanned since `since`. After an outage that is everybody it missed.
 */
export async function usersToScan(since: Date): Promise<string[]> {
  const users = await db().user.findMany({
    where: {
      OR: [{ scannedUntil: null }, { scannedUntil: { lt: new Date(+since + BOOKING_HORIZON_MS) } }],
      calendars: { some: { syncEnabled: true } },
    },
    select: { id: true },
  });
  return users.map((user) => user.id);
}

/** The last midnight UTC. */
export function lastMidnight(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
}
