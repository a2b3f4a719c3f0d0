// @ts-check
// Checks from before anything is installed, so this file imports only Node's own modules.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from './output.mjs';
import { runQuietly } from './run.mjs';

const NEEDED_NODE = [20, 19];
/** npm's list of installed packages. npm removes this file first and writes it last. */
const INSTALLED = 'node_modules/.package-lock.json';

/** Ends the program with one sentence if Node is too old. */
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
 * Compares the installed packages with the lock file. Packages for other platforms may be missing.
 * @param {string} [folder] the project's
 * @returns {'all' | 'production' | 'outdated'} `production`: all that the built app needs, but no development
 *   dependencies, as after `npm ci --omit=dev`
 */
export function installedDependencies(folder = '.') {
  const noted = join(folder, INSTALLED);
  if (!existsSync(noted)) return 'outdated';
  /** @typedef {{ version?: string, integrity?: string, dev?: true, optional?: true, devOptional?: true }} Package */
  /** @type {Record<string, Package>} */
  const installed = JSON.parse(readFileSync(noted, 'utf8')).packages;
  /** @type {Record<string, Package>} */
  const { '': _project, ...wanted } = JSON.parse(
    readFileSync(join(folder, 'package-lock.json'), 'utf8'),
  ).packages;
  const missing = Object.entries(wanted).filter(([path, { version, integrity, optional, devOptional }]) => {
    if (optional || devOptional) return false;
    return installed[path]?.version !== version || installed[path]?.integrity !== integrity;
  });
  if (missing.length === 0) return 'all';
  return missing.every(([, { dev }]) => dev) ? 'production' : 'outdated';
}

/**
 * Installs the dependencies of the lock file if they are not installed.
 * @param {{ development: boolean }} needed with `development: false`, development dependencies may be missing
 * @returns {Promise<void>}
 */
export async function ensureInstalled({ development }) {
  const state = installedDependencies();
  if (state === 'all' || (state === 'production' && !development)) return;
  say('Installing dependencies (a minute at most, only when they changed)…');
  // Tests and builds need the development dependencies too, whatever NODE_ENV says.
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
  await runQuietly(
    [...npm, 'ci', '--include=dev', '--no-audit', '--no-fund'],
    'The dependencies could not be installed.',
  );
}
