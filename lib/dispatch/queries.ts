import {
  BotStatus,
  CallbackDelivery,
  Occurrence,
  ScheduledBot,
} from '@/lib/platform/database/generated/columns';
import { arrayOf, listOf, pick, query, type Row, type Sql, select, sql, text } from '@/lib/platform/sql';
import { ACTIVE_STATUSES } from '@/lib/scheduling/domain/bot-status';

// In all statements b is a row of "ScheduledBot", o of "Occurrence", and e of "Event".

const ACTIVE = listOf(BotStatus, ACTIVE_STATUSES);

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

type Poll = { providers: string[]; now: Date; soon: Date; late: Date; youngSince: Date; limit: number };

/**
 * Takes the turn of active bots whose providers cannot report, those that have waited longest first, and returns them. No
 * one else asks about them before `soon`: about bots on their way into a meeting or out of it; or `late`: about bots that
 * record, or are in their meeting since before `youngSince`.
 */
export const takePolls = query(
  pick(ScheduledBot, 'provider', 'providerBotId'),
  ({ providers, now, soon, late, youngSince, limit }: Poll) => sql`
    WITH turn AS (
      SELECT b."id" FROM "ScheduledBot" b
       WHERE b."provider" = ANY(${providers}::text[]) AND b."status" IN (${ACTIVE}) AND b."providerBotId" IS NOT NULL
         AND (b."nextAttemptAt" IS NULL OR b."nextAttemptAt" <= ${now})
       ORDER BY b."nextAttemptAt" NULLS FIRST, b."id" LIMIT ${limit} FOR NO KEY UPDATE SKIP LOCKED)
    UPDATE "ScheduledBot" b
       SET "nextAttemptAt" = CASE
             WHEN b."status" = 'Recording' OR b."status" = 'InMeeting' AND b."updatedAt" < ${youngSince} THEN ${late}::timestamptz
             ELSE ${soon}::timestamptz END
      FROM turn WHERE b."id" = turn."id"
    RETURNING ${select('b', pick(ScheduledBot, 'provider', 'providerBotId'))}`,
);

/**
 * Bots that end though their provider reports nothing. `missed`: the meeting has ended and no bot was sent. `silent`: the
 * meeting ended before `since`, and the provider has reported nothing since then, although it has just been asked. One that
 * refuses this installation could not tell.
 */
export type ToEnd = { kind: 'missed' } | { kind: 'silent'; since: Date };

function mustEnd(toEnd: ToEnd, now: Date): Sql {
  if (toEnd.kind === 'missed')
    return sql`b."meetingEnd" <= ${now} AND b."recallRequestedAt" IS NULL
      AND (b."status" = 'Scheduled'
           OR b."status" = 'Joining' AND b."providerBotId" IS NULL AND b."leaseUntil" IS NULL AND NOT b."outcomeUnknown")`;
  const { since } = toEnd;
  return sql`b."status" IN (${ACTIVE}) AND b."providerBotId" IS NOT NULL
    AND b."meetingEnd" < ${since} AND b."updatedAt" < ${since} AND b."nextAttemptAt" > ${now}
    AND NOT EXISTS (SELECT 1 FROM "ProviderStop" s WHERE s."provider" = b."provider")`;
}

/** Returns the bots to be ended, each user's together. */
export const botsToEnd = query(
  pick(ScheduledBot, 'id', 'userId'),
  (toEnd: ToEnd, now: Date) => sql`
    SELECT b."id", b."userId" FROM "ScheduledBot" b WHERE ${mustEnd(toEnd, now)} ORDER BY b."userId", b."id"`,
);

const ended = {
  ...pick(ScheduledBot, 'id', 'userId', 'occurrenceId', 'title', 'joinAt', 'meetingUrl', 'statusReason'),
  before: BotStatus,
};
/** A bot that has been ended, and its state before. */
export type EndedBot = Row<typeof ended>;

/**
 * Ends those of these bots that are still to be ended, and returns them. A bot that was not sent keeps the reason why.
 */
export const endBots = query(
  ended,
  (botIds: string[], toEnd: ToEnd, end: { status: 'Missed' | 'Done'; reason: string }, now: Date) => sql`
    WITH was AS (
      SELECT b."id", b."status" AS "before" FROM "ScheduledBot" b
       WHERE b."id" = ANY(${botIds}::text[]) AND ${mustEnd(toEnd, now)}
       ORDER BY b."id" FOR NO KEY UPDATE)
    UPDATE "ScheduledBot" b
       SET "status" = ${end.status}::"BotStatus", "leaseUntil" = NULL, "requestBody" = NULL, "updatedAt" = ${now},
           "statusReason" = CASE WHEN ${end.status}::text = 'Missed' THEN COALESCE(b."statusReason", ${end.reason}) ELSE ${end.reason} END
      FROM was WHERE b."id" = was."id"
    RETURNING ${select('b', pick(ended, 'id', 'userId', 'occurrenceId', 'title', 'joinAt', 'meetingUrl', 'statusReason'))}, was."before"`,
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
