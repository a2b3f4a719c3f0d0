import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { ClientBase } from 'pg';
import { env } from '../env';
import { processGlobal } from '../process-global';
import { type Prisma, PrismaClient } from './generated/prisma/client';
import { releaseLock, takeLock } from './lock';
import { migrate } from './migrate';
import { DatabaseRefusal } from './refusal';

/**
 * The client within an interactive transaction. It must be passed on: on PGlite the outer client would wait
 * for it for ever.
 */
export type Tx = Prisma.TransactionClient;

/** An open database: embedded (`pglite`) or on a server (`url`). */
export type OpenDatabase = {
  client: PrismaClient;
  pglite?: PGlite;
  url?: string;
  /** The names of the migrations that were applied when it was opened. */
  migrated: string[];
  close: () => Promise<void>;
};

/** The number that `prisma migrate` locks as well, so that both wait for each other. */
const MIGRATION_LOCK = 72707369;

/** The number of the lock that all running processes share, and that a migration needs alone. */
export const PROGRAM_LOCK = 72707370;

const shared = processGlobal('database', (): { open?: OpenDatabase; opening?: Promise<void> } => ({}));

/** Returns the open database. @throws Error before openDatabase() is done */
export function openedDatabase(): OpenDatabase {
  if (!shared.open) throw new Error('The database is not open.');
  return shared.open;
}

/** Returns the client of the open database. @throws Error before openDatabase() is done */
export function db(): PrismaClient {
  return openedDatabase().client;
}

/** Makes an open database the one that db() returns; undefined for none. For tests. */
export function installDatabase(database: OpenDatabase | undefined): void {
  shared.open = database;
}

/**
 * Returns a Prisma client over an adapter. Transactions may wait for others: PGlite has one connection for
 * all.
 */
export function createClient(adapter: SqlDriverAdapterFactory): PrismaClient {
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 30_000, timeout: 60_000 } });
}

/**
 * Takes the lock of DATA_DIR, opens the database that the settings name and applies pending migrations. A
 * second call changes nothing.
 * @throws DatabaseRefusal when DATA_DIR is held by another process, or the database is unreadable, of a newer
 *   program, or out of reach
 */
export function openDatabase(): Promise<void> {
  shared.opening ??= open().catch((error) => {
    shared.opening = undefined;
    throw error;
  });
  return shared.opening;
}

/** Closes the database, if it is open, and releases the lock. */
export async function closeDatabase(): Promise<void> {
  await shared.opening?.catch(() => undefined);
  const database = shared.open;
  shared.open = undefined;
  shared.opening = undefined;
  await database?.close();
}

async function open(): Promise<void> {
  const { DATA_DIR, DATABASE_URL, PORT } = env();
  takeLock(DATA_DIR, PORT);
  try {
    const database = DATABASE_URL ? await openServer(DATABASE_URL) : await openEmbedded(join(DATA_DIR, 'db'));
    shared.open = {
      ...database,
      close: async () => {
        await database.close();
        releaseLock(DATA_DIR);
      },
    };
  } catch (error) {
    releaseLock(DATA_DIR);
    throw error;
  }
}

/** Opens and migrates the embedded database in a directory; without one, in memory. */
export async function openEmbedded(directory?: string, template?: Blob): Promise<OpenDatabase> {
  const [{ PGlite }, { PrismaPGlite }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('pglite-prisma-adapter'),
  ]);
  const pglite = await PGlite.create(directory, { loadDataDir: template }).catch((error: unknown) => {
    throw new DatabaseRefusal(
      `The database in ${directory} cannot be read (${reason(error)}); restore a backup of it, or set DATA_DIR to another directory.`,
    );
  });
  let migrated: string[];
  try {
    migrated = await migrate(pglite);
  } catch (error) {
    await pglite.close();
    throw error;
  }
  const client = createClient(new PrismaPGlite(pglite));
  const close = async () => {
    await client.$disconnect();
    if (!pglite.closed) await pglite.close();
  };
  return { client, pglite, migrated, close };
}

/**
 * Opens and migrates a database on a PostgreSQL server.
 * @throws DatabaseRefusal when it is out of reach, of a newer program, or to be migrated while another
 *   process uses it
 */
export async function openServer(url: string): Promise<OpenDatabase> {
  const [{ default: pg }, { PrismaPg }] = await Promise.all([import('pg'), import('@prisma/adapter-pg')]);
  const migrator = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // An error event without a listener would end the process. The running query fails with the same error.
  migrator.on('error', () => undefined);
  await migrator.connect().catch((error: unknown) => {
    throw new DatabaseRefusal(
      `The PostgreSQL database of DATABASE_URL cannot be reached (${reason(error)}); start it, or correct DATABASE_URL.`,
    );
  });
  let migrated: string[];
  try {
    await migrator.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    migrated = await migrate(
      {
        exec: (script) => migrator.query(script),
        query: (sql, parameters) => migrator.query(sql, parameters),
      },
      () => beAlone(migrator),
    );
    // It is held as long as this connection is open.
    await migrator.query('SELECT pg_advisory_lock_shared($1)', [PROGRAM_LOCK]);
    await migrator.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  } catch (error) {
    await migrator.end();
    throw error;
  }
  const client = createClient(new PrismaPg({ connectionString: url, onConnect: withoutCompiling }));
  const close = async () => {
    await client.$disconnect();
    await migrator.end();
  };
  return { client, url, migrated, close };
}

/**
 * Refuses to change a database that another process works on: that process would fail, or store what the new
 * version does not know. One check is enough: no other process can start while this one holds the migration
 * lock.
 * @throws DatabaseRefusal
 */
async function beAlone(migrator: ClientBase): Promise<void> {
  const sql = 'SELECT pg_try_advisory_xact_lock($1) AS alone';
  const { rows } = await migrator.query(sql, [PROGRAM_LOCK]);
  if (rows[0]?.alone) return;
  throw new DatabaseRefusal(
    'Another process of Usher still uses the PostgreSQL database of DATABASE_URL, which this version has to change; stop that process, then start this one again.',
  );
}

/**
 * Switches the compiler of statements off. PostgreSQL compiles statements that it expects to be long, which
 * takes seconds. Ours are short, but PostgreSQL expects them to be long where a table has just grown.
 */
async function withoutCompiling(connection: ClientBase): Promise<void> {
  await connection.query('SET jit = off');
}

/**
 * Returns the first line of an error. A refused connection to several addresses has its message one level
 * deeper.
 */
function reason(error: unknown): string {
  const { message, errors, code } = error as Error & { errors?: Error[]; code?: string };
  const text = message || errors?.[0]?.message || code || String(error);
  return text.split('\n')[0]?.replace(/\.$/, '') ?? '';
}
