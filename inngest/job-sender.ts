import { now } from '@/lib/platform/clock';
import type { JobEvent } from '@/lib/platform/jobs';
import { logSeldom } from '@/lib/platform/log-seldom';

/** After the server has not taken events, the next ones are not sent to it for this time, in ms. */
const PAUSE_MS = 5_000;

type Send = (events: JobEvent[]) => Promise<void>;

/**
 * Returns what sends job events to the Inngest server, and runs in this process those that it does not take: at once while
 * it is away, and for five seconds after it has refused some, so that not every push waits for it.
 * @param toServer throws when the server does not take events
 */
export function sendOrRunHere(ways: { toServer: Send; runHere: Send; isAway: () => boolean }): Send {
  let pausedUntil = Number.NEGATIVE_INFINITY;
  return async (events) => {
    if (ways.isAway() || performance.now() < pausedUntil) return ways.runHere(events);
    try {
      await ways.toServer(events);
    } catch (error) {
      pausedUntil = performance.now() + PAUSE_MS;
      const message = 'The Inngest server does not take jobs: they run here';
      logSeldom({ level: 'warn', kind: 'job-sender', message }, { reason: (error as Error).message }, now());
      await ways.runHere(events);
    }
  };
}
