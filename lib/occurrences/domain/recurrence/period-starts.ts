import { type Effort, LEAP, lowerBound } from './effort';
import type { RuleParts } from './parse-rule';
import { createRuleDays } from './rule-days';
import { chosenPositions, type Starts, timesOfDay } from './rule-times';
import { DAY_MS, type WallMs } from './zone-clock';

/**
 * The starts of a DAILY, WEEKLY, MONTHLY or YEARLY rule: in each period the selected days, each at the same times,
 * and of these what BYSETPOS chooses.
 * @param rule completed by `completeRule`
 */
export function periodStarts(rule: RuleParts, startWallMs: WallMs, effort: Effort): Starts {
  const periods = createRuleDays(rule, Math.floor(startWallMs / DAY_MS), effort);
  const times = timesOfDay(rule);
  const { bySetPos } = rule;
  return function* starts(from, to) {
    const fromDay = Math.floor(from / DAY_MS);
    let period = periods.periodAt(fromDay);
    // A year out of reach is no number, and no number is in the range.
    while (periods.firstDayOf(period) * DAY_MS <= to && effort.left > 0) {
      const days = periods.daysOf(period);
      if (bySetPos && days.length > 0) {
        effort.left -= bySetPos.length;
        for (const index of chosenPositions(bySetPos, days.length * times.length)) {
          const day = days[Math.floor(index / times.length)] ?? 0;
          const wall = day * DAY_MS + (times[index % times.length] ?? 0);
          if (wall > to) return;
          if (wall >= from) yield wall;
        }
      } else {
        for (let i = lowerBound(days, fromDay); i < days.length; i += 1) {
          const midnight = (days[i] ?? 0) * DAY_MS;
          for (let j = midnight < from ? lowerBound(times, from - midnight) : 0; j < times.length; j += 1) {
            const wall = midnight + (times[j] ?? 0);
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
