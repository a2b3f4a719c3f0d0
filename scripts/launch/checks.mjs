// @ts-check
// What must hold before anything is installed: only Node's own modules here.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { say } from './output.mjs';
import { runQuietly } from './run.mjs';

const NEEDED_NODE = [20, 19];
const STAMP = 'node_modules/.usher-lock';

/** Ends the program with one plain sentence when Node is too old. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [neededMajor = 0, neededMinor = 0] = NEEDED_NODE;
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return;
  console.error(
    `Usher needs Node ${NEEDED_NODE.join('.')} or newer, and this is ${process.versions.node}: see https://nodejs.org.`,
  );
  process.exit(1);
}

/**
 * Installs the dependencies from the lock file, when that has not been done for this very lock file.
 * @returns {Promise<void>}
 */
export async function ensureInstalled() {
  const lockFile = readFileSync('package-lock.json');
  const hash = createHash('sha256').update(lockFile).update(process.versions.modules).digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash) return;
  say('Installing dependencies (a minute at the most, only when they changed)…');
  // Tests and builds need the development dependencies too, whatever NODE_ENV says.
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
  await runQuietly(
    [...npm, 'ci', '--include=dev', '--no-audit', '--no-fund'],
    'The dependencies could not be installed.',
  );
  writeFileSync(STAMP, hash);
}
