/**
 * The time of an app process of the model-based test: what its parent says, for every reader of the clock, and for every
 * limit on how long Google and the provider may take. Import it before anything else.
 */
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

/** Pauses between tries, and limits after which the app goes on by itself, pass so many times faster than real ones. */
const HASTE = 50;
const RealDate = Date;
const realTimeout = setTimeout;
const realPause = timers.setTimeout;

let time = RealDate.now();
let limits: { at: number; controller: AbortController }[] = [];

/** Time goes on: calls that have waited for too long fail. */
export function setTime(now: number): void {
  time = now;
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

// Ten seconds is what the database may take: that is real.
const inHaste = (ms: number) => (ms >= 100 && ms < 10_000 ? ms / HASTE : ms);
globalThis.setTimeout = Object.assign(
  (run: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) =>
    realTimeout(run, inHaste(ms), ...given),
  { __promisify__: realTimeout.__promisify__ },
) as typeof setTimeout;
timers.setTimeout = ((ms = 0, ...rest: [unknown?]) =>
  realPause(inHaste(ms), ...rest)) as typeof timers.setTimeout;
syncBuiltinESMExports();
