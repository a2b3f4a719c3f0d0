// Restores the database from a backup while Usher is stopped: `npm run restore -- <file>`.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { archiveKind } from '@/lib/platform/database/archive';
import { fail, settingsOrFail } from './admin';
import { restoreEmbedded } from './backup/embedded';
import { restoreServer } from './backup/server';

const USAGE = `Usage: npm run -s restore -- <file>              into an empty database
       npm run -s restore -- <file> --replace    puts the database that is there aside`;

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { replace: { type: 'boolean', default: false } },
    });
    const [file, ...more] = positionals;
    return file !== undefined && more.length === 0
      ? { file: resolve(file), mayReplace: values.replace }
      : fail(USAGE);
  } catch {
    return fail(USAGE);
  }
}

const { file, mayReplace } = readArguments();
const env = settingsOrFail();
if (!existsSync(file)) fail(`There is no file ${file}.`);
const kind = await archiveKind(file);
if (!kind) fail(`${file} is no backup that \`npm run backup\` has written.`);
if (kind === 'server' && !env.DATABASE_URL)
  fail(`${file} is a backup of a PostgreSQL server: set DATABASE_URL to the database to restore it into.`);
if (kind === 'embedded' && env.DATABASE_URL)
  fail(
    `${file} is a backup of an embedded database, which cannot be restored into a PostgreSQL server: leave DATABASE_URL unset.`,
  );

try {
  const aside = env.DATABASE_URL
    ? await restoreServer(env.DATABASE_URL, file, mayReplace)
    : await restoreEmbedded(env, file, mayReplace);
  console.log(`${file} is restored.`);
  if (aside)
    console.log(
      `What was there is in ${env.DATABASE_URL ? `the schema ${aside}` : aside}; delete it when you no longer need it.`,
    );
  console.log(
    'Everyone signs in again. Start Usher: it reads every calendar, and asks the bot provider what became of the bots.',
  );
} catch (error) {
  fail((error as Error).message);
}
