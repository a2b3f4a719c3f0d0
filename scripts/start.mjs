// @ts-check
// `npm start` and `npm run dev`: from a fresh clone to a running app, without a question. This process goes on running as
// the parent of the parts, so it loads only Node's own modules.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { checkNode, ensureInstalled } from './launch/checks.mjs';
import { killChild, startChild, stopChild, wasCutOff } from './launch/children.mjs';
import { say } from './launch/output.mjs';

/**
 * @typedef {{ host: string, port: number, appUrl: string, dataDir: string, demo: boolean, sandboxPort: number,
 *   server?: string, inngest: 'local' | 'server', logFormat: 'json' | 'text', notices: string[],
 *   variables: NodeJS.ProcessEnv }} Plan
 */

const NEXT = 'node_modules/next/dist/bin/next';
process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const dev = process.argv.includes('--dev');

/** @type {import('./launch/children.mjs').Child[]} */
const children = [];
/** @type {import('node:child_process').ChildProcess | undefined} */
let preparing;
let stopping = false;
/** When a signal asked to stop; a second one ends all parts at once. */
let signaledAt = 0;
/** Within so many ms a second signal is the first one: npm passes on the Ctrl-C that the terminal has sent to all. */
const ECHO_MS = 1_000;
let running = false;

/** @param {number} code */
async function stop(code) {
  if (stopping) return;
  stopping = true;
  preparing?.kill();
  // The app first, because it may still call the sandbox.
  for (const child of [...children].reverse()) await stopChild(child);
  process.exit(code || (children.some(wasCutOff) ? 1 : 0));
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    if (signaledAt && performance.now() - signaledAt > ECHO_MS) {
      for (const child of children) killChild(child);
      process.exit(1);
    }
    signaledAt ||= performance.now();
    if (!stopping && children.length > 0) say('Stopping…');
    void stop(0);
  });
}

/** Stops when npm or its shell is killed without a signal to this process: then it gets another parent. */
function watchParents() {
  const started = parents();
  setInterval(() => {
    const now = parents();
    if (now.some((pid, index) => pid !== started[index])) void stop(0);
  }, 500).unref();
}

/** @returns {number[]} the parent and, when that is npm's shell, npm itself */
function parents() {
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    const [, name = '', parent] = /\((.*)\) \S (\d+)/.exec(stat) ?? [];
    return name.endsWith('sh') ? [process.ppid, Number(parent)] : [process.ppid];
  } catch {
    return [process.ppid];
  }
}

/** @returns {Promise<Plan>} */
function prepare() {
  return new Promise((resolve) => {
    const args = ['--import', 'tsx', 'scripts/launch/prepare.ts', ...(dev ? ['--dev'] : [])];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    preparing = child;
    /** @type {Plan | undefined} */
    let plan;
    child.once('message', (message) => {
      plan = /** @type {Plan} */ (message);
    });
    child.once('exit', (code) => {
      if (plan && code === 0) resolve(plan);
      else void stop(stopping ? 0 : 1);
    });
  });
}

/**
 * @param {string} name
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
function start(name, args, env) {
  const child = startChild(name, args, env, plan.logFormat === 'json');
  children.push(child);
  void child.ended.then(() => {
    if (stopping) return;
    const { exitCode, signalCode } = child.process;
    // A part that ends while it starts has printed why.
    if (running || exitCode !== 1)
      console.error(`The ${name} ended unexpectedly (${signalCode ?? `code ${exitCode}`}).`);
    void stop(1);
  });
}

/** @param {string} url */
async function answers(url) {
  while (!stopping) {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    if (response?.ok) return;
    await delay(50);
  }
}

/** @param {Plan} plan */
function welcome(plan) {
  const folder = relative(process.cwd(), plan.dataDir);
  const data = folder && !folder.startsWith('..') ? folder : plan.dataDir;
  const lines = [
    ['Open', plan.appUrl],
    [
      'Mode',
      plan.demo ? 'demo: a sandbox plays Google and the bot provider' : 'your Google and bot provider',
    ],
    [
      'Data',
      plan.server ? `PostgreSQL on ${plan.server}, secrets in ${data}` : `embedded database in ${data}`,
    ],
    ...(plan.host === '127.0.0.1' ? [] : [['Listens', `on ${plan.host}, port ${plan.port}, without TLS`]]),
    ...(plan.inngest === 'server' ? [['Jobs', 'on your Inngest server']] : []),
    ...(plan.demo
      ? [
          ['Sandbox', `http://localhost:${plan.sandboxPort}`],
          ['Sign in', 'as Ada: her calendar is full of meetings'],
        ]
      : []),
  ];
  say(
    ['', '  Usher is running.', '', ...lines.map(([name = '', text]) => `  ${name.padEnd(8)} ${text}`)].join(
      '\n',
    ),
  );
  if (plan.notices.length > 0) say(['', ...plan.notices.map((notice) => `  Note: ${notice}`)].join('\n'));
  say('\n  Ctrl-C stops it.\n');
}

checkNode();
if (process.env.npm_lifecycle_event) watchParents();
await ensureInstalled({ development: dev });
const plan = await prepare();
const env = { ...process.env, ...plan.variables, NEXT_TELEMETRY_DISABLED: '1', NEXT_MANUAL_SIG_HANDLE: '1' };
if (plan.demo) {
  start('sandbox', ['--import', 'tsx', 'sandbox/main.ts'], {
    ...process.env,
    APP_URL: plan.appUrl,
    SANDBOX_PORT: String(plan.sandboxPort),
    SANDBOX_STATE_FILE: `${plan.dataDir}/sandbox.json`,
  });
}
const command = [NEXT, dev ? 'dev' : 'start', '-p', String(plan.port), '-H', plan.host];
start('app', command, { ...env, NODE_ENV: dev ? 'development' : 'production' });
const reached = ['0.0.0.0', '::', 'localhost'].includes(plan.host) ? '127.0.0.1' : plan.host;
await answers(`http://${reached.includes(':') ? `[${reached}]` : reached}:${plan.port}/api/health`);
if (!stopping) {
  running = true;
  welcome(plan);
}
