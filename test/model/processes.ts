import { type ChildProcess, fork } from 'node:child_process';
import type { JobEvent } from '@/lib/platform/jobs';
import type { Operation } from './operations';
import type { Word } from './worker';

/** How an operation ended: with a value, with an error, or with its process. */
export type Outcome = { value?: unknown; broken?: string; died?: true };

/** Starts, commands and kills one app process. */
export class AppProcess {
  private child: ChildProcess | undefined;
  private readonly waiting = new Map<number, (outcome: Outcome) => void>();
  private nextId = 1;
  private started: Promise<void> = Promise.resolve();
  private death: { queries: number; during: Operation | undefined } | undefined;
  /** It is being killed, or will be soon. */
  private isDoomed = false;
  /** How it ended, if no one killed it. */
  crashed: string | undefined;

  constructor(
    readonly name: string,
    private readonly file: string,
    private readonly env: Record<string, string>,
    private readonly takeJobs: (jobs: JobEvent[]) => void,
  ) {}

  get isUp(): boolean {
    return this.child !== undefined;
  }

  start(): Promise<void> {
    const child = fork(this.file, {
      execArgv: [],
      env: { ...this.env, PATH: process.env.PATH, NODE_ENV: 'test' },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.child = child;
    this.death = undefined;
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

  /** Runs an operation at that time. Never rejects. */
  async do(operation: Operation, input: unknown, now: Date): Promise<Outcome> {
    await this.started;
    const { child, death } = this;
    if (!child) return { died: true };
    const isIt = death && (death.during ?? operation) === operation;
    const dieIn = isIt ? death.queries : undefined;
    if (isIt) this.death = undefined;
    const id = this.nextId++;
    const answered = new Promise<Outcome>((resolve) => this.waiting.set(id, resolve));
    child.send({ id, operation, input, now: +now, dieIn });
    const outcome = await answered;
    // It made fewer queries than it was to die after.
    if (isIt && !outcome.died) this.isDoomed = false;
    return outcome;
  }

  /** Sets the time of a process that is busy. */
  tell(now: Date): void {
    if (this.waiting.size > 0) this.child?.send({ now: +now });
  }

  /** Cancels a kill that has not begun. */
  spare(): void {
    if (this.death) this.isDoomed = false;
    this.death = undefined;
  }

  /** Has the process killed (SIGKILL) after so many database queries of the next operation (of that kind). */
  dieAfter(queries: number, during?: Operation): void {
    this.death = { queries, during };
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
