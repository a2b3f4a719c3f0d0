import { z } from 'zod';
import type { CalendarKey } from '@/lib/occurrences/stored-event';
import {
  BotStatus,
  Calendar,
  CalendarConnection,
  Event,
  Occurrence,
  User,
} from '@/lib/platform/database/generated/columns';
import { isFew, prepared, preparedIfFew } from '@/lib/platform/prepared';
import {
  arrayOf,
  boolean,
  empty,
  int,
  json,
  jsonRow,
  listOf,
  nullable,
  pick,
  query,
  type Row,
  recordset,
  type Sql,
  select,
  sql,
  text,
  timestamptz,
} from '@/lib/platform/sql';
import { BOOKED_OR_ACTIVE_STATUSES } from '@/lib/scheduling/domain/bot-status';
import { dueBefore } from '@/lib/scheduling/domain/join-time';
import { hasSharedName } from '@/lib/scheduling/queries/decision-input';

// In all of these c is the "Calendar", k its "CalendarConnection", w a "WatchChannel", and e an "Event".

const BOOKED_OR_ACTIVE = listOf(BotStatus, BOOKED_OR_ACTIVE_STATUSES);

/** A calendar is synced: its sync is enabled, and its account has not been revoked. */
const isSynced = sql`c."syncEnabled" AND k."status" = 'active'`;

/**
 * The next try is due: the last sync succeeded, or its retry time has come. Without that time a person has to
 * act.
 */
function isTryDue(now: Date): Sql {
  return sql`(c."retryAt" IS NULL AND c."lastSyncError" IS NULL OR c."retryAt" <= ${now})`;
}

/** No one is syncing the calendar, or whoever did has not renewed the lease and is taken to be dead. */
function isFree(now: Date): Sql {
  return sql`(c."syncLeaseUntil" IS NULL OR c."syncLeaseUntil" < ${now})`;
}

// Which calendars are to be synced

/** What a sync job is told of its calendar: whose it is decides whom it may delay. */
const syncTarget = pick(Calendar, 'id', 'connectionId', 'userId');
export type SyncTarget = Row<typeof syncTarget>;

/** Returns calendars that are marked as changed, may be asked now, and that no one is syncing. */
export const changedCalendars = query(
  syncTarget,
  (now: Date) => sql`
    SELECT ${select('c', syncTarget)} FROM "Calendar" c JOIN "CalendarConnection" k ON k."id" = c."connectionId"
     WHERE ${isSynced} AND c."changeSeq" > c."syncedSeq" AND ${isTryDue(now)} AND ${isFree(now)}`,
);

/** While a sync waits, each notification of so many asks for it again. */
const ASKED_EACH = 8;

const told = { index: int, channelId: text, tokenHash: text, resourceId: text };

/**
 * Marks the calendars of these notifications as changed, as far as a notification has the token and the resource of a
 * channel that is open or being opened. One that waits because Google was down may be asked now: that Google notifies us is
 * word that it is back.
 * @param askedSince a sync that a notification has asked for since then, and that has neither run nor failed, need not be
 *   asked for again (`isAsked`), but by each eighth notification: the first request may be lost while more and more come
 * @param locked a calendar that another transaction is changing is waited for, or left out
 */
