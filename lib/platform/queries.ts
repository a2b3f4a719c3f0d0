import { JobRun, User } from './database/generated/columns';
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

/** Records that a job has run. */
export const finishRun = command(
  (name: string) => sql`UPDATE "JobRun" SET "finishedAt" = clock_timestamp() WHERE "name" = ${name}`,
);

/** Returns the time of the database's clock, not that of the transaction's begin. */
export const readClock = query({ time: timestamptz }, () => sql`SELECT clock_timestamp() AS "time"`);

/** When a job last ran to its end, and whether that was within the last three minutes. */
export const lastRun = query(
  { ...pick(JobRun, 'finishedAt'), isRecent: nullable(boolean) },
  (name: string) => sql`
    SELECT "finishedAt", "finishedAt" > clock_timestamp() - interval '3 minutes' AS "isRecent"
      FROM "JobRun" WHERE "name" = ${name}`,
);

/** Returns how many processes of Usher work on this database, with this one; the embedded database has no other. */
export const countProcesses = query(
  { count: int },
  () => sql`
    SELECT GREATEST(count(*), 1)::int AS "count" FROM pg_locks l JOIN pg_database d ON d."oid" = l."database"
     WHERE l."locktype" = 'advisory' AND l."objid" = ${PROGRAM_LOCK} AND d."datname" = current_database()`,
);
