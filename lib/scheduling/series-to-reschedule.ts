import { db, type Tx } from '@/lib/platform/database/client';
import { Prisma } from '@/lib/platform/database/generated/prisma/client';
import { BOOKED_OR_ACTIVE_IN_SQL } from './bot-status-sql';
import { LONGEST_MEETING_MS } from './domain/join-time';

/** Of a series (e): its chain is on, in a calendar (c) that is followed. */
const AUTO_RESCHEDULED = Prisma.sql`e."autoRescheduleEnabled" AND NOT e."isDeleted" AND e."kind" = 'master' AND c."syncEnabled"
  AND e."override" IS DISTINCT FROM 'never'`;

/**
 * The next occurrence (o) that the chain of a series (e) is for, among those that are stored: it is to come, can be joined,
 * nobody wants no bot there, and its bot has not been there (one that was cancelled never was). It is `held` when its bot is
 * booked or at the meeting, or was taken off by the calendar and comes back by itself, as when the room is free again.
 */
const nextToReschedule = (now: Date) => Prisma.sql`
  SELECT o."id", o."endTime", bots."held"
    FROM "Occurrence" o
    JOIN LATERAL (
      SELECT coalesce(bool_or(b."status" IN (${BOOKED_OR_ACTIVE_IN_SQL})) OR
               (array_agg(b."status" = 'Cancelled' AND b."cancelledByCalendar" ORDER BY b."createdAt" DESC))[1], false) AS "held",
             coalesce(bool_or(b."status" <> 'Cancelled' AND b."meetingStart" = o."startTime"), false) AS "had"
        FROM "ScheduledBot" b WHERE b."occurrenceId" = o."id") AS bots ON true
   WHERE o."eventId" = e."id" AND NOT o."isDeleted" AND o."meetingUrl" IS NOT NULL
     AND o."startTime" > ${new Date(+now - LONGEST_MEETING_MS)} AND o."endTime" > ${now}
     AND (e."autoRescheduleFrom" IS NULL OR o."originalStart" >= e."autoRescheduleFrom")
     AND coalesce(o."override", CASE WHEN o."originalStart" >= e."neverFrom" THEN 'never'::"Override" END)
         IS DISTINCT FROM 'never'
     AND (bots."held" OR NOT bots."had")
   ORDER BY o."startTime", o."id" LIMIT 1`;

/** Chained series whose next meeting has no bot. Asked each minute. */
export async function seriesToReschedule(now: Date): Promise<string[]> {
  const events = await db().$queryRaw<{ id: string }[]>`
    SELECT e."id" FROM "Event" e
      JOIN "Calendar" c ON c."id" = e."calendarId"
      JOIN LATERAL (${nextToReschedule(now)}) AS next ON NOT next."held"
     WHERE ${AUTO_RESCHEDULED}`;
  return events.map(({ id }) => id);
}

/** The meeting that the chain of a series is for next, or null when none that is stored can be joined. */
export async function nextOfSeries(
  tx: Tx,
  eventId: string,
  now: Date,
): Promise<{ id: string; endTime: Date; held: boolean } | null> {
  const [next] = await tx.$queryRaw<{ id: string; endTime: Date; held: boolean }[]>`
    SELECT next.* FROM "Event" e JOIN LATERAL (${nextToReschedule(now)}) AS next ON true WHERE e."id" = ${eventId}`;
  return next ?? null;
}
