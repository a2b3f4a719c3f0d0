import { type Day, dayNumber, monthOf, WEEKDAYS, weekdayOf, weekNumberOf, weekOf } from './calendar';
import type { RuleParts } from './parse-rule';

/**
 * The days a rule selects, period by period: a period is a year, month, week or day, by FREQ, and INTERVAL tells how
 * many are skipped between two. DTSTART is in period 0, and any other is reached by arithmetic.
 */
export type RuleDays = {
  /** The period a day is in, or the next one. */
  periodAt(day: Day): number;
  firstDayOf(period: number): Day;
  /** The days selected in a period, ascending. */
  daysOf(period: number): Day[];
  /** The next period that may have days: the months that BYMONTH leaves out are stepped over. */
  nextAfter(period: number): number;
};

/** Whether a rule has room for a day. */
export type DayTest = (day: Day) => boolean;

/** @param rule of DAILY or coarser, completed by `completeRule` */
export function createRuleDays(rule: RuleParts, startDay: Day): RuleDays {
  const grid = gridOf(rule);
  const origin = grid.indexOf(startDay);
  const selects = createDayTest(rule);
  const periodAt = (day: Day) => Math.ceil((grid.indexOf(day) - origin) / rule.interval);
  const firstDayOf = (period: number) => grid.firstDayOf(origin + period * rule.interval);
  return {
    periodAt,
    firstDayOf,
    daysOf: (period) => {
      const index = origin + period * rule.interval;
      const days: Day[] = [];
      for (const { from, to } of stretchesOf(rule, grid.firstDayOf(index), grid.firstDayOf(index + 1)))
        for (let day = from; day < to; day += 1) if (selects(day)) days.push(day);
      return days;
    },
    nextAfter: (period) => {
      if (!rule.byMonth || rule.freq === 'YEARLY') return period + 1;
      const { month, first, length } = monthOf(firstDayOf(period));
      return rule.byMonth.includes(month) ? period + 1 : Math.max(period + 1, periodAt(first + length));
    },
  };
}

/** All years, months, weeks or days, numbered without a gap. */
type Grid = { indexOf(day: Day): number; firstDayOf(index: number): Day };

function gridOf(rule: RuleParts): Grid {
  switch (rule.freq) {
    case 'YEARLY':
      return { indexOf: (day) => monthOf(day).year, firstDayOf: (year) => dayNumber(year, 1, 1) };
    case 'MONTHLY':
      return {
        indexOf: (day) => monthOf(day).year * 12 + monthOf(day).month - 1,
        firstDayOf: (index) => dayNumber(Math.floor(index / 12), (index % 12) + 1, 1),
      };
    case 'WEEKLY': {
      const weekZero = weekOf(0, weekStartOf(rule));
      return {
        indexOf: (day) => Math.floor((day - weekZero) / 7),
        firstDayOf: (index) => weekZero + index * 7,
      };
    }
    default:
      return { indexOf: (day) => day, firstDayOf: (day) => day };
  }
}

/** The days of a period worth looking at, up to but without `to`: of a year only the months that are named. */
function stretchesOf(rule: RuleParts, from: Day, to: Day): { from: Day; to: Day }[] {
  if (rule.freq !== 'YEARLY' || !rule.byMonth) return [{ from, to }];
  const { year } = monthOf(from);
  return rule.byMonth.map((month) => ({
    from: dayNumber(year, month, 1),
    to: dayNumber(year, month + 1, 1),
  }));
}

/**
 * All parts that speak of days, as one test. RFC 5545 section 3.3.10 says of each whether it expands a period (BYDAY
 * in a WEEKLY rule) or limits it (BYDAY in a DAILY rule). Either way a day is selected when every part names it.
 */
export function createDayTest(rule: RuleParts): DayTest {
  const { byDay, byMonth, byMonthDay, byYearDay, byWeekNo } = rule;
  const tests: DayTest[] = [];
  if (byDay) tests.push(weekdayTest(rule, byDay));
  if (byMonth) tests.push((day) => byMonth.includes(monthOf(day).month));
  if (byMonthDay) {
    tests.push((day) => {
      const { first, length } = monthOf(day);
      return names(byMonthDay, day - first + 1, length);
    });
  }
  if (byYearDay) {
    tests.push((day) => {
      const { firstOfYear, yearLength } = monthOf(day);
      return names(byYearDay, day - firstOfYear + 1, yearLength);
    });
  }
  if (byWeekNo) {
    tests.push((day) => {
      const { week, weeksInYear } = weekNumberOf(day, weekStartOf(rule));
      return names(byWeekNo, week, weeksInYear);
    });
  }
  const [only, ...others] = tests;
  if (!only) return () => true;
  return others.length === 0 ? only : (day) => tests.every((test) => test(day));
}

/** Whether a list names a position among `total`, counted from the front (1, 2…) or from the end (-1, -2…). */
function names(list: number[], position: number, total: number): boolean {
  return list.includes(position) || list.includes(position - total - 1);
}

/**
 * BYDAY: "MO" is every Monday, "2MO" the second one and "-1MO" the last one of the month, or of the year in YEARLY
 * rules without BYMONTH (note 2 of RFC 5545 section 3.3.10).
 */
function weekdayTest(rule: RuleParts, byDay: string[]): DayTest {
  const inYear = rule.freq === 'YEARLY' && !rule.byMonth;
  const positionsOf = WEEKDAYS.map((name) =>
    byDay.filter((item) => item.endsWith(name)).map((item) => Number(item.slice(0, -2))),
  );
  return (day) => {
    const positions = positionsOf[weekdayOf(day)] ?? [];
    if (positions.length === 0) return false;
    // An empty number is every one.
    if (positions.includes(0)) return true;
    const month = monthOf(day);
    const [first, length] = inYear ? [month.firstOfYear, month.yearLength] : [month.first, month.length];
    const fromFront = Math.floor((day - first) / 7) + 1;
    const fromEnd = Math.floor((first + length - 1 - day) / 7) + 1;
    return positions.includes(fromFront) || positions.includes(-fromEnd);
  };
}

function weekStartOf(rule: RuleParts): number {
  return WEEKDAYS.indexOf((rule.wkst as (typeof WEEKDAYS)[number] | undefined) ?? 'MO');
}
