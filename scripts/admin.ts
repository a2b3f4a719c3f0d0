import { type LockHolder, lockHolder } from '@/lib/platform/database/lock';
import type { Env } from '@/lib/platform/env';
import { loadSettings } from './launch/settings';

/** Prints why a command cannot do its work, and ends it. */
export function fail(...sentences: string[]): never {
  for (const sentence of sentences) console.error(sentence);
  process.exit(1);
}

/** Returns the app's settings and puts them into this process's environment, where the app's code reads them. */
export function settingsOrFail(): Env {
  const settings = loadSettings();
  if ('problems' in settings)
    fail(
      'These settings or files cannot be used (.env.example explains the settings):',
      ...settings.problems,
    );
  Object.assign(process.env, settings.variables);
  return settings.env;
}

/** Returns the app that is running on the settings' data directory, if there is one. */
export function runningApp(env: Env): LockHolder | undefined {
  return lockHolder(env.DATA_DIR);
}

/**
 * Calls the running app, over loopback, with the token that only this computer's user can read.
 * @returns its JSON answer
 */
export async function askApp(env: Env, app: LockHolder, path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${app.port}/api/admin/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${env.ADMIN_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch((error: Error) => fail(`The running app does not answer on port ${app.port}: ${error.message}.`));
  const text = await response.text();
  if (!response.ok) fail(`The running app refused (${response.status}): ${text.slice(0, 500)}`);
  return JSON.parse(text);
}
