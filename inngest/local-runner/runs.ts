import { randomUUID } from 'node:crypto';
import type { Alarm, AlarmClock } from './alarm-clock';
import {
  callFunction,
  type JsonError,
  type Op,
  type RetryAdvice,
  type StepState,
  toJsonError,
} from './call-function';
import type { CallQueue } from './call-queue';
import { CancelIndex } from './cancel-index';
import { sleepEndMs } from './time';
import type { CallLimit, FunctionSpec, RunnerLogger, ServeHandler, StoredEvent } from './types';

/** Run the function from its start with what is memoised, until something new is found. */
const DISCOVER = 'step';

type Run = {
  id: string;
  order: number;
  fn: FunctionSpec;
  event: StoredEvent;
  limits: readonly CallLimit[];
  steps: Record<string, StepState>;
  stepOrder: string[];
  /** Planned steps and sleeps that have not ended: the function is asked again when none is left. */
  pending: Set<string>;
  alarms: Set<Alarm>;
  parallel: boolean;
  ended: boolean;
};

export type RunsOptions = {
  handler: ServeHandler;
  functions: readonly FunctionSpec[];
  logger: RunnerLogger;
  now: () => Date;
  backoffMs: (attempt: number) => number;
  clock: AlarmClock;
  queue: CallQueue;
  onFailed: (run: { fn: FunctionSpec; id: string; event: StoredEvent }, error: JsonError) => void;
};

/** The runs of functions: what each has done, what it waits for, and what its next call is. */
export class Runs {
  private readonly cancelIndex: CancelIndex<Run>;
  private started = 0;
  failed = 0;

  constructor(private readonly options: RunsOptions) {
    this.cancelIndex = new CancelIndex(options.functions);
  }

  start(fn: FunctionSpec, event: StoredEvent, limits: readonly CallLimit[]): void {
    const run: Run = {
      id: randomUUID(),
      order: this.started++,
      fn,
      event,
      limits,
      steps: {},
      stepOrder: [],
      pending: new Set(),
      alarms: new Set(),
      parallel: false,
      ended: false,
    };
    this.cancelIndex.add(run);
    this.queueCall(run, DISCOVER, 0);
  }

  /** Ends the runs that `event` cancels. A call under way is not interrupted, its result is ignored. */
  cancelBy(event: StoredEvent): void {
    for (const run of this.cancelIndex.matching(event)) this.end(run);
  }

  private end(run: Run): void {
    run.ended = true;
    this.cancelIndex.remove(run);
    for (const alarm of run.alarms) this.options.clock.cancel(alarm);
    run.alarms.clear();
  }

  private queueCall(run: Run, stepId: string, attempt: number, urgent = false): void {
    this.options.queue.push({
      urgent,
      runOrder: run.order,
      limits: run.limits,
      dropped: () => run.ended,
      execute: () => this.execute(run, stepId, attempt),
    });
  }

  private wait(run: Run, kind: 'sleep' | 'retry', dueMs: number, then: () => void): void {
    const alarm = this.options.clock.set(kind, dueMs, () => {
      run.alarms.delete(alarm);
      then();
    });
    run.alarms.add(alarm);
  }

  private async execute(run: Run, stepId: string, attempt: number): Promise<void> {
    const { handler, now } = this.options;
    const outcome = await callFunction(
      handler,
      {
        functionId: run.fn.id,
        runId: run.id,
        stepId,
        attempt,
        maxAttempts: run.fn.maxAttempts,
        event: run.event,
        steps: run.steps,
        order: run.stepOrder,
        parallel: run.parallel,
      },
      now,
    );
    if (run.ended) return;
    try {
      if (outcome.type === 'done') this.end(run);
      else if (outcome.type === 'ops') this.applyOps(run, stepId, attempt, outcome.ops, outcome.advice);
      else if (this.mayRetry(run, attempt, outcome.advice)) this.retry(run, stepId, attempt, outcome.advice);
      else this.fail(run, outcome.error);
    } catch (error) {
      this.fail(run, toJsonError(error, 'The local runner could not go on.'));
    }
  }

  private applyOps(run: Run, stepId: string, attempt: number, ops: Op[], advice: RetryAdvice): void {
    if (ops.length > 1) run.parallel = true;
    // Noted first, all of them: one that ends at once must not make the function be asked before the others.
    for (const op of ops) if (op.op === 'Sleep' || op.op === 'StepPlanned') run.pending.add(op.id);
    for (const op of ops) {
      if (run.ended) return;
      this.applyOp(run, stepId, attempt, op, advice);
    }
  }

  private applyOp(run: Run, stepId: string, attempt: number, op: Op, advice: RetryAdvice): void {
    const dueMs = op.op === 'Sleep' ? sleepEndMs(op.name ?? '', this.options.now().getTime()) : undefined;
    if (op.opts?.parallelMode === 'race') {
      this.refuse(run, op, 'in a race (group.parallel)');
    } else if (op.op === 'StepRun') {
      this.finishStep(run, op.id, { type: 'data', data: op.data ?? null });
    } else if (op.op === 'StepPlanned') {
      this.queueCall(run, op.id, 0);
    } else if (dueMs !== undefined) {
      this.wait(run, 'sleep', dueMs, () => this.finishStep(run, op.id, { type: 'data', data: null }, true));
    } else if (op.op === 'StepError' && this.mayRetry(run, attempt, advice)) {
      this.retry(run, stepId, attempt, advice);
    } else if (op.op === 'StepError' || op.op === 'StepFailed') {
      this.finishStep(run, op.id, { type: 'error', error: toJsonError(op.error, 'The step failed.') });
    } else {
      this.refuse(run, op, op.name ? `of "${op.name}"` : '');
    }
  }

  /** Memoises how a step ended; when nothing else is pending, the function goes on. */
  private finishStep(run: Run, id: string, state: StepState, urgent = false): void {
    run.steps[id] = state;
    run.stepOrder.push(id);
    run.pending.delete(id);
    if (run.pending.size === 0) this.queueCall(run, DISCOVER, 0, urgent);
  }

  private mayRetry(run: Run, attempt: number, advice: RetryAdvice): boolean {
    return advice.retriable && attempt + 1 < run.fn.maxAttempts;
  }

  private retry(run: Run, stepId: string, attempt: number, { notBeforeMs }: RetryAdvice): void {
    const dueMs = notBeforeMs ?? this.options.now().getTime() + this.options.backoffMs(attempt + 1);
    this.wait(run, 'retry', dueMs, () => this.queueCall(run, stepId, attempt + 1));
  }

  private refuse(run: Run, op: Op, how: string): void {
    const what = [op.op, `"${op.displayName ?? op.id}"`, how].filter(Boolean).join(' ');
    this.fail(run, {
      name: 'Error',
      message: `${run.fn.id}: the local runner does not support the op ${what}.`,
    });
  }

  private fail(run: Run, error: JsonError): void {
    this.end(run);
    this.failed += 1;
    this.options.logger.error(
      { functionId: run.fn.id, runId: run.id, error: error.message },
      'A run failed for good.',
    );
    this.options.onFailed(run, error);
  }
}
