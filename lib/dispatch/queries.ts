import { z } from 'zod';
import { BotStatus, Occurrence, ScheduledBot } from '@/lib/platform/database/generated/columns';
import {
  arrayOf,
  boolean,
  empty,
  json,
  listOf,
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
import { ACTIVE_STATUSES, BOOKED_OR_ACTIVE_STATUSES } from '@/lib/scheduling/domain/bot-status';
import { dueBefore } from '@/lib/scheduling/domain/join-time';

// In all of these b is the "ScheduledBot", o its "Occurrence", and e the "Event" of that.

const BOOKED_OR_ACTIVE = listOf(BotStatus, BOOKED_OR_ACTIVE_STATUSES);
const ACTIVE = listOf(BotStatus, ACTIVE_STATUSES);

/** Whether other transactions that hold a row are waited for, or their rows passed over. */
type Locked = 'wait' | 'skip';
const lockOf = (locked: Locked) => (locked === 'skip' ? sql`SKIP LOCKED` : empty);

// Sending

const booking = pick(ScheduledBot, 'id', 'version');
/** A bot, and the version of it that is to be sent. */
export type DueBot = Row<typeof booking>;

/**
 * A bot is due: its join time has come, or that of its next attempt, or whoever claimed it has not come back within the
 * lease.
 */
function isDue(now: Date): Sql {
  return sql`(b."status" = 'Scheduled' AND b."joinAt" < ${dueBefore(now)}
    OR b."status" = 'Joining' AND b."providerBotId" IS NULL
       AND (b."leaseUntil" < ${now}
            OR b."leaseUntil" IS NULL AND (b."nextAttemptAt" IS NULL OR b."nextAttemptAt" <= ${now})))`;
}

/** Bots that are due, in the order of their join times. */
export const dueBots = query(
  booking,
  (now: Date) => sql`
    SELECT b."id", b."version" FROM "ScheduledBot" b WHERE ${isDue(now)} ORDER BY b."joinAt", b."id"`,
);

/** Those of these bots that are due. */
export const stillDue = query(booking, (bookings: DueBot[], now: Date) => dueAmong(bookings, now));

function dueAmong(bookings: DueBot[], now: Date): Sql {
  const ids = bookings.map(({ id }) => id);
  const versions = bookings.map(({ version }) => version);
  return sql`
    SELECT b."id", b."version" FROM unnest(${ids}::text[], ${versions}::int[]) AS c("id", "version")
      JOIN "ScheduledBot" b ON b."id" = c."id" AND b."version" = c."version"
     WHERE ${isDue(now)}`;
}

/** What sending a bot takes: in a crowd each column costs. */
const claimed = {
  ...pick(ScheduledBot, 'id', 'userId', 'occurrenceId', 'title', 'meetingUrl', 'meetingStart', 'meetingEnd'),
  ...pick(ScheduledBot, 'joinAt', 'botName', 'provider', 'attempts', 'outcomeUnknown', 'statusReason'),
  ...pick(ScheduledBot, 'recallRequestedAt', 'bookedSince'),
  // One row that does not parse would fail the claim of all: an object is all that is asked for.
  botConfig: json(z.record(z.string(), z.unknown())),
  customAttributes: json(z.record(z.string(), z.string())),
};
/** A bot that is the caller's for one attempt: `Joining`. */
export type ClaimedBot = Row<typeof claimed>;

/** `providers`: names of those that are set up here; `fallback`: who sends bots for whose calendar none is chosen. */
type Claim = { now: Date; leaseUntil: Date; providers: string[]; fallback: string; locked: Locked };

/** Claims those of these bots that are due: `Joining`, with a lease. */
export const claimDue = query(
  claimed,
  (bookings: DueBot[], { now, leaseUntil, providers, fallback, locked }: Claim) => sql`
    WITH due AS (${dueAmong(bookings, now)} ORDER BY b."id" FOR NO KEY UPDATE OF b ${lockOf(locked)})
    UPDATE "ScheduledBot" b
       SET "status" = 'Joining', "leaseUntil" = ${leaseUntil}, "attempts" = b."attempts" + 1, "updatedAt" = ${now},
           "provider" = ${sender(providers, fallback)},
           -- Whoever held a lease that has run out never came back with the answer.
           "outcomeUnknown" = b."outcomeUnknown" OR b."leaseUntil" IS NOT NULL
      FROM due WHERE b."id" = due."id"
    RETURNING ${select('b', claimed)}`,
);

/**
 * Who sends a bot is decided with its first attempt: the provider chosen for its calendar's connection, if it is set up
 * here, else the installation's. The row keeps it before the provider is called, so that a later attempt, a recall and
 * every report speak of the same provider, whatever is chosen meanwhile.
 */
function sender(providers: string[], fallback: string): Sql {
  return sql`
    CASE WHEN b."attempts" > 0 THEN b."provider" ELSE COALESCE((
      SELECT k."botProvider" FROM "Occurrence" o
        JOIN "Calendar" l ON l."id" = o."calendarId" JOIN "CalendarConnection" k ON k."id" = l."connectionId"
       WHERE o."id" = b."occurrenceId" AND k."botProvider" = ANY(${providers}::text[])), ${fallback}) END`;
}

/** `now`: when the provider's answer came. `isUseless`: the bot came too late for its meeting. */
const sent = { id: text, providerBotId: text, now: timestamptz, isUseless: boolean };

/**
 * Stores which bots the provider has made. A row that was given up meanwhile is left as it is.
 * @param tooLate the reason that a useless bot is `Missed` for
 */
export const storeSent = query(
  {
    ...pick(ScheduledBot, 'id', 'status'),
    isNews: boolean,
    isFirstWord: boolean,
    isUseless: boolean,
    mustLeave: boolean,
  },
  (rows: Row<typeof sent>[], tooLate: string, locked: Locked) => sql`
    WITH sent AS (
      SELECT b."id", s."providerBotId", s."now", s."isUseless" AND b."status" IN (${BOOKED_OR_ACTIVE}) AS "isUseless",
             -- Several may ask for one bot, when a claim has run out: the first who stores an answer tells of it. A
             -- report that comes before leaves the claim as it is.
             b."providerBotId" IS NULL OR b."leaseUntil" IS NOT NULL AS "isNews",
             b."providerBotId" IS NULL OR b."status" NOT IN (${BOOKED_OR_ACTIVE}) AS "isFirstWord"
        FROM ${recordset('s', sent, rows)}
        JOIN "ScheduledBot" b ON b."id" = s."id" AND (b."providerBotId" IS NOT NULL OR b."status" IN (${BOOKED_OR_ACTIVE}))
       ORDER BY b."id" FOR NO KEY UPDATE OF b ${lockOf(locked)})
    UPDATE "ScheduledBot" b
       SET "providerBotId" = sent."providerBotId", "leaseUntil" = NULL, "nextAttemptAt" = NULL, "updatedAt" = sent."now",
           "status" = CASE WHEN sent."isUseless" THEN 'Missed' ELSE b."status" END,
           "statusReason" = CASE WHEN sent."isUseless" THEN ${tooLate} ELSE b."statusReason" END,
           "recallRequestedAt" = CASE WHEN sent."isUseless" THEN sent."now" ELSE b."recallRequestedAt" END
      FROM sent WHERE b."id" = sent."id"
    RETURNING b."id", b."status", sent."isNews", sent."isFirstWord", sent."isUseless",
              b."recallRequestedAt" IS NOT NULL AND b."recalledAt" IS NULL AS "mustLeave"`,
);

/** Of these occurrences those of a series whose next occurrence is scheduled when one ends. */
export const chainedOccurrences = query(
  { eventId: text, occurrenceId: text },
  (occurrenceIds: string[]) => sql`
    SELECT e."id" AS "eventId", o."id" AS "occurrenceId" FROM "Occurrence" o JOIN "Event" e ON e."id" = o."eventId"
     WHERE e."autoRescheduleEnabled" AND o."id" = ANY(${occurrenceIds}::text[])`,
);

// Following a bot to its end

/** A bot's status, locked until the transaction ends. */
export const lockStatus = query(
  pick(ScheduledBot, 'status'),
  (botId: string) => sql`
    SELECT b."status" FROM "ScheduledBot" b WHERE b."id" = ${botId} FOR NO KEY UPDATE`,
);

type Turn = { provider: string; now: Date; silentSince: Date; nextAt: Date; limit: number };

/**
 * Takes the turn of the active bots whose provider has been silent, those that have waited longest first. No one else
 * asks about them until `nextAt`.
 */
export const takeTurns = query(
  pick(ScheduledBot, 'providerBotId'),
  ({ provider, now, silentSince, nextAt, limit }: Turn) => sql`
    WITH turn AS (
      SELECT b."id" FROM "ScheduledBot" b
       WHERE b."provider" = ${provider} AND b."status" IN (${ACTIVE}) AND b."providerBotId" IS NOT NULL
         AND b."updatedAt" < ${silentSince} AND (b."nextAttemptAt" IS NULL OR b."nextAttemptAt" < ${now})
       ORDER BY GREATEST(b."nextAttemptAt", b."updatedAt"), b."id" LIMIT ${limit} FOR NO KEY UPDATE SKIP LOCKED)
    UPDATE "ScheduledBot" b SET "nextAttemptAt" = ${nextAt} FROM turn WHERE b."id" = turn."id"
    RETURNING b."providerBotId"`,
);

/** A bot that ends for a reason of ours: its meeting ended without it, or its provider never said that it left. */
export type Overdue = { kind: 'missed' } | { kind: 'silent'; since: Date };

function isOverdue(overdue: Overdue, now: Date): Sql {
  if (overdue.kind === 'missed')
    return sql`b."meetingEnd" <= ${now} AND b."recallRequestedAt" IS NULL
      AND (b."status" = 'Scheduled'
           OR b."status" = 'Joining' AND b."providerBotId" IS NULL AND b."leaseUntil" IS NULL AND NOT b."outcomeUnknown")`;
  const { since } = overdue;
  return sql`b."status" IN (${ACTIVE}) AND b."providerBotId" IS NOT NULL
    AND b."meetingEnd" < ${since} AND b."updatedAt" < ${since} AND b."nextAttemptAt" > ${now}`;
}

/** Bots to be ended, each user's together. */
export const overdueBots = query(
  pick(ScheduledBot, 'id', 'userId'),
  (overdue: Overdue, now: Date) => sql`
    SELECT b."id", b."userId" FROM "ScheduledBot" b WHERE ${isOverdue(overdue, now)} ORDER BY b."userId", b."id"`,
);

const ended = {
  ...pick(ScheduledBot, 'id', 'userId', 'occurrenceId', 'title', 'joinAt', 'meetingUrl'),
  before: BotStatus,
};
/** A bot that has ended, and its state before. */
export type EndedBot = Row<typeof ended>;

/** Ends those of these bots that are still overdue. */
export const endOverdue = query(
  ended,
  (botIds: string[], overdue: Overdue, end: { status: 'Missed' | 'Done'; reason: string }, now: Date) => sql`
    WITH was AS (
      SELECT b."id", b."status" AS "before" FROM "ScheduledBot" b
       WHERE b."id" = ANY(${botIds}::text[]) AND ${isOverdue(overdue, now)}
       ORDER BY b."id" FOR NO KEY UPDATE)
    UPDATE "ScheduledBot" b
       SET "status" = ${end.status}::"BotStatus", "statusReason" = ${end.reason}, "leaseUntil" = NULL, "updatedAt" = ${now}
      FROM was WHERE b."id" = was."id"
    RETURNING ${select('b', pick(ended, 'id', 'userId', 'occurrenceId', 'title', 'joinAt', 'meetingUrl'))}, was."before"`,
);

/** Events with meetings that gave way to one of these bots: same link, same time. */
export const meetingsThatGaveWay = query(
  { ...pick(Occurrence, 'userId'), eventIds: arrayOf(text) },
  (botIds: string[], now: Date) => sql`
    SELECT o."userId", array_agg(DISTINCT o."eventId") AS "eventIds"
      FROM "ScheduledBot" b
      JOIN "Occurrence" o ON o."userId" = b."userId" AND o."linkKey" = b."linkKey"
       AND o."id" IS DISTINCT FROM b."occurrenceId" AND o."startTime" < b."meetingEnd" AND o."endTime" > b."meetingStart"
     WHERE b."id" = ANY(${botIds}::text[])
       AND o."decisionCode" = 'shared_link' AND NOT o."isDeleted" AND o."endTime" > ${now}
     GROUP BY o."userId"`,
);
