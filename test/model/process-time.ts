/**
 * The time of an app process of the model-based test, which its parent sets: for the clock, for the limits on calls to
 * Google and the provider (`AbortSignal.timeout`), and for intervals (`setInterval`, by which leases are renewed).
 * Importing it replaces these in the process.
 */
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

/** Pauses between tries, and limits after which the app goes on without an answer, are so many times shorter. */
const HASTE = 50;
const RealDate = Date;
const realTimeout = setTimeout;
const realPause = timers.setTimeout;

let time = RealDate.now();
let limits: { at: number; controller: AbortController }[] = [];
const intervals = new Map<unknown, { at: number; run: () => void }>();

/** Sets the time: calls past their limit fail, and each interval that is due runs once, however long it has been. */
export function setTime(now: number): void {
  time = now;
  for (const { at, run } of [...intervals.values()]) if (at <= now) run();
  const over = limits.filter(({ at }) => at <= now);
  if (over.length === 0) return;
  limits = limits.filter(({ at }) => at > now);
  for (const { controller } of over) controller.abort(new DOMException('It took too long.', 'TimeoutError'));
}

class ModelDate extends RealDate {
  constructor(...given: [] | [string | number | Date]) {
    if (given.length === 0) super(time);
    else super(...given);
  }
  static override now(): number {
    return time;
  }
}
globalThis.Date = ModelDate as DateConstructor;

AbortSignal.timeout = (ms) => {
  const controller = new AbortController();
  limits = limits.filter(({ at }) => at > time - 60 * 60_000);
  limits.push({ at: time + ms, controller });
  return controller.signal;
};

globalThis.setInterval = ((run: (...given: unknown[]) => void, ms: number, ...given: unknown[]) => {
  // A timer that never fires, because callers expect one.
  const handle = realTimeout(() => {}, 2 ** 31 - 1).unref();
  const next = () => {
    intervals.set(handle, { at: time + ms, run: again });
  };
  const again = () => {
    next();
    run(...given);
  };
  next();
  return handle;
}) as typeof setInterval;
globalThis.clearInterval = (handle) => {
  intervals.delete(handle);
  clearTimeout(handle);
};

// The database's limit of ten seconds stays real.
const inHaste = (ms: number) => (ms >= 100 && ms < 10_000 ? ms / HASTE : ms);
globalThis.setTimeout = Object.assign(
  (run: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) =>
    realTimeout(run, inHaste(ms), ...given),
  { __promisify__: realTimeout.__promisify__ },
) as typeof setTimeout;
timers.setTimeout = ((ms = 0, ...rest: [unknown?]) =>
  realPause(inHaste(ms), ...rest)) as typeof timers.setTimeout;
syncBuiltinESMExports();
