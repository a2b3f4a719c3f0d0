import { Event, Occurrence, ScheduledBot } from '@/lib/platform/database/generated/columns';
import { command, isAmong, pick, query, type Row, recordset, type Sql, sql, text } from '@/lib/platform/sql';
import { occurrenceKey } from './decision-input';

// In all of these o is the "Occurrence", e its "Event" (of an occurrence of a series, the series), b a "ScheduledBot" of it, and
// n the new values of a row.

/** An iCalUID of a user, and of a series what names the original start. */
const copyName = { userId: text, iCalUid: text, occurrenceKey: text };
export type CopyName = Row<typeof copyName>;

/** An iCalUID that stands at more events than this, deleted ones included, names no meeting. */
const MOST_COPIES = 20;

/** The iCalUID of "Event" `event` stands at few enough events to name a meeting. */
function namesOneMeeting(event: Sql): Sql {
  return sql`(SELECT count(*) FROM (
    SELECT 1 FROM "Event" n
     WHERE n."userId" = ${event}."userId" AND n."iCalUid" = ${event}."iCalUid" AND n."kind" <> 'exception'
     LIMIT ${MOST_COPIES + 1}) AS named) <= ${MOST_COPIES}`;
}

/**
 * The occurrences with one of these names, where it stands at more than one event. An iCalUID that stands at several events
 * of one calendar, as some tools write it, names no meeting. Of a series, exceptions are no events of their own.
 */
export const occurrencesNamed = query(
  { ...copyName, ...pick(Occurrence, 'id') },
  (names: CopyName[]) => sql`
    WITH asked AS MATERIALIZED (
      SELECT n."userId", n."iCalUid", n."occurrenceKey" FROM ${recordset('n', copyName, names)}),
    root AS MATERIALIZED (
      SELECT e."id", e."userId", e."iCalUid", e."kind", e."calendarId", e."isDeleted",
             ${occurrenceKey(sql`e`, sql`e."id"`)} AS "key"
        FROM (SELECT DISTINCT "userId", "iCalUid" FROM asked) AS a
        JOIN "Event" e ON e."userId" = a."userId" AND e."iCalUid" = a."iCalUid"
       WHERE e."kind" <> 'exception' OR NOT EXISTS (
         SELECT 1 FROM "Event" m WHERE m."calendarId" = e."calendarId" AND m."googleEventId" = e."recurringEventId")),
    shared AS MATERIALIZED (
      SELECT "userId", "iCalUid" FROM root GROUP BY "userId", "iCalUid"
      HAVING count(*) BETWEEN 2 AND ${MOST_COPIES}
         AND count(*) FILTER (WHERE NOT "isDeleted")
             = count(DISTINCT ("calendarId", "kind" = 'exception', "key")) FILTER (WHERE NOT "isDeleted"))
    SELECT DISTINCT a."userId", a."iCalUid", a."occurrenceKey", o."id"
      FROM asked a JOIN shared USING ("userId", "iCalUid") JOIN root USING ("userId", "iCalUid")
      JOIN "Occurrence" o ON o."id" = root."id" || CASE WHEN root."kind" = 'exception' THEN '' ELSE a."occurrenceKey" END
     WHERE root."kind" <> 'exception' OR root."key" = a."occurrenceKey"`,
);

const handedOver = { ...pick(ScheduledBot, 'id'), from: text, to: text };

/** Gives bots that are booked or active from one copy of their meeting to another. They keep their version. */
export const moveToCopies = query(
  pick(ScheduledBot, 'id'),
  (rows: Row<typeof handedOver>[], now: Date) => sql`
    UPDATE "ScheduledBot" b SET "occurrenceId" = n."to", "updatedAt" = ${now}
      FROM ${recordset('n', handedOver, rows)}
     WHERE b."id" = n."id" AND ${isAmong(sql`b`, rows)} AND b."occurrenceId" = n."from"
    RETURNING b."id"`,
);

const settled = pick(Occurrence, 'id', 'override', 'overrideSetAt');
/** An override that counts for all copies of a meeting, and one of these. */
export type SettledOverride = Row<typeof settled>;

/** Stores the overrides that count for all copies at each of them. One that was set since then is left as it is. */
export const settleOverrides = command(
  (rows: SettledOverride[]) => sql`
    UPDATE "Occurrence" o SET "override" = n."override", "overrideSetAt" = n."overrideSetAt"
      FROM ${recordset('n', settled, rows)}
     WHERE o."id" = n."id" AND ${isAmong(sql`o`, rows)} AND (o."overrideSetAt" IS NULL OR o."overrideSetAt" < n."overrideSetAt")`,
);

const settledSeries = pick(Event, 'id', 'override', 'neverFrom', 'overrideSetAt');
/** An override that counts for all copies of a series, and one of these. */
export type SettledSeries = Row<typeof settledSeries>;

/** Stores the overrides that count for all copies of series at each of them. */
export const settleSeriesOverrides = command(
  (rows: SettledSeries[]) => sql`
    UPDATE "Event" e SET "override" = n."override", "neverFrom" = n."neverFrom", "overrideSetAt" = n."overrideSetAt"
      FROM ${recordset('n', settledSeries, rows)}
     WHERE e."id" = n."id" AND ${isAmong(sql`e`, rows)} AND (e."overrideSetAt" IS NULL OR e."overrideSetAt" < n."overrideSetAt")`,
);

/**
 * The events that share their iCalUID with one of these. \`from\` is the one that is deleted, \`to\` the one that is not, in a
 * calendar that is synced.
 */
export const deletedCopies = query(
  { from: text, to: text },
  (eventIds: string[]) => sql`
    SELECT DISTINCT d."id" AS "from", l."id" AS "to"
      FROM "Event" e
      JOIN "Event" d ON d."userId" = e."userId" AND d."iCalUid" = e."iCalUid" AND d."isDeleted" AND d."kind" <> 'exception'
      JOIN "Event" l ON l."userId" = e."userId" AND l."iCalUid" = e."iCalUid" AND NOT l."isDeleted" AND l."kind" = d."kind"
      JOIN "Calendar" c ON c."id" = l."calendarId" AND c."syncEnabled"
     WHERE e."id" = ANY(${eventIds}::text[]) AND (d."id" = e."id" OR l."id" = e."id") AND ${namesOneMeeting(sql`e`)}`,
);

/** The events in other accounts' calendars that share their iCalUID with events of this account, and may be their copies. */
export const copiesOutside = query(
  pick(Event, 'id'),
  (connectionId: string) => sql`
    SELECT DISTINCT l."id"
      FROM "Calendar" c JOIN "Event" e ON e."calendarId" = c."id" AND e."kind" <> 'exception'
      JOIN "Event" l ON l."userId" = e."userId" AND l."iCalUid" = e."iCalUid" AND l."kind" <> 'exception' AND NOT l."isDeleted"
      JOIN "Calendar" other ON other."id" = l."calendarId" AND other."connectionId" <> c."connectionId"
     WHERE c."connectionId" = ${connectionId} AND ${namesOneMeeting(sql`e`)}`,
);
