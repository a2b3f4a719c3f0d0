import type { RuleParts } from './parse-rule';
import { createRuleDays } from './rule-days';
import { chosenPositions, timesOfDay } from './rule-times';
import type { Starts } from './rule-walls';
import { DAY_MS, type WallMs } from './zone-clock';

/**
 * The starts of a DAILY, WEEKLY, MONTHLY or YEARLY rule: in each period the selected days, each at the same times,
 * and of these what BYSETPOS chooses.
 * @param rule completed by `completeRule`
 */
export function periodStarts(rule: RuleParts, startWallMs: WallMs): Starts {
  const periods = createRuleDays(rule, Math.floor(startWallMs / DAY_MS));
  const times = timesOfDay(rule);
  const { bySetPos } = rule;

  function* inPeriod(period: number): Generator<WallMs> {
    const days = periods.daysOf(period);
    const wallAt = (index: number) =>
      (days[Math.floor(index / times.length)] ?? 0) * DAY_MS + (times[index % times.length] ?? 0);
    for (const index of chosenPositions(bySetPos, days.length * times.length)) yield wallAt(index);
  }

  return function* starts(from, to) {
    for (let period = periods.periodAt(Math.floor(from / DAY_MS)); ; period = periods.nextAfter(period)) {
      const begin = periods.firstDayOf(period) * DAY_MS;
      // A year out of reach is no number.
      if (!(begin <= to)) return;
      for (const wall of inPeriod(period)) {
        if (wall > to) return;
        if (wall >= from) yield wall;
      }
    }
  };
}
