// Everything between installing and starting, in a process of its own, so that the launcher, which goes on running, stays
// small. It sends the launcher its plan over the channel between them, or prints the problem and exits with 1.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { lockHolder } from '@/lib/platform/admin-socket/lock';
import { databaseIn, refuseLostDatabase } from '@/lib/platform/database/data-dir';
import { DatabaseRefusal } from '@/lib/platform/database/refusal';
import { noticesOf } from '@/lib/platform/env';
import { buildWhenChanged, generateClientWhenChanged } from './build';
import { checkPort } from './ports';
import { loadSettings } from './settings';

const { dev } = parseArgs({ options: { dev: { type: 'boolean', default: false } } }).values;

function refuse(...sentences: string[]): never {
  for (const sentence of sentences) console.error(sentence);
  process.exit(1);
}

function refuseSentence(error: unknown): never {
  if (error instanceof DatabaseRefusal) refuse(error.message);
  throw error;
}

// Exiting this way also ends the command that is running.
for (const event of ['SIGINT', 'SIGTERM', 'disconnect']) process.once(event, () => process.exit(1));

const settings = loadSettings();
if ('problems' in settings)
  refuse(
    'These settings or files cannot be used (.env.example explains the settings):',
    ...settings.problems,
  );
const { env, variables } = settings;

let portProblem: string | undefined;
for (const [name, port] of [
  ['PORT', env.PORT],
  ...(env.demo ? [['SANDBOX_PORT', env.SANDBOX_PORT] as const] : []),
] as const) {
  portProblem ??= await checkPort(port, name, name === 'PORT' ? env.HOST : '127.0.0.1');
}
// An Usher that is running has the port as well: then only this is reported.
const holder = await lockHolder(env.DATA_DIR);
if (holder) {
  const who = holder.pid === null ? 'it does not answer' : `process ${holder.pid}, port ${holder.port}`;
  refuse(
    `Usher is running already on the data in ${env.DATA_DIR} (${who}); stop that one, or set DATA_DIR to another directory.`,
  );
}
if (portProblem) refuse(portProblem);
try {
  if (!env.DATABASE_URL) refuseLostDatabase(env.DATA_DIR);
} catch (error) {
  refuseSentence(error);
}

await generateClientWhenChanged();
if (!dev) await buildWhenChanged();
if (!env.DATABASE_URL && !existsSync(databaseIn(env.DATA_DIR))) {
  // Loaded only now, because its database client may have been generated a moment ago.
  const { createDatabase } = await import('./create-database');
  await createDatabase(env.DATA_DIR, env.PORT).catch(refuseSentence);
}

process.send?.({
  host: env.HOST,
  port: env.PORT,
  appUrl: env.APP_URL,
  dataDir: env.DATA_DIR,
  demo: env.demo,
  sandboxPort: env.SANDBOX_PORT,
  server: env.DATABASE_URL ? new URL(env.DATABASE_URL).host : undefined,
  inngest: env.inngestMode,
  logFormat: env.LOG_FORMAT,
  notices: noticesOf(env),
  variables,
});
process.removeAllListeners('disconnect');
process.disconnect?.();
