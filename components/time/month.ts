import { keyOfLocalTime, localTimeOfKey } from './local-time';

const DAY_MS = 86_400_000;

/** A day of the calendar as `2026-11-22`, whatever the zone. */
type Day = string;

/** Returns the day that is `days` days later. */
export function addDays(day: Day, days: number): Day {
  return keyOfLocalTime((localTimeOfKey(day) ?? 0) + days * DAY_MS);
}

/** Returns the day that is `months` months later: the same day of the month, or the last one there is. */
export function addMonths(day: Day, months: number): Day {
  const date = new Date(localTimeOfKey(day) ?? 0);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return keyOfLocalTime(Date.UTC(year, month, Math.min(date.getUTCDate(), last)));
}

/**
 * Returns the weeks that contain the days of a month.
 * @param firstDay the day on which weeks begin: 0 for Monday, 6 for Sunday
 */
export function weeksOf(day: Day, firstDay: number): Day[][] {
  const first = `${day.slice(0, 7)}-01`;
  const begin = addDays(first, -weekday(first, firstDay));
  const weeks: Day[][] = [];
  for (let start = begin; start.slice(0, 7) <= day.slice(0, 7); start = addDays(start, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, index) => addDays(start, index)));
  }
  return weeks;
}

/** Returns the day to which a key moves from a day in a grid of weeks; null for other keys. */
export function dayByKey(day: Day, key: string, firstDay: number): Day | null {
  switch (key) {
    case 'ArrowLeft':
      return addDays(day, -1);
    case 'ArrowRight':
      return addDays(day, 1);
    case 'ArrowUp':
      return addDays(day, -7);
    case 'ArrowDown':
      return addDays(day, 7);
    case 'Home':
      return addDays(day, -weekday(day, firstDay));
    case 'End':
      return addDays(day, 6 - weekday(day, firstDay));
    case 'PageUp':
      return addMonths(day, -1);
    case 'PageDown':
      return addMonths(day, 1);
    default:
      return null;
  }
}

/** Returns the number of days since the week began. */
function weekday(day: Day, firstDay: number): number {
  return (new Date(localTimeOfKey(day) ?? 0).getUTCDay() + 13 - firstDay) % 7;
}
