import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { databaseIn, systemReason } from '@/lib/platform/database/data-dir';
import { type Env, isLoopbackUrl, readEnv } from '@/lib/platform/env';

const SECRETS = z.record(z.string(), z.string());

type Raw = Record<string, string | undefined>;

/** The settings of the program's parts, and the same as environment variables. */
type Settings = { env: Env; variables: Raw };

function readDotEnv(): Raw {
  return existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Makes a directory and those above it, one by one: below /proc, Node's own recursive option never ends. */
function makeDirectory(directory: string): void {
  if (isDirectory(directory)) return;
  if (dirname(directory) !== directory) makeDirectory(dirname(directory));
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    // Another process may have made it at the same moment.
    if (!isDirectory(directory)) throw error;
  }
}

/**
 * Leaves a data directory, and what is in it, to its owner alone. Who may not change the permissions has not made it, and
 * someone else has chosen them: a volume, for example.
 */
function keepFromOthers(dataDir: string): void {
  for (const entry of ['', ...readdirSync(dataDir)]) {
    const path = join(dataDir, entry);
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (!found || found.isSymbolicLink() || found.uid !== process.getuid?.()) continue;
    if ((found.mode & 0o077) !== 0) chmodSync(path, found.isDirectory() ? 0o700 : 0o600);
  }
}

/** Returns the problem with a data directory as a sentence; throws an error that is not the system's. */
function directoryProblem(dataDir: string, error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (!code) throw error;
  const reason = ['EEXIST', 'ENOTDIR'].includes(code)
    ? 'something else is in its place'
    : systemReason(error);
  return `DATA_DIR must be a directory that can be made and written: ${dataDir} cannot (${reason}).`;
}

/** A problem with what a data directory contains, as a sentence. */
class DataProblem extends Error {}

/** Returns the stored secrets; none when there is no file. @throws DataProblem for a file that is damaged */
function readSecrets(file: string): Raw {
  if (!existsSync(file)) return {};
  try {
    return SECRETS.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new DataProblem(
      `The secrets in ${file} cannot be read; restore the file from a backup, because what is stored is encrypted with them.`,
    );
  }
}

/**
 * Returns the generated secrets of a data directory. Makes the directory and the secrets that are missing.
 * @throws DataProblem when those are lost that a stored database is encrypted with
 */
function ownSecrets(dataDir: string, names: readonly string[], hasDatabase: boolean): Raw {
  makeDirectory(dataDir);
  accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  keepFromOthers(dataDir);
  const file = join(dataDir, 'secrets.json');
  const stored = readSecrets(file);
  const missing = names.filter((name) => !stored[name]);
  if (missing.length === 0) return stored;
  if (missing.includes('ENCRYPTION_KEY') && hasDatabase) {
    throw new DataProblem(
      `${file} has no ENCRYPTION_KEY, with which the database beside it is encrypted; restore the file from a backup, or set ENCRYPTION_KEY.`,
    );
  }
  for (const name of missing) stored[name] = randomBytes(32).toString('base64');
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, `${JSON.stringify(stored, null, 2)}\n`, { mode: 0o600 });
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
  return stored;
}

/**
 * Returns the settings from the environment and `.env` (the environment wins), on loopback with generated secrets from
 * DATA_DIR.
 * @returns the settings, or every problem, one sentence each
 */
export function loadSettings(): Settings | { problems: string[] } {
  const given = { ...withoutEmpty(readDotEnv()), ...withoutEmpty(process.env) };
  const isLoopback = !given.APP_URL || isLoopbackUrl(given.APP_URL);
  const own = isLoopback ? ['NEXTAUTH_SECRET', 'ENCRYPTION_KEY'] : [];

  // Everything but the secrets is checked first, so that nothing is written for settings that are refused.
  const standIn = randomBytes(32).toString('base64');
  const probe = readEnv({ ...Object.fromEntries(own.map((name) => [name, standIn])), ...given });
  if ('problems' in probe) return probe;
  let secrets: Raw;
  try {
    const { DATA_DIR, DATABASE_URL } = probe.env;
    const hasDatabase = !DATABASE_URL && existsSync(databaseIn(DATA_DIR));
    const names = own.filter((name) => !given[name]);
    secrets = ownSecrets(DATA_DIR, names, hasDatabase);
  } catch (error) {
    const { DATA_DIR } = probe.env;
    return {
      problems: [error instanceof DataProblem ? error.message : directoryProblem(DATA_DIR, error)],
    };
  }
  const result = readEnv({ ...Object.fromEntries(own.map((name) => [name, secrets[name]])), ...given });
  return 'problems' in result
    ? result
    : { env: result.env, variables: { ...given, ...asVariables(result.env) } };
}

function withoutEmpty(raw: Raw): Raw {
  return Object.fromEntries(Object.entries(raw).filter(([, value]) => value?.trim()));
}

function asVariables(env: Env): Raw {
  const settings = Object.entries(env).filter(
    ([name, value]) => /^[A-Z_]+$/.test(name) && value !== undefined,
  );
  return {
    ...Object.fromEntries(settings.map(([name, value]) => [name, String(value)])),
    ...(env.demo ? { USHER_DEMO: '1' } : {}),
    NEXTAUTH_URL: env.APP_URL,
  };
}