export const markPushed = query(
  { ...syncTarget, isAsked: boolean, indexes: arrayOf(int) },
  (rows: Row<typeof told>[], { now, askedSince }: { now: Date; askedSince: Date }, locked: 'wait' | 'skip') =>
    prepared(sql`
    WITH told AS (
      SELECT w."calendarId", array_agg(n."index") AS "indexes"
        FROM ${recordset('n', told, rows)}
        JOIN "WatchChannel" w ON w."id" = n."channelId" AND w."tokenHash" = n."tokenHash"
         AND COALESCE(w."resourceId", '') = n."resourceId" AND w."status" IN ('open', 'opening')
       WHERE w."id" = ANY(${rows.map((row) => row.channelId)}::text[])
       GROUP BY w."calendarId"),
    was AS (
      SELECT was."id", was."lastPushAt", told."indexes" FROM told JOIN "Calendar" was ON was."id" = told."calendarId"
       ORDER BY was."id" FOR NO KEY UPDATE OF was ${locked === 'skip' ? sql`SKIP LOCKED` : empty})
    UPDATE "Calendar" c SET "lastPushAt" = ${now}, "changeSeq" = c."changeSeq" + 1, "updatedAt" = ${now},
           "retryAt" = CASE WHEN c."syncWait" IS NULL AND c."retryAt" > ${now} THEN ${now} ELSE c."retryAt" END
      FROM was WHERE c."id" = was."id"
    RETURNING ${select('c', syncTarget)}, was."indexes",
              -- The row as it is now says whether a sync is still to come: one that ran meanwhile has not seen this change.
              COALESCE(was."lastPushAt" > ${askedSince} AND c."changeSeq" - 1 > c."syncedSeq"
                AND (c."changeSeq" - c."syncedSeq") % ${ASKED_EACH} <> 0
                AND c."lastSyncError" IS NULL AND c."retryAt" IS NULL, false) AS "isAsked"`),
);

/** Calendars that waited together come back within this time: 20 ms apart on average, or closer when they are many. */
const COME_BACK_MS = 10_000;
const EACH_MS = 20;

/**
 * Brings the next try forward of all calendars that wait because Google was down, but not of those that Google refuses or for
 * which it asked for time, and returns them with that time. What another process is writing is left out.
 */
export const endPassingWaits = query(
  { ...syncTarget, retryAt: timestamptz },
  (now: Date) => sql`
    WITH waiting AS (
      SELECT c."id" FROM "Calendar" c JOIN "CalendarConnection" k ON k."id" = c."connectionId"
       WHERE ${isSynced} AND c."syncWait" IS NULL
         AND c."retryAt" > ${now}::timestamptz + ${COME_BACK_MS}::float8 * interval '1 millisecond'
         FOR UPDATE OF c SKIP LOCKED)
    UPDATE "Calendar" c
       SET "retryAt" = ${now}::timestamptz + random() * interval '1 millisecond'
             * least(${COME_BACK_MS}::float8, ${EACH_MS}::float8 * (SELECT count(*) FROM waiting))
     WHERE c."id" IN (SELECT "id" FROM waiting)
    RETURNING ${select('c', syncTarget)}, c."retryAt"`,
);

/**
 * An interval that varies by ±25 % from row to row and from one `last` to the next, and stays the same in
 * between.
 */
function varied(id: Sql, last: Sql, ms: Sql): Sql {
  return sql`(0.75 + (hashtext(${id} || ${last}) & 1023) / 2046.0) * ${ms} * interval '1 millisecond'`;
}

/** How often calendars are polled that have an open push channel, and that have none. */
export type PollIntervals = { watchedMs: number; unwatchedMs: number };

/** Marks calendars as changed that may be asked now and whose last sync is longer ago than their interval. */
export const markCalendarsToPoll = query(
  pick(Calendar, 'id'),
  (now: Date, { watchedMs, unwatchedMs }: PollIntervals) => sql`
    UPDATE "Calendar" c SET "changeSeq" = c."changeSeq" + 1
      FROM "CalendarConnection" k
     WHERE k."id" = c."connectionId" AND ${isSynced} AND c."changeSeq" = c."syncedSeq" AND ${isTryDue(now)}
       AND c."lastSyncedAt" < ${now}::timestamptz - ${varied(
         sql`c."id"`,
         sql`c."lastSyncedAt"`,
         sql`CASE WHEN EXISTS (SELECT 1 FROM "WatchChannel" w WHERE w."calendarId" = c."id" AND w."status" = 'open' AND w."expiresAt" > ${now})
             THEN ${watchedMs}::float8 ELSE ${unwatchedMs}::float8 END`,
       )}
    RETURNING c."id"`,
);

/** How often lists of calendars are read, and how soon again when one could not be read. */
export type ListIntervals = { readMs: number; againMs: number };

/**
 * An account's list was read longer ago than the interval, which varies, and no one has begun to read it lately. Of a person who
 * is disabled nothing is read.
 */
