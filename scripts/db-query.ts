// Runs SQL on the embedded database, in the running app or while it is stopped: `npm run db:query -- 'SELECT …'`.
import { existsSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { releaseLock, takeLock } from '@/lib/platform/admin-socket/lock';
import { databaseIn, refuseLostDatabase } from '@/lib/platform/database/data-dir';
import type { Env } from '@/lib/platform/env';
import { runSqlOn, type SqlResult } from '@/lib/platform/run-sql';
import { askApp, fail, settingsOrFail } from './admin';

const sql = process.argv[2];
if (!sql) fail("Usage: npm run db:query -- 'SELECT …'");
const env = settingsOrFail();
if (env.DATABASE_URL) fail('DATABASE_URL names a PostgreSQL server: query it with `psql "$DATABASE_URL"`.');

const answer = (await askApp(env, 'db:query', { sql })) as SqlResult[] | undefined;
for (const { rows, changed } of answer ?? (await runHere(sql, env))) {
  if (rows.length > 0) console.table(rows);
  else console.log(changed ? `${changed} ${changed === 1 ? 'row' : 'rows'} changed.` : 'No rows.');
}

async function runHere(statements: string, { DATA_DIR, PORT }: Env): Promise<SqlResult[]> {
  const folder = databaseIn(DATA_DIR);
  if (!existsSync(folder)) fail(`There is no database in ${DATA_DIR} yet: \`npm start\` creates it.`);
  let database: PGlite | undefined;
  let problem = '';
  let results: SqlResult[] = [];
  try {
    await takeLock(DATA_DIR, PORT);
    refuseLostDatabase(DATA_DIR);
    database = await PGlite.create(folder);
    results = await runSqlOn(database, statements);
  } catch (error) {
    problem = (error as Error).message;
  }
  await database?.close();
  await releaseLock(DATA_DIR);
  return problem ? fail(problem) : results;
}
