import { BotStatus } from '@/lib/platform/database/generated/columns';
import { command, listOf, type Sql, sql } from '@/lib/platform/sql';
import { ENDED_STATUSES } from '../domain/bot-status';

// What the nightly pruning deletes (docs/decisions/0037). In all of these b is the "ScheduledBot", o the "Occurrence", e the
// "Event", and a the "ActivityEntry" that is deleted. Each statement deletes at most `limit` rows.

const ENDED = listOf(BotStatus, ENDED_STATUSES);

/** Bots that ended before an instant, and whose meetings ended before it. */
export const pruneBots = command(
  (until: Date, limit: number) => sql`
    DELETE FROM "ScheduledBot" b WHERE b."updatedAt" < ${until} AND b."status" IN (${ENDED}) AND b."id" = ANY(ARRAY(
      SELECT b."id" FROM "ScheduledBot" b LEFT JOIN "Occurrence" o ON o."id" = b."occurrenceId"
       WHERE b."status" IN (${ENDED}) AND b."joinAt" < ${until} AND b."meetingEnd" < ${until} AND b."updatedAt" < ${until}
         -- While its meeting is to come, the bot says that it was there, or that it comes back.
         AND (o."id" IS NULL OR o."endTime" < ${until})
       LIMIT ${limit}))`,
);

/** An occurrence was deleted, and had ended, before an instant, and no one has decided about it. */
function isOldTombstone(until: Date): Sql {
  return sql`o."isDeleted" AND o."endTime" < ${until} AND o."updatedAt" < ${until} AND o."override" IS NULL`;
}

/** Deleted occurrences that ended before an instant, have no override, and no bot any more. */
export const pruneOccurrences = command(
  (until: Date, limit: number) => sql`
    DELETE FROM "Occurrence" o WHERE ${isOldTombstone(until)} AND o."id" = ANY(ARRAY(
      SELECT o."id" FROM "Occurrence" o
       WHERE ${isOldTombstone(until)}
         AND NOT EXISTS (SELECT 1 FROM "ScheduledBot" b WHERE b."occurrenceId" = o."id")
       LIMIT ${limit}))`,
);

/** An event was deleted before an instant, and no one has decided about it. */
function isOldEvent(until: Date): Sql {
  return sql`e."isDeleted" AND e."updatedAt" < ${until} AND e."override" IS NULL AND e."neverFrom" IS NULL
    AND e."chosenLinkKey" IS NULL AND NOT e."autoRescheduleEnabled"`;
}

/**
 * Deleted events without occurrences, overrides and copies. An exception stays with its series, whose meeting at that time
 * it cancels, and a series with its exceptions.
 */
export const pruneEvents = command(
  (until: Date, limit: number) => sql`
    DELETE FROM "Event" e WHERE ${isOldEvent(until)} AND e."id" = ANY(ARRAY(
      SELECT e."id" FROM "Event" e
       WHERE ${isOldEvent(until)}
         AND NOT EXISTS (SELECT 1 FROM "Occurrence" o WHERE o."eventId" = e."id")
         AND NOT EXISTS (SELECT 1 FROM "Occurrence" o WHERE o."resourceId" = e."id")
         AND NOT EXISTS (SELECT 1 FROM "Event" series
                          WHERE e."kind" = 'exception' AND series."calendarId" = e."calendarId"
                            AND series."googleEventId" = e."recurringEventId"
                            AND (NOT series."isDeleted" OR series."updatedAt" >= ${until}))
         AND NOT EXISTS (SELECT 1 FROM "Event" exception
                          WHERE exception."calendarId" = e."calendarId" AND exception."recurringEventId" = e."googleEventId")
         -- How many events have an iCalUID says whether it names a meeting.
         AND NOT EXISTS (SELECT 1 FROM "Event" copy
                          WHERE copy."userId" = e."userId" AND copy."iCalUid" = e."iCalUid" AND copy."id" <> e."id"
                            AND (copy."calendarId" <> e."calendarId"
                              OR copy."kind" <> 'exception' AND copy."googleEventId" IS DISTINCT FROM e."recurringEventId"))
       LIMIT ${limit}))`,
);

/** Entries from before an instant, but those about bots that are stored, and about meetings that ended after it. */
export const pruneActivity = command(
  (until: Date, limit: number) => sql`
    DELETE FROM "ActivityEntry" a WHERE a."id" = ANY(ARRAY(
      SELECT a."id" FROM "ActivityEntry" a
       WHERE a."at" < ${until}
         -- An undo reads there what was removed, and what has been overridden since.
         AND NOT EXISTS (SELECT 1 FROM "ScheduledBot" b WHERE b."id" = a."botId")
         AND NOT EXISTS (SELECT 1 FROM "Occurrence" o WHERE o."id" = a."occurrenceId" AND o."endTime" >= ${until})
       LIMIT ${limit}))`,
);
