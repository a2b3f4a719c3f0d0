import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { JobEvent } from '@/lib/jobs';
import type { Operation } from './operations';
import type { Word } from './worker';

/** How an operation ended: with a value, with a refusal of the contract, with an error, or with its process. */
export type Outcome = {
  value?: unknown;
  refused?: { code: string; message: string };
  broken?: string;
  died?: true;
};

/** One app process: started, told what to do, killed. */
export class AppProcess {
  private child: ChildProcess | undefined;
  private readonly waiting = new Map<number, (outcome: Outcome) => void>();
  private nextId = 1;
  private started: Promise<void> = Promise.resolve();
  private dieIn: number | undefined;
  /** It is to be killed by now, or soon. */
  private isDoomed = false;
  /** It ended although nobody killed it. */
  crashed: string | undefined;

  constructor(
    readonly name: string,
    private readonly env: Record<string, string>,
    private readonly takeJobs: (jobs: JobEvent[]) => void,
  ) {}

  get isUp(): boolean {
    return this.child !== undefined;
  }

  start(): Promise<void> {
    const child = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), {
      execArgv: ['--import', 'tsx'],
      env: { ...this.env, PATH: process.env.PATH, NODE_ENV: 'test' },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.child = child;
    this.dieIn = undefined;
    this.isDoomed = false;
    this.started = new Promise((resolve) => {
      child.on('message', (word: Word) => {
        if ('ready' in word) resolve();
        else if ('jobs' in word) this.takeJobs(word.jobs);
        else this.answer(word.id, word);
      });
      child.on('exit', (code, signal) => {
        resolve();
        if (!this.isDoomed) this.crashed = `code ${code}, signal ${signal}`;
        if (this.child === child) this.child = undefined;
        for (const id of [...this.waiting.keys()]) this.answer(id, { died: true });
      });
    });
    return this.started;
  }

  /** Does something at that time. Never rejects. */
  async do(operation: Operation, input: unknown, now: Date): Promise<Outcome> {
    await this.started;
    const { child, dieIn } = this;
    if (!child) return { died: true };
    this.dieIn = undefined;
    const id = this.nextId++;
    const outcome = new Promise<Outcome>((resolve) => this.waiting.set(id, resolve));
    child.send({ id, operation, input, now: +now, dieIn });
    return outcome;
  }

  /** Time passes for what it is doing. */
  tell(now: Date): void {
    if (this.waiting.size > 0) this.child?.send({ now: +now });
  }

  /** Not killed after all. */
  spare(): void {
    this.dieIn = undefined;
    this.isDoomed = !this.isUp;
  }

  /** SIGKILL before so many further database queries of the next operation. */
  dieAfter(queries: number): void {
    this.dieIn = queries;
    this.isDoomed = true;
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (!child) return;
    this.isDoomed = true;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  private answer(id: number, outcome: Outcome): void {
    this.waiting.get(id)?.(outcome);
    this.waiting.delete(id);
  }
}
