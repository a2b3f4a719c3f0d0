import { db } from '@/lib/db/client';
import { lockUser } from '../decisions/lock-user';
import { materializeCalendar, materializedWindow } from './materialize-occurrences';

/** The window of occurrences is moved on when less than this is left of a day's move. */
const WINDOW_SLACK_MS = 12 * 3_600_000;

/** Users with a calendar whose window of stored occurrences has to move on. */
export async function usersWithOldWindows(now: Date): Promise<string[]> {
  const users = await db().calendar.findMany({
    where: stale(now),
    select: { userId: true },
    distinct: ['userId'],
  });
  return users.map(({ userId }) => userId);
}

/** Moves the windows of a user's stored occurrences on, as is due once a day. Twice is harmless. */
export async function moveWindows(userId: string, now: Date): Promise<void> {
  for (const calendar of await db().calendar.findMany({ where: { userId, ...stale(now) } })) {
    await db().$transaction(async (tx) => {
      await lockUser(tx, userId);
      await materializeCalendar(tx, calendar, now);
    });
  }
}

function stale(now: Date) {
  const due = new Date(+materializedWindow(now).to - WINDOW_SLACK_MS);
  return { syncEnabled: true, materializedUntil: { lt: due } };
}
