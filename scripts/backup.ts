// Writes the database to a file, also while Usher runs: `npm run backup`, `npm run backup -- <file>`.
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { releaseLock, takeLock } from '@/lib/platform/admin-socket/lock';
import { archiveEmbedded } from '@/lib/platform/database/archive';
import { databaseIn, refuseLostDatabase } from '@/lib/platform/database/data-dir';
import type { Env } from '@/lib/platform/env';
import { askApp, fail, settingsOrFail } from './admin';
import { dumpServer } from './backup/server';

const [given, ...more] = process.argv.slice(2);
if (more.length > 0 || given?.startsWith('-')) fail('Usage: npm run -s backup [-- <file>]');
const env = settingsOrFail();
const file = given ? resolve(given) : ownFile(env);

try {
  if (env.DATABASE_URL) await dumpServer(env.DATABASE_URL, file);
  else if (!(await askApp(env, 'backup', { file }))) await archiveStopped(env);
} catch (error) {
  fail((error as Error).message);
}
const megabytes = (statSync(file).size / 1024 / 1024).toFixed(1);
console.log(`The database is in ${file} (${megabytes} MB).`);
console.error(
  `It is worth nothing without the ENCRYPTION_KEY, which is in ${join(env.DATA_DIR, 'secrets.json')} unless you have set it: keep that in another place.`,
);

/** Returns the name of a new file in the data directory. */
function ownFile({ DATA_DIR, DATABASE_URL }: Env): string {
  const folder = join(DATA_DIR, 'backups');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const at = new Date().toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
  return join(folder, `usher-${at}.${DATABASE_URL ? 'dump' : 'tar.gz'}`);
}

/** Archives the embedded database while no Usher runs. It is not migrated: a backup before an update is of the version before. */
async function archiveStopped({ DATA_DIR, PORT }: Env): Promise<void> {
  const folder = databaseIn(DATA_DIR);
  if (!existsSync(folder)) fail(`There is no database in ${DATA_DIR} yet: \`npm start\` creates it.`);
  await takeLock(DATA_DIR, PORT);
  let database: PGlite | undefined;
  try {
    refuseLostDatabase(DATA_DIR);
    database = await PGlite.create(folder);
    await archiveEmbedded(database, file);
  } finally {
    await database?.close();
    await releaseLock(DATA_DIR);
  }
}
