import { db } from '@/lib/platform/database/client';
import { forEachLimit } from '@/lib/platform/for-each-limit';
import { logger } from '@/lib/platform/logger';
import { withinLimit } from '@/lib/platform/within-limit';
import { dueBefore } from '@/lib/scheduling/domain/join-time';
import { syncCalendar } from './sync-calendar';

/** Calendars are synced this long before the bots of their meetings are sent. */
export const LOOK_AHEAD_MS = 3_000;
/** A slow Google is never a reason to miss a meeting: after this time what is stored decides. */
const LIMIT_MS = 2_000;
/** Calendars that are synced at once. */
const AT_ONCE = 20;

/**
 * Syncs the calendars of bots that are about to be sent, so that an edit whose notification was lost still counts. A bot
 * that had to change gets a new version, which keeps it from being sent as it was. The calendar whose last sync is oldest
 * goes first; those that are not reached in time are left as they are stored. Never throws: a failure here must not keep
 * bots from being sent.
 * @param at when the bots are sent; those of the second after it are looked at too
 * @returns whether all of the calendars were synced in time
 */
export async function syncBeforeJoin(at: Date, clock: () => Date): Promise<boolean> {
  try {
    return await syncCalendarsOfDue(at, clock);
  } catch (error) {
    logger.warn({ error }, 'Calendars could not be synced before a join: bots are sent as they are stored');
    return false;
  }
}

async function syncCalendarsOfDue(at: Date, clock: () => Date): Promise<boolean> {
  const calendars = await db().$queryRaw<{ id: string }[]>`
    SELECT c."id" FROM "Calendar" c
     WHERE c."syncEnabled" AND c."id" IN (
       SELECT o."calendarId" FROM "ScheduledBot" b JOIN "Occurrence" o ON o."id" = b."occurrenceId"
        WHERE b."status" = 'Scheduled' AND b."joinAt" < ${dueBefore(at)})
     ORDER BY c."lastSyncedAt" NULLS FIRST, c."id"`;
  let synced = 0;
  let hasEnded = false;
  const syncs = forEachLimit(
    calendars,
    AT_ONCE,
    async ({ id }) => {
      const outcome = await syncCalendar(id, clock, true).catch(() => null);
      if (outcome?.state === 'synced') synced++;
    },
    () => hasEnded,
  );
  await withinLimit(syncs, LIMIT_MS, undefined);
  hasEnded = true;
  return synced === calendars.length;
}
