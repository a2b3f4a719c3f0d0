import { type Answer, askHolder } from '@/lib/platform/admin-socket/ask';
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

/**
 * Has the app that is running on the settings' data directory carry out a command, over the directory's socket.
 * @param command a name of `commands/index.ts`
 * @returns its answer; undefined when no app is running
 */
export async function askApp({ DATA_DIR }: Env, command: string, body: unknown): Promise<unknown> {
  const answer: Answer | null = await askHolder(DATA_DIR, command, body).catch((error: Error) =>
    fail(`The Usher that is running on ${DATA_DIR} does not answer: ${error.message}.`),
  );
  if (!answer) return undefined;
  const said = JSON.parse(answer.text);
  return answer.status === 200 ? said : fail(said.message);
}
