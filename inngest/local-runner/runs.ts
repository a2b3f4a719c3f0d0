import { randomUUID } from 'node:crypto';
import type { AlarmClock } from './alarm-clock';
import {
  callFunction,
  type JsonError,
  type Op,
  type Outcome,
  type RetryAdvice,
  type StepState,
  toJsonError,
} from './call-function';
import type { CallQueue } from './call-queue';
import { readDataPath } from './read-functions';
import type { CallLimit, FunctionSpec, RunnerLogger, ServeHandler, StoredEvent } from './types';

type Run = {
  id: string;
  order: number;
  fn: FunctionSpec;
  event: StoredEvent;
  limits: readonly CallLimit[];
  steps: Map<string, StepState>;
};

export type RunsOptions = {
  handler: ServeHandler;
  logger: RunnerLogger;
  now: () => Date;
  /** Milliseconds before retry number `attempt` (1 for the first). */
  backoffMs: (attempt: number) => number;
  clock: AlarmClock;
  queue: CallQueue;
};

/** The runs of functions. A run is one call after the other, with sleeps and the waits for retries between them. */
export class Runs {
  private started = 0;
  failed = 0;

  constructor(private readonly options: RunsOptions) {}

  start(fn: FunctionSpec, event: StoredEvent): void {
    const limits = limitsOf(fn, event);
    this.queueCall({ id: randomUUID(), order: this.started++, fn, event, limits, steps: new Map() }, 0);
  }

  private queueCall(run: Run, attempt: number, urgent = false): void {
    this.options.queue.push({
      urgent,
      runOrder: run.order,
      limits: run.limits,
      execute: () => this.execute(run, attempt),
    });
  }

  private async execute(run: Run, attempt: number): Promise<void> {
    const { id: runId, event, steps } = run;
    const { id: functionId, maxAttempts } = run.fn;
    const call = { functionId, runId, attempt, maxAttempts, event, steps };
    const outcome = await callFunction(this.options.handler, call, this.options.now);
    try {
      this.goOn(run, attempt, outcome);
    } catch (error) {
      this.fail(run, toJsonError(error, 'The local runner could not go on.'));
    }
  }

  private goOn(run: Run, attempt: number, outcome: Outcome): void {
    if (outcome.type === 'ops') {
      const [op, ...others] = outcome.ops;
      if (op && others.length === 0) this.applyOp(run, attempt, op, outcome.advice);
      else this.refuse(run, 'steps in parallel');
    } else if (outcome.type === 'threw') {
      if (this.mayRetry(run, attempt, outcome.advice)) this.retry(run, attempt, outcome.advice);
      else this.fail(run, outcome.error);
    }
  }

  private applyOp(run: Run, attempt: number, op: Op, advice: RetryAdvice): void {
    const endMs = op.op === 'Sleep' ? Date.parse(op.name ?? '') : Number.NaN;
    if (op.op === 'StepRun') {
      this.finishStep(run, op.id, { type: 'data', data: op.data ?? null });
    } else if (!Number.isNaN(endMs)) {
      const wake = () => this.finishStep(run, op.id, { type: 'data', data: null }, true);
      this.options.clock.set('sleep', endMs, wake);
    } else if (op.op === 'StepError' && this.mayRetry(run, attempt, advice)) {
      this.retry(run, attempt, advice);
    } else if (op.op === 'StepError' || op.op === 'StepFailed') {
      this.finishStep(run, op.id, { type: 'error', error: toJsonError(op.error, 'The step failed.') });
    } else {
      this.refuse(run, `the op ${op.op} "${op.displayName ?? op.id}"${op.name ? ` of "${op.name}"` : ''}`);
    }
  }

  /** Stores how a step ended, and queues the function's next call. */
  private finishStep(run: Run, id: string, state: StepState, urgent = false): void {
    run.steps.set(id, state);
    this.queueCall(run, 0, urgent);
  }

  private mayRetry(run: Run, attempt: number, advice: RetryAdvice): boolean {
    return advice.retriable && attempt + 1 < run.fn.maxAttempts;
  }

  private retry(run: Run, attempt: number, { notBeforeMs }: RetryAdvice): void {
    const dueMs = notBeforeMs ?? this.options.now().getTime() + this.options.backoffMs(attempt + 1);
    this.options.clock.set('retry', dueMs, () => this.queueCall(run, attempt + 1));
  }

  private refuse(run: Run, what: string): void {
    this.fail(run, { name: 'Error', message: `${run.fn.id}: the local runner does not support ${what}.` });
  }

  private fail(run: Run, error: JsonError): void {
    this.failed += 1;
    this.options.logger.error(
      { functionId: run.fn.id, runId: run.id, error: error.message },
      'A run has failed and is not tried again.',
    );
  }
}

function limitsOf(fn: FunctionSpec, event: StoredEvent): CallLimit[] {
  return fn.concurrency.map(({ max, path }, index) => ({
    key: JSON.stringify([fn.id, index, path ? (readDataPath(event, path) ?? null) : null]),
    max,
  }));
}