function isListDue(now: Date, { readMs, againMs }: ListIntervals): Sql {
  return sql`k."status" = 'active' AND NOT EXISTS (SELECT 1 FROM "User" u WHERE u."id" = k."userId" AND u."disabledAt" IS NOT NULL)
       AND k."listReadAt" < ${now}::timestamptz - ${varied(sql`k."id"`, sql`k."listReadAt"`, sql`${readMs}::float8`)}
       AND (k."listTriedAt" IS NULL OR k."listTriedAt" <= ${now}::timestamptz - ${againMs}::float8 * interval '1 millisecond')`;
}

/** Returns the accounts whose lists of calendars are due to be read. */
export const listsToRead = query(
  pick(CalendarConnection, 'id'),
  (now: Date, intervals: ListIntervals) => sql`
    SELECT k."id" FROM "CalendarConnection" k WHERE ${isListDue(now, intervals)}`,
);

/** Takes the reading of an account's list for one caller, if that is due. */
export const takeList = query(
  pick(CalendarConnection, 'id'),
  (connectionId: string, now: Date, intervals: ListIntervals) => sql`
    UPDATE "CalendarConnection" k SET "listTriedAt" = ${now}
     WHERE k."id" = ${connectionId} AND ${isListDue(now, intervals)} RETURNING k."id"`,
);

/**
 * Returns a user's calendars whose sync is enabled, and whether Google has taken the permission for them
 * back.
 */
export const enabledCalendars = query(
  { ...pick(Calendar, 'id'), isRevoked: boolean, reason: nullable(text) },
  (userId: string) => sql`
    SELECT c."id", k."status" = 'revoked' AS "isRevoked", k."statusReason" AS "reason"
      FROM "Calendar" c JOIN "CalendarConnection" k ON k."id" = c."connectionId"
     WHERE c."userId" = ${userId} AND c."syncEnabled"`,
);

/**
 * Returns the calendars of bots that are due at a time, and of copies of their meetings, the one whose last sync is oldest
 * first.
 */
export const calendarsOfDueBots = query(
  pick(Calendar, 'id', 'lastSyncedAt'),
  (at: Date) => sql`
    SELECT c."id", c."lastSyncedAt" FROM "Calendar" c
     WHERE c."syncEnabled" AND c."id" IN (
       SELECT copy."calendarId"
         FROM "ScheduledBot" b JOIN "Occurrence" o ON o."id" = b."occurrenceId" JOIN "Event" e ON e."id" = o."eventId"
         JOIN "Event" copy ON copy."id" = e."id"
           OR copy."userId" = e."userId" AND copy."iCalUid" = e."iCalUid" AND NOT copy."isDeleted"
        WHERE b."status" = 'Scheduled' AND b."joinAt" < ${dueBefore(at)})
     ORDER BY c."lastSyncedAt" NULLS FIRST, c."id"`,
);

/** Returns the calendars of a user that are synced, but for one. */
export const calendarsBeside = query(
  pick(Calendar, 'id'),
  (userId: string, calendarId: string) => sql`
    SELECT c."id" FROM "Calendar" c JOIN "CalendarConnection" k ON k."id" = c."connectionId"
     WHERE c."userId" = ${userId} AND c."id" <> ${calendarId} AND ${isSynced} ORDER BY c."id"`,
);

/** Returns the events of a calendar that have a bot that is booked or active, with Google's id of the instance of a series. */
export const eventsWithBots = query(
  { ...pick(Event, 'googleEventId'), instanceId: text },
  (calendarId: string) => sql`
    SELECT DISTINCT e."googleEventId", e."googleEventId" || substr(o."id", length(e."id") + 1) AS "instanceId"
      FROM "Calendar" c
      JOIN "ScheduledBot" b ON b."userId" = c."userId" AND b."status" IN (${BOOKED_OR_ACTIVE})
      JOIN "Occurrence" o ON o."id" = b."occurrenceId" AND o."calendarId" = c."id"
      JOIN "Event" e ON e."id" = o."eventId"
     WHERE c."id" = ${calendarId}`,
);

// Syncing one calendar

const synced = {
  ...Calendar,
  connection: jsonRow(CalendarConnection),
  /** The last sync failed, and the next try is still to come. */
  isWaiting: boolean,
  /** Since when a push channel is open; null where none is. */
  watchedSince: nullable(timestamptz),
};
/** A calendar whose lease the caller holds. */
export type SyncedCalendar = Row<typeof synced>;

