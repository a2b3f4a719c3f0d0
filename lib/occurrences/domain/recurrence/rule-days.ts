import {
  type Day,
  dayNumber,
  type Month,
  monthAt,
  monthOf,
  WEEKDAYS,
  weekdayOf,
  weekNumberOf,
  weekOf,
} from './calendar';
import type { RuleParts } from './parse-rule';

/**
 * How many steps an answer may still take: a day that is tested, a start that is found, an EXRULE that is asked about a
 * slot. Anyone may send an invitation, and its rules must not keep everyone else waiting.
 */
export type Effort = { left: number };

/** Some ten times what the busiest series of a real calendar takes; a step costs about 0.4 µs. */
export const MAX_STEPS = 100_000;
/** Steps for testing a day. */
export const DAY_TEST = 0.2;
/** Steps for a leap over time that the rule does not select. */
export const LEAP = 0.1;

/**
 * The days that a rule selects, period by period. A period is every INTERVAL-th year, month, week or day, by FREQ.
 * DTSTART is in period 0, and any other period is reached by arithmetic.
 */
export type RuleDays = {
  /** Returns the number of the period that a day is in, or of the next one when it is between two. */
  periodAt(day: Day): number;
  firstDayOf(period: number): Day;
  /** Returns the days that the rule selects in a period, ascending. */
  daysOf(period: number): Day[];
  /** Returns the next period that may have days: it steps over months that BYMONTH leaves out. */
  nextAfter(period: number): number;
};

/**
 * Returns the days of a DAILY, WEEKLY, MONTHLY or YEARLY rule.
 * @param rule completed by `completeRule`
 */
export function createRuleDays(rule: RuleParts, startDay: Day, effort: Effort): RuleDays {
  const { freq, interval, byMonth } = rule;
  const grid = gridOf(rule);
  const origin = grid.indexOf(startDay);
  const selects = createDayTest(rule);
  // An EXRULE is asked about one slot after the other, often in the same period.
  let latest = Number.NaN;
  let latestDays: Day[] = [];
  return {
    periodAt(day) {
      return Math.ceil((grid.indexOf(day) - origin) / interval);
    },
    firstDayOf(period) {
      return grid.firstDayOf(origin + period * interval);
    },
    daysOf(period) {
      if (period !== latest) {
        const first = this.firstDayOf(period);
        const end = grid.firstDayOf(origin + period * interval + 1);
        const days = candidates(rule, first, end);
        effort.left -= days.length * DAY_TEST;
        latest = period;
        latestDays = days.filter(selects);
      }
      return latestDays;
    },
    nextAfter(period) {
      if (!byMonth || freq === 'YEARLY') return period + 1;
      const { month, first, length } = monthOf(this.firstDayOf(period));
      return byMonth.includes(month) ? period + 1 : Math.max(period + 1, this.periodAt(first + length));
    },
  };
}

/** All years, months, weeks or days, with consecutive numbers. */
type Grid = { indexOf(day: Day): number; firstDayOf(index: number): Day };

const YEARS: Grid = { indexOf: (day) => monthOf(day).year, firstDayOf: (year) => dayNumber(year, 1, 1) };
const MONTHS: Grid = {
  indexOf: (day) => monthOf(day).year * 12 + monthOf(day).month - 1,
  firstDayOf: (index) => dayNumber(Math.floor(index / 12), (index % 12) + 1, 1),
};
const DAYS: Grid = { indexOf: (day) => day, firstDayOf: (day) => day };

function gridOf(rule: RuleParts): Grid {
  if (rule.freq === 'YEARLY') return YEARS;
  if (rule.freq === 'MONTHLY') return MONTHS;
  if (rule.freq !== 'WEEKLY') return DAYS;
  const weekZero = weekOf(0, weekStartOf(rule));
  return {
    indexOf: (day) => Math.floor((day - weekZero) / 7),
    firstDayOf: (index) => weekZero + index * 7,
  };
}

/** Returns the days of a period that need a test: only those named when the rule names days of the month or year. */
function candidates(rule: RuleParts, from: Day, end: Day): Day[] {
  const { freq, byMonth, byMonthDay, byYearDay } = rule;
  if (freq === 'MONTHLY') return inMonth(monthOf(from), byMonthDay);
  if (freq === 'YEARLY' && byYearDay) return inPeriod(from, end - from, byYearDay);
  if (freq !== 'YEARLY' || !(byMonth || byMonthDay)) return range(from, end);
  const { year } = monthOf(from);
  return (byMonth ?? ALL_MONTHS).flatMap((month) => inMonth(monthAt(year, month), byMonthDay));
}

