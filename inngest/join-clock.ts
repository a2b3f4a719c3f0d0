import { LOOK_AHEAD_MS, syncBeforeJoin } from '@/lib/calendar-sync/sync-in-time';
import { dispatchDue } from '@/lib/dispatch/dispatch-due';
import { readDueTimes } from '@/lib/dispatch/due-times';
import type { JobEvent } from '@/lib/platform/jobs';
import { logSeldom } from '@/lib/platform/log-seldom';
import { beforeStop } from '@/lib/platform/stop';
import { JoinTimes } from './join-times';

/** How often the rows are read: a bot that another process has scheduled for the next moment is at most so late. */
const READ_MS = 1_000;
/** How far ahead the rows are read, so that a read that fails makes no bot late. */
const AHEAD_MS = 60_000;

export type JoinClock = {
  /** Takes note of the joins that this process arms, without waiting for the next read. */
  hear(events: readonly JobEvent[]): void;
  /** Begins nothing more. */
  stop(): void;
};

/**
 * Starts this process's clock for joins: it reads from the rows when bots are due, syncs their calendars shortly before, and
 * dispatches what is due at that moment. Every process has one, whoever carries its jobs; a run of `join-meetings` or
 * another process may be first, and each bot's claim decides.
 */
export function startJoinClock(clock: () => Date): JoinClock {
  const times = new JoinTimes(LOOK_AHEAD_MS);
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let dispatching = 0;
  let isReading = false;
  let hasRead = false;
  let readAgainAt = 0;

  const failed = (kind: string, message: string) => (error: unknown) =>
    logSeldom({ level: 'warn', kind, message }, { error }, clock());

  function dispatch(): void {
    dispatching++;
    const work = dispatchDue(clock)
      .catch(failed('join-clock', 'Bots could not be dispatched; it is tried again in a second'))
      .finally(() => dispatching--);
    void beforeStop(work);
  }

  async function read(): Promise<void> {
    isReading = true;
    try {
      const now = clock();
      const due = (await readDueTimes(now, new Date(+now + AHEAD_MS))).map(({ at, looks }) => ({
        atMs: +at,
        looks,
      }));
      // Their times came while no process looked, and notifications may have been lost meanwhile.
      const areLate = due.some(({ atMs, looks }) => looks && atMs <= +clock());
      if (!hasRead && areLate) await syncBeforeJoin(clock(), clock);
      hasRead = true;
      // A dispatch that is running may have claimed these bots, or wait for a provider that hangs.
      if (times.addRead(due, +clock()) && dispatching < 2) dispatch();
    } catch (error) {
      failed('due-times', 'Join times could not be read; they are read again in a second')(error);
    }
    isReading = false;
    arm();
  }

  function tick(): void {
    if (isStopped) return;
    const nowMs = +clock();
    if (times.takeDue(nowMs)) dispatch();
    for (const atMs of times.takeLooks(nowMs)) void beforeStop(syncBeforeJoin(new Date(atMs), clock));
    if (!isReading && performance.now() >= readAgainAt) {
      readAgainAt = performance.now() + READ_MS;
      void read();
    }
    arm();
  }

  function arm(): void {
    clearTimeout(timer);
    if (isStopped) return;
    const nowMs = +clock();
    const waitMs = Math.min(times.nextMs(nowMs) - nowMs, readAgainAt - performance.now());
    timer = setTimeout(tick, Math.min(Math.max(Math.ceil(waitMs), 1), READ_MS));
    timer.unref();
  }

  function hearOf(atMs: number): void {
    // The first read finds it as well, and looks at its calendar.
    if (!hasRead || atMs > +clock() + AHEAD_MS) return;
    times.add({ atMs, looks: false });
    arm();
  }

  tick();
  return {
    hear(events) {
      for (const event of events) if (event.name === 'bots/due') hearOf(Date.parse(event.data.at));
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
