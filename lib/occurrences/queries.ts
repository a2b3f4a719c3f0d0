import { BotStatus, Calendar, Event, Occurrence } from '@/lib/platform/database/generated/columns';
import { prepared } from '@/lib/platform/prepared';
import {
  arrayOf,
  command,
  empty,
  listOf,
  pick,
  query,
  type Row,
  recordset,
  type Sql,
  select,
  sql,
  text,
} from '@/lib/platform/sql';
import { BOOKED_OR_ACTIVE_STATUSES } from '@/lib/scheduling/domain/bot-status';

// In all of these e is the "Event", o the "Occurrence", and b the "ScheduledBot".

const DAY_MS = 86_400_000;
const BOOKED_OR_ACTIVE = listOf(BotStatus, BOOKED_OR_ACTIVE_STATUSES);

type CalendarKey = { id: string; userId: string };

// Materialization

/** Of these events of Google's those that are stored. */
export const eventsByGoogleId = query(
  pick(Event, 'id', 'googleEventId'),
  (calendarId: string, googleEventIds: string[]) => sql`
    SELECT e."id", e."googleEventId" FROM "Event" e
     WHERE e."calendarId" = ${calendarId} AND e."googleEventId" = ANY(${googleEventIds}::text[])`,
);

/**
 * Series and single events in their calendar's own time zone: all-day ones, and those that Google gives no
 * zone, or perhaps one that is unknown.
 */
export const zonelessEvents = query(
  pick(Event, 'id'),
  (calendarId: string) => sql`
    SELECT e."id" FROM "Event" e
     WHERE e."calendarId" = ${calendarId} AND NOT e."isDeleted" AND e."kind" <> 'exception'
       AND (e."raw"->'start'->>'timeZone' IS NULL OR EXISTS (
              SELECT 1 FROM "Occurrence" o WHERE o."eventId" = e."id" AND o."problem" IS NOT NULL))`,
);

/** The series and single events of a user that have an occurrence with a link that has not ended, by calendar. */
export const linkedEvents = query(
  { ...pick(Calendar, 'id', 'timeZone'), eventIds: arrayOf(text) },
  (userId: string, now: Date) => sql`
    SELECT c."id", c."timeZone", array_agg(DISTINCT o."eventId") AS "eventIds"
      FROM "Occurrence" o JOIN "Calendar" c ON c."id" = o."calendarId"
     WHERE o."userId" = ${userId} AND NOT o."isDeleted" AND o."endTime" > ${now} AND o."linkKey" IS NOT NULL
     GROUP BY c."id"`,
);

const relevant = pick(
  Occurrence,
  ...(['id', 'eventId', 'resourceId', 'startTime', 'originalStart', 'isDeleted', 'override'] as const),
);
/** A stored occurrence, as far as it is compared with what its event has now. */
export type RelevantOccurrence = Row<typeof relevant>;

/** No occurrence of a series lasts longer: those that began earlier are not read. */
const LONGEST_OCCURRENCE_MS = 366 * DAY_MS;

/**
 * The occurrences of these events that end after a time, also those beyond the rolling window. Of deleted
 * ones those with an override or a bot: when they come back, so do these.
 */
export const relevantOccurrences = query(relevant, (eventIds: string[], from: Date) =>
  prepared(sql`
    SELECT ${select('o', relevant)} FROM "Occurrence" o
     WHERE o."eventId" = ANY(${eventIds}::text[]) AND o."endTime" > ${from}
       AND o."startTime" > ${new Date(+from - LONGEST_OCCURRENCE_MS)}
       AND (NOT o."isDeleted" OR o."override" IS NOT NULL
            OR EXISTS (SELECT 1 FROM "ScheduledBot" b WHERE b."occurrenceId" = o."id"))`),
);

const written = {
  ...pick(Occurrence, 'id', 'eventId', 'resourceId', 'originalStart', 'startTime', 'endTime', 'isAllDay'),
  ...pick(
    Occurrence,
    'timeZone',
    'title',
    'meetingUrl',
    'meetingPlatform',
    'linkKey',
    'problem',
    'isDeleted',
  ),
};
/** An occurrence as it is stored. */
export type OccurrenceRow = Row<typeof written>;

