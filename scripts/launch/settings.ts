import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { type Env, isLoopbackUrl, readEnv } from '@/lib/env';

type Raw = Record<string, string | undefined>;

/** What the parts of the program are started with, and the same as their environment. */
type Settings = { env: Env; variables: Raw };

function readDotEnv(): Raw {
  return existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
}

/** The made-up secrets of a data directory; those still missing are added to its file. */
function ownSecrets(dataDir: string, names: readonly string[]): Raw {
  const file = join(dataDir, 'secrets.json');
  const stored: Raw = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const missing = names.filter((name) => !stored[name]);
  if (missing.length === 0) return stored;
  for (const name of missing) stored[name] = randomBytes(32).toString('base64');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  chmodSync(dataDir, 0o700);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(stored, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
  return stored;
}

/**
 * The settings from the environment and `.env` (the environment wins), with secrets of its own under DATA_DIR where
 * the program may make them: all on loopback, with a public APP_URL only the token of its own commands.
 * @returns the settings, or every problem, one sentence each
 */
export function loadSettings(): Settings | { problems: string[] } {
  const given = { ...withoutEmpty(readDotEnv()), ...withoutEmpty(process.env) };
  const isLoopback = !given.APP_URL || isLoopbackUrl(given.APP_URL);
  const own = isLoopback ? ['ADMIN_TOKEN', 'NEXTAUTH_SECRET', 'ENCRYPTION_KEY'] : ['ADMIN_TOKEN'];

  // Valid but for the secrets first: nothing is written for settings that are refused.
  const standIn = Buffer.alloc(32).toString('base64');
  const probe = readEnv({ ...Object.fromEntries(own.map((name) => [name, standIn])), ...given });
  if ('problems' in probe) return probe;
  const secrets = ownSecrets(probe.env.DATA_DIR, own);
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
