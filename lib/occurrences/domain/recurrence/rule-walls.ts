import { completeRule } from './complete-rule';
import type { Effort } from './effort';
import type { Frequency, RuleParts } from './parse-rule';
import { periodStarts } from './period-starts';
import { HOUR_MS, MINUTE_MS, SECOND_MS, type Starts } from './rule-times';
import { subDailyStarts } from './sub-daily-starts';
import { DAY_MS, type WallMs } from './zone-clock';

/** One RRULE or EXRULE, ready to be asked for its starts in wall time. */
export type WallRule = {
  starts: Starts;
  startWallMs: WallMs;
  lastWallMs: WallMs;
  /** COUNT is more than can be counted in reasonable time: the rule goes on without an end. */
  isUncounted: boolean;
};

/** 2800 AD: the years beyond are of no use to a calendar. */
export const END_OF_TIME = Date.UTC(2800, 0, 1);

/** Starts counted for one COUNT. Anybody may send an invitation, and nobody meets every second. */
const MAX_COUNTED = 20_000;

/**
 * @param startWallMs DTSTART in wall time: no start is earlier.
 * @param untilWallMs no start is later; `Infinity` where the rule has no UNTIL.
 * @param effort what its starts are paid with: where none is left, they end
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

/** The starts without regard to COUNT and UNTIL. */
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
 * Whether the rule can have no start at all, as far as that shows within one cycle: because BYSETPOS asks for more
 * than there is, or because INTERVAL steps over every time of day that the rule names.
 */
function isEmpty(rule: RuleParts, startWallMs: WallMs, effort: Effort): boolean {
  const { freq, interval, byHour, byMinute, bySecond, bySetPos } = rule;
  const isSubDaily = freq === 'HOURLY' || freq === 'MINUTELY' || freq === 'SECONDLY';
  if (!bySetPos && !(isSubDaily && (byHour || byMinute || bySecond))) return false;
  // The days of a sub-daily rule do not matter here: without them it has a cycle.
  const looked = isSubDaily ? { freq, interval, byHour, byMinute, bySecond, bySetPos } : rule;
  const cycleMs = cycleOf(looked);
  return (
    Number.isFinite(cycleMs) &&
    endlessStarts(looked, startWallMs, effort)(startWallMs, startWallMs + cycleMs).next().done === true
  );
}

/** The rule's starts from `toWallMs` back to DTSTART, descending: looked for in stretches that double in length. */
export function* startsBackward(rule: WallRule, toWallMs: WallMs): Generator<WallMs> {
  let end = Math.min(toWallMs, rule.lastWallMs);
  for (let length = HOUR_MS; end >= rule.startWallMs; length *= 2) {
    const begin = Math.max(end - length, rule.startWallMs);
    yield* [...rule.starts(begin, end)].reverse();
    end = begin - 1;
  }
}

/**
 * Where COUNT ends a rule. Most rules repeat themselves after a while: then the starts of one cycle are counted and
 * the rest is arithmetic.
 * @returns null when that takes too long
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
  // One that has no start at all is not walked through again.
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

/** After how long the starts of a rule repeat; infinite where the lengths of months and years play a part. */
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
