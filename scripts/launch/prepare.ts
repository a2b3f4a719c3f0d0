// Everything between "installed" and "start": a process of its own, so that the launcher, which stays, stays small.
// It hands the launcher its plan over the channel between them, or says what is wrong and exits with 1.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { lockHolder } from '@/lib/platform/database/lock';
import { buildWhenChanged, generateClientWhenChanged } from './build';
import { checkPort } from './ports';
import { loadSettings } from './settings';

const { dev } = parseArgs({ options: { dev: { type: 'boolean', default: false } } }).values;

function refuse(...sentences: string[]): never {
  for (const sentence of sentences) console.error(sentence);
  process.exit(1);
}

// Leaving this way ends what it is running at the moment, too.
for (const event of ['SIGINT', 'SIGTERM', 'disconnect']) process.once(event, () => process.exit(1));

const settings = loadSettings();
if ('problems' in settings)
  refuse('These settings are not valid (.env.example explains each):', ...settings.problems);
const { env, variables } = settings;
const host = env.isLoopback ? '127.0.0.1' : '0.0.0.0';

let portProblem: string | undefined;
for (const [name, port] of [
  ['PORT', env.PORT],
  ...(env.demo ? [['SANDBOX_PORT', env.SANDBOX_PORT] as const] : []),
] as const) {
  portProblem ??= await checkPort(port, name, host);
}
// An Usher that is running already has the port as well, and is what there is to be told of.
const holder = lockHolder(env.DATA_DIR);
if (holder) {
  refuse(
    `Usher is running already on the data in ${env.DATA_DIR} (process ${holder.pid}, port ${holder.port}); stop that one, or set DATA_DIR to another directory.`,
  );
}
if (portProblem) refuse(portProblem);

await generateClientWhenChanged();
if (!dev) await buildWhenChanged();
if (!env.DATABASE_URL && !existsSync(join(env.DATA_DIR, 'db'))) {
  // Loaded only now: the client it needs may have been generated a moment ago.
  const { createDatabase } = await import('./create-database');
  await createDatabase(env.DATA_DIR);
}

process.send?.({
  host,
  port: env.PORT,
  appUrl: env.APP_URL,
  dataDir: env.DATA_DIR,
  demo: env.demo,
  sandboxPort: env.SANDBOX_PORT,
  server: env.DATABASE_URL ? new URL(env.DATABASE_URL).host : undefined,
  inngest: env.inngestMode,
  variables,
});
process.removeAllListeners('disconnect');
process.disconnect?.();
