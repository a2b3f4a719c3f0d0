import { BotStatus, ScheduledBot } from '@/lib/platform/database/generated/columns';
import {
  boolean,
  empty,
  isAmong,
  listOf,
  pick,
  query,
  type Row,
  recordset,
  select,
  sql,
  text,
  timestamptz,
} from '@/lib/platform/sql';
import { ACTIVE_STATUSES } from '@/lib/scheduling/domain/bot-status';
import { LONGEST_MEETING_MS } from '@/lib/scheduling/domain/join-time';
import { IN_MEETING_STATUSES } from '../domain/hand-over';

// In these b is a row of "ScheduledBot", and o of "Occurrence".

const ACTIVE = listOf(BotStatus, ACTIVE_STATUSES);
const IN_MEETING = listOf(BotStatus, IN_MEETING_STATUSES);
const LONGEST_MEETING = sql`${LONGEST_MEETING_MS}::float8 * interval '1 millisecond'`;

const ofBot = pick(
  ScheduledBot,
  'id',
  'userId',
  'occurrenceId',
  'title',
  'meetingStart',
  'meetingEnd',
  'status',
);
const atLink = { ...ofBot, linkKey: text, coversUntil: timestamptz, recallRequested: boolean };
/** An active bot that is not the only one of its user at its link. */
export type ActiveBotAtLink = Row<typeof atLink>;

/**
 * Returns the active bots, which their providers know, of which a user has several at one link: of this user, at this link,
 * or all.
 */
export const activeBotsAtSameLinks = query(
  atLink,
  ({ userId, linkKey }: { userId?: string; linkKey?: string } = {}) => sql`
    SELECT ${select('b', ofBot)}, b."linkKey", b."recallRequestedAt" IS NOT NULL AS "recallRequested",
           GREATEST(b."meetingEnd", (
             SELECT max(o."endTime") FROM "Occurrence" o
              WHERE o."userId" = b."userId" AND o."linkKey" = b."linkKey" AND o."id" IS DISTINCT FROM b."occurrenceId"
                AND o."startTime" < b."meetingEnd" AND o."endTime" > b."meetingStart"
                AND o."startTime" > b."meetingStart" - ${LONGEST_MEETING}
                AND o."decisionCode" IN ('shared_link', 'copy') AND NOT o."isDeleted")) AS "coversUntil"
      FROM (
        SELECT a.*, count(*) OVER (PARTITION BY a."userId", a."linkKey") AS "there" FROM "ScheduledBot" a
         WHERE a."status" IN (${ACTIVE}) AND a."providerBotId" IS NOT NULL AND a."linkKey" IS NOT NULL
           ${userId === undefined ? empty : sql`AND a."userId" = ${userId}`}
           ${linkKey === undefined ? empty : sql`AND a."linkKey" = ${linkKey}`}) b
     WHERE b."there" > 1`,
);

const handOver = { ...pick(ScheduledBot, 'id', 'status'), nextId: text, statusReason: text };

/** Requests, once, that bots leave for the bot of the next meeting, if that is in and these are as they were read. */
export const requestHandOvers = query(
  pick(ScheduledBot, 'id'),
  (rows: Row<typeof handOver>[], now: Date) => sql`
    UPDATE "ScheduledBot" b
       SET "recallRequestedAt" = ${now}, "recalledAt" = NULL, "handedOverTo" = n."nextId",
           "statusReason" = n."statusReason", "comesBack" = false, "updatedAt" = ${now}
      FROM ${recordset('n', handOver, rows)}
      JOIN "ScheduledBot" next ON next."id" = n."nextId"
     WHERE b."id" = n."id" AND ${isAmong(sql`b`, rows)} AND b."status" = n."status" AND b."recallRequestedAt" IS NULL AND b."meetingEnd" <= ${now}
       AND next."status" IN (${IN_MEETING}) AND next."recallRequestedAt" IS NULL
    RETURNING b."id"`,
);
