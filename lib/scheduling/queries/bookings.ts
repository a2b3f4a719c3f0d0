import { Occurrence, ScheduledBot, User } from '@/lib/platform/database/generated/columns';
import { prepared } from '@/lib/platform/prepared';
import { command, isAmong, pick, query, type Row, recordset, select, sql, text } from '@/lib/platform/sql';

// In all of these b is the "ScheduledBot", and n the new values of its row.

// Scheduling

const inserted = {
  ...pick(ScheduledBot, 'id', 'source', 'joinOffsetSeconds', 'bookedSince', 'botName', 'customAttributes'),
  ...pick(ScheduledBot, 'botConfig', 'scheduleGroup'),
  occurrenceId: text,
};
const newBooking = {
  ...pick(ScheduledBot, 'id', 'status', 'joinAt', 'meetingUrl', 'title', 'scheduleGroup', 'botConfig'),
  occurrenceId: text,
};
/** A bot that has just been scheduled. */
export type NewBooking = Row<typeof newBooking>;

/**
 * Inserts bots, each with the meeting of its occurrence. An occurrence with a bot that is booked or active (the partial
 * unique index decides) gets none.
 */
export const insertBookings = query(
  newBooking,
  (rows: Row<typeof inserted>[], provider: string, now: Date) => sql`
    INSERT INTO "ScheduledBot" AS b (
      "id", "userId", "occurrenceId", "source", "title", "meetingUrl", "meetingPlatform", "linkKey", "meetingStart",
      "meetingEnd", "joinOffsetSeconds", "joinAt", "bookedSince", "botName", "customAttributes", "botConfig", "scheduleGroup",
      "provider", "createdAt", "updatedAt")
    SELECT n."id", o."userId", o."id", n."source", o."title", COALESCE(o."meetingUrl", ''), o."meetingPlatform",
           o."linkKey", o."startTime", o."endTime", n."joinOffsetSeconds",
           o."startTime" + n."joinOffsetSeconds" * interval '1 second', n."bookedSince", n."botName",
           n."customAttributes", n."botConfig", n."scheduleGroup", ${provider}, ${now}, ${now}
      FROM ${recordset('n', inserted, rows)}
      JOIN "Occurrence" o ON o."id" = n."occurrenceId" AND ${isAmong(
        sql`o`,
        rows.map((row) => ({ id: row.occurrenceId })),
      )}
    ON CONFLICT DO NOTHING
    RETURNING ${select('b', newBooking)}`,
);

// Carrying plans out: only where a bot still is what was read

const updated = {
  ...pick(ScheduledBot, 'id', 'version', 'status', 'joinAt', 'bookedSince', 'meetingStart', 'meetingEnd'),
  ...pick(ScheduledBot, 'meetingUrl', 'linkKey', 'meetingPlatform', 'title'),
};

/**
 * Gives bots the time, link and title of their meetings. A bot that is active keeps its version: its join may be retried. A
 * scheduled one that its provider has refused is sent at its time, as if it had never been.
 */
export const updateBookings = query(pick(ScheduledBot, 'id'), (rows: Row<typeof updated>[], now: Date) =>
  prepared(sql`
    UPDATE "ScheduledBot" b
       SET "joinAt" = n."joinAt", "bookedSince" = n."bookedSince", "meetingStart" = n."meetingStart",
           "meetingEnd" = n."meetingEnd", "meetingUrl" = n."meetingUrl", "linkKey" = n."linkKey",
           "meetingPlatform" = n."meetingPlatform", "title" = n."title",
           "version" = b."version" + (b."status" = 'Scheduled')::int, "updatedAt" = ${now},
           "nextAttemptAt" = CASE WHEN b."status" <> 'Scheduled' THEN b."nextAttemptAt" END,
           "statusReason" = CASE WHEN b."status" <> 'Scheduled' THEN b."statusReason" END
      FROM ${recordset('n', updated, rows)}
     WHERE b."id" = n."id" AND ${isAmong(sql`b`, rows)} AND b."version" = n."version" AND b."status" = n."status"
    RETURNING b."id"`),
);

