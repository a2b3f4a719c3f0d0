import { AsyncLocalStorage } from 'node:async_hooks';
import { Cron } from 'croner';
import { AlarmClock } from './alarm-clock';
import { CallQueue } from './call-queue';
import { acceptEvent, internalEvent } from './events';
import { readPath } from './expressions';
import { FUNCTION_FAILED, readFunctions } from './read-functions';
import { register, unregister } from './registry';
import { Runs } from './runs';
import { SeenKeys } from './seen-keys';
import { defaultBackoffMs } from './time';
import type { CallLimit, FunctionSpec, LocalRunner, RunnerLogger, ServeHandler, StoredEvent } from './types';

/** How long `stop` waits for calls under way. */
const STOP_WAIT_MS = 10_000;

export type LocalRunnerOptions = {
  handler: ServeHandler;
  logger: RunnerLogger;
  now?: () => Date;
  /** Calls executing at once, over all functions; 50 when left out. */
  maxParallelCalls?: number;
  /** Milliseconds before retry number `attempt` (1 for the first). */
  backoff?: (attempt: number) => number;
};

/**
 * Starts the process's local runner: it drives the functions of an Inngest serve handler inside this process, speaking to
 * the handler as Inngest's server would. Runs live in memory by design and end with the process: the database's rows are
 * the truth, and a sweep arms again whatever they ask for.
 *
 * Takes the events that were sent before it started. Throws when the functions cannot be read, when one uses what the
 * runner does not support (naming function and option), or when a runner is already running in this process.
 */
export async function startLocalRunner(options: LocalRunnerOptions): Promise<LocalRunner> {
  const { handler, logger, now = () => new Date(), maxParallelCalls = 50 } = options;
  const functions = await readFunctions(handler, now());
  const seen = new SeenKeys();
  let stopped = false;
  let waiters: (() => void)[] = [];

  const queue = new CallQueue(maxParallelCalls, () => settle());
  const clock = new AlarmClock(now, () => settle());
  // A call must not inherit the async context (request, trace, parent run) of whoever sent the event.
  const outside = AsyncLocalStorage.snapshot();
  const runs = new Runs({
    handler: (request) => outside(() => handler(request)),
    functions,
    logger,
    now,
    backoffMs: options.backoff ?? defaultBackoffMs,
    clock,
    queue,
    onFailed(run, error) {
      // A failure of a failure handler ends here, or it could go round for ever.
      if (run.event.name === FUNCTION_FAILED) return;
      const data = { function_id: run.fn.id, run_id: run.id, error, event: run.event };
      dispatch(internalEvent(FUNCTION_FAILED, data, now().getTime()));
    },
  });

  function isIdle(): boolean {
    return queue.running === 0 && (stopped || (queue.waiting === 0 && clock.count('retry') === 0));
  }

  function settle(): void {
    if (waiters.length === 0 || !isIdle()) return;
    const settled = waiters;
    waiters = [];
    for (const resolve of settled) resolve();
  }

  function idle(): Promise<void> {
    return isIdle() ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve));
  }

  function dispatch(event: StoredEvent): void {
    runs.cancelBy(event);
    for (const fn of functions) {
      if (fn.eventTriggers.some((trigger) => triggers(trigger, event))) startRun(fn, event);
    }
  }

  function startRun(fn: FunctionSpec, event: StoredEvent): void {
    const value = fn.idempotency && readPath(event, fn.idempotency);
    if (value !== undefined && !seen.firstSeen(JSON.stringify([fn.id, value]), now().getTime())) return;
    runs.start(fn, event, limitsOf(fn, event));
  }

  function armCron(
    fn: FunctionSpec,
    cron: FunctionSpec['crons'][number],
    timetable: Cron,
    after: Date,
  ): void {
    const next = timetable.nextRun(after);
    if (!next) return;
    clock.set('cron', next.getTime(), () => {
      startRun(fn, internalEvent('inngest/scheduled.timer', { cron: cron.expression }, now().getTime()));
      // Ticks missed while the machine slept are skipped; a clock set back does not repeat one.
      armCron(fn, cron, timetable, new Date(Math.max(now().getTime(), next.getTime())));
    });
  }

  const runner: LocalRunner = {
    async send(events) {
      if (stopped) throw new Error('The local runner has stopped.');
      const nowMs = now().getTime();
      const accepted = events.map((event) => acceptEvent(event, nowMs));
      for (const [index, event] of accepted.entries()) {
        const isNew = !events[index]?.id || seen.firstSeen(`event ${event.id}`, nowMs);
        if (isNew) dispatch(event);
      }
      settle();
      return { ids: accepted.map((event) => event.id) };
    },
    idle,
    async stop() {
      stopped = true;
      unregister(runner);
      clock.stop();
      queue.stop();
      let timer: NodeJS.Timeout | undefined;
      const tooLong = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, STOP_WAIT_MS);
      });
      await Promise.race([idle(), tooLong]);
      clearTimeout(timer);
      if (queue.running > 0)
        logger.warn({ running: queue.running }, 'Stopped while calls were still under way.');
    },
    stats: () => ({
      running: queue.running,
      queued: queue.waiting,
      retrying: clock.count('retry'),
      sleeping: clock.count('sleep'),
      failed: runs.failed,
    }),
  };

  const early = register(runner);
  for (const fn of functions) {
    for (const cron of fn.crons)
      armCron(fn, cron, new Cron(cron.pattern, { timezone: cron.timezone }), now());
  }
  await runner.send(early);
  logger.info({ functions: functions.length, earlyEvents: early.length }, 'The local runner is running.');
  return runner;
}

function triggers(trigger: FunctionSpec['eventTriggers'][number], event: StoredEvent): boolean {
  if (trigger.event !== event.name) return false;
  return trigger.failureOf === undefined || trigger.failureOf === event.data.function_id;
}

function limitsOf(fn: FunctionSpec, event: StoredEvent): CallLimit[] {
  return fn.concurrency.map(({ max, path }, index) => ({
    key: JSON.stringify([fn.id, index, path ? (readPath(event, path) ?? null) : null]),
    max,
  }));
}
