import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseRefusal } from './refusal';

/** Runs SQL on one connection: a script of several statements, or one statement with parameters. */
export interface SqlConnection {
  exec(script: string): Promise<unknown>;
  query(sql: string, parameters?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
}

type Migration = { name: string; sql: string; checksum: string };

/**
 * Prisma's own table, so that `prisma migrate deploy` can continue from here (schema-engine,
 * sql-migration-persistence).
 */
const MIGRATIONS_TABLE = `
CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
)`;

/** Returns the project's migrations in the order of their names. The program runs in the project's root. */
function readMigrations(): Migration[] {
  const folder = join(process.cwd(), 'prisma/migrations');
  return readdirSync(folder)
    .sort()
    .map((name) => ({ name, file: join(folder, name, 'migration.sql') }))
    .filter(({ file }) => existsSync(file))
    .map(({ name, file }) => {
      const sql = readFileSync(file, 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

/**
 * Applies the migrations that are not recorded yet, each in a transaction together with its record. The
 * caller makes sure that no one else migrates meanwhile.
 * @param beforeFirst called when there are migrations to apply; prevents them by throwing
 * @returns the names of those applied now
 * @throws DatabaseRefusal for a database of a newer program, or one with a migration that failed elsewhere
 */
export async function migrate(
  connection: SqlConnection,
  beforeFirst?: () => Promise<void>,
): Promise<string[]> {
  await connection.exec(MIGRATIONS_TABLE);
  const pending = await pendingMigrations(connection);
  if (pending.length > 0) await beforeFirst?.();
  for (const migration of pending) await apply(connection, migration);
  return pending.map(({ name }) => name);
}

/**
 * Returns the migrations that the database does not have yet, in their order.
 * @throws DatabaseRefusal for a database of a newer program, or one with a migration that failed elsewhere
 */
export async function pendingMigrations(connection: Pick<SqlConnection, 'query'>): Promise<Migration[]> {
  const { rows } = await connection.query(
    'SELECT migration_name AS name, finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  );
  const migrations = readMigrations();
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = rows.find(({ name }) => !known.has(String(name)));
  if (unknown) {
    throw new DatabaseRefusal(
      `The database was made by a newer version of Usher (it has the migration ${unknown.name}); update the program, or use another database.`,
    );
  }
  const failed = rows.find(({ finished }) => !finished);
  if (failed) {
    throw new DatabaseRefusal(
      `The migration ${failed.name} did not finish when another program applied it; repair the database and mark it with \`prisma migrate resolve\`.`,
    );
  }
  const recorded = new Set(rows.map(({ name }) => String(name)));
  return migrations.filter(({ name }) => !recorded.has(name));
}

async function apply(connection: SqlConnection, { name, sql, checksum }: Migration): Promise<void> {
  await connection.exec('BEGIN');
  try {
    await connection.exec(sql);
    await connection.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await connection.exec('COMMIT');
  } catch (error) {
    await connection.exec('ROLLBACK');
    throw new Error(`The migration ${name} failed: ${(error as Error).message}`, { cause: error });
  }
}
