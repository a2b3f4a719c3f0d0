import { db } from '@/lib/platform/database/client';
import { expandInTurns } from './expand-in-turns';
import { lookAhead } from './look-ahead';
import { materializeSeries } from './materialize-occurrences';
import { materializedWindow } from './materialized-window';

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

/**
 * Moves the windows of a user's stored occurrences on, as is due once a day. Twice is harmless.
 * @param ahead where a reader's window ends (ISO), who has looked further than could be stored while they waited
 */
export async function moveWindows(userId: string, now: Date, ahead?: string): Promise<void> {
  const { to } = materializedWindow(now);
  for (const calendar of await db().calendar.findMany({ where: { userId, ...stale(now) } })) {
    await expandInTurns(calendar, await seriesToMove(calendar.id, now), async (tx, current, eventIds) => {
      await materializeSeries(tx, current, eventIds, to, now);
    });
    // A series that was stored meanwhile has been expanded as far.
    await db().calendar.updateMany({
      where: { id: calendar.id, materializedUntil: { lt: to } },
      data: { materializedUntil: to },
    });
  }
  if (ahead) await lookAhead(userId, new Date(ahead), now, Number.POSITIVE_INFINITY);
}

function stale(now: Date) {
  const due = new Date(+materializedWindow(now).to - WINDOW_SLACK_MS);
  return { syncEnabled: true, materializedUntil: { lt: due } };
}

/** The series of a calendar, but those that are stored further already. */
async function seriesToMove(calendarId: string, now: Date): Promise<string[]> {
  const series = await db().event.findMany({
    where: {
      calendarId,
      isDeleted: false,
      kind: 'master',
      OR: [
        { aheadUntil: null },
        { aheadUntil: { lt: materializedWindow(now).to } },
        // Its rule may have been too much to be followed that far.
        { occurrences: { none: { startTime: { gt: now } } } },
      ],
    },
    select: { id: true },
  });
  return series.map((row) => row.id);
}