/** Takes the lease of a calendar, if it is synced and free. @param lease names the sync that takes it */
export const takeSyncLease = query(synced, (calendarId: string, lease: string, until: Date, now: Date) =>
  prepared(sql`
    UPDATE "Calendar" c
       SET "syncLease" = ${lease}, "syncLeaseUntil" = ${until}, "updatedAt" = ${now}
      FROM "CalendarConnection" k
     WHERE c."id" = ${calendarId} AND k."id" = c."connectionId" AND ${isSynced} AND ${isFree(now)}
    RETURNING ${select('c', Calendar)}, to_jsonb(k) AS "connection", ${isTryDue(now)} IS NOT TRUE AS "isWaiting",
              (SELECT min(w."createdAt") FROM "WatchChannel" w
                WHERE w."calendarId" = c."id" AND w."status" = 'open' AND w."expiresAt" > ${now}) AS "watchedSince"`),
);

/** Returns what of a calendar its occurrences are made with, as it is now, as long as a sync holds its lease. */
export const calendarNow = query(
  { ...pick(Calendar, 'id', 'userId', 'timeZone'), ...pick(User, 'platformOrder') },
  (calendarId: string, lease: string) =>
    prepared(sql`
    SELECT c."id", c."userId", c."timeZone", u."platformOrder"
      FROM "Calendar" c JOIN "User" u ON u."id" = c."userId"
     WHERE c."id" = ${calendarId} AND c."syncLease" = ${lease}`),
);

type Saved = {
  syncToken: string | null;
  /** The `changeSeq` of when the sync began. */
  syncedSeq: number;
  missed: number;
  /** End of the window of stored occurrences, if the calendar has none yet: a full read moves it with the daily scan. */
  materializedUntil: Date;
  now: Date;
};

/**
 * Stores the sync token from which the next sync goes on and releases the lease, if that is still held: else another sync has
 * taken over, and what was read may be older than what that has stored.
 */
export const storeSyncToken = query(
  pick(Calendar, 'changeSeq'),
  (calendarId: string, lease: string, { syncToken, syncedSeq, missed, materializedUntil, now }: Saved) =>
    prepared(sql`
    UPDATE "Calendar" c
       SET "syncToken" = ${syncToken}, "syncedSeq" = ${syncedSeq}, "lastSyncedAt" = ${now}, "lastSyncError" = NULL,
           "failedSyncs" = 0, "retryAt" = NULL, "syncWait" = NULL, "syncLease" = NULL, "syncLeaseUntil" = NULL,
           "missedNotificationCount" = c."missedNotificationCount" + ${missed},
           "lastMissedNotificationAt" = CASE WHEN ${missed} > 0 THEN ${now}::timestamptz ELSE c."lastMissedNotificationAt" END,
           "materializedUntil" = COALESCE(c."materializedUntil", ${materializedUntil}), "updatedAt" = ${now}
     WHERE c."id" = ${calendarId} AND c."syncLease" = ${lease}
    RETURNING c."changeSeq"`),
);

/**
 * Returns the stored exceptions of these series.
 * @param seriesIds Google's ids: all in one parameter, of which a statement has 65,535
 */
export const exceptionsOf = query(
  {
    ...pick(Event, 'id', 'googleEventId', 'recurringEventId', 'isDeleted', 'raw'),
    /** The series was deleted until now. */
    wasSeriesDeleted: boolean,
  },
  (calendarId: string, seriesIds: string[]) => sql`
    SELECT e."id", e."googleEventId", e."recurringEventId", e."isDeleted", e."raw", m."isDeleted" AS "wasSeriesDeleted"
      FROM "Event" e
      JOIN "Event" m ON m."calendarId" = e."calendarId" AND m."googleEventId" = e."recurringEventId"
     WHERE e."calendarId" = ${calendarId} AND e."recurringEventId" = ANY(${seriesIds}::text[])`,
);

// Storing events

