import { db } from '@/lib/platform/database/client';
import { forEachLimit, withinLimit } from '@/lib/platform/limit-work';
import { dueBefore } from '@/lib/scheduling/domain/join-time';
import { syncCalendar } from './sync-calendar';

/** So long before bots set out, their calendars are looked at. */
export const LOOK_AHEAD_MS = 3_000;
/** A slow Google is never a reason to miss a meeting: after this time what is stored decides. */
const LIMIT_MS = 2_000;
/** Calendars that are followed at once. */
const AT_ONCE = 20;

/**
 * Follows the calendars of bots that are about to set out once more, so that an edit whose notification was lost still
 * counts. A bot that had to change is fenced off by its new version. The calendar that was not heard of for longest
 * goes first; those that are not reached in time are left as they are stored.
 * @param at when they set out; those of the second after it go with them
 * @returns whether Google was heard in time about all of them
 */
export async function syncBeforeJoin(at: Date, clock: () => Date): Promise<boolean> {
  const calendars = await db().$queryRaw<{ id: string }[]>`
    SELECT c."id" FROM "Calendar" c
     WHERE c."syncEnabled" AND c."id" IN (
       SELECT o."calendarId" FROM "ScheduledBot" b JOIN "Occurrence" o ON o."id" = b."occurrenceId"
        WHERE b."status" = 'Scheduled' AND b."joinAt" < ${dueBefore(at)})
     ORDER BY c."lastSyncedAt" NULLS FIRST, c."id"`;
  let heard = 0;
  let hasEnded = false;
  const look = forEachLimit(
    calendars,
    AT_ONCE,
    async ({ id }) => {
      const outcome = await syncCalendar(id, clock, true).catch(() => null);
      if (outcome?.state === 'synced') heard++;
    },
    () => hasEnded,
  );
  await withinLimit(look, LIMIT_MS, undefined);
  hasEnded = true;
  return heard === calendars.length;
}
