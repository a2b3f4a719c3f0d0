import { DAY_TEST, type Effort, LEAP, lowerBound } from './effort';
import type { RuleParts } from './parse-rule';
import { createDayTest } from './rule-days';
import { chosenPositions, HOUR_MS, MINUTE_MS, SECOND_MS, type Starts, timesOfDay } from './rule-times';
import { DAY_MS, type WallMs } from './zone-clock';

const UNIT_MS = { HOURLY: HOUR_MS, MINUTELY: MINUTE_MS, SECONDLY: SECOND_MS };

/**
 * The starts of an HOURLY, MINUTELY or SECONDLY rule: every INTERVAL-th unit that no part rules out, and in each unit
 * the minutes and seconds that the rule adds. A unit ruled out by its day, hour or minute is left with one leap.
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
    ? chosenPositions(bySetPos, within.length).map((index) => within[index] ?? 0)
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
        const wall = at + (offsets[index] ?? 0);
        if (wall > to) return;
        effort.left -= 1;
        yield wall;
      }
      at += step;
    }
  };
}

/** Where to look next: the unit itself when every part has room for it, else the end of what rules it out. */
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
