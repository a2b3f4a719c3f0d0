import { monthOf, WEEKDAYS, weekdayOf } from './calendar';
import type { RuleParts } from './parse-rule';
import { DAY_MS, type WallMs } from './zone-clock';

/**
 * Writes into a rule what it leaves to DTSTART: the time of day, and the days of a rule that names none (RFC 5545
 * section 3.3.10: what the rule does not contain is derived from DTSTART).
 */
export function completeRule(rule: RuleParts, startWallMs: WallMs): RuleParts {
  const start = new Date(startWallMs);
  const complete = { ...rule, ...missingDays(rule, Math.floor(startWallMs / DAY_MS)) };
  // Each frequency moves what is coarser than itself; the rest of the time stays as in DTSTART.
  if (rule.freq === 'SECONDLY') return complete;
  complete.bySecond ??= [start.getUTCSeconds()];
  if (rule.freq === 'MINUTELY') return complete;
  complete.byMinute ??= [start.getUTCMinutes()];
  if (rule.freq === 'HOURLY') return complete;
  complete.byHour ??= [start.getUTCHours()];
  return complete;
}

function missingDays(rule: RuleParts, startDay: number): Partial<RuleParts> {
  const { freq, byDay, byMonthDay, byYearDay, byWeekNo } = rule;
  if (byDay || byMonthDay || byYearDay) return {};
  const weekday = { byDay: [WEEKDAYS[weekdayOf(startDay)] ?? 'MO'] };
  const { month, first } = monthOf(startDay);
  const dayOfMonth = { byMonthDay: [startDay - first + 1] };
  switch (freq) {
    case 'YEARLY':
      return byWeekNo ? weekday : { byMonth: rule.byMonth ?? [month], ...dayOfMonth };
    case 'MONTHLY':
      return byWeekNo ? weekday : dayOfMonth;
    case 'WEEKLY':
      return weekday;
    default:
      return {};
  }
}
