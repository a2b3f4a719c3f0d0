import { z } from 'zod';
import { storedAttributes } from '@/lib/contract/stored';
import { BotStatus, ScheduledBot } from '@/lib/platform/database/generated/columns';
import {
  boolean,
  command,
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
import { ACTIVE_STATUSES, BOOKED_OR_ACTIVE_STATUSES } from '@/lib/scheduling/domain/bot-status';
import { dueBefore } from '@/lib/scheduling/domain/join-time';

// In all statements b is a row of "ScheduledBot", o of "Occurrence", and e of "Event".

const BOOKED_OR_ACTIVE = listOf(BotStatus, BOOKED_OR_ACTIVE_STATUSES);
const ACTIVE = listOf(BotStatus, ACTIVE_STATUSES);

/** A row that another transaction has locked is waited for, or passed over. */
type Locked = 'wait' | 'skip';
const lockOf = (locked: Locked) => (locked === 'skip' ? sql`SKIP LOCKED` : empty);

/** A bot, and its version that is to be sent. */
export type DueBot = { id: string; version: number };
/** `isProbe`: the bot is claimed although its provider refuses this installation, to ask whether it still does. */
type Probe = { isProbe?: boolean | undefined };

/**
 * Which providers send bots, and how many. `providers`: names of those that are set up here; `fallback`: the one for accounts
 * that have chosen none; `most`: how many bots may be in meetings at one time, of a person who has no limit of their own, and
 * of everyone (null: any number).
 */
export type Senders = {
  providers: string[];
  fallback: string;
  most: { ofPerson: number; ofInstallation: number | null };
};

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
 * not sent, and of one whose meeting has ended the provider is asked once more what became of it. The same statement reads which
 * providers refuse: a bot that one has refused a moment ago is not claimed again.
 */
function mayBeSent(senders: Senders, now: Date): Sql {
  return sql`(NOT EXISTS (SELECT 1 FROM "ProviderStop") OR b."meetingEnd" <= ${now}
    OR b."recallRequestedAt" IS NOT NULL AND NOT b."outcomeUnknown"
    OR ${sender(senders)} NOT IN (SELECT s."provider" FROM "ProviderStop" s))`;
}

/**
 * A bot has a place, or needs none, or one is free for it. Where several bots ask for the last places, their claim decides
 * (`claimBots`). A bot that is not sent any more, because it is recalled or its meeting has ended, needs none.
 */
export function mayHavePlace({ most }: Senders, now: Date): Sql {
  return sql`(b."status" <> 'Scheduled' OR b."meetingEnd" <= ${now} OR b."recallRequestedAt" IS NOT NULL
    OR ${isPersonBelow(most.ofPerson)}${
      most.ofInstallation === null ? empty : sql` AND ${isInstallationBelow(most.ofInstallation)}`
    })`;
}

/** Counts the bots of each person whose bot is due: when thousands are active, counting everyone's would cost more. */
const isPersonBelow = (most: number) => sql`
  (SELECT count(*) FROM "ScheduledBot" a WHERE a."userId" = b."userId" AND a."status" IN (${ACTIVE}))
    < COALESCE((SELECT u."maxBots" FROM "User" u WHERE u."id" = b."userId"), ${most})`;

const isInstallationBelow = (most: number) => sql`
  (SELECT count(*) FROM "ScheduledBot" a WHERE a."status" IN (${ACTIVE})) < ${most}`;

/** Returns how many bots are due whose provider accepts bots, but not more than `most`. */
export const countDue = query(
  { count: int },
  (senders: Senders, now: Date, most: number) => sql`
    SELECT count(*)::int AS "count" FROM (
      SELECT 1 FROM "ScheduledBot" b 
       WHERE ${isDue(now)} AND ${mayBeSent(senders, now)} AND ${mayHavePlace(senders, now)} LIMIT ${most}) AS due`,
);

/**
 * Returns how many bots are overdue: due again after an attempt, or scheduled with a join time before `joinBefore`. Those that
 * wait for a place are not.
 */
export const overdueJoins = query(
  { count: int },
  (senders: Senders, joinBefore: Date, now: Date) => sql`
    SELECT count(*)::int AS "count" FROM "ScheduledBot" b
     WHERE ${isDue(now, joinBefore)} AND ${mayHavePlace(senders, now)}`,
);

/** The columns that sending a bot needs: when very many are due, each column costs. */
const stored = {
  ...pick(ScheduledBot, 'id', 'userId', 'occurrenceId', 'title', 'meetingUrl', 'meetingStart', 'meetingEnd'),
  ...pick(ScheduledBot, 'joinAt', 'botName', 'statusReason', 'recallRequestedAt', 'bookedSince'),
  ...pick(ScheduledBot, 'status', 'source', 'requestBody', 'requestKey'),
  // One row that does not parse would fail the claim of all, so any object parses.
  botConfig: json(z.record(z.string(), z.unknown())),
  customAttributes: json(storedAttributes),
};
const due = { ...stored, ...pick(ScheduledBot, 'provider', 'attempts', 'outcomeUnknown') };
/** A bot that is due, with its row locked: as it is stored, but for what a claim makes of it (`lockDue`). */
export type LockedBot = Row<typeof due>;

/**
 * Which bots are claimed: at most so many, the earliest first and then those of earlier attempts, without those that another
 * transaction is changing; or one at this version, for which such a transaction is waited for.
 */
export type Which = { limit: number } | (DueBot & Probe);

/**
 * Locks bots that are due, for a claim in the same transaction, and returns them. When thousands are due at one instant, a
 * statement that looked at all of them for each batch would cost more than the claims: the index gives the earliest ones, and
 * the bots of earlier attempts are only looked at when there is room for them.
 * @returns `provider`, `attempts`, `outcomeUnknown`: as the claim stores them. `attempts` is the claim's number, and no other
 *   claim of the bot has it: what the claim leads to is stored on the condition that it still stands in the row
 */
export const lockDue = query(due, (which: Which, senders: Senders, now: Date) => {
  const bot = sql`
    SELECT ${select('b', stored)}, ${sender(senders)} AS "provider", b."attempts" + 1 AS "attempts",
           -- A lease that has run out belonged to an attempt that never stored its outcome.
           b."outcomeUnknown" OR b."leaseUntil" IS NOT NULL AS "outcomeUnknown"
      FROM "ScheduledBot" b`;
  if ('id' in which)
    return sql`${bot} WHERE ${isDue(now)} AND (${which.isProbe === true} OR ${mayBeSent(senders, now)})
                 AND ${mayHavePlace(senders, now)} AND b."id" = ${which.id} AND b."version" = ${which.version}
               FOR NO KEY UPDATE OF b`;
  const locked = sql`LIMIT ${which.limit} FOR NO KEY UPDATE OF b SKIP LOCKED`;
  return sql`
    WITH booked AS (${bot} WHERE ${isBookedDue(now)} AND ${mayBeSent(senders, now)}
                    AND ${mayHavePlace(senders, now)} ORDER BY b."joinAt" ${locked}),
         again AS (${bot} WHERE ${isClaimedDue(now)} AND ${mayBeSent(senders, now)} ${locked})
    SELECT * FROM booked UNION ALL SELECT * FROM again LIMIT ${which.limit}`;
});

const claim = {
  ...pick(ScheduledBot, 'id', 'provider', 'attempts', 'outcomeUnknown', 'requestBody', 'requestKey'),
};

/** Claims bots that this transaction has locked, and stores the requests that their providers are called with. */
export const storeClaims = command(
  (rows: Row<typeof claim>[], { now, leaseUntil }: { now: Date; leaseUntil: Date }) => sql`
    UPDATE "ScheduledBot" b
       SET "status" = 'Joining', "leaseUntil" = ${leaseUntil}, "updatedAt" = ${now}, "provider" = r."provider",
           "attempts" = r."attempts", "outcomeUnknown" = r."outcomeUnknown", "requestBody" = r."requestBody",
           "requestKey" = r."requestKey"
      FROM ${recordset('r', claim, rows)} WHERE b."id" = r."id" AND ${isAmong(sql`b`, rows)}`,
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
