import { InngestServer, JobRun, User } from './database/generated/columns';
import { PROGRAM_LOCK } from './database/program-lock';
import { boolean, command, int, nullable, pick, query, type Sql, sql, timestamptz } from './sql';

const lockedUser = pick(User, 'id');

/** Locks users until the transaction ends. Rows that merely point to them are written meanwhile. */
export const lockUsers = query(lockedUser, usersToLock);

/** Locks those of these users whom no other transaction has locked. */
export const lockUnlockedUsers = query(
  lockedUser,
  (userIds: string[]) => sql`${usersToLock(userIds)} SKIP LOCKED`,
);

function usersToLock(userIds: string[]): Sql {
  return sql`
    SELECT "id" FROM "User" WHERE "id" = ANY(${userIds}::text[])
     ORDER BY "id" FOR NO KEY UPDATE`;
}

/** Records that a job starts to run. */
export const startRun = command(
  (name: string) => sql`
    INSERT INTO "JobRun" ("name", "startedAt") VALUES (${name}, clock_timestamp())
    ON CONFLICT ("name") DO UPDATE SET "startedAt" = excluded."startedAt"`,
);

/** Records that a job has run. The end is never before the start, which another clock may have told. */
export const finishRun = command(
  (name: string) => sql`
    UPDATE "JobRun" SET "finishedAt" = GREATEST(clock_timestamp(), "startedAt") WHERE "name" = ${name}`,
);

/** Returns the time of the database's clock, not that of the transaction's begin. */
export const readClock = query({ time: timestamptz }, () => sql`SELECT clock_timestamp() AS "time"`);

/**
 * When a job last ran to its end, and whether that was within the last three minutes; within the last fifteen while another run of
 * it has begun.
 */
export const lastRun = query(
  { ...pick(JobRun, 'finishedAt'), isRecent: nullable(boolean) },
  (name: string) => sql`
    SELECT "finishedAt", "finishedAt" > clock_timestamp()
             - CASE WHEN "startedAt" > "finishedAt" THEN interval '15 minutes' ELSE interval '3 minutes' END AS "isRecent"
      FROM "JobRun" WHERE "name" = ${name}`,
);

/** Returns how many processes of Usher work on this database, with this one; the embedded database has no other. */
export const countProcesses = query(
  { count: int },
  () => sql`
    SELECT GREATEST(count(*), 1)::int AS "count" FROM pg_locks l JOIN pg_database d ON d."oid" = l."database"
     WHERE l."locktype" = 'advisory' AND l."objid" = ${PROGRAM_LOCK} AND d."datname" = current_database()`,
);

/**
 * Records that a job starts to run, unless a run of it has started since then. A run does not count that started later than a
 * minute ahead of `now`, because the clock was set back, or that started before `lostBefore` and has not ended: its process
 * has.
 */
export const takeRun = command(
  (name: string, { since, lostBefore, now }: { since: Date; lostBefore: Date; now: Date }) => sql`
    INSERT INTO "JobRun" AS r ("name", "startedAt") VALUES (${name}, ${now})
    ON CONFLICT ("name") DO UPDATE SET "startedAt" = excluded."startedAt"
     WHERE r."startedAt" NOT BETWEEN ${since} AND ${now}::timestamptz + interval '1 minute'
        OR r."startedAt" < ${lostBefore} AND (r."finishedAt" IS NULL OR r."finishedAt" < r."startedAt")`,
);

/** Returns when the Inngest server last called. */
export const lastServerCall = query(
  pick(InngestServer, 'lastCallAt'),
  () => sql`SELECT s."lastCallAt" FROM "InngestServer" s`,
);

/** Records that the Inngest server has called, unless a call is recorded that came since then. */
export const storeServerCall = command(
  (now: Date, since: Date) => sql`
    INSERT INTO "InngestServer" AS s ("id", "lastCallAt") VALUES (1, ${now})
    ON CONFLICT ("id") DO UPDATE SET "lastCallAt" = excluded."lastCallAt"
     WHERE s."lastCallAt" IS NULL OR s."lastCallAt" NOT BETWEEN ${since} AND ${now}`,
);

/**
 * Makes a process the leader, or renews its lease, unless another one leads.
 * @returns one row: whether this process leads, and when the Inngest server last called
 */
export const takeLead = query(
  { isLeader: boolean, ...pick(InngestServer, 'lastCallAt') },
  (leader: string, until: Date, now: Date) => sql`
    WITH taken AS (
      INSERT INTO "InngestServer" AS s ("id", "leader", "leaderUntil") VALUES (1, ${leader}, ${until})
      ON CONFLICT ("id") DO UPDATE SET "leader" = excluded."leader", "leaderUntil" = excluded."leaderUntil"
       WHERE s."leader" IS NULL OR s."leader" = ${leader} OR s."leaderUntil" NOT BETWEEN ${now} AND ${until}
      RETURNING 1)
    SELECT EXISTS (SELECT 1 FROM taken) AS "isLeader", (SELECT s."lastCallAt" FROM "InngestServer" s) AS "lastCallAt"`,
);

/** Ends the lease of a process that leads. */
export const endLead = command(
  (leader: string) => sql`UPDATE "InngestServer" SET "leader" = NULL WHERE "leader" = ${leader}`,
);
