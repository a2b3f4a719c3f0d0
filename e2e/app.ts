import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lockHolder } from '../lib/platform/admin-socket/lock';

/** The whole product in demo mode, started as a person starts it: with the README's command. */
export type RunningApp = {
  url: string;
  sandboxUrl: string;
  dataDir: string;
  /** Everything the command has printed so far. */
  output(): string;
  /**
   * Kills the app and the command that started it with `kill -9`; waits until all their processes have ended.
   */
  kill(): Promise<void>;
  /** Starts again on the same data and ports. */
  restart(): Promise<void>;
  /** Stops the app as a service manager does, and returns the exit code of the command that started it. */
  terminate(): Promise<number | null>;
  /** Stops the app as Ctrl-C does, and removes its data. */
  stop(): Promise<void>;
  /** Runs one of the npm scripts; returns what it prints on stdout. */
  script(name: string, ...args: string[]): Promise<string>;
};

/** On a fresh clone the first start builds. */
const START_TIMEOUT_MS = 300_000;

export async function startApp(
  settings: Record<string, string> = {},
  { dev = false } = {},
): Promise<RunningApp> {
  const dataDir = mkdtempSync(join(tmpdir(), 'usher-e2e-'));
  const [port, sandboxPort] = await freePorts();
  const url = `http://localhost:${port}`;
  const env = {
    ...process.env,
    PORT: String(port),
    SANDBOX_PORT: String(sandboxPort),
    DATA_DIR: dataDir,
    ...settings,
  };
  let child: ChildProcess;
  let printed = '';

  const start = async () => {
    child = spawn(process.execPath, ['scripts/start.mjs', ...(dev ? ['--dev'] : [])], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout?.on('data', (chunk) => (printed += chunk));
    child.stderr?.on('data', (chunk) => (printed += chunk));
    await until(
      () => answers(`${url}/api/health`),
      START_TIMEOUT_MS,
      () => `The app did not start:\n${printed}`,
    );
  };
  const gone = () =>
    until(
      async () =>
        !(await answers(`${url}/api/health`)) && !(await answers(`http://localhost:${sandboxPort}/`)),
      20_000,
      () => `The app did not stop:\n${printed}`,
    );
  await start();
  return {
    url,
    sandboxUrl: `http://localhost:${sandboxPort}`,
    dataDir,
    output: () => printed,
    async kill() {
      const holder = await lockHolder(dataDir);
      if (!holder?.pid) throw new Error('No app is running.');
      process.kill(holder.pid, 'SIGKILL');
      child.kill('SIGKILL');
      await gone();
    },
    restart: start,
    async terminate() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      return (await ended)[0];
    },
    async stop() {
      child.kill('SIGINT');
      await gone();
      rmSync(dataDir, { recursive: true, force: true });
    },
    script: (name, ...args) => runScript(name, args, env),
  };
}

/** Waits until a condition holds. */
export async function until(
  holds: () => Promise<boolean>,
  timeoutMs: number,
  complaint: () => string = () => 'It never came true.',
): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(complaint());
    await delay(100);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}

function runScript(name: string, args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', name, '--', ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.on('close', (code) =>
      code === 0 ? resolve(stdout.trim()) : reject(new Error(`${name}: ${stderr}${stdout}`)),
    );
  });
}

/** Returns two ports that are free now. */
async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()];
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.listen(0, () => resolve((server.address() as { port: number }).port));
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return [ports[0] ?? 0, ports[1] ?? 0];
}
