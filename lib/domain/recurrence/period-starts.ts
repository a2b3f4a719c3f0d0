import type { Day } from './calendar';
import type { RuleParts } from './parse-rule';
import { createRuleDays } from './rule-days';
import { chosenPositions, type Starts, timesOfDay } from './rule-times';
import { DAY_MS, type WallMs } from './zone-clock';

/**
 * The starts of a DAILY, WEEKLY, MONTHLY or YEARLY rule: in each period the selected days, each at the same times,
 * and of these what BYSETPOS chooses.
 * @param rule completed by `completeRule`
 */
export function periodStarts(rule: RuleParts, startWallMs: WallMs): Starts {
  const periods = createRuleDays(rule, Math.floor(startWallMs / DAY_MS));
  const times = timesOfDay(rule);
  return function* starts(from, to) {
    let period = periods.periodAt(Math.floor(from / DAY_MS));
    // A year out of reach is no number, and no number is in the range.
    while (periods.firstDayOf(period) * DAY_MS <= to) {
      for (const wall of startsOn(periods.daysOf(period), times, rule.bySetPos)) {
        if (wall > to) return;
        if (wall >= from) yield wall;
      }
      period = periods.nextAfter(period);
    }
  };
}

/** The starts of one period. */
function startsOn(days: Day[], times: number[], bySetPos: number[] | undefined): WallMs[] {
  const walls: WallMs[] = [];
  for (const day of days) for (const time of times) walls.push(day * DAY_MS + time);
  return bySetPos ? chosenPositions(bySetPos, walls.length).map((index) => walls[index] ?? 0) : walls;
}
