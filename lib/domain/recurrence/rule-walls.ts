import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { canFire, engineText, type RuleParts, shortestGapMs } from './parse-rule';
import { DAY_MS, type WallMs } from './zone-clock';

/** One RRULE or EXRULE, ready to be asked for its starts in floating (wall) time. */
export type WallRule = {
  /** Starts in the closed range, ascending, found without walking from DTSTART where the engine can jump. */
  between(fromWallMs: WallMs, toWallMs: WallMs): WallMs[];
  /** The first start at or after the time; null when there is none, or none within reach. */
  next(fromWallMs: WallMs): WallMs | null;
  /** The last start at or before the time; null when there is none, or none within reach. */
  previous(toWallMs: WallMs): WallMs | null;
  /** How much time to ask for at once, so that an answer stays small. */
  stepMs: number;
};

/** Starts expected in one `stepMs`. */
const STARTS_PER_STEP = 500;
/** Fruitless periods after which a search for the next or previous start gives up: 0.2 s at the very worst. */
const SEARCH_PERIODS = 2_000;
/** Periods one `between` may visit: a step holds far fewer unless the rule is nearly always filtered out. */
const STEP_PERIODS = 20_000;
/** COUNT has to be walked or computed from DTSTART; beyond this the rule is reported instead. */
const MAX_COUNT = 1_000_000;

/**
 * Wraps rrule-temporal with what it lacks. It is run in UTC on wall times, because in a zone it leaves out
 * starts inside a DST gap; its `between` includes both ends; it throws once `maxIterations` is spent, be it on
 * a rule that never fires or on a COUNT larger than that.
 * @param startWallMs DTSTART in wall time.
 * @param untilWallMs last wall time to consider, or null.
 * @throws when `between` finds the rule too dense to follow; `next` and `previous` do not throw.
 */
export function createWallRule(rule: RuleParts, startWallMs: WallMs, untilWallMs: WallMs | null): WallRule {
  const stepMs = Math.max(shortestGapMs(rule) * STARTS_PER_STEP, 1000);
  const never = !canFire(rule) || (untilWallMs !== null && untilWallMs < startWallMs);
  if (never) return { between: () => [], next: () => null, previous: () => null, stepMs };

  const rruleString = engineText(rule, startWallMs, untilWallMs);
  const dtstart = Temporal.Instant.fromEpochMilliseconds(startWallMs).toZonedDateTimeISO('UTC');
  const counted = Math.min(rule.count ?? 0, MAX_COUNT);
  const engine = (maxIterations: number) => new RRuleTemporal({ rruleString, dtstart, maxIterations });
  const forSteps = engine(counted + STEP_PERIODS);
  let forSearch: RRuleTemporal | undefined;
  const search = (find: (rule: RRuleTemporal) => Temporal.ZonedDateTime | null): WallMs | null => {
    forSearch ??= engine(counted + SEARCH_PERIODS);
    try {
      return find(forSearch)?.epochMilliseconds ?? null;
    } catch {
      return null;
    }
  };
  return {
    between: (from, to) =>
      from > to ? [] : forSteps.between(new Date(from), new Date(to), true).map((at) => at.epochMilliseconds),
    next: (from) => search((found) => found.next(new Date(from), true)),
    previous: (to) => search((found) => found.previous(new Date(to), true)),
    stepMs,
  };
}

/** The Gregorian calendar repeats after 400 years: a rule that has not fired by then never will. */
const CYCLE_MS = 146_097 * DAY_MS;

/**
 * The rule's starts from `fromWallMs` to `toWallMs` (both included), ascending, a step at a time, so that a
 * consumer who stops early pays for what it took only.
 */
export function* wallsForward(rule: WallRule, fromWallMs: WallMs, toWallMs: WallMs): Generator<WallMs> {
  const end = Math.min(toWallMs, fromWallMs + CYCLE_MS);
  let cursor = fromWallMs;
  while (cursor <= end) {
    const stepEnd = Math.min(end, cursor + rule.stepMs);
    const walls = rule.between(cursor, stepEnd);
    yield* walls;
    cursor = stepEnd + 1;
    if (walls.length > 0 || cursor > end) continue;
    const next = rule.next(cursor);
    if (next === null) return;
    cursor = next;
  }
}

/** As `wallsForward`, from `fromWallMs` back to `toWallMs` (both included), descending. */
export function* wallsBackward(rule: WallRule, fromWallMs: WallMs, toWallMs: WallMs): Generator<WallMs> {
  let cursor = fromWallMs;
  while (cursor >= toWallMs) {
    const stepEnd = Math.max(toWallMs, cursor - rule.stepMs);
    const walls = rule.between(stepEnd, cursor);
    yield* walls.reverse();
    cursor = stepEnd - 1;
    if (walls.length > 0 || cursor < toWallMs) continue;
    const previous = rule.previous(cursor);
    if (previous === null) return;
    cursor = previous;
  }
}
