import { PrismaPg } from '@prisma/adapter-pg';
import type { Client } from 'pg';
import { writeWhole } from '@/lib/platform/database/archive';
import { BOUNDS } from '@/lib/platform/database/bounds';
import { createClient, installDatabase } from '@/lib/platform/database/client';
import { endConnection, openConnection, poolConfig } from '@/lib/platform/database/connections';
import { migrate } from '@/lib/platform/database/migrate';
import { MIGRATION_LOCK, PROGRAM_LOCK } from '@/lib/platform/database/program-lock';
import { DatabaseRefusal, reason } from '@/lib/platform/database/refusal';
import { readClock } from '@/lib/platform/queries';
import { runPostgresProgram } from './postgres-programs';
import { settleRestored } from './settle';

/** What a restore has put aside stands in schemas of these names; it is not part of later backups. */
const ASIDE = 'before_restore_';

/** Writes the database of a server to a file, as it is at one moment. Usher may run meanwhile. */
export function dumpServer(url: string, file: string): Promise<void> {
  return writeWhole(file, (draft) =>
    runPostgresProgram('pg_dump', url, [
      '--format=custom',
      '--no-owner',
      '--no-privileges',
      `--exclude-schema=${ASIDE}*`,
      `--file=${draft}`,
    ]),
  );
}

/**
 * Restores a backup into the database of a server, and migrates it. When that fails the database is as it was.
 * @param mayReplace whether a database that has tables is put aside, within the same database
 * @returns where what was there is now; null when there was nothing
 * @throws DatabaseRefusal while Usher uses the database, or when it has tables, or the backup cannot be used
 */
export async function restoreServer(url: string, file: string, mayReplace: boolean): Promise<string | null> {
  const patient = { ...BOUNDS, statement: 0, lock: 0, transaction: 0, silence: 24 * 3_600_000 };
  const connection = await openConnection(url, patient).catch((error: unknown) => {
    throw new DatabaseRefusal(
      `The PostgreSQL database of DATABASE_URL cannot be reached (${reason(error)}); start it, or correct DATABASE_URL.`,
    );
  });
  try {
    await beAlone(connection);
    const aside = await putAside(connection, mayReplace);
    try {
      await fill(connection, url, file);
    } catch (error) {
      await connection.query('DROP SCHEMA IF EXISTS public CASCADE');
      await connection.query(aside ? `ALTER SCHEMA ${aside} RENAME TO public` : 'CREATE SCHEMA public');
      throw error;
    }
    return aside;
  } finally {
    await endConnection(connection);
  }
}

/** Takes the locks that keep other processes of Usher from starting, until the connection ends. */
async function beAlone(connection: Client): Promise<void> {
  const { rows } = await connection.query(
    'SELECT pg_try_advisory_lock($1) AND pg_try_advisory_lock($2) AS alone',
    [MIGRATION_LOCK, PROGRAM_LOCK],
  );
  if (!rows[0].alone)
    throw new DatabaseRefusal(
      'A process of Usher uses the PostgreSQL database of DATABASE_URL; stop all of them first.',
    );
}

/** Makes the schema empty. @returns the schema in which the tables are that were there; null when there were none */
async function putAside(connection: Client, mayReplace: boolean): Promise<string | null> {
  const { rows } = await connection.query(
    `SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' LIMIT 1`,
  );
  if (rows.length === 0) return null;
  if (!mayReplace)
    throw new DatabaseRefusal(
      'The PostgreSQL database of DATABASE_URL has tables already; restore into an empty one, or put what is there aside with --replace.',
    );
  const aside = `${ASIDE}${new Date().toISOString().replace(/\..*/, '').replaceAll(/\D/g, '')}`;
  await connection.query(`ALTER SCHEMA public RENAME TO ${aside}; CREATE SCHEMA public`);
  return aside;
}

async function fill(connection: Client, url: string, file: string): Promise<void> {
  await runPostgresProgram('pg_restore', url, [
    '--no-owner',
    '--no-privileges',
    '--exit-on-error',
    '--single-transaction',
    file,
  ]);
  await migrate({
    exec: (script) => connection.query(script),
    query: (sql, parameters) => connection.query(sql, parameters),
  });
  const client = createClient(new PrismaPg(poolConfig(url, BOUNDS)));
  const close = () => client.$disconnect();
  installDatabase({ client, url, migrated: [], close });
  try {
    const [clock] = await readClock(client);
    await settleRestored(clock?.time ?? new Date());
  } finally {
    await close();
  }
}
