import { setImmediate as turn } from 'node:timers/promises';
import { db, type Tx } from '@/lib/platform/database/client';
import type { Calendar } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';

/** Series expanded in the first transaction, and in any at most. */
const FIRST_GROUP = 2;
const LARGEST_GROUP = 64;
/** What a transaction may take, in ms: a join, or an edit of the same user, waits no longer than about that. */
const SHARE_MS = 50;

/**
 * Carries work on many series of a calendar out in short transactions under the user's lock, one after the other, so
 * that others have their turn between them: the embedded database has one connection, and a user's bookings one lock.
 * @param work gets the calendar as it is then
 * @param until when no more is begun, by `performance.now()`
 * @returns whether all was done
 */
export async function expandInTurns(
  { id, userId }: Pick<Calendar, 'id' | 'userId'>,
  eventIds: string[],
  work: (tx: Tx, calendar: Calendar, eventIds: string[]) => Promise<void>,
  until = Number.POSITIVE_INFINITY,
): Promise<boolean> {
  let size = FIRST_GROUP;
  for (let done = 0; done < eventIds.length; ) {
    if (performance.now() > until) return false;
    // The embedded database answers without a turn of the event loop: timers and requests would wait for all groups.
    await turn();
    const group = eventIds.slice(done, done + size);
    const took = await db().$transaction(async (tx) => {
      await lockUser(tx, userId);
      const began = performance.now();
      const calendar = await tx.calendar.findUnique({ where: { id } });
      if (calendar) await work(tx, calendar, group);
      return performance.now() - began;
    });
    done += group.length;
    size = took > SHARE_MS ? Math.max(1, Math.floor(size / 2)) : took < SHARE_MS / 2 ? size * 2 : size;
    size = Math.min(size, LARGEST_GROUP);
  }
  return true;
}
