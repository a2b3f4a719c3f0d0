import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { until } from '@/e2e/app';

const START_WITHIN_MS = 120_000;
/** A process may take this long to end what it is doing. */
const STOP_WITHIN_MS = 25_000;

/** A process of the built app, started as the launcher starts it. What it prints is in `logFile`. */
export class AppProcess {
  private child: ChildProcess | undefined;

  constructor(
    readonly port: number,
    private readonly env: NodeJS.ProcessEnv,
    readonly logFile: string,
  ) {}

  get dataDir(): string {
    return this.env.DATA_DIR ?? '';
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts it, and waits until it answers. @param more environment for this start only */
  async start(more: Record<string, string> = {}): Promise<void> {
    const output = openSync(this.logFile, 'a');
    const child = spawn(
      process.execPath,
      ['node_modules/next/dist/bin/next', 'start', '-p', String(this.port), '-H', '127.0.0.1'],
      { env: { ...this.env, ...more }, stdio: ['ignore', output, output, 'ipc'] },
    );
    this.child = child;
    await until(
      async () => {
        if (child.exitCode !== null) throw new Error(`An app process ended: see ${this.logFile}.`);
        return this.answers('/api/health');
      },
      START_WITHIN_MS,
      () => `An app process did not start: see ${this.logFile}.`,
    );
  }

  /** Returns whether it answers a path with 200 in time. */
  async answers(path: string, withinMs = 3_000): Promise<boolean> {
    const signal = AbortSignal.timeout(withinMs);
    const answer = await fetch(`${this.url}${path}`, { signal }).catch(() => undefined);
    return answer?.ok === true;
  }

  /** Ends it with `kill -9`. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  /** Ends it as a deploy does; with `kill -9` when it takes too long. */
  stop(): Promise<void> {
    return this.end('SIGTERM');
  }

  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    await ended;
    clearTimeout(timer);
  }
}
