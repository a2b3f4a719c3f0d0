import { BotStatus, Event, Occurrence } from '@/lib/platform/database/generated/columns';
import { boolean, listOf, pick, query, type Sql, select, sql } from '@/lib/platform/sql';
import { BOOKED_OR_ACTIVE_STATUSES } from '../domain/bot-status';
import { LONGEST_MEETING_MS } from '../domain/join-time';
import { SAME_MEETING_MS } from '../domain/plan-bot';

// In all of these e is the "Event" of a series, c its "Calendar", o an "Occurrence" of it, and b a "ScheduledBot" of that.

const SAME_MEETING = sql`${SAME_MEETING_MS}::float8 * interval '1 millisecond'`;
const BOOKED_OR_ACTIVE = listOf(BotStatus, BOOKED_OR_ACTIVE_STATUSES);

/** `held`: it has its bot, or gets it back. */
const next = { ...pick(Occurrence, 'id', 'endTime'), held: boolean };

/** The "ScheduledBot" b was for "Occurrence" o, by its start, as `hasEndedBot` has it. */
const isSameMeeting = sql`(b."meetingStart" = o."startTime" OR b."status" IN ('Done', 'Denied', 'NotAllowed')
  AND b."meetingStart" BETWEEN o."startTime" - ${SAME_MEETING} AND o."startTime" + ${SAME_MEETING})`;

/**
 * Selects the occurrence of a series that auto-reschedule schedules next, of those that are stored: the first one that has
 * not ended, has a link, is not set to "never", and whose bot has not ended there. A canceled bot was never there. The
 * occurrence is `held` while its bot is booked or active, and where its bot was canceled automatically and is scheduled
 * again when that is possible, as when the link is free again.
 */
function nextToReschedule(now: Date): Sql {
  return sql`
  SELECT o."id", o."endTime", bots."held"
    FROM "Occurrence" o
    JOIN LATERAL (
      SELECT coalesce(bool_or(b."status" IN (${BOOKED_OR_ACTIVE})) OR
               (array_agg(b."status" = 'Cancelled' AND b."comesBack" ORDER BY b."createdAt" DESC))[1], false) AS "held",
             coalesce(bool_or(b."status" <> 'Cancelled' AND ${isSameMeeting}), false) AS "had"
        FROM "ScheduledBot" b WHERE b."occurrenceId" = o."id") AS bots ON true
   WHERE o."eventId" = e."id" AND NOT o."isDeleted" AND o."meetingUrl" IS NOT NULL
     AND o."startTime" > ${new Date(+now - LONGEST_MEETING_MS)} AND o."endTime" > ${now}
     AND (e."autoRescheduleFrom" IS NULL OR o."originalStart" >= e."autoRescheduleFrom")
     AND coalesce(o."override", CASE WHEN o."originalStart" >= e."neverFrom" THEN 'never'::"Override" END)
         IS DISTINCT FROM 'never'
     AND (bots."held" OR NOT bots."had")
   ORDER BY o."startTime", o."id" LIMIT 1`;
}

/** Series with auto-reschedule whose next occurrence has no bot. */
export const seriesWithoutNextBot = query(
  pick(Event, 'id'),
  (now: Date) => sql`
    SELECT e."id" FROM "Event" e
      JOIN "Calendar" c ON c."id" = e."calendarId"
      JOIN LATERAL (${nextToReschedule(now)}) AS next ON NOT next."held"
     WHERE e."autoRescheduleEnabled" AND NOT e."isDeleted" AND e."kind" = 'master' AND c."syncEnabled"
       AND e."override" IS DISTINCT FROM 'never'`,
);

/** The occurrence of a series that auto-reschedule schedules next, where one is stored that can be joined. */
export const nextOfSeries = query(
  next,
  (eventId: string, now: Date) => sql`
    SELECT ${select('next', next)}
      FROM "Event" e JOIN LATERAL (${nextToReschedule(now)}) AS next ON true WHERE e."id" = ${eventId}`,
);
