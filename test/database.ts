import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';
import type { Bounds } from '@/lib/platform/database/bounds';
import {
  installDatabase,
  type OpenDatabase,
  openEmbedded,
  openedDatabase,
  openServer,
} from '@/lib/platform/database/client';
import type { SqlConnection } from '@/lib/platform/database/migrate';
import { SilentProxy } from './silent-proxy';

/** The PostgreSQL that a test runs on: the embedded one in memory, or a server. */
export type DatabaseKind = 'pglite' | 'postgres';

/** Fills an empty database before the program opens it, as an older release would have. */
export type Prepare = (connection: SqlConnection) => Promise<void>;

const CACHE = 'node_modules/.cache/usher';

/** Returns a file with a migrated embedded database, which is made again only when migrations or PGlite change. */
async function templateFile(): Promise<string> {
  const migrations = readdirSync('prisma/migrations', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const hash = createHash('sha256').update(readFileSync('node_modules/@electric-sql/pglite/package.json'));
  for (const name of migrations) hash.update(name).update(readFileSync(join('prisma/migrations', name)));
  const file = join(CACHE, `${hash.digest('hex')}.tar`);
  if (!existsSync(file)) await makeTemplate(file);
  return file;
}

/** Makes that file. Several workers may do so at once: the last one replaces an equal file. */
async function makeTemplate(file: string): Promise<void> {
  const { pglite, close } = await openEmbedded();
  if (!pglite) throw new Error('The embedded database has no PGlite.');
  const archive = await pglite.dumpDataDir('none');
  await close();
  mkdirSync(CACHE, { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, Buffer.from(await archive.arrayBuffer()));
  renameSync(draft, file);
}

async function openFreshEmbedded(prepare?: Prepare): Promise<OpenDatabase> {
  if (!prepare) return openEmbedded(undefined, new Blob([readFileSync(await templateFile())]));
  const { PGlite } = await import('@electric-sql/pglite');
  const pglite = await PGlite.create();
  try {
    await prepare(pglite);
    return await openEmbedded(undefined, await pglite.dumpDataDir('none'));
  } finally {
    await pglite.close();
  }
}

async function openFreshServerDatabase(prepare?: Prepare): Promise<OpenDatabase> {
  const server = process.env.TEST_DATABASE_URL ?? '';
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  if (prepare) await onServer(url.href, prepare);
  const database = await openServer(url.href);
  const close = async () => {
    await database.close();
    await administer(server, `DROP DATABASE ${name} WITH (FORCE)`);
  };
  return { ...database, close };
}

async function administer(url: string, sql: string): Promise<void> {
  await onServer(url, async ({ exec }) => void (await exec(sql)));
}

async function onServer<T>(url: string, use: (connection: SqlConnection) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return use({ exec: (sql) => client.query(sql), query: (sql, values) => client.query(sql, values) }).finally(
    () => client.end(),
  );
}

/** Runs SQL on the open database as the migrator does: on one connection, without Prisma. */
export function withConnection<T>(use: (connection: SqlConnection) => Promise<T>): Promise<T> {
  const { pglite, url } = openedDatabase();
  return pglite ? use(pglite) : onServer(url ?? '', use);
}

/**
 * Opens a new, migrated database, which `db()` returns until it is closed.
 * @param prepare fills the database before it is migrated
 * @throws Error for `postgres` without TEST_DATABASE_URL
 */
export async function openTestDatabase(kind: DatabaseKind, prepare?: Prepare): Promise<OpenDatabase> {
  const open = kind === 'pglite' ? openFreshEmbedded : openFreshServerDatabase;
  const database = await open(prepare);
  installDatabase(database);
  const close = async () => {
    installDatabase(undefined);
    await database.close();
  };
  return { ...database, close };
}

/**
 * Opens the tests' database on a server once more, through a proxy between which connections can fall silent, and makes it the
 * one that `db()` returns until it is closed.
 */
export async function openThroughProxy(
  bounds?: Bounds,
): Promise<{ proxy: SilentProxy; close: () => Promise<void> }> {
  const direct = openedDatabase();
  const url = new URL(direct.url ?? '');
  const proxy = await SilentProxy.open(0, Number(url.port));
  url.port = String(proxy.port);
  const database = await openServer(url.href, bounds);
  installDatabase(database);
  const close = async () => {
    installDatabase(direct);
    // What fell silent never answers.
    proxy.cut();
    await proxy.pass();
    await database.close();
    proxy.close();
  };
  return { proxy, close };
}

/** Within a `describe`: gives its tests one new, migrated database, see `openTestDatabase`. */
export function withTestDatabase(kind: DatabaseKind, prepare?: Prepare): void {
  let database: OpenDatabase | undefined;
  beforeAll(async () => {
    database = await openTestDatabase(kind, prepare);
  });
  afterAll(() => database?.close());
}

/**
 * Describes the same behavior on the embedded database and on a server. The latter is skipped, visibly, where the
 * system has no PostgreSQL programs.
 */
export function describeOnDatabases(
  name: string,
  body: (kind: DatabaseKind) => void,
  kinds: DatabaseKind[] = ['pglite', 'postgres'],
  prepare?: Prepare,
): void {
  for (const kind of kinds) {
    const skipped = kind === 'postgres' && !process.env.TEST_DATABASE_URL;
    describe.skipIf(skipped)(`${name} (${kind})`, () => {
      withTestDatabase(kind, prepare);
      body(kind);
    });
  }
}
