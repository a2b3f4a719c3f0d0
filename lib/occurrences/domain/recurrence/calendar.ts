/** A day of the Gregorian calendar: days since 1 January 1970. */
export type Day = number;

/** A month, and the year it is in. */
export type Month = {
  year: number;
  /** 1–12. */
  month: number;
  first: Day;
  length: number;
  firstOfYear: Day;
  yearLength: number;
};

/** Weekdays by number: Sunday is 0. */
export const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const;

/** 1 January 1970, counted from 1 March of the year 0. */
const EPOCH = 719_468;
/** In days, over the 400 years after which the calendar repeats. */
const AVERAGE_MONTH = 146_097 / 4_800;

/**
 * Returns the number of a day. This is arithmetic because a Date costs many times as much. Years are taken to begin in
 * March, so that the leap day is the last of its year.
 * @param month counts from 1; 0 and 13 are in the years before and after
 */
export function dayNumber(year: number, month: number, dayOfMonth: number): Day {
  const years = year + Math.floor((month - 3) / 12);
  const sinceMarch = (((month - 3) % 12) + 12) % 12;
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  // The five months from March on have 153 days, and so have the next five.
  return years * 365 + leapDays + Math.floor((153 * sinceMarch + 2) / 5) + dayOfMonth - 1 - EPOCH;
}

/** Returns a month by its year and number; months 0 and 13 are in the years before and after. */
export function monthAt(year: number, month: number): Month {
  const realYear = year + Math.floor((month - 1) / 12);
  const first = dayNumber(year, month, 1);
  const firstOfYear = dayNumber(realYear, 1, 1);
  return {
    year: realYear,
    month: month - (realYear - year) * 12,
    first,
    length: dayNumber(year, month + 1, 1) - first,
    firstOfYear,
    yearLength: dayNumber(realYear + 1, 1, 1) - firstOfYear,
  };
}

let latest = monthAt(1970, 1);

/** Returns the month a day is in. Days are asked about one after the other, so the last answer is remembered. */
export function monthOf(day: Day): Month {
  if (day >= latest.first && day < latest.first + latest.length) return latest;
  // This guess is at most one month off.
  const months = Math.floor((day + EPOCH) / AVERAGE_MONTH) + 3;
  latest = monthAt(0, months);
  if (day < latest.first) latest = monthAt(0, months - 1);
  else if (day >= latest.first + latest.length) latest = monthAt(0, months + 1);
  return latest;
}

/** Returns the number of a day's weekday; 1 January 1970 was a Thursday. */
export function weekdayOf(day: Day): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** Returns the first day of the week that a day is in, when weeks begin on the weekday `weekStart`. */
export function weekOf(day: Day, weekStart: number): Day {
  return day - ((weekdayOf(day) - weekStart + 7) % 7);
}

/** The number of a week in its year. */
export type WeekNumber = { week: number; weeksInYear: number };

/**
 * Returns the week number of a day, as in ISO 8601 but with any first weekday (RFC 5545 section 3.3.10, BYWEEKNO): week 1
 * is the first with four days in the year. Days around New Year may belong to a week of the year before or after.
 */
export function weekNumberOf(day: Day, weekStart: number): WeekNumber {
  const { year } = monthOf(day);
  // The week with 4 January has at least four days of its year.
  const firstWeek = (ofYear: number) => weekOf(dayNumber(ofYear, 1, 4), weekStart);
  const weekYear = day >= firstWeek(year + 1) ? year + 1 : day >= firstWeek(year) ? year : year - 1;
  const begin = firstWeek(weekYear);
  return {
    week: Math.floor((day - begin) / 7) + 1,
    weeksInYear: (firstWeek(weekYear + 1) - begin) / 7,
  };
}