const cancelled = pick(ScheduledBot, 'id', 'version', 'status', 'statusReason', 'comesBack');

/** Cancels bots that are scheduled. */
export const cancelBookings = query(
  pick(ScheduledBot, 'id'),
  (rows: Row<typeof cancelled>[], now: Date) => sql`
    UPDATE "ScheduledBot" b
       SET "status" = 'Cancelled', "version" = b."version" + 1, "statusReason" = n."statusReason",
           "comesBack" = n."comesBack", "updatedAt" = ${now}
      FROM ${recordset('n', cancelled, rows)}
     WHERE b."id" = n."id" AND ${isAmong(sql`b`, rows)} AND b."version" = n."version" AND b."status" = n."status"
    RETURNING b."id"`,
);

const recalled = pick(ScheduledBot, 'id', 'status', 'statusReason', 'comesBack');

/** Requests, once, that bots that are active are recalled. They keep their version. */
export const requestRecalls = query(
  pick(ScheduledBot, 'id'),
  (rows: Row<typeof recalled>[], now: Date) => sql`
    UPDATE "ScheduledBot" b
       SET "recallRequestedAt" = ${now}, "statusReason" = n."statusReason",
           "comesBack" = n."comesBack", "updatedAt" = ${now}
      FROM ${recordset('n', recalled, rows)}
     WHERE b."id" = n."id" AND ${isAmong(sql`b`, rows)} AND b."status" = n."status" AND b."recallRequestedAt" IS NULL
    RETURNING b."id"`,
);

const decided = { ...pick(Occurrence, 'id'), decisionCode: text, decisionReason: text };

/** Stores the last decisions that were acted on. */
export const storeDecisions = command((rows: Row<typeof decided>[]) =>
  prepared(sql`
    UPDATE "Occurrence" o SET "decisionCode" = n."decisionCode", "decisionReason" = n."decisionReason"
      FROM ${recordset('n', decided, rows)}
     WHERE o."id" = n."id" AND ${isAmong(sql`o`, rows)}`),
);

// Arming joins

const armed = pick(ScheduledBot, 'id', 'version');

/** Scheduled bots that join before an instant and are not armed for their present version, soonest first. */
export const unarmedBots = query(
  pick(ScheduledBot, 'id', 'version', 'joinAt'),
  (joinBefore: Date, limit: number) =>
    prepared(sql`
    SELECT b."id", b."version", b."joinAt" FROM "ScheduledBot" b
     WHERE b."status" = 'Scheduled' AND b."joinAt" < ${joinBefore} AND b."armedVersion" IS DISTINCT FROM b."version"
     ORDER BY b."joinAt" LIMIT ${limit}`),
);

/** Stores which versions of bots are armed. Passes over the bots that another transaction is changing. */
export const markArmed = command((rows: Row<typeof armed>[]) =>
  prepared(sql`
    WITH free AS (
      SELECT b."id", b."version" FROM "ScheduledBot" b
        JOIN ${recordset('n', armed, rows)} ON n."id" = b."id" AND n."version" = b."version"
       WHERE ${isAmong(sql`b`, rows)}
         FOR NO KEY UPDATE OF b SKIP LOCKED)
    UPDATE "ScheduledBot" b SET "armedVersion" = free."version" FROM free WHERE b."id" = free."id"`),
);

// Scanning

/** Users with a calendar whose sync is enabled whose meetings have not been scanned up to an instant. */
export const usersScannedBefore = query(
  pick(User, 'id'),
  (instant: Date) => sql`
    SELECT u."id" FROM "User" u
     WHERE (u."scannedUntil" IS NULL OR u."scannedUntil" < ${instant})
       AND EXISTS (SELECT 1 FROM "Calendar" c WHERE c."userId" = u."id" AND c."syncEnabled")
     ORDER BY u."id"`,
);

/** Stores up to when the meetings of these users have been scanned. */
export const markScanned = command(
  (userIds: string[], until: Date) => sql`
    UPDATE "User" SET "scannedUntil" = ${until} WHERE "id" = ANY(${userIds}::text[])`,
);
