import { BotStatus, ScheduledBot } from '@/lib/platform/database/generated/columns';
import { boolean, int, listOf, pick, query, type Row, recordset, sql, text } from '@/lib/platform/sql';
import { ACTIVE_STATUSES } from '@/lib/scheduling/domain/bot-status';
import { isDue, mayHavePlace, type Senders } from './sending';

// In all statements b is a row of "ScheduledBot", and u of "User". A bot has a place while it is active.

const ACTIVE = listOf(BotStatus, ACTIVE_STATUSES);
/** Tells the locks of places from the program's other advisory locks. */
const SEED = 4_817_203;
/** Names the places of the installation among those of people. */
const INSTALLATION = '';

/**
 * Locks the places of people, and of the installation where it has a limit, until the transaction ends. It waits for no one: a
 * process that stands still must not delay the bots of the others.
 * @returns the users whose places are locked; none when another transaction has those of the installation
 */
export const lockPlaces = query(
  { userId: text },
  (userIds: string[], { most }: Senders) => sql`
    WITH all_of_us AS MATERIALIZED (
      SELECT ${most.ofInstallation === null} OR pg_try_advisory_xact_lock(hashtextextended(${INSTALLATION}, ${SEED})) AS "isOurs")
    SELECT w."userId" FROM unnest(${userIds}::text[]) AS w("userId")
     WHERE CASE WHEN (SELECT "isOurs" FROM all_of_us)
                THEN pg_try_advisory_xact_lock(hashtextextended(w."userId", ${SEED})) ELSE false END`,
);

/** Returns how many places of these people are free, and how many of the installation. */
export const freePlaces = query(
  { userId: text, ofPerson: int, ofInstallation: int },
  (userIds: string[], { most }: Senders) => sql`
    SELECT u."id" AS "userId",
           COALESCE(u."maxBots", ${most.ofPerson}) - (
             SELECT count(*)::int FROM "ScheduledBot" b WHERE b."userId" = u."id" AND b."status" IN (${ACTIVE})) AS "ofPerson",
           ${most.ofInstallation ?? 2_147_483_647}::int - CASE WHEN ${most.ofInstallation === null} THEN 0 ELSE (
             SELECT count(*)::int FROM "ScheduledBot" b WHERE b."status" IN (${ACTIVE})) END AS "ofInstallation"
      FROM "User" u WHERE u."id" = ANY(${userIds}::text[])`,
);

/** The bots that are due and wait for a place, at most so many; `isOwnLimit`: for one of their person. */
export const waitingForPlace = query(
  {
    ...pick(ScheduledBot, 'id', 'userId', 'occurrenceId', 'title', 'statusReason'),
    ofPerson: int,
    isOwnLimit: boolean,
  },
  (senders: Senders, now: Date, limit: number) => sql`
    SELECT b."id", b."userId", b."occurrenceId", b."title", b."statusReason",
           COALESCE((SELECT u."maxBots" FROM "User" u WHERE u."id" = b."userId"), ${senders.most.ofPerson}) AS "ofPerson",
           NOT ${mayHavePlace({ ...senders, most: { ...senders.most, ofInstallation: null } }, now)} AS "isOwnLimit"
      FROM "ScheduledBot" b
     WHERE b."status" = 'Scheduled' AND ${isDue(now)} AND NOT ${mayHavePlace(senders, now)}
     ORDER BY b."joinAt" LIMIT ${limit}`,
);

const told = pick(ScheduledBot, 'id', 'statusReason');

/** Writes why they wait to bots that are still scheduled, and returns those to which it is news. */
export const tellBots = query(
  pick(ScheduledBot, 'id'),
  (rows: Row<typeof told>[], now: Date) => sql`
    WITH waiting AS (
      SELECT b."id", r."statusReason" FROM ${recordset('r', told, rows)} JOIN "ScheduledBot" b ON b."id" = r."id"
       WHERE b."status" = 'Scheduled' AND b."statusReason" IS DISTINCT FROM r."statusReason"
         FOR NO KEY UPDATE OF b SKIP LOCKED)
    UPDATE "ScheduledBot" b SET "statusReason" = w."statusReason", "updatedAt" = ${now}
      FROM waiting w WHERE b."id" = w."id"
    RETURNING b."id"`,
);
