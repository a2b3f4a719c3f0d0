import { completeRule, type Frequency, type RuleParts } from './parse-rule';
import type { Effort } from './rule-days';
import { HOUR_MS, MINUTE_MS, periodStarts, SECOND_MS, type Starts, subDailyStarts } from './rule-starts';
import { DAY_MS, type WallMs } from './zone-clock';

/** One RRULE or EXRULE that can be asked for its starts in wall time. */
export type WallRule = {
  starts: Starts;
  startWallMs: WallMs;
  lastWallMs: WallMs;
  /** COUNT is too large to be counted: the rule is taken to have no end. */
  isUncounted: boolean;
};

/** No calendar needs the years beyond 2800. */
export const END_OF_TIME = Date.UTC(2800, 0, 1);

/** How many starts are counted for one COUNT. Anyone may send an invitation, and no one meets every second. */
const MAX_COUNTED = 20_000;

/**
 * Returns a rule, bounded by DTSTART, COUNT and UNTIL.
 * @param startWallMs DTSTART in wall time: no start is earlier
 * @param untilWallMs no start is later; `Infinity` when the rule has no UNTIL
 * @param effort its starts use it up, and end when none is left
 */
export function createWallRule(
  rule: RuleParts,
  startWallMs: WallMs,
  untilWallMs: WallMs,
  effort: Effort,
): WallRule {
  const endless = endlessStarts(rule, startWallMs, effort);
  const last = rule.count ? lastOfCount(endless, rule, rule.count, startWallMs) : END_OF_TIME;
  const lastWallMs = isEmpty(rule, startWallMs, effort)
    ? -Infinity
    : Math.min(untilWallMs, last ?? END_OF_TIME);
  return {
    starts: (from, to) => endless(Math.max(from, startWallMs), Math.min(to, lastWallMs)),
    startWallMs,
    lastWallMs,
    isUncounted: last === null,
  };
}

/** Returns the starts without regard to COUNT and UNTIL. */
function endlessStarts(rule: RuleParts, startWallMs: WallMs, effort: Effort): Starts {
  const complete = completeRule(rule, startWallMs);
  switch (rule.freq) {
    case 'SECONDLY':
    case 'MINUTELY':
    case 'HOURLY':
      return subDailyStarts(complete, rule.freq, startWallMs, effort);
    default:
      return periodStarts(complete, startWallMs, effort);
  }
}

/**
 * Tells whether one cycle of the rule shows that it has no start at all: because BYSETPOS names a position that does not
 * exist, or because INTERVAL steps over every time of day that the rule names.
 */
function isEmpty(rule: RuleParts, startWallMs: WallMs, effort: Effort): boolean {
  const { freq, interval, byHour, byMinute, bySecond, bySetPos } = rule;
  const isSubDaily = freq === 'HOURLY' || freq === 'MINUTELY' || freq === 'SECONDLY';
  if (!bySetPos && !(isSubDaily && (byHour || byMinute || bySecond))) return false;
  // Without its days, which do not matter here, a sub-daily rule has a cycle.
  const looked = isSubDaily ? { freq, interval, byHour, byMinute, bySecond, bySetPos } : rule;
  const cycleMs = cycleOf(looked);
  return (
    Number.isFinite(cycleMs) &&
    endlessStarts(looked, startWallMs, effort)(startWallMs, startWallMs + cycleMs).next().done === true
  );
}

/** Returns the rule's starts from `toWallMs` back to DTSTART, descending. It searches stretches that double in length. */
export function* startsBackward(rule: WallRule, toWallMs: WallMs): Generator<WallMs> {
  let end = Math.min(toWallMs, rule.lastWallMs);
  for (let length = HOUR_MS; end >= rule.startWallMs; length *= 2) {
    const begin = Math.max(end - length, rule.startWallMs);
    yield* [...rule.starts(begin, end)].reverse();
    end = begin - 1;
  }
}

/**
 * Returns the start at which COUNT ends a rule. Most rules repeat after a cycle: then the starts of one cycle are counted
 * and the rest is arithmetic.
 * @returns null when counting takes too long
 */
function lastOfCount(endless: Starts, rule: RuleParts, count: number, startWallMs: WallMs): WallMs | null {
  const cycleEnd = startWallMs + cycleOf(rule);
  let inCycle = 0;
  for (const wall of endless(startWallMs, END_OF_TIME)) {
    if (wall >= cycleEnd) {
      const wholeCycles = Math.floor((count - 1) / inCycle);
      const begin = startWallMs + wholeCycles * (cycleEnd - startWallMs);
      return nthOf(endless(begin, END_OF_TIME), count - wholeCycles * inCycle);
    }
    inCycle += 1;
    if (inCycle === count) return wall;
    if (inCycle === MAX_COUNTED) return null;
  }
  // A rule without any start is not searched again.
  return inCycle === 0 ? -Infinity : END_OF_TIME;
}

function nthOf(walls: Iterable<WallMs>, position: number): WallMs {
  let left = position;
  for (const wall of walls) {
    left -= 1;
    if (left === 0) return wall;
  }
  return END_OF_TIME;
}

const PERIOD_MS: Partial<Record<Frequency, number>> = {
  SECONDLY: SECOND_MS,
  MINUTELY: MINUTE_MS,
  HOURLY: HOUR_MS,
  DAILY: DAY_MS,
  WEEKLY: 7 * DAY_MS,
};

/** Returns after how many ms the starts of a rule repeat; infinite when the lengths of months and years matter. */
function cycleOf(rule: RuleParts): number {
  const period = PERIOD_MS[rule.freq];
  if (!period || rule.byMonth || rule.byMonthDay || rule.byYearDay || rule.byWeekNo) return Infinity;
  const step = period * rule.interval;
  if (rule.byDay) return commonMultiple(step, 7 * DAY_MS);
  return rule.byHour || rule.byMinute || rule.bySecond ? commonMultiple(step, DAY_MS) : step;
}

function commonMultiple(one: number, other: number): number {
  let [divisor, rest] = [one, other];
  while (rest > 0) [divisor, rest] = [rest, divisor % rest];
  return (one / divisor) * other;
}