const ALL_MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

function inMonth({ first, length }: Month, byMonthDay: number[] | undefined): Day[] {
  return byMonthDay ? inPeriod(first, length, byMonthDay) : range(first, first + length);
}

function inPeriod(first: Day, length: number, positions: number[]): Day[] {
  const days = positions
    .map((position) => (position > 0 ? first + position - 1 : first + length + position))
    // A month without that day has none: 30 February is not 1 or 2 March.
    .filter((day) => day >= first && day < first + length);
  return days.length < 2 ? days : [...new Set(days)].sort((one, other) => one - other);
}

function range(from: Day, end: Day): Day[] {
  const days: Day[] = [];
  for (let day = from; day < end; day += 1) days.push(day);
  return days;
}

/** Tells whether a rule selects a day. */
type DayTest = (day: Day) => boolean;

/**
 * Returns one test for all parts of a rule that name days. By RFC 5545 section 3.3.10 a part may expand a period (BYDAY
 * in a WEEKLY rule) or limit it (BYDAY in a DAILY rule). Either way a day is selected when every part names it.
 */
export function createDayTest(rule: RuleParts): DayTest {
  const { byDay, byMonth, byMonthDay, byYearDay, byWeekNo } = rule;
  const tests: DayTest[] = [];
  if (byDay) tests.push(weekdayTest(rule, byDay));
  if (byMonth) tests.push((day) => byMonth.includes(monthOf(day).month));
  if (byMonthDay) {
    const names = namesOf(byMonthDay);
    tests.push((day) => {
      const { first, length } = monthOf(day);
      return names(day - first + 1, length);
    });
  }
  if (byYearDay) {
    const names = namesOf(byYearDay);
    tests.push((day) => {
      const { firstOfYear, yearLength } = monthOf(day);
      return names(day - firstOfYear + 1, yearLength);
    });
  }
  if (byWeekNo) {
    const names = namesOf(byWeekNo);
    const weekStart = weekStartOf(rule);
    tests.push((day) => {
      const { week, weeksInYear } = weekNumberOf(day, weekStart);
      return names(week, weeksInYear);
    });
  }
  const [only, ...others] = tests;
  if (!only) return () => true;
  return others.length === 0 ? only : (day) => tests.every((test) => test(day));
}

/** Returns a test whether a list names a position among `total`, from the front (1, 2…) or from the end (-1, -2…). */
function namesOf(list: number[]): (position: number, total: number) => boolean {
  const named = new Set(list);
  return (position, total) => named.has(position) || named.has(position - total - 1);
}

/**
 * Returns the test for BYDAY: "MO" is every Monday, "2MO" the second one and "-1MO" the last one of the month, or of the
 * year in a YEARLY rule without BYMONTH (note 2 of RFC 5545 section 3.3.10).
 */
function weekdayTest(rule: RuleParts, byDay: string[]): DayTest {
  const inYear = rule.freq === 'YEARLY' && !rule.byMonth;
  /** By weekday: the positions that are selected, with 0 for every one. */
  const positionsOf = new Map<number, Set<number>>();
  for (const item of byDay) {
    const weekday = WEEKDAYS.indexOf(item.slice(-2) as Weekday);
    const positions = positionsOf.get(weekday) ?? new Set();
    positionsOf.set(weekday, positions.add(Number(item.slice(0, -2))));
  }
  return (day) => {
    const positions = positionsOf.get(weekdayOf(day));
    if (!positions) return false;
    if (positions.has(0)) return true;
    const month = monthOf(day);
    const [first, length] = inYear ? [month.firstOfYear, month.yearLength] : [month.first, month.length];
    const fromFront = Math.floor((day - first) / 7) + 1;
    const fromEnd = Math.floor((first + length - 1 - day) / 7) + 1;
    return positions.has(fromFront) || positions.has(-fromEnd);
  };
}

type Weekday = (typeof WEEKDAYS)[number];

function weekStartOf(rule: RuleParts): number {
  return WEEKDAYS.indexOf((rule.wkst as Weekday | undefined) ?? 'MO');
}
