import type { RuleParts } from './parse-rule';
import { createDayTest, createRuleDays, DAY_TEST, type Effort, LEAP } from './rule-days';
import { DAY_MS, type WallMs } from './zone-clock';

/**
 * Returns the starts in a closed range of wall times, ascending. It does not walk through what lies before the range, and
 * a consumer that stops early pays only for the starts it took.
 */
export type Starts = (fromWallMs: WallMs, toWallMs: WallMs) => Generator<WallMs>;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;

/**
 * Returns the starts of a DAILY, WEEKLY, MONTHLY or YEARLY rule: in each period the selected days at the rule's times of
 * day, and of these the ones that BYSETPOS selects.
 * @param rule completed by `completeRule`
 */
export function periodStarts(rule: RuleParts, startWallMs: WallMs, effort: Effort): Starts {
  const periods = createRuleDays(rule, Math.floor(startWallMs / DAY_MS), effort);
  const times = timesOfDay(rule);
  const { bySetPos } = rule;
  return function* starts(from, to) {
    const fromDay = Math.floor(from / DAY_MS);
    let period = periods.periodAt(fromDay);
    // A year beyond all dates is NaN, and the comparison ends the loop.
    while (periods.firstDayOf(period) * DAY_MS <= to && effort.left > 0) {
      const days = periods.daysOf(period);
      if (bySetPos && days.length > 0) {
        effort.left -= bySetPos.length;
        for (const index of chosenPositions(bySetPos, days.length * times.length)) {
          const day = days[Math.floor(index / times.length)] ?? 0;
          const wall = day * DAY_MS + (times.at(index % times.length) ?? 0);
          if (wall > to) return;
          if (wall >= from) yield wall;
        }
      } else {
        for (let i = lowerBound(days, fromDay); i < days.length; i += 1) {
          const midnight = (days[i] ?? 0) * DAY_MS;
          for (let j = midnight < from ? lowerBound(times, from - midnight) : 0; j < times.length; j += 1) {
            const wall = midnight + (times.at(j) ?? 0);
            if (wall > to) return;
            effort.left -= 1;
            yield wall;
          }
        }
      }
      effort.left -= LEAP;
      period = periods.nextAfter(period);
    }
  };
}

const UNIT_MS = { HOURLY: HOUR_MS, MINUTELY: MINUTE_MS, SECONDLY: SECOND_MS };

/**
 * Returns the starts of an HOURLY, MINUTELY or SECONDLY rule: in every INTERVAL-th unit that no part rules out, the
 * minutes and seconds that the rule names. One leap passes over all units that are ruled out by the same day, hour or
 * minute.
 * @param rule completed by `completeRule`
 */
export function subDailyStarts(
  rule: RuleParts,
  freq: keyof typeof UNIT_MS,
  startWallMs: WallMs,
  effort: Effort,
): Starts {
  const unit = UNIT_MS[freq];
  const step = unit * rule.interval;
  const origin = floorTo(startWallMs, unit);
  const firstUnitFrom = (wall: WallMs) => origin + Math.ceil((wall - origin) / step) * step;
  const leap = createLeap(rule, unit, effort);
  const within = timesOfDay({
    ...(unit > MINUTE_MS && { byMinute: rule.byMinute }),
    ...(unit > SECOND_MS && { bySecond: rule.bySecond }),
  });
  const { bySetPos } = rule;
  const offsets = bySetPos
    ? chosenPositions(bySetPos, within.length).map((index) => within.at(index) ?? 0)
    : within;

  return function* starts(from, to) {
    for (let at = firstUnitFrom(floorTo(from, unit)); at <= to && effort.left > 0; ) {
      const allowed = leap(at);
      effort.left -= LEAP;
      if (allowed > at) {
        at = firstUnitFrom(allowed);
        continue;
      }
      for (let index = at < from ? lowerBound(offsets, from - at) : 0; index < offsets.length; index += 1) {
        const wall = at + (offsets.at(index) ?? 0);
        if (wall > to) return;
        effort.left -= 1;
        yield wall;
      }
      at += step;
    }
  };
}

/** Returns a function that tells where to look next: at the unit itself, or at the end of the day, hour or minute that rules it out. */
function createLeap(
  { byHour, byMinute, bySecond, ...days }: RuleParts,
  unit: number,
  effort: Effort,
): (at: WallMs) => WallMs {
  const selectsDay = createDayTest(days);
  let latestDay = Number.NaN;
  let isSelected = false;
  const limits: [number[], number, number][] = [];
  if (byHour) limits.push([byHour, HOUR_MS, 24]);
  if (byMinute && unit < HOUR_MS) limits.push([byMinute, MINUTE_MS, 60]);
  if (bySecond && unit < MINUTE_MS) limits.push([bySecond, SECOND_MS, 60]);
  return (at) => {
    const day = Math.floor(at / DAY_MS);
    if (day !== latestDay) {
      latestDay = day;
      isSelected = selectsDay(day);
      effort.left -= DAY_TEST;
    }
    if (!isSelected) return (day + 1) * DAY_MS;
    for (const [values, length, cycle] of limits) {
      const count = Math.floor((at - day * DAY_MS) / length);
      if (!values.includes(count % cycle)) return day * DAY_MS + (count + 1) * length;
    }
    return at;
  };
}

function floorTo(wall: WallMs, unit: number): WallMs {
  return Math.floor(wall / unit) * unit;
}

const ZERO = [0];

/** Ascending numbers by their index: an array, or what makes them when they are asked for. */
type Ascending = { readonly length: number; at(index: number): number | undefined };

/**
 * Returns every combination of the hours, minutes and seconds of a rule, in ms since midnight, ascending. A rule may have
 * 86,400 of them, so each is made when it is asked for.
 */
function timesOfDay(parts: Pick<RuleParts, 'byHour' | 'byMinute' | 'bySecond'>): Ascending {
  const { byHour = ZERO, byMinute = ZERO, bySecond = ZERO } = parts;
  const inMinute = bySecond.length;
  const inHour = byMinute.length * inMinute;
  const length = byHour.length * inHour;
  const at = (index: number) => {
    const hour = byHour[Math.floor(index / inHour)] ?? 0;
    const minute = byMinute[Math.floor((index % inHour) / inMinute)] ?? 0;
    return hour * HOUR_MS + minute * MINUTE_MS + (bySecond[index % inMinute] ?? 0) * SECOND_MS;
  };
  if (length > 1) return { length, at };
  // Nearly every rule has one time of day.
  return [at(0)];
}

/**
 * Returns which of a period's `total` candidates BYSETPOS selects (RFC 5545 section 3.3.10), as ascending indexes.
 */
function chosenPositions(bySetPos: number[], total: number): number[] {
  const indexes = bySetPos.map((position) => (position > 0 ? position - 1 : total + position));
  return [...new Set(indexes)].filter((i) => i >= 0 && i < total).sort((one, other) => one - other);
}

/** Returns the index of the first of ascending values that is not below `least`. */
function lowerBound(values: Ascending, least: number): number {
  let [from, to] = [0, values.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((values.at(middle) ?? 0) < least) from = middle + 1;
    else to = middle;
  }
  return from;
}