/** Returns those of Google's events that are stored, as far as a change is compared with them. */
export const storedEvents = query(
  {
    ...pick(Event, 'googleEventId', 'kind', 'recurringEventId'),
    recurrence: nullable(json(z.array(z.string()).nullable().catch(null))),
    deletedSince: nullable(timestamptz),
  },
  (calendarId: string, googleEventIds: string[]) =>
    prepared(sql`
    SELECT e."googleEventId", e."kind", e."recurringEventId", e."raw"->'recurrence' AS "recurrence",
           CASE WHEN e."isDeleted" THEN e."updatedAt" END AS "deletedSince"
      FROM "Event" e
     WHERE e."calendarId" = ${calendarId} AND e."googleEventId" = ANY(${googleEventIds}::text[])`),
);

const received = pick(
  Event,
  'id',
  'googleEventId',
  'kind',
  'recurringEventId',
  'iCalUid',
  'isDeleted',
  'raw',
  'searchText',
);
const stored = pick(Event, 'id', 'googleEventId', 'kind', 'recurringEventId');

/**
 * Stores events as Google sent them, and returns those that are new or different from before.
 * @returns `hasSharedName`: another event of the user may have its iCalUID. Of many events it is not asked: asking for each of
 *   the thousands of a first sync took longer than storing them, and copies are looked for among all of them at once
 */
export const writeEvents = query(
  { ...stored, ...pick(Event, 'chosenLinkKey'), hasSharedName: boolean },
  ({ id, userId }: CalendarKey, rows: Row<typeof received>[], now: Date) =>
    preparedIfFew(
      rows.length,
      sql`
    INSERT INTO "Event" AS e ("id", "userId", "calendarId", "googleEventId", "kind", "recurringEventId", "iCalUid", "isDeleted", "raw", "searchText", "createdAt", "updatedAt")
    SELECT r."id", ${userId}, ${id}, r."googleEventId", r."kind", r."recurringEventId", r."iCalUid", r."isDeleted", r."raw", r."searchText", ${now}, ${now}
      FROM ${recordset('r', received, rows)}
    ON CONFLICT ("calendarId", "googleEventId") DO UPDATE SET
      "kind" = EXCLUDED."kind",
      "recurringEventId" = EXCLUDED."recurringEventId",
      "iCalUid" = COALESCE(EXCLUDED."iCalUid", e."iCalUid"),
      "isDeleted" = EXCLUDED."isDeleted",
      "raw" = CASE WHEN EXCLUDED."isDeleted" AND EXCLUDED."kind" <> 'exception' THEN e."raw" ELSE EXCLUDED."raw" END,
      "searchText" = CASE WHEN EXCLUDED."isDeleted" AND EXCLUDED."kind" <> 'exception' THEN e."searchText" ELSE EXCLUDED."searchText" END,
      "aheadUntil" = NULL,
      "updatedAt" = ${now}
    WHERE e."isDeleted" <> EXCLUDED."isDeleted"
       OR (NOT EXCLUDED."isDeleted" AND e."raw" IS DISTINCT FROM EXCLUDED."raw")
       OR (EXCLUDED."isDeleted" AND EXCLUDED."kind" = 'exception' AND e."raw"->>'status' IS DISTINCT FROM 'cancelled')
    RETURNING e."id", e."googleEventId", e."kind", e."recurringEventId", e."chosenLinkKey",
              ${isFew(rows.length) ? hasSharedName : sql`true`} AS "hasSharedName"`,
    ),
);

/** Marks exceptions that Google has dropped (see `isDropped`): they are deleted, but not canceled. */
export const markDropped = query(
  stored,
  (eventIds: string[], now: Date) => sql`
    UPDATE "Event" e SET "isDeleted" = true, "raw" = e."raw" - 'status', "updatedAt" = ${now}
     WHERE e."id" = ANY(${eventIds}::text[])
    RETURNING ${select('e', stored)}`,
);

/**
 * Marks the events of a calendar as deleted that a full read did not bring. The cancellation of an instance
 * is dropped with its exception.
 * @param seen Google's ids of the events that the read brought
 */
