import { z } from 'zod';
import { storedAttributes } from '@/lib/contract/stored';
import { BotStatus, ScheduledBot } from '@/lib/platform/database/generated/columns';
import {
  boolean,
  empty,
  int,
  isAmong,
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
import { BOOKED_OR_ACTIVE_STATUSES } from '@/lib/scheduling/domain/bot-status';
import { dueBefore } from '@/lib/scheduling/domain/join-time';

// In all statements b is a row of "ScheduledBot", o of "Occurrence", and e of "Event".

const BOOKED_OR_ACTIVE = listOf(BotStatus, BOOKED_OR_ACTIVE_STATUSES);

/** A row that another transaction has locked is waited for, or passed over. */
type Locked = 'wait' | 'skip';
const lockOf = (locked: Locked) => (locked === 'skip' ? sql`SKIP LOCKED` : empty);

/** A bot, and its version that is to be sent. */
export type DueBot = { id: string; version: number };

/**
 * Which providers send bots. `providers`: names of those that are set up here; `fallback`: the one for accounts that have
 * chosen none; `stopped`: those that refuse this installation, whose bots wait.
 */
export type Senders = { providers: string[]; fallback: string; stopped: string[] };

/**
 * A bot is due: its join time and the time of its next attempt have come, or its claim has run out without an outcome.
 * @param joinBefore scheduled bots with an earlier join time are due
 */
export function isDue(now: Date, joinBefore = dueBefore(now)): Sql {
  return sql`(${isBookedDue(now, joinBefore)} OR ${isClaimedDue(now)})`;
}

function isBookedDue(now: Date, joinBefore = dueBefore(now)): Sql {
  return sql`b."status" = 'Scheduled' AND b."joinAt" < ${joinBefore}
       AND (b."nextAttemptAt" IS NULL OR b."nextAttemptAt" <= ${now})`;
}

function isClaimedDue(now: Date): Sql {
  return sql`b."status" = 'Joining' AND b."providerBotId" IS NULL
       AND (b."leaseUntil" < ${now}
            OR b."leaseUntil" IS NULL AND (b."nextAttemptAt" IS NULL OR b."nextAttemptAt" <= ${now}))`;
}

/**
 * A bot's provider accepts bots, as far as is known, or the bot does not wait for that: one that is only to be recalled is
 * not sent, and of one whose meeting has ended the provider is asked once more what became of it.
 */
function mayBeSent(senders: Senders, now: Date): Sql {
  if (senders.stopped.length === 0) return sql`true`;
  return sql`(b."meetingEnd" <= ${now} OR b."recallRequestedAt" IS NOT NULL AND NOT b."outcomeUnknown"
    OR ${sender(senders)} <> ALL(${senders.stopped}::text[]))`;
}

/** Returns how many bots are due whose provider accepts bots, but not more than `most`. */
export const countDue = query(
  { count: int },
  (senders: Senders, now: Date, most: number) => sql`
    SELECT count(*)::int AS "count" FROM (
      SELECT 1 FROM "ScheduledBot" b WHERE ${isDue(now)} AND ${mayBeSent(senders, now)} LIMIT ${most}) AS due`,
);

/** Returns how many bots are overdue: due again after an attempt, or scheduled with a join time before `joinBefore`. */
export const overdueJoins = query(
  { count: int },
  (joinBefore: Date, now: Date) => sql`
    SELECT count(*)::int AS "count" FROM "ScheduledBot" b WHERE ${isDue(now, joinBefore)}`,
);

/** The columns that sending a bot needs: when very many are due, each column costs. */
const claimedColumns = {
  ...pick(ScheduledBot, 'id', 'userId', 'occurrenceId', 'title', 'meetingUrl', 'meetingStart', 'meetingEnd'),
  ...pick(ScheduledBot, 'joinAt', 'botName', 'provider', 'attempts', 'outcomeUnknown', 'statusReason'),
  ...pick(ScheduledBot, 'recallRequestedAt', 'bookedSince', 'requestBody', 'requestKey'),
  leaseUntil: timestamptz,
  // One row that does not parse would fail the claim of all, so any object parses.
  botConfig: json(z.record(z.string(), z.unknown())),
  customAttributes: json(storedAttributes),
};
/** `refusedBody`, `refusedKey`: the request of the last attempt, if every attempt was certainly refused. */
const claimed = {
  ...claimedColumns,
  refusedBody: ScheduledBot.requestBody,
  refusedKey: ScheduledBot.requestKey,
};
/** A bot that the caller has claimed for one attempt: it is `Joining`. */
export type ClaimedBot = Row<typeof claimed>;

/**
 * Which bots are claimed: at most so many, the earliest first and then those of earlier attempts, without those that another transaction is changing; or one at
 * this version, for which such a transaction is waited for.
 */
type Which = { limit: number } | DueBot;
type Claim = Senders & { now: Date; leaseUntil: Date };

/**
 * Locks the bots to claim, as the CTE `due`. When thousands are due at one instant, a statement that looked at all of them for
 * each batch would cost more than the claims: the index gives the earliest ones, and the bots of earlier attempts are only
 * looked at when there is room for them.
 */
function lockDue(which: Which, claim: Claim): Sql {
  const bot = sql`SELECT b."id", b."status", b."requestBody", b."requestKey" FROM "ScheduledBot" b`;
  const sendable = mayBeSent(claim, claim.now);
  if ('id' in which)
    return sql`due AS (${bot} WHERE ${isDue(claim.now)} AND ${sendable} AND b."id" = ${which.id} AND b."version" = ${which.version}
                       FOR NO KEY UPDATE OF b)`;
  const locked = sql`LIMIT ${which.limit} FOR NO KEY UPDATE OF b SKIP LOCKED`;
  return sql`
    booked AS (${bot} WHERE ${isBookedDue(claim.now)} AND ${sendable} ORDER BY b."joinAt" ${locked}),
    again AS (${bot} WHERE ${isClaimedDue(claim.now)} AND ${sendable} ${locked}),
    due AS (SELECT * FROM booked UNION ALL SELECT * FROM again LIMIT ${which.limit})`;
}

/**
 * Claims bots that are due, and returns them: they are `Joining`, with a lease. `attempts` is the claim's number, and no
 * other claim of the bot has it: what the claim leads to is stored on the condition that it still stands in the row. A bot
 * whose outcome is unknown has its request; every other one is given one before its provider is called (`storeRequests`).
 */
export const claimDue = query(
  claimed,
  (which: Which, claim: Claim) => sql`
    WITH ${lockDue(which, claim)}
    UPDATE "ScheduledBot" b
       SET "status" = 'Joining', "leaseUntil" = ${claim.leaseUntil}, "attempts" = b."attempts" + 1,
           "updatedAt" = ${claim.now}, "provider" = ${sender(claim)},
           -- Every attempt of a scheduled bot was refused: what is sent now may be another request, under another key.
           "requestBody" = CASE WHEN b."status" = 'Joining' THEN b."requestBody" END,
           "requestKey" = CASE WHEN b."status" = 'Joining' OR b."requestKey" IS NULL THEN b."requestKey"
                               ELSE b."id" || '-' || (b."attempts" + 1) END,
           -- A lease that has run out belonged to an attempt that never stored its outcome.
           "outcomeUnknown" = b."outcomeUnknown" OR b."leaseUntil" IS NOT NULL
      FROM due WHERE b."id" = due."id"
    RETURNING ${select('b', claimedColumns)},
              CASE WHEN due."status" = 'Scheduled' THEN due."requestBody" END AS "refusedBody",
              CASE WHEN due."status" = 'Scheduled' THEN due."requestKey" END AS "refusedKey"`,
);

/**
 * The provider that sends a bot is decided when it is claimed: the one chosen for its calendar's account, if it is set up
 * here, else the installation's. It is stored before the provider is called, so that an attempt whose outcome is unknown,
 * recalls and reports go by the same provider, whatever is chosen meanwhile.
 */
export function sender({ providers, fallback }: Senders): Sql {
  return sql`
    CASE WHEN b."status" = 'Joining' THEN b."provider" ELSE COALESCE((
      SELECT k."botProvider" FROM "Occurrence" o
        JOIN "Calendar" l ON l."id" = o."calendarId" JOIN "CalendarConnection" k ON k."id" = l."connectionId"
       WHERE o."id" = b."occurrenceId" AND k."botProvider" = ANY(${providers}::text[])), ${fallback}) END`;
}

const request = { id: text, attempts: int, requestBody: text, requestKey: text };

/**
 * Stores the requests of claimed bots, before their provider is called.
 * @param rows `attempts`: as claimed; a row that was claimed once more, or has ended, is left as it is
 * @returns the bots that may be sent
 */
export const storeRequests = query(
  pick(ScheduledBot, 'id'),
  (rows: Row<typeof request>[]) => sql`
    UPDATE "ScheduledBot" b SET "requestBody" = r."requestBody", "requestKey" = r."requestKey"
      FROM ${recordset('r', request, rows)}
     -- The lease stands only in a row that is Joining. A condition on the status would be looked up by its index, among all
     -- bots that have joined since.
     WHERE b."id" = r."id" AND ${isAmong(sql`b`, rows)} AND b."attempts" = r."attempts" AND b."leaseUntil" IS NOT NULL
       AND b."providerBotId" IS NULL
    RETURNING b."id"`,
);

/** `attempts`: as claimed; `now`: when the provider's answer came. `isUseless`: the bot comes too late for its meeting. */
const sent = { id: text, attempts: int, providerBotId: text, now: timestamptz, isUseless: boolean };

/**
 * Stores which bots the provider has made. The first answer counts, also when its claim has run out and another attempt has
 * the bot now: it is the truth, and the row is not due any more. A later answer changes nothing of it; each attempt ends
 * its own claim only. A row that was given up meanwhile is left as it is.
 * @param tooLate why a useless bot is `Missed`
 * @returns `providerBotId`: the bot of the first answer; `isFirstAnswer`: no other attempt has stored an answer before;
 *   `isFirstWord`: no report has said yet that the bot is active; `mustLeave`: the bot is to be recalled
 */
export const storeSent = query(
  {
    ...pick(ScheduledBot, 'id', 'status'),
    providerBotId: text,
    isFirstAnswer: boolean,
    isFirstWord: boolean,
    isUseless: boolean,
    mustLeave: boolean,
  },
  (rows: Row<typeof sent>[], tooLate: string, locked: Locked) => sql`
    WITH sent AS (
      SELECT b."id", s."providerBotId", s."now", b."attempts" = s."attempts" AS "isOwn",
             -- The first attempt that stores an answer removes the request. A report that comes before leaves it.
             b."providerBotId" IS NULL OR b."requestBody" IS NOT NULL AS "isFirstAnswer",
             b."providerBotId" IS NULL OR b."status" NOT IN (${BOOKED_OR_ACTIVE}) AS "isFirstWord",
             s."isUseless" AND (b."status" = 'Joining'
               OR b."status" IN (${BOOKED_OR_ACTIVE}) AND b."requestBody" IS NOT NULL) AS "isUseless"
        FROM ${recordset('s', sent, rows)}
        JOIN "ScheduledBot" b ON b."id" = s."id" AND ${isAmong(sql`b`, rows)} AND (b."providerBotId" IS NOT NULL OR b."status" IN (${BOOKED_OR_ACTIVE}))
       ORDER BY b."id" FOR NO KEY UPDATE OF b ${lockOf(locked)})
    UPDATE "ScheduledBot" b
       SET "providerBotId" = COALESCE(b."providerBotId", sent."providerBotId"), "requestBody" = NULL,
           "sentAt" = COALESCE(b."sentAt", sent."now"),
           "leaseUntil" = CASE WHEN NOT sent."isOwn" THEN b."leaseUntil" END,
           "nextAttemptAt" = CASE WHEN NOT sent."isFirstAnswer" THEN b."nextAttemptAt" END,
           "updatedAt" = sent."now",
           "status" = CASE WHEN sent."isUseless" THEN 'Missed' ELSE b."status" END,
           "statusReason" = CASE
             WHEN sent."isUseless" THEN ${tooLate}
             -- Why it was not sent before is over.
             WHEN sent."isFirstAnswer" AND b."recallRequestedAt" IS NULL AND b."status" IN (${BOOKED_OR_ACTIVE}) THEN NULL
             ELSE b."statusReason" END,
           "recallRequestedAt" = CASE WHEN sent."isUseless" THEN sent."now" ELSE b."recallRequestedAt" END
      FROM sent WHERE b."id" = sent."id"
    RETURNING b."id", b."status", b."providerBotId", sent."isFirstAnswer", sent."isFirstWord", sent."isUseless",
              b."recallRequestedAt" IS NOT NULL AND b."recalledAt" IS NULL AS "mustLeave"`,
);

/** Returns those of these occurrences whose series has auto-reschedule. */
export const autoRescheduledOccurrences = query(
  { eventId: text, occurrenceId: text },
  (occurrenceIds: string[]) => sql`
    SELECT e."id" AS "eventId", o."id" AS "occurrenceId" FROM "Occurrence" o JOIN "Event" e ON e."id" = o."eventId"
     WHERE e."autoRescheduleEnabled" AND o."id" = ANY(${occurrenceIds}::text[])`,
);
