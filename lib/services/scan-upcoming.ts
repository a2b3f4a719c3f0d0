import { db } from '@/lib/db/client';
import { BOOKING_HORIZON_MS } from '@/lib/domain/join-time';
import { withinLimit } from '@/lib/within-limit';
import { afterReconcile } from './after-reconcile';
import { lockUser } from './lock-user';
import { materializeCalendar, materializedWindow } from './materialize-occurrences';
import { type Reconciled, reconcileBots } from './reconcile-bots';
import { refreshCalendarLists } from './refresh-calendar-list';

/** The window of occurrences is moved on when less than this is left of a day's move. */
const WINDOW_SLACK_MS = 12 * 3_600_000;
/** How long Google may take to say which calendars there are. */
const LISTS_LIMIT_MS = 20_000;

/**
 * Looks at everything of one user that starts within 24 hours and books what is to be joined; moves the window
 * of stored occurrences on, and once a day looks which calendars there are. Twice is harmless.
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
  const { scannedUntil } = await db().user.findUniqueOrThrow({ where: { id: userId } });
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
  // The bookings first: they do not wait for Google. A first scan follows the list having been read.
  if (scannedUntil && scannedUntil < scanDueBefore(lastMidnight(now))) {
    await withinLimit(refreshCalendarLists(userId, now), LISTS_LIMIT_MS, undefined);
  }
  return reconciled;
}

/**
 * Users whose scan is due: those not scanned since `since`. After an outage that is everybody it missed.
 */
export async function usersToScan(since: Date): Promise<string[]> {
  const users = await db().user.findMany({
    where: {
      OR: [{ scannedUntil: null }, { scannedUntil: { lt: scanDueBefore(since) } }],
      calendars: { some: { syncEnabled: true } },
    },
    select: { id: true },
  });
  return users.map((user) => user.id);
}

/** Users scanned at that time or later have this end of their window, or a later one. */
function scanDueBefore(since: Date): Date {
  return new Date(+since + BOOKING_HORIZON_MS);
}

/** The last midnight UTC. */
export function lastMidnight(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
}
