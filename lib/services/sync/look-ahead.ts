import { db } from '@/lib/db/client';
import { lockUser } from '../decisions/lock-user';
import { KEPT_AHEAD_MS, materializeCalendar } from './materialize-occurrences';

const DAY_MS = 86_400_000;
/** So far ahead a list shows the meetings of series: they may go on for ever. */
const FARTHEST_MS = 366 * DAY_MS;
/** Whoever looks ahead does so again tomorrow: a month is added at a time. */
const STEP_MS = 30 * DAY_MS;

/**
 * Stores the occurrences of a user's series up to a time beyond the rolling window, a year ahead at most, where that
 * has not been done before. From then on they are followed as all others are.
 * @param until where a reader's window ends
 */
export async function lookAhead(userId: string, until: Date, now: Date): Promise<void> {
  if (+until <= +now + KEPT_AHEAD_MS) return;
  const wanted = new Date(Math.min(+until, +now + FARTHEST_MS));
  const behind = { userId, syncEnabled: true, materializedUntil: { lt: wanted } };
  for (const { id } of await db().calendar.findMany({ where: behind, select: { id: true } })) {
    await db().$transaction(async (tx) => {
      await lockUser(tx, userId);
      // Somebody else may have done it while this one waited.
      const calendar = await tx.calendar.findFirst({ where: { ...behind, id } });
      if (calendar) await materializeCalendar(tx, calendar, now, new Date(+wanted + STEP_MS));
    });
  }
}
