import { z } from 'zod';
import { storedAttributes } from '@/lib/contract/stored';
import {
  BotStatus,
  CallbackDelivery,
  Occurrence,
  ScheduledBot,
} from '@/lib/platform/database/generated/columns';
import {
  arrayOf,
  boolean,
  empty,
  int,
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

// In all statements b is a row of "ScheduledBot", o of "Occurrence", and e of "Event".

const BOOKED_OR_ACTIVE = listOf(BotStatus, BOOKED_OR_ACTIVE_STATUSES);
const ACTIVE = listOf(BotStatus, ACTIVE_STATUSES);

/** A row that another transaction has locked is waited for, or passed over. */
type Locked = 'wait' | 'skip';
const lockOf = (locked: Locked) => (locked === 'skip' ? sql`SKIP LOCKED` : empty);

// Sending

const booking = pick(ScheduledBot, 'id', 'version');
/** A bot, and its version that is to be sent. */
export type DueBot = Row<typeof booking>;

/**
 * A bot is due: its join time or the time of its next attempt has come, or its claim has run out without an outcome.
 * @param joinBefore scheduled bots with an earlier join time are due
 */
function isDue(now: Date, joinBefore = dueBefore(now)): Sql {
  return sql`(b."status" = 'Scheduled' AND b."joinAt" < ${joinBefore}
    OR b."status" = 'Joining' AND b."providerBotId" IS NULL
       AND (b."leaseUntil" < ${now}
            OR b."leaseUntil" IS NULL AND (b."nextAttemptAt" IS NULL OR b."nextAttemptAt" <= ${now})))`;
}

/** Returns the bots that are due, in the order of their join times. */
export const dueBots = query(
  booking,
  (now: Date) => sql`
    SELECT b."id", b."version" FROM "ScheduledBot" b WHERE ${isDue(now)} ORDER BY b."joinAt", b."id"`,
);

/** Returns how many bots are overdue: due again after an attempt, or scheduled with a join time before `joinBefore`. */
export const overdueJoins = query(
  { count: int },
  (joinBefore: Date, now: Date) => sql`
    SELECT count(*)::int AS "count" FROM "ScheduledBot" b WHERE ${isDue(now, joinBefore)}`,
);

/** Returns those of these bots that are due. */
export const stillDue = query(booking, (bookings: DueBot[], now: Date) => dueAmong(bookings, now));

function dueAmong(bookings: DueBot[], now: Date): Sql {
  const ids = bookings.map(({ id }) => id);
  const versions = bookings.map(({ version }) => version);
  return sql`
    SELECT b."id", b."version" FROM unnest(${ids}::text[], ${versions}::int[]) AS c("id", "version")
      JOIN "ScheduledBot" b ON b."id" = c."id" AND b."version" = c."version"
     WHERE ${isDue(now)}`;
}

/** The columns that sending a bot needs: when very many are due, each column costs. */
const claimed = {
  ...pick(ScheduledBot, 'id', 'userId', 'occurrenceId', 'title', 'meetingUrl', 'meetingStart', 'meetingEnd'),
  ...pick(ScheduledBot, 'joinAt', 'botName', 'provider', 'attempts', 'outcomeUnknown', 'statusReason'),
  ...pick(ScheduledBot, 'recallRequestedAt', 'bookedSince'),
  // One row that does not parse would fail the claim of all, so any object parses.
  botConfig: json(z.record(z.string(), z.unknown())),
  customAttributes: json(storedAttributes),
};
/** A bot that the caller has claimed for one attempt: it is `Joining`. */
export type ClaimedBot = Row<typeof claimed>;

/** `providers`: names of those that are set up here; `fallback`: the provider for accounts that have chosen none. */
type Claim = { now: Date; leaseUntil: Date; providers: string[]; fallback: string; locked: Locked };

/** Claims those of these bots that are due, and returns them: they are `Joining`, with a lease. */
export const claimDue = query(
  claimed,
  (bookings: DueBot[], { now, leaseUntil, providers, fallback, locked }: Claim) => sql`
    WITH due AS (${dueAmong(bookings, now)} ORDER BY b."id" FOR NO KEY UPDATE OF b ${lockOf(locked)})
    UPDATE "ScheduledBot" b
       SET "status" = 'Joining', "leaseUntil" = ${leaseUntil}, "attempts" = b."attempts" + 1, "updatedAt" = ${now},
           "provider" = ${sender(providers, fallback)},
           -- A lease that has run out belonged to an attempt that never stored its outcome.
           "outcomeUnknown" = b."outcomeUnknown" OR b."leaseUntil" IS NOT NULL
      FROM due WHERE b."id" = due."id"
    RETURNING ${select('b', claimed)}`,
);

/**
 * The provider that sends a bot is decided with the first attempt: the one chosen for its calendar's account, if it is set
 * up here, else the installation's. It is stored before the provider is called, so later attempts, recalls and reports go by
 * the same provider, whatever is chosen meanwhile.
 */
function sender(providers: string[], fallback: string): Sql {
  return sql`
    CASE WHEN b."attempts" > 0 THEN b."provider" ELSE COALESCE((
      SELECT k."botProvider" FROM "Occurrence" o
        JOIN "Calendar" l ON l."id" = o."calendarId" JOIN "CalendarConnection" k ON k."id" = l."connectionId"
       WHERE o."id" = b."occurrenceId" AND k."botProvider" = ANY(${providers}::text[])), ${fallback}) END`;
}

/** `now`: when the provider's answer came. `isUseless`: the bot comes too late for its meeting. */
const sent = { id: text, providerBotId: text, now: timestamptz, isUseless: boolean };

/**
 * Stores which bots the provider has made. A row that was given up meanwhile is left as it is.
 * @param tooLate why a useless bot is `Missed`
 * @returns `isFirstAnswer`: no other attempt has stored an answer before; `isFirstWord`: no report has said yet that the bot
 *   is active; `mustLeave`: the bot is to be recalled
 */
export const storeSent = query(
  {
    ...pick(ScheduledBot, 'id', 'status'),
    isFirstAnswer: boolean,
    isFirstWord: boolean,
    isUseless: boolean,
    mustLeave: boolean,
  },
  (rows: Row<typeof sent>[], tooLate: string, locked: Locked) => sql`
    WITH sent AS (
      SELECT b."id", s."providerBotId", s."now", s."isUseless" AND b."status" IN (${BOOKED_OR_ACTIVE}) AS "isUseless",
             -- Several attempts may have asked for one bot, when a claim ran out: the first that stores an answer records
             -- it in the activity. A report that comes before the answer leaves the lease as it is.
             b."providerBotId" IS NULL OR b."leaseUntil" IS NOT NULL AS "isFirstAnswer",
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
    RETURNING b."id", b."status", sent."isFirstAnswer", sent."isFirstWord", sent."isUseless",
              b."recallRequestedAt" IS NOT NULL AND b."recalledAt" IS NULL AS "mustLeave"`,
);

/** Returns those of these occurrences whose series has auto-reschedule. */
export const autoRescheduledOccurrences = query(
  { eventId: text, occurrenceId: text },
  (occurrenceIds: string[]) => sql`
    SELECT e."id" AS "eventId", o."id" AS "occurrenceId" FROM "Occurrence" o JOIN "Event" e ON e."id" = o."eventId"
     WHERE e."autoRescheduleEnabled" AND o."id" = ANY(${occurrenceIds}::text[])`,
);

// Reports, recalls and ends

/** Returns a bot's status, and locks the row until the transaction ends. */
export const lockStatus = query(
  pick(ScheduledBot, 'status'),
  (botId: string) => sql`
    SELECT b."status" FROM "ScheduledBot" b WHERE b."id" = ${botId} FOR NO KEY UPDATE`,
);

/** `askedBefore`: bots whose turn is later have been asked about. */
type Turn = { provider: string; silentSince: Date; askedBefore: Date; nextAt: Date; limit: number };

/**
 * Takes the turn of active bots whose provider has been silent, those that have waited longest first, and returns them. No
 * one else asks about them until `nextAt`.
 */
export const takeTurns = query(
  pick(ScheduledBot, 'providerBotId'),
  ({ provider, silentSince, askedBefore, nextAt, limit }: Turn) => sql`
    WITH turn AS (
      SELECT b."id" FROM "ScheduledBot" b
       WHERE b."provider" = ${provider} AND b."status" IN (${ACTIVE}) AND b."providerBotId" IS NOT NULL
         AND b."updatedAt" < ${silentSince} AND (b."nextAttemptAt" IS NULL OR b."nextAttemptAt" < ${askedBefore})
       ORDER BY GREATEST(b."nextAttemptAt", b."updatedAt"), b."id" LIMIT ${limit} FOR NO KEY UPDATE SKIP LOCKED)
    UPDATE "ScheduledBot" b SET "nextAttemptAt" = ${nextAt} FROM turn WHERE b."id" = turn."id"
    RETURNING b."providerBotId"`,
);

/**
 * Bots that end though their provider reports nothing. `missed`: the meeting has ended and no bot was sent. `silent`: the
 * meeting ended before `since`, and the provider has reported nothing since then, although it has just been asked.
 */
export type ToEnd = { kind: 'missed' } | { kind: 'silent'; since: Date };

function mustEnd(toEnd: ToEnd, now: Date): Sql {
  if (toEnd.kind === 'missed')
    return sql`b."meetingEnd" <= ${now} AND b."recallRequestedAt" IS NULL
      AND (b."status" = 'Scheduled'
           OR b."status" = 'Joining' AND b."providerBotId" IS NULL AND b."leaseUntil" IS NULL AND NOT b."outcomeUnknown")`;
  const { since } = toEnd;
  return sql`b."status" IN (${ACTIVE}) AND b."providerBotId" IS NOT NULL
    AND b."meetingEnd" < ${since} AND b."updatedAt" < ${since} AND b."nextAttemptAt" > ${now}`;
}

/** Returns the bots to be ended, each user's together. */
export const botsToEnd = query(
  pick(ScheduledBot, 'id', 'userId'),
  (toEnd: ToEnd, now: Date) => sql`
    SELECT b."id", b."userId" FROM "ScheduledBot" b WHERE ${mustEnd(toEnd, now)} ORDER BY b."userId", b."id"`,
);

const ended = {
  ...pick(ScheduledBot, 'id', 'userId', 'occurrenceId', 'title', 'joinAt', 'meetingUrl'),
  before: BotStatus,
};
/** A bot that has been ended, and its state before. */
export type EndedBot = Row<typeof ended>;

/** Ends those of these bots that are still to be ended, and returns them. */
export const endBots = query(
  ended,
  (botIds: string[], toEnd: ToEnd, end: { status: 'Missed' | 'Done'; reason: string }, now: Date) => sql`
    WITH was AS (
      SELECT b."id", b."status" AS "before" FROM "ScheduledBot" b
       WHERE b."id" = ANY(${botIds}::text[]) AND ${mustEnd(toEnd, now)}
       ORDER BY b."id" FOR NO KEY UPDATE)
    UPDATE "ScheduledBot" b
       SET "status" = ${end.status}::"BotStatus", "statusReason" = ${end.reason}, "leaseUntil" = NULL, "updatedAt" = ${now}
      FROM was WHERE b."id" = was."id"
    RETURNING ${select('b', pick(ended, 'id', 'userId', 'occurrenceId', 'title', 'joinAt', 'meetingUrl'))}, was."before"`,
);

/**
 * Returns, by user, the events with meetings that one of these bots covered: the same link at the same time, or a copy of
 * its own meeting.
 */
export const meetingsWithSharedLink = query(
  { ...pick(Occurrence, 'userId'), eventIds: arrayOf(text) },
  (botIds: string[], now: Date) => sql`
    SELECT o."userId", array_agg(DISTINCT o."eventId") AS "eventIds"
      FROM (
        SELECT o.* FROM "ScheduledBot" b
          JOIN "Occurrence" o ON o."userId" = b."userId" AND o."linkKey" = b."linkKey"
           AND o."id" IS DISTINCT FROM b."occurrenceId" AND o."startTime" < b."meetingEnd" AND o."endTime" > b."meetingStart"
         WHERE b."id" = ANY(${botIds}::text[]) AND o."decisionCode" = 'shared_link'
        UNION
        SELECT o.* FROM "ScheduledBot" b JOIN "Occurrence" its ON its."id" = b."occurrenceId"
          JOIN "Event" e ON e."id" = its."eventId"
          JOIN "Event" copy ON copy."userId" = e."userId" AND copy."iCalUid" = e."iCalUid" AND copy."id" <> e."id"
          JOIN "Occurrence" o ON o."id" = copy."id" || substr(its."id", length(e."id") + 1)
         WHERE b."id" = ANY(${botIds}::text[]) AND o."decisionCode" = 'copy') AS o
     WHERE NOT o."isDeleted" AND o."endTime" > ${now}
     GROUP BY o."userId"`,
);

// Callbacks

/** Returns the bots whose oldest message is due. */
export const dueCallbacks = query(
  pick(CallbackDelivery, 'botId'),
  (now: Date, limit: number) => sql`
    SELECT "botId" FROM (
      SELECT DISTINCT ON ("botId") "botId", "nextAttemptAt" FROM "CallbackDelivery"
       WHERE "deliveredAt" IS NULL ORDER BY "botId", "seq"
    ) AS oldest
    WHERE "nextAttemptAt" <= ${now} LIMIT ${limit}`,
);
