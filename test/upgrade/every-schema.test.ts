import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { db } from '@/lib/platform/database/client';
import { Prisma } from '@/lib/platform/database/generated/prisma/client';
import type { SqlConnection } from '@/lib/platform/database/migrate';
import { describeOnDatabases, withConnection } from '../database';
import { fillTables } from './fill-tables';
import { RENAMES } from './release-0.1.0';
import { keyOf, type Row, readTables, renameRow } from './stored-rows';

const MIGRATIONS = readdirSync('prisma/migrations').filter((name) => name !== 'migration_lock.toml');

/** Columns whose stored values a migration replaces on purpose, and that migration. */
const REPLACED: Record<string, string> = { 'User.timeZone': '20261126163202_time_zone_of_choice' };

/** What was stored under each schema, by the name of its last migration. */
const stored = new Map<string, Map<string, Row[]>>();

/** Applies one migration after the other, and stores a row in each table after each of them. */
async function migrateStepByStep(connection: SqlConnection): Promise<void> {
  stored.clear();
  await connection.exec(
    'CREATE TABLE _prisma_migrations (migration_name text, finished_at timestamptz DEFAULT now(), rolled_back_at timestamptz)',
  );
  for (const [round, name] of MIGRATIONS.entries()) {
    const sql = readFileSync(`prisma/migrations/${name}/migration.sql`, 'utf8');
    await connection.exec(`BEGIN;\n${sql};\nCOMMIT`);
    await connection.query('INSERT INTO _prisma_migrations (migration_name) VALUES ($1)', [name]);
    stored.set(name, await fillTables(connection, round));
  }
}

/** Returns a row as it must be in the end, without the values that a later migration replaces. */
function lasting(table: string, row: Row, migration: string): Row {
  const entries = Object.entries(row).filter(([column]) => {
    const replacedBy = REPLACED[`${table}.${column}`];
    return replacedBy === undefined || migration >= replacedBy;
  });
  return renameRow(table, Object.fromEntries(entries), RENAMES);
}

describeOnDatabases(
  'Rows that were stored under each schema there has been',
  () => {
    it('are there after all later migrations, with their values', async () => {
      const tables = await withConnection(readTables);
      let count = 0;
      for (const [migration, filled] of stored) {
        for (const [table, rows] of filled) {
          const name = RENAMES.names[table] ?? table;
          const byKey = new Map((tables.get(name) ?? []).map((row) => [keyOf(name, row), row]));
          for (const row of rows) {
            const expected = lasting(table, row, migration);
            const found = byKey.get(keyOf(name, expected)) ?? {};
            const same = Object.fromEntries(Object.keys(expected).map((column) => [column, found[column]]));
            expect(same, `${table} after ${migration}`).toEqual(expected);
            count++;
          }
        }
      }
      // The first schema has nine tables that take any number of rows.
      expect(count).toBeGreaterThan(MIGRATIONS.length * 9);
    });

    it('are read by the program', async () => {
      for (const model of Object.values(Prisma.ModelName)) {
        const table = db()[(model.charAt(0).toLowerCase() + model.slice(1)) as 'user'];
        expect((await table.findMany()).length, model).toBeGreaterThan(0);
      }
    });
  },
  ['pglite', 'postgres'],
  migrateStepByStep,
);
