import { DAY_MS } from './zone-clock';

/** A day of the Gregorian calendar: days since 1 January 1970. */
export type Day = number;

/** A month, and where its year begins. */
export type Month = {
  year: number;
  /** 1–12. */
  month: number;
  first: Day;
  length: number;
  firstOfYear: Day;
  yearLength: number;
};

/** In the order of the week's numbers: Sunday is 0. */
export const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const;

/** `month` counts from 1, and may run over into other years, as may the day. */
export function dayNumber(year: number, month: number, dayOfMonth: number): Day {
  return Date.UTC(year, month - 1, dayOfMonth) / DAY_MS;
}

/** A month by its year and number; `month` may run over into other years. */
export function monthAt(year: number, month: number): Month {
  const first = dayNumber(year, month, 1);
  const date = new Date(first * DAY_MS);
  const realYear = date.getUTCFullYear();
  const firstOfYear = dayNumber(realYear, 1, 1);
  return {
    year: realYear,
    month: date.getUTCMonth() + 1,
    first,
    length: dayNumber(year, month + 1, 1) - first,
    firstOfYear,
    yearLength: dayNumber(realYear + 1, 1, 1) - firstOfYear,
  };
}

let latest = monthAt(1970, 1);

/** The month a day is in. Days are asked for one after the other, so the last answer is kept at hand. */
export function monthOf(day: Day): Month {
  if (day < latest.first || day >= latest.first + latest.length) {
    const date = new Date(day * DAY_MS);
    latest = monthAt(date.getUTCFullYear(), date.getUTCMonth() + 1);
  }
  return latest;
}

/** The number of a day's weekday; 1 January 1970 was a Thursday. */
export function weekdayOf(day: Day): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** The first day of the week a day is in, where weeks begin on the weekday `weekStart`. */
export function weekOf(day: Day, weekStart: number): Day {
  return day - ((weekdayOf(day) - weekStart + 7) % 7);
}

/** Where a day stands in its year of weeks. */
export type WeekNumber = { week: number; weeksInYear: number };

/**
 * Numbers weeks as ISO 8601 does, with any first weekday (RFC 5545 section 3.3.10, BYWEEKNO): week 1 is the first with
 * four days of the year. The days around New Year may belong to a week of the year before or after.
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
