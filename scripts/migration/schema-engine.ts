import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { PrismaPGlite } from 'pglite-prisma-adapter';

const SCHEMA = resolve('prisma/schema.prisma');
const MIGRATIONS = resolve('prisma/migrations');
const LOCK_FILE = 'migration_lock.toml';
const NO_FILTERS = { externalTables: [], externalEnums: [] };

/** Each connection is a new, empty database in memory, as a shadow database must be. */
class ShadowFactory implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = 'postgres';
  readonly adapterName = 'pglite-shadow';

  async connect() {
    const pglite = await PGlite.create();
    const adapter = await new PrismaPGlite(pglite).connect();
    const dispose = adapter.dispose.bind(adapter);
    // The adapter's own method neither waits for the script's end nor reports its failure.
    adapter.executeScript = async (script) => {
      await pglite.exec(script);
    };
    adapter.dispose = async () => {
      await dispose();
      if (!pglite.closed) await pglite.close();
    };
    return adapter;
  }

  connectToShadowDb() {
    return this.connect();
  }
}

async function loadEngine() {
  const file = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = readFileSync(file.replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, {
    './schema_engine_bg.js': bindings as unknown as WebAssembly.ModuleImports,
  });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return bindings.SchemaEngine;
}

function migrationsOnDisk(): bindings.MigrationList {
  return {
    baseDir: MIGRATIONS,
    lockfile: { path: LOCK_FILE, content: readFileSync(join(MIGRATIONS, LOCK_FILE), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: readdirSync(MIGRATIONS)
      .sort()
      .filter((name) => existsSync(join(MIGRATIONS, name, 'migration.sql')))
      .map((name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok', value: readFileSync(join(MIGRATIONS, name, 'migration.sql'), 'utf8') },
        },
      })),
  };
}

/**
 * Returns the SQL that changes the database of prisma/migrations into that of prisma/schema.prisma, by Prisma's own engine
 * on an embedded database. It ignores what Prisma's language cannot describe (triggers, partial indexes).
 * @returns '' when they agree
 */
export async function missingMigrationSql(): Promise<string> {
  const SchemaEngine = await loadEngine();
  const schema = readFileSync(SCHEMA, 'utf8');
  const engine = await SchemaEngine.new(
    { datamodels: [[SCHEMA, schema]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(new ShadowFactory()),
  );
  try {
    const { stdout } = await engine.diff({
      from: { tag: 'migrations', ...migrationsOnDisk() },
      to: { tag: 'schemaDatamodel', files: [{ path: SCHEMA, content: schema }] },
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    });
    const sql = stdout ?? '';
    return /^-- This is an empty migration\.\s*$/.test(sql.trim()) ? '' : sql;
  } finally {
    engine.free();
  }
}