export const markMissing = query(
  stored,
  (calendarId: string, seen: string[], now: Date) => sql`
    UPDATE "Event" e SET "isDeleted" = true, "updatedAt" = ${now},
           "raw" = CASE WHEN e."kind" = 'exception' THEN e."raw" - 'status' ELSE e."raw" END
     WHERE e."calendarId" = ${calendarId}
       AND (NOT e."isDeleted" OR (e."kind" = 'exception' AND e."raw"->>'status' = 'cancelled'))
       AND e."googleEventId" NOT IN (SELECT unnest(${seen}::text[]))
    RETURNING ${select('e', stored)}`,
);

const chosenLink = {
  ...pick(Event, 'id', 'kind', 'raw'),
  /** The link key that a person chose, for this event or for its series. */
  key: text,
  isInherited: boolean,
  /** The event's series, or the event itself. */
  rootId: text,
  /** The next meeting that the event describes, with the link that its bots joined by until now. */
  occurrenceId: nullable(text),
  ...pick(Occurrence, 'linkKey', 'meetingUrl'),
};
/** An event with the link that was chosen for it. */
export type ChosenLink = Row<typeof chosenLink>;

/** Returns those of these events that have a chosen link and a meeting that has not ended. */
export const chosenLinks = query(
  chosenLink,
  // An exception that is new has no occurrence of its own yet: its series' occurrence has described it until
  // now.
  (eventIds: string[], now: Date) => sql`
    SELECT e."id", e."kind", e."raw", COALESCE(e."chosenLinkKey", m."chosenLinkKey") AS "key",
           e."chosenLinkKey" IS NULL AS "isInherited", COALESCE(m."id", e."id") AS "rootId",
           CASE WHEN o."resourceId" = e."id" THEN o."id" END AS "occurrenceId", o."linkKey", o."meetingUrl"
      FROM "Event" e
      LEFT JOIN "Event" m ON m."calendarId" = e."calendarId" AND m."googleEventId" = e."recurringEventId"
      JOIN LATERAL (
        SELECT "id", "resourceId", "linkKey", "meetingUrl" FROM "Occurrence"
         WHERE "resourceId" IN (e."id", m."id") AND NOT "isDeleted" AND "endTime" > ${now}
         ORDER BY "resourceId" = e."id" DESC, "startTime" LIMIT 1) o ON true
     WHERE e."id" = ANY(${eventIds}::text[]) AND NOT e."isDeleted"
       AND COALESCE(e."chosenLinkKey", m."chosenLinkKey") IS NOT NULL
     ORDER BY e."id"`,
);

// Watching

/**
 * A channel that ends within this time is renewed. One that Google grants for less than twice this time is
 * renewed when half of its time has passed.
 */
const RENEW_BEFORE_MS = 2 * 86_400_000;

/** None of the calendar's channels lasts long enough. */
function needsChannel(now: Date): Sql {
  return sql`NOT EXISTS (
    SELECT 1 FROM "WatchChannel" w WHERE w."calendarId" = c."id" AND w."status" = 'open'
       AND w."expiresAt" - ${now}::timestamptz > least(
         ${RENEW_BEFORE_MS}::float8 * interval '1 millisecond', (w."expiresAt" - w."createdAt") / 2))`;
}

/** Returns a calendar if it needs a new channel, else no row. */
export const calendarNeedingChannel = query(
  pick(Calendar, 'id'),
  (calendarId: string, now: Date) => sql`
    SELECT c."id" FROM "Calendar" c WHERE c."id" = ${calendarId} AND ${needsChannel(now)}`,
);

/** Returns the calendars that need a new channel and for which no opening has been tried since a time. */
export const calendarsNeedingChannel = query(
  pick(Calendar, 'id'),
  (triedSince: Date, now: Date) => sql`
    SELECT c."id" FROM "Calendar" c JOIN "CalendarConnection" k ON k."id" = c."connectionId"
     WHERE ${isSynced} AND NOT c."pushUnsupported"
       -- Where Google refuses to let us read, now or at all, it would refuse to notify us as well.
       AND (c."syncWait" IS NULL OR c."retryAt" <= ${now})
       AND NOT EXISTS (SELECT 1 FROM "WatchChannel" w WHERE w."calendarId" = c."id"
         AND w."status" IN ('failed', 'opening') AND w."createdAt" > ${triedSince})
       AND ${needsChannel(now)}`,
);
