import { processGlobal } from './process-global';

/** `originMs`: the time at 0 of the monotonic clock; undefined while the system's clock counts. */
const shared = processGlobal('clock', (): { originMs?: number | undefined } => ({}));

/**
 * Returns the time: the one place that reads the clock. Routes and jobs read it once and pass it on; no decision reads it.
 *
 * It is the database's time, the same for all processes that share one (`followDatabaseClock`), kept on the monotonic clock:
 * a change of this computer's time does not reach it. With the embedded database, the system's clock is the database's.
 */
export function now(): Date {
  const { originMs } = shared;
  return originMs === undefined ? new Date() : new Date(originMs + performance.now());
}

/** Returns the time at 0 of the monotonic clock, in epoch ms; undefined while the system's clock counts. */
export function clockOrigin(): number | undefined {
  return shared.originMs;
}

/** Sets the time at 0 of the monotonic clock, in epoch ms; undefined for the system's clock. */
export function setClockOrigin(originMs: number | undefined): void {
  shared.originMs = originMs;
}
