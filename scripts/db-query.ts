// Runs SQL on the embedded database while Usher is stopped: `npm run db:query -- 'SELECT …'`.
import { existsSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { databaseIn, refuseLostDatabase } from '@/lib/platform/database/data-dir';
import { releaseLock, takeLock } from '@/lib/platform/database/lock';
import { fail, settingsOrFail } from './admin';

const sql = process.argv[2];
if (!sql) fail("Usage: npm run db:query -- 'SELECT …'");
const { DATABASE_URL, DATA_DIR, PORT } = settingsOrFail();
if (DATABASE_URL) fail('DATABASE_URL names a PostgreSQL server: query it with `psql "$DATABASE_URL"`.');
const folder = databaseIn(DATA_DIR);
if (!existsSync(folder)) fail(`There is no database in ${DATA_DIR} yet: \`npm start\` creates it.`);
let database: PGlite | undefined;
let problem: string | undefined;
try {
  takeLock(DATA_DIR, PORT);
  refuseLostDatabase(DATA_DIR);
  database = await PGlite.create(folder);
  for (const { rows, affectedRows } of await database.exec(sql)) {
    if (rows.length > 0) console.table(rows);
    else console.log(affectedRows ? `${affectedRows} rows changed.` : 'No rows.');
  }
} catch (error) {
  problem = (error as Error).message;
}
await database?.close();
releaseLock(DATA_DIR);
if (problem) fail(problem);
