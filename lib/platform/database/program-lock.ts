import type { Client } from 'pg';
import { logger } from '../logger';
import type { Bounds } from './bounds';
import { endConnection, openConnection } from './connections';
import { migrate, pendingMigrations } from './migrate';
import { DatabaseRefusal, reason } from './refusal';
import { keepConnected } from './standing-connection';

/** The number that `prisma migrate` locks as well, so that both wait for each other. */
export const MIGRATION_LOCK = 72707369;

/** The number of the lock that all running processes share, and that a migration needs alone. */
export const PROGRAM_LOCK = 72707370;

/**
 * Applies pending migrations to a database on a server, and holds the lock by which other versions see that this process uses
 * it.
 * @returns the names of the migrations, and a function that gives the lock up
 * @throws DatabaseRefusal when it is out of reach, of a newer program, or to be migrated while another process uses it
 */
export async function migrateServer(
  url: string,
  bounds: Bounds,
): Promise<{ migrated: string[]; releaseProgram: () => Promise<void> }> {
  const { migration } = bounds;
  const patient = { ...bounds, statement: migration, lock: migration, silence: migration };
  const migrator = await openConnection(url, patient).catch((error: unknown) => {
    throw new DatabaseRefusal(
      `The PostgreSQL database of DATABASE_URL cannot be reached (${reason(error)}); start it, or correct DATABASE_URL.`,
    );
  });
  try {
    await migrator.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const connection = {
      exec: (script: string) => migrator.query(script),
      query: (sql: string, parameters?: unknown[]) => migrator.query(sql, parameters),
    };
    const migrated = await migrate(connection, () => beAlone(migrator));
    // Another version can migrate from the moment on at which this connection ends.
    return { migrated, releaseProgram: await shareProgramLock(url, bounds) };
  } finally {
    await endConnection(migrator);
  }
}

/**
 * Refuses to change a database that another process works on: that process would fail, or store what the new
 * version does not know. One check is enough: no other process can start while this one holds the migration
 * lock.
 * @throws DatabaseRefusal
 */
async function beAlone(migrator: Client): Promise<void> {
  const sql = 'SELECT pg_try_advisory_xact_lock($1) AS alone';
  const { rows } = await migrator.query(sql, [PROGRAM_LOCK]);
  if (rows[0]?.alone) return;
  throw new DatabaseRefusal(
    'Another process of Usher still uses the PostgreSQL database of DATABASE_URL, which this version has to change; stop that process, then start this one again.',
  );
}

/**
 * Shares the program lock as long as this process runs. While its connection is lost, a newer version may migrate the database:
 * then this process ends, with a sentence in its log.
 */
function shareProgramLock(url: string, bounds: Bounds): Promise<() => Promise<void>> {
  return keepConnected(url, bounds, {
    purpose: 'keeps newer versions from changing the database',
    prepare: async (client, isFirst) => {
      // The first time the migrator holds the migration lock. Later a migration that is running ends first.
      if (!isFirst) await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
      await client.query('SELECT pg_advisory_lock_shared($1)', [PROGRAM_LOCK]);
      if (isFirst) return;
      await pendingMigrations(client).catch(endProgramIfRefused);
      await client.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    },
  });
}

function endProgramIfRefused(error: unknown): void {
  if (!(error instanceof DatabaseRefusal)) throw error;
  logger.fatal(error.message);
  process.kill(process.pid, 'SIGTERM');
}
