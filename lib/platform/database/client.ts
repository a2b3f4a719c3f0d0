import type { PGlite } from '@electric-sql/pglite';
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { releaseLock, takeLock } from '../admin-socket/lock';
import { env } from '../env';
import { preparedName } from '../prepared';
import { processGlobal } from '../process-global';
import { BOUNDS, type Bounds } from './bounds';
import { checkTables } from './check-tables';
import { poolConfig } from './connections';
import { databaseIn, markDatabase, refuseLostDatabase, unreadable } from './data-dir';
import { type Prisma, PrismaClient } from './generated/prisma/client';
import { migrate } from './migrate';
import { migrateServer } from './program-lock';

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
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 30_000, timeout: BOUNDS.transaction } });
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
  await takeLock(DATA_DIR, PORT);
  try {
    const database = DATABASE_URL ? await openServer(DATABASE_URL) : await openIn(DATA_DIR);
    shared.open = {
      ...database,
      close: async () => {
        await database.close();
        await releaseLock(DATA_DIR);
      },
    };
  } catch (error) {
    await releaseLock(DATA_DIR);
    throw error;
  }
}

async function openIn(dataDir: string): Promise<OpenDatabase> {
  refuseLostDatabase(dataDir);
  const database = await openEmbedded(databaseIn(dataDir));
  markDatabase(dataDir);
  return database;
}

/**
 * Opens, checks and migrates the embedded database in a directory; without one, in memory.
 * @throws DatabaseRefusal when it is damaged, or of a newer program
 */
export async function openEmbedded(directory?: string, template?: Blob): Promise<OpenDatabase> {
  const [{ PGlite }, { PrismaPGlite }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('pglite-prisma-adapter'),
  ]);
  const refuse = (error: unknown) => {
    throw directory ? unreadable(directory, error) : error;
  };
  const pglite = await PGlite.create(directory, { loadDataDir: template }).catch(refuse);
  let migrated: string[];
  try {
    if (directory) await checkTables(pglite).catch(refuse);
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
export async function openServer(url: string, bounds: Bounds = BOUNDS): Promise<OpenDatabase> {
  const { PrismaPg } = await import('@prisma/adapter-pg');
  const { migrated, releaseProgram } = await migrateServer(url, bounds);
  const client = createClient(
    new PrismaPg(poolConfig(url, bounds), { statementNameGenerator: preparedName }),
  );
  const close = async () => {
    await client.$disconnect();
    await releaseProgram();
  };
  return { client, url, migrated, close };
}
