import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installedDependencies } from './checks.mjs';
import { say } from './output.mjs';
import { runQuietly } from './run.mjs';

const CLIENT = 'lib/platform/database/generated/prisma';
const GENERATOR = 'scripts/generate-client.ts';
const BUILD_STAMP = '.next/usher-build';
const CLIENT_STAMP = `${CLIENT}/usher-schema`;
/** The sources of the build; the lock file stands for all dependencies. */
const SOURCES = [
  'app',
  'commands',
  'components',
  'lib',
  'inngest',
  'public',
  'prisma/schema.prisma',
  'package-lock.json',
];
const ROOT_SOURCES = /\.(ts|mjs)$|^tsconfig\.json$/;
const NOT_ROOT_SOURCES = /^(next-env|vitest|playwright|prisma|stryker)\b/;
const NOT_SOURCES = /\.test\.tsx?$/;

function filesUnder(path: string): string[] {
  if (!existsSync(path)) return [];
  if (path === 'lib/platform/database/generated') return [];
  const entries = readdirSync(path, { withFileTypes: true });
  return entries
    .filter(({ name }) => !NOT_SOURCES.test(name))
    .flatMap((entry) => (entry.isDirectory() ? filesUnder(join(path, entry.name)) : [join(path, entry.name)]))
    .sort();
}

function hashFiles(files: string[], more: string): string {
  const hash = createHash('sha256').update(more);
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

function isStamped(stamp: string, value: string): boolean {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === value;
}

function writeStamp(stamp: string, value: string): void {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, value);
}

/** Ends the program with one sentence if the development dependencies are missing, which build the app. */
function needDevelopmentDependencies(reason: string): void {
  if (installedDependencies() === 'all') return;
  console.error(
    `${reason}, and the development dependencies that build it are not installed: run \`npm ci --include=dev\`, then start again.`,
  );
  process.exit(1);
}

/** Generates the database client if the schema, Prisma or the generator has changed. Nothing is downloaded. */
export async function generateClientWhenChanged(): Promise<void> {
  const sources = ['prisma/schema.prisma', GENERATOR, 'node_modules/@prisma/client/package.json'];
  const stamp = hashFiles(sources, 'client');
  if (isStamped(CLIENT_STAMP, stamp)) return;
  needDevelopmentDependencies('The database client is missing or older than prisma/schema.prisma');
  say('Generating the database client…');
  await runQuietly(
    [process.execPath, '--import', 'tsx', GENERATOR],
    'The database client could not be generated.',
  );
  writeStamp(CLIENT_STAMP, stamp);
}

/** Builds the app if its sources or dependencies have changed. No setting becomes part of the build. */
export async function buildWhenChanged(): Promise<void> {
  const rootFiles = readdirSync('.').filter(
    (name) => ROOT_SOURCES.test(name) && !NOT_ROOT_SOURCES.test(name),
  );
  const files = SOURCES.flatMap((path) => (path.includes('.') ? [path] : filesUnder(path)));
  const stamp = hashFiles([...rootFiles.sort(), ...files], process.versions.modules);
  if (isStamped(BUILD_STAMP, stamp) && existsSync('.next/BUILD_ID')) return;
  needDevelopmentDependencies('The app is not built or has changed since');
  say('Building the app (half a minute, only when it changed)…');
  const env = { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' };
  await runQuietly(
    [process.execPath, 'node_modules/next/dist/bin/next', 'build'],
    'The app could not be built.',
    env,
  );
  writeStamp(BUILD_STAMP, stamp);
}
