import { BotStatus, ScheduledBot } from '@/lib/platform/database/generated/columns';
import { int, listOf, pick, query, type Sql, sql } from '@/lib/platform/sql';
import { ACTIVE_STATUSES, BOOKED_OR_ACTIVE_STATUSES } from '../domain/bot-status';

const BOOKED_OR_ACTIVE = listOf(BotStatus, BOOKED_OR_ACTIVE_STATUSES);
const ACTIVE = listOf(BotStatus, ACTIVE_STATUSES);
const holder = {
  ...pick(ScheduledBot, 'id', 'status', 'source', 'meetingStart', 'meetingEnd'),
  /** The limit against which they count. */
  most: int,
};

/**
 * How many of these bots, which are scheduled or active, are in meetings at one time at most. Of an active one no one knows how
 * long it stays.
 * @param whose a condition on b
 */
const mostAtOnce = (whose: Sql) => sql`(
    SELECT coalesce(max(there."count"), 0) FROM (
      SELECT sum(change."by") OVER (ORDER BY change."at", change."by" DESC) AS "count" FROM (
        SELECT b."meetingStart" AS "at", 1 AS "by" FROM "ScheduledBot" b WHERE ${whose} AND b."status" = 'Scheduled'
        UNION ALL SELECT b."meetingEnd", -1 FROM "ScheduledBot" b WHERE ${whose} AND b."status" = 'Scheduled'
        UNION ALL SELECT '-infinity', 1 FROM "ScheduledBot" b WHERE ${whose} AND b."status" IN (${ACTIVE})) AS change) AS there)`;

/**
 * Whether a bot of the user could find all places taken.
 * @param mostOfPerson the limit of users who have none of their own
 */
export function isLimitReached(userId: string, mostOfPerson: number): Sql {
  return sql`${mostAtOnce(sql`b."userId" = ${userId}`)}
    >= (SELECT coalesce(u."maxBots", ${mostOfPerson}) FROM "User" u WHERE u."id" = ${userId})`;
}

/**
 * The bots of a user that are scheduled or active, if so many are in meetings at one time that one could exceed the user's
 * limit: for most users there are none.
 * @param mostOfPerson the limit of users who have none of their own
 */
export const holdersOfPerson = query(
  holder,
  (userId: string, mostOfPerson: number) => sql`
    SELECT b."id", b."status", b."source", b."meetingStart", b."meetingEnd", coalesce(u."maxBots", ${mostOfPerson}) AS "most"
      FROM "User" u JOIN "ScheduledBot" b ON b."userId" = u."id" AND b."status" IN (${BOOKED_OR_ACTIVE})
     WHERE u."id" = ${userId} AND ${isLimitReached(userId, mostOfPerson)}`,
);

/** The bots of everyone that are scheduled or active, if so many are in meetings at one time that one could exceed this limit. */
export const holdersOfAll = query(
  holder,
  (most: number) => sql`
    SELECT b."id", b."status", b."source", b."meetingStart", b."meetingEnd", ${most}::int AS "most"
      FROM "ScheduledBot" b
     WHERE b."status" IN (${BOOKED_OR_ACTIVE})
       AND ${mostAtOnce(sql`true`)} >= ${most}`,
);
