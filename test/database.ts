import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';
import { installDatabase, type OpenDatabase, openEmbedded, openServer } from '@/lib/platform/database/client';

/** Which PostgreSQL a test runs on: the embedded one in memory, or a real server. */
export type DatabaseKind = 'pglite' | 'postgres';

const CACHE = 'node_modules/.cache/usher';

/** A file that holds a migrated embedded database, made anew only when migrations or PGlite change. */
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

/** Several workers may make it at once: whoever is last replaces an equal file. */
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

async function openFreshEmbedded(): Promise<OpenDatabase> {
  return openEmbedded(undefined, new Blob([readFileSync(await templateFile())]));
}

async function openFreshServerDatabase(): Promise<OpenDatabase> {
  const server = process.env.TEST_DATABASE_URL ?? '';
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const database = await openServer(url.href);
  const close = async () => {
    await database.close();
    await administer(server, `DROP DATABASE ${name} WITH (FORCE)`);
  };
  return { ...database, close };
}

async function administer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/**
 * Opens a fresh, migrated database and makes it the one `db()` gives, until it is closed.
 * @throws Error for `postgres` without TEST_DATABASE_URL
 */
export async function openTestDatabase(kind: DatabaseKind): Promise<OpenDatabase> {
  const database = kind === 'pglite' ? await openFreshEmbedded() : await openFreshServerDatabase();
  installDatabase(database);
  const close = async () => {
    installDatabase(undefined);
    await database.close();
  };
  return { ...database, close };
}

/** Within a `describe`: its tests run with `db()` on one fresh, migrated database. */
export function withTestDatabase(kind: DatabaseKind): void {
  let database: OpenDatabase | undefined;
  beforeAll(async () => {
    database = await openTestDatabase(kind);
  });
  afterAll(() => database?.close());
}

/**
 * Describes the same behaviour on the embedded database and on a real server. The latter is skipped, visibly, where
 * the system has no PostgreSQL programs.
 */
export function describeOnDatabases(
  name: string,
  body: (kind: DatabaseKind) => void,
  kinds: DatabaseKind[] = ['pglite', 'postgres'],
): void {
  for (const kind of kinds) {
    const skipped = kind === 'postgres' && !process.env.TEST_DATABASE_URL;
    describe.skipIf(skipped)(`${name} (${kind})`, () => {
      withTestDatabase(kind);
      body(kind);
    });
  }
}
