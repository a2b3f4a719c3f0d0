import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { Cron } from 'croner';
import { AlarmClock } from './alarm-clock';
import { CallQueue } from './call-queue';
import { readFunctions } from './read-functions';
import { acceptEvent, register, SeenIds, unregister } from './receive-events';
import { Runs } from './runs';
import type { FunctionSpec, LocalRunner, RunnerLogger, ServeHandler } from './types';

/** How long `stop` waits for calls that execute: one to a bot provider may take 15 s, and its answer is stored then. */
const STOP_WAIT_MS = 16_000;

export type LocalRunnerOptions = {
  handler: ServeHandler;
  logger: RunnerLogger;
  now?: () => Date;
  /** Calls that execute at once, of all functions together; 50 by default. */
  maxParallelCalls?: number;
  /** Milliseconds before retry number `attempt` (1 for the first). */
  backoff?: (attempt: number) => number;
};

/**
 * Starts the process's local runner, which calls the functions of an Inngest serve handler inside this process as Inngest's
 * server would. Runs exist in memory only and end with the process, by design: the database's rows are the truth, and the
 * sweep enqueues again whatever they ask for.
 *
 * It takes the events that were sent before it started. Throws when the functions cannot be read, when one uses something
 * that the runner does not support (the message names function and option), or when a runner is already running.
 */
export async function startLocalRunner(options: LocalRunnerOptions): Promise<LocalRunner> {
  const { handler, logger, now = () => new Date(), maxParallelCalls = 50 } = options;
  const functions = await readFunctions(handler);
  const seen = new SeenIds();
  let stopped = false;
  let waiters: (() => void)[] = [];

  const queue = new CallQueue(maxParallelCalls, () => settle());
  const clock = new AlarmClock(
    now,
    () => settle(),
    () => setCrons(),
  );
  // A call must not inherit the async context (request, trace, parent run) of the event's sender.
  const outside = AsyncLocalStorage.snapshot();
  const runs = new Runs({
    handler: (request) => outside(() => handler(request)),
    logger,
    now,
    backoffMs: options.backoff ?? defaultBackoffMs,
    clock,
    queue,
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

  function setCron(fn: FunctionSpec, cron: string, timetable: Cron, after: Date): void {
    const next = timetable.nextRun(after);
    if (!next) return;
    clock.set('cron', next.getTime(), () => {
      const ts = now().getTime();
      runs.start(fn, { name: 'inngest/scheduled.timer', id: randomUUID(), ts, data: { cron } });
      // Times that passed while the machine was suspended, or when the time was set forward, are skipped.
      setCron(fn, cron, timetable, new Date(Math.max(ts, next.getTime())));
    });
  }

  /** Sets all crons from now: when the time has been set back, what was set before it would wait for as long as the jump. */
  function setCrons(): void {
    clock.clear('cron');
    for (const fn of functions) {
      for (const cron of fn.crons) setCron(fn, cron, new Cron(cron, { timezone: 'UTC' }), now());
    }
  }

  const runner: LocalRunner = {
    async send(events) {
      if (stopped) throw new Error('The local runner has stopped.');
      const nowMs = now().getTime();
      const accepted = events.map((event) => acceptEvent(event, nowMs));
      for (const [index, event] of accepted.entries()) {
        const isRepeated = events[index]?.id && !seen.firstSeen(event.id, nowMs);
        const triggered = isRepeated ? [] : functions.filter((fn) => fn.events.includes(event.name));
        for (const fn of triggered) runs.start(fn, event);
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
        logger.warn({ running: queue.running }, 'Stopped while calls were still executing.');
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
  setCrons();
  await runner.send(early);
  logger.info({ functions: functions.length, earlyEvents: early.length }, 'The local runner is running.');
  return runner;
}

/**
 * Returns the milliseconds before retry number `attempt` (1 for the first): 15 s, doubled each time up to 2 h, plus up to
 * 30 s at random. Inngest's own engine does much the same, so that a job behaves alike with both.
 */
export function defaultBackoffMs(attempt: number): number {
  return Math.min(15_000 * 2 ** (attempt - 1), 7_200_000) + Math.random() * 30_000;
}
