import { instantOf, keyOfLocalTime, localTimeOf, localTimeOfKey } from './local-time';
import { knownZone } from './zone';

const LOCALE = 'en-GB';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat>();

type Instant = number | string | Date;

function format(instant: Instant, timeZone: string | undefined, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(instant);
  // An odd value is no reason for a page to break.
  if (Number.isNaN(date.getTime())) return '–';
  const all = { ...options, timeZone: knownZone(timeZone) };
  const key = JSON.stringify(all);
  let formatter = formats.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(LOCALE, all);
    formats.set(key, formatter);
  }
  return formatter.format(date);
}

/** `09:05`, in the given IANA zone or the one that is shown. */
export function timeOfDay(instant: Instant, timeZone?: string): string {
  return format(instant, timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** `09:00–09:30` (with an en dash). */
export function timeRange(start: string, end: string, timeZone?: string): string {
  return `${timeOfDay(start, timeZone)}–${timeOfDay(end, timeZone)}`;
}

/** Whether something lasts so long that its times alone would be read as those of one day: 24 hours or more. */
export function spansDays(start: string, end: string): boolean {
  return Date.parse(end) - Date.parse(start) >= DAY;
}

/** `09:00–09:30`, beside the day on which it starts; where it spans days: `09:00 – Mon 23 Nov 21:00`. */
export function timesFrom(start: string, end: string, timeZone?: string): string {
  if (!spansDays(start, end)) return timeRange(start, end, timeZone);
  return `${timeOfDay(start, timeZone)} – ${shortDate(end, timeZone)} ${timeOfDay(end, timeZone)}`;
}

/** `09:00–09:30`; where it spans days, with both: `Sun 22 Nov 09:00 – Mon 23 Nov 21:00`. */
export function timeSpan(start: string, end: string, timeZone?: string): string {
  const times = timesFrom(start, end, timeZone);
  return spansDays(start, end) ? `${shortDate(start, timeZone)} ${times}` : times;
}

/** `Sun 22 Nov – Mon 23 Nov` of what spans days; null of anything else. */
export function daysSpanned(start: string, end: string): string | null {
  return spansDays(start, end) ? `${shortDate(start)} – ${shortDate(end)}` : null;
}

/** `Sunday 22 November`. */
export function longDate(date: Instant, timeZone?: string): string {
  return format(date, timeZone, { weekday: 'long', day: 'numeric', month: 'long' }).replace(',', '');
}

/** `Sun 22 Nov`. */
export function shortDate(date: Instant, timeZone?: string): string {
  return format(date, timeZone, { weekday: 'short', day: 'numeric', month: 'short' }).replace(',', '');
}

/** `Sun 22 Nov 2026`. */
export function fullDate(date: Instant, timeZone?: string): string {
  const year = 'numeric';
  return format(date, timeZone, { weekday: 'short', day: 'numeric', month: 'short', year }).replace(',', '');
}

/** `November 2026`. */
export function monthName(date: Instant, timeZone?: string): string {
  return format(date, timeZone, { month: 'long', year: 'numeric' });
}

/**
 * Returns the midnight that begins the day `days` days after the day of `instant`. Days are the calendar's,
 * not 24 hours.
 */
export function startOfDay(instant: number | Date, days = 0): Date {
  const localMs = localTimeOf(Number(instant));
  return new Date(instantOf(localMs - modulo(localMs, DAY) + days * DAY));
}

/** Returns the midnight that begins a day such as `2026-11-22`; null when there is no such day. */
export function startOfKey(key: string | null): Date | null {
  const localMs = localTimeOfKey(key);
  return localMs === null ? null : new Date(instantOf(localMs));
}

/** Returns the day of an instant as `2026-11-22`; an empty text for what is no time. */
export function dayKey(date: Instant): string {
  return keyOfLocalTime(localTimeOf(new Date(date).getTime()));
}

/** Returns the local time of an instant in minutes past midnight. */
export function minuteOfDay(instant: number): number {
  return Math.floor(modulo(localTimeOf(instant), DAY) / MINUTE);
}

/** Returns the number of days since the week's Monday. */
export function weekdayOf(instant: number | Date): number {
  return (new Date(localTimeOf(Number(instant))).getUTCDay() + 6) % 7;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

/** `Today`, `Tomorrow`, `Yesterday`, or null for any other day. */
export function relativeDay(date: Instant, now: number): string | null {
  const key = dayKey(date);
  if (key === dayKey(now)) return 'Today';
  if (key === dayKey(startOfDay(now, 1))) return 'Tomorrow';
  if (key === dayKey(startOfDay(now, -1))) return 'Yesterday';
  return null;
}

/** Writes the time left until an instant: `2 days`, `3 h 05 min`, `24:09`; `0:00` once it has come. */
export function countdown(milliseconds: number): string {
  const left = Math.max(0, milliseconds);
  if (left >= 2 * DAY) return `${Math.floor(left / DAY)} days`;
  const seconds = Math.floor(left / 1_000);
  const minutes = Math.floor(seconds / 60);
  if (left >= HOUR) return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
  return `${minutes}:${String(seconds % 60).padStart(2, '0')}`;
}

/** `just now`, `4 min ago`, `3 h ago`, `2 days ago`. */
export function ago(instant: string, now: number): string {
  const past = now - Date.parse(instant);
  if (past < 90_000) return 'just now';
  if (past < HOUR) return `${Math.round(past / MINUTE)} min ago`;
  if (past < 2 * DAY) return `${Math.round(past / HOUR)} h ago`;
  return `${Math.round(past / DAY)} days ago`;
}

/** `30 min`, `1 h`, `1 h 15 min`, `36 h`; from three days on `3 days`, `3 days 2 h`. */
export function duration(start: string, end: string): string {
  const minutes = Math.round((Date.parse(end) - Date.parse(start)) / MINUTE);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes} min`;
  if (hours >= 72) {
    const rest = hours % 24;
    return `${Math.floor(hours / 24)} days${rest > 0 ? ` ${rest} h` : ''}`;
  }
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** A measured time, rounded up: `0 s`, `0.3 s`, `24 s`, `6 min`, `2 h 05 min`. */
export function seconds(milliseconds: number): string {
  if (milliseconds <= 9_900) return `${Math.ceil(milliseconds / 100) / 10} s`;
  if (milliseconds <= 59_000) return `${Math.ceil(milliseconds / 1_000)} s`;
  const minutes = Math.ceil(milliseconds / MINUTE);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
