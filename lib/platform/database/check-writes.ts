import { Prisma, type PrismaClient } from './generated/prisma/client';

const TABLES = Object.values(Prisma.ModelName)
  .map((name) => `"${name}"`)
  .join(', ');

/**
 * Writes to the database as any change does, and returns when it has been committed: it fails while the database is read-only,
 * while its disk is full, and while another session keeps a table locked for a second.
 * @throws Error of the database
 */
export async function checkWrites(client: PrismaClient): Promise<void> {
  await client.$transaction([
    client.$executeRaw`SET LOCAL lock_timeout = 1000`,
    // The lock that every INSERT, UPDATE and DELETE takes. They do not wait for each other.
    client.$executeRawUnsafe(`LOCK TABLE ${TABLES} IN ROW EXCLUSIVE MODE`),
    client.$executeRaw`
      INSERT INTO "WriteCheck" ("id", "checkedAt") VALUES (1, clock_timestamp())
      ON CONFLICT ("id") DO UPDATE SET "checkedAt" = excluded."checkedAt"`,
    // The row above stays in its place, so it needs no room on the disk. This one writes a temporary file of 300 kB.
    client.$executeRaw`SET LOCAL work_mem = '64kB'`,
    client.$queryRaw`SELECT count(*)::int FROM generate_series(1, 20000)`,
  ]);
}