/**
 * Stores occurrences where something of them has changed.
 * @param changedIds events whose resource is another one now: each occurrence that they describe counts as
 *   changed
 */
export const writeOccurrences = command(
  ({ id, userId }: CalendarKey, rows: OccurrenceRow[], changedIds: string[], now: Date) =>
    prepared(sql`
    INSERT INTO "Occurrence" AS o ("id", "userId", "calendarId", "eventId", "resourceId", "originalStart", "startTime", "endTime", "isAllDay", "timeZone", "title", "meetingUrl", "meetingPlatform", "linkKey", "problem", "isDeleted", "createdAt", "updatedAt")
    SELECT r."id", ${userId}, ${id}, r."eventId", r."resourceId", r."originalStart", r."startTime", r."endTime", r."isAllDay", r."timeZone", r."title", r."meetingUrl", r."meetingPlatform", r."linkKey", r."problem", r."isDeleted", ${now}, ${now}
      FROM ${recordset('r', written, rows)}
    ON CONFLICT ("id") DO UPDATE SET
      "resourceId" = EXCLUDED."resourceId", "startTime" = EXCLUDED."startTime", "endTime" = EXCLUDED."endTime",
      "isAllDay" = EXCLUDED."isAllDay", "timeZone" = EXCLUDED."timeZone", "title" = EXCLUDED."title",
      "meetingUrl" = EXCLUDED."meetingUrl", "meetingPlatform" = EXCLUDED."meetingPlatform",
      "linkKey" = EXCLUDED."linkKey", "problem" = EXCLUDED."problem", "isDeleted" = EXCLUDED."isDeleted", "updatedAt" = ${now}
    WHERE EXCLUDED."resourceId" IN (SELECT unnest(${changedIds}::text[]))
       OR (o."resourceId", o."startTime", o."endTime", o."isAllDay", o."timeZone", o."title", o."meetingUrl", o."problem", o."isDeleted")
          IS DISTINCT FROM
          (EXCLUDED."resourceId", EXCLUDED."startTime", EXCLUDED."endTime", EXCLUDED."isAllDay", EXCLUDED."timeZone", EXCLUDED."title", EXCLUDED."meetingUrl", EXCLUDED."problem", EXCLUDED."isDeleted")`),
);

/** Marks occurrences that their events no longer have as deleted. */
export const markDeleted = command(
  (occurrenceIds: string[], now: Date) => sql`
    UPDATE "Occurrence" SET "isDeleted" = true, "updatedAt" = ${now}
     WHERE "id" = ANY(${occurrenceIds}::text[])`,
);

// The rolling window

/**
 * The series of a user whose occurrences are not stored up to a time, by calendar.
 * @param from series with `most` occurrences from here on are left out: no more are ever stored of one
 */
export const seriesNotStoredUntil = query(
  { ...pick(Calendar, 'id'), seriesIds: arrayOf(text) },
  (userId: string, until: Date, from: Date, most: number) => sql`
    SELECT c."id", array_agg(e."id" ORDER BY e."id") AS "seriesIds"
      FROM "Event" e JOIN "Calendar" c ON c."id" = e."calendarId"
     WHERE e."userId" = ${userId} AND c."syncEnabled" AND e."kind" = 'master' AND NOT e."isDeleted"
       AND (e."aheadUntil" IS NULL OR e."aheadUntil" < ${until})
       AND NOT EXISTS (SELECT 1 FROM "Occurrence" o
                        WHERE o."eventId" = e."id" AND o."startTime" >= ${from}
                       OFFSET ${most - 1} LIMIT 1)
     GROUP BY c."id"`,
);

// Series splits

const part = {
  ...pick(Event, 'id', 'userId', 'calendarId', 'googleEventId', 'isDeleted', 'raw', 'override', 'neverFrom'),
  ...pick(Event, 'autoRescheduleEnabled', 'autoRescheduleBotConfig', 'autoRescheduleFrom', 'chosenLinkKey'),
  ...pick(Event, 'overrideSetAt', 'updatedAt'),
};
/** A series that may continue another one or be continued. */
export type SeriesPart = Row<typeof part>;

