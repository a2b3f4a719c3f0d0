import { BotStatus, ScheduledBot } from '@/lib/platform/database/generated/columns';
import { int, listOf, pick, query, sql } from '@/lib/platform/sql';
import { BOOKED_OR_ACTIVE_STATUSES } from '../domain/bot-status';

const BOOKED_OR_ACTIVE = listOf(BotStatus, BOOKED_OR_ACTIVE_STATUSES);
const holder = {
  ...pick(ScheduledBot, 'id', 'status', 'source', 'meetingStart', 'meetingEnd'),
  /** The limit against which they count. */
  most: int,
};

/**
 * The bots of a user that are scheduled or active, if there are so many that one could exceed the user's limit: for most
 * users there are none.
 * @param mostOfPerson the limit of users who have none of their own
 */
export const holdersOfPerson = query(
  holder,
  (userId: string, mostOfPerson: number) => sql`
    WITH own AS MATERIALIZED (
      SELECT COALESCE(u."maxBots", ${mostOfPerson}) AS "most",
             (SELECT count(*) FROM "ScheduledBot" b WHERE b."userId" = u."id" AND b."status" IN (${BOOKED_OR_ACTIVE})) AS "count"
        FROM "User" u WHERE u."id" = ${userId})
    SELECT b."id", b."status", b."source", b."meetingStart", b."meetingEnd", own."most"
      FROM own JOIN "ScheduledBot" b ON b."userId" = ${userId} AND b."status" IN (${BOOKED_OR_ACTIVE})
     WHERE own."count" >= own."most"`,
);

/** The bots of everyone that are scheduled or active, if there are so many that one could exceed this limit. */
export const holdersOfAll = query(
  holder,
  (most: number) => sql`
    SELECT b."id", b."status", b."source", b."meetingStart", b."meetingEnd", ${most}::int AS "most"
      FROM "ScheduledBot" b
     WHERE b."status" IN (${BOOKED_OR_ACTIVE})
       AND (SELECT count(*) FROM "ScheduledBot" n WHERE n."status" IN (${BOOKED_OR_ACTIVE})) >= ${most}`,
);