/** The bot of a meeting that has lasted this long is not moved to another meeting. */
const MOVABLE_FOR_MS = DAY_MS;

/** The name that all parts of a series share, as `seriesFamily` has it. */
const familyOf = (event: Sql) => sql`regexp_replace(${event}."googleEventId", '_R[0-9]{8}(T[0-9]{6})?$', '')`;

/**
 * The series of a calendar that changed since a time, or belong to one of these families, and that a person
 * has decided something about. They are looked for among the overrides and bots, which are few whatever the
 * size of the calendar.
 */
export const seriesWithOverrides = query(
  part,
  ({ id, userId }: CalendarKey, families: string[], since: Date, now: Date) => sql`
    SELECT ${select('e', part)} FROM "Event" e
     WHERE e."kind" = 'master'
       AND (e."updatedAt" >= ${since} ${
         families.length === 0 ? empty : sql`OR ${familyOf(sql`e`)} = ANY(${families}::text[])`
       })
       AND e."id" IN (
         SELECT w."id" FROM "Event" w
          WHERE w."calendarId" = ${id}
            AND (w."override" IS NOT NULL OR w."neverFrom" IS NOT NULL OR w."autoRescheduleEnabled" OR w."chosenLinkKey" IS NOT NULL)
         UNION
         SELECT o."eventId" FROM "Occurrence" o
          WHERE o."calendarId" = ${id} AND o."override" IS NOT NULL AND o."endTime" > ${now}
         UNION
         SELECT o."eventId" FROM "ScheduledBot" b JOIN "Occurrence" o ON o."id" = b."occurrenceId"
          WHERE b."userId" = ${userId} AND b."joinAt" > ${new Date(+now - MOVABLE_FOR_MS)}
            AND (b."comesBack" OR b."status" IN (${BOOKED_OR_ACTIVE}))
            AND o."calendarId" = ${id} AND o."endTime" > ${now})`,
);

/**
 * Those of these series that are not deleted, and with them the series of the calendar that were stored since
 * a time.
 * @param since null for none of those
 */
export const newSeries = query(
  part,
  (calendarId: string, ids: string[], since: Date | null) => sql`
    SELECT ${select('e', part)} FROM "Event" e
     WHERE NOT e."isDeleted" AND e."id" IN (SELECT unnest(${ids}::text[]) ${
       since === null
         ? empty
         : sql`UNION SELECT n."id" FROM "Event" n
                WHERE n."calendarId" = ${calendarId} AND n."kind" = 'master' AND n."createdAt" >= ${since}`
     })
     ORDER BY e."googleEventId"`,
);

const booking = pick(Occurrence, 'id', 'eventId', 'resourceId', 'startTime', 'override', 'overrideSetAt');

/**
 * Of these occurrences, which are about to be deleted, those with an override or a bot that is booked or
 * active.
 */
export const bookingsAt = query(
  booking,
  (occurrenceIds: string[], now: Date) => sql`
    SELECT ${select('o', booking)} FROM "Occurrence" o
     WHERE o."id" = ANY(${occurrenceIds}::text[])
       AND NOT o."isDeleted" AND o."endTime" > ${now}
       AND (o."override" IS NOT NULL OR EXISTS (
             SELECT 1 FROM "ScheduledBot" b WHERE b."occurrenceId" = o."id" AND b."status" IN (${BOOKED_OR_ACTIVE})))`,
);

const deletedSince = { eventId: text, since: Occurrence.updatedAt };

/** The occurrences of each of these events that were deleted since a time and have not ended. */
export const deletedOccurrences = query(
  pick(Occurrence, 'id', 'eventId', 'startTime'),
  (events: Row<typeof deletedSince>[], now: Date) => sql`
    SELECT o."id", o."eventId", o."startTime"
      FROM ${recordset('d', deletedSince, events)}
      JOIN "Occurrence" o ON o."eventId" = d."eventId"
     WHERE o."isDeleted" AND o."updatedAt" >= d."since" AND o."endTime" > ${now}`,
);
