import { instantOf, keyOfLocalTime, localTimeOf, localTimeOfKey } from './local-time';
import { shownRegion } from './region';
import { knownZone } from './zone';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat>();

type Instant = number | string | Date;

/** Returns the formatter for a zone and the shown region. */
function formatterOf(timeZone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const { locale } = shownRegion();
  const all = { ...options, timeZone: knownZone(timeZone) };
  const key = locale + JSON.stringify(all);
  let formatter = formats.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(locale, all);
    formats.set(key, formatter);
  }
  return formatter;
}

function format(instant: Instant, timeZone: string | undefined, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(instant);
  // An odd value is no reason for a page to break.
  return Number.isNaN(date.getTime()) ? '–' : formatterOf(timeZone, options).format(date);
}

/** Writes a day; where the day comes first, without the comma after the weekday. */
function formatDay(
  instant: Instant,
  timeZone: string | undefined,
  options: Intl.DateTimeFormatOptions,
): string {
  const words = format(instant, timeZone, options);
  return shownRegion().isDayFirst ? words.replace(',', '') : words;
}

function clockOptions(): Intl.DateTimeFormatOptions {
  return shownRegion().is12Hour
    ? { hour: 'numeric', minute: '2-digit', hourCycle: 'h12' }
    : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
}

/** `09:05`, or `9:05 AM`, in the given IANA zone or the one that is shown. */
export function timeOfDay(instant: Instant, timeZone?: string): string {
  return format(instant, timeZone, clockOptions());
}

/** `09`, or `9 AM`: an hour of the day from 0 to 23. */
export function hourOfDay(hour: number): string {
  const { minute, ...options } = clockOptions();
  return format(hour * HOUR, 'UTC', options);
}

/** `09:00–09:30` (with an en dash); `9:00–9:30 AM`, or `11:30 AM – 12:30 PM`. */
export function timeRange(start: string, end: string, timeZone?: string): string {
  return rangeParts(start, end, timeZone).join('');
}

/** The start, the dash and the end of a range: `09:00`, `–`, `09:30`. */
export function rangeParts(start: string, end: string, timeZone?: string): [string, string, string] {
  const [from, to] = [timeOfDay(start, timeZone), timeOfDay(end, timeZone)];
  const [period, other] = [start, end].map((instant) => dayPeriod(instant, timeZone));
  if (!period || !other) return [from, '–', to];
  return period === other ? [from.replace(period, '').trim(), '–', to] : [from, ' – ', to];
}

/** Returns `AM` or `PM` as it stands in a time; null where times have none. */
function dayPeriod(instant: string, timeZone: string | undefined): string | null {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return null;
  const parts = formatterOf(timeZone, clockOptions()).formatToParts(date);
  return parts.find(({ type }) => type === 'dayPeriod')?.value ?? null;
}

/** `Mon 23 Nov 21:00`, or `Mon, Nov 23, 9:00 PM`. */
function dayAndTime(instant: string, timeZone: string | undefined): string {
  const separator = shownRegion().isDayFirst ? ' ' : ', ';
  return `${shortDate(instant, timeZone)}${separator}${timeOfDay(instant, timeZone)}`;
}

/** Whether something lasts so long that its times alone would be read as those of one day: 24 hours or more. */
export function spansDays(start: string, end: string): boolean {
  return Date.parse(end) - Date.parse(start) >= DAY;
}

/** `09:00–09:30`, beside the day on which it starts; where it spans days: `09:00 – Mon 23 Nov 21:00`. */
export function timesFrom(start: string, end: string, timeZone?: string): string {
  if (!spansDays(start, end)) return timeRange(start, end, timeZone);
  return `${timeOfDay(start, timeZone)} – ${dayAndTime(end, timeZone)}`;
}

/** `09:00–09:30`; where it spans days, with both: `Sun 22 Nov 09:00 – Mon 23 Nov 21:00`. */
export function timeSpan(start: string, end: string, timeZone?: string): string {
  if (!spansDays(start, end)) return timeRange(start, end, timeZone);
  return `${dayAndTime(start, timeZone)} – ${dayAndTime(end, timeZone)}`;
}

/** `Sun 22 Nov – Mon 23 Nov` of what spans days; null of anything else. */
export function daysSpanned(start: string, end: string): string | null {
  return spansDays(start, end) ? `${shortDate(start)} – ${shortDate(end)}` : null;
}

/** `Sunday 22 November`, or `Sunday, November 22`. */
export function longDate(date: Instant, timeZone?: string): string {
  return formatDay(date, timeZone, { weekday: 'long', day: 'numeric', month: 'long' });
}

/** `Sun 22 Nov`, or `Sun, Nov 22`. */
export function shortDate(date: Instant, timeZone?: string): string {
  return formatDay(date, timeZone, { weekday: 'short', day: 'numeric', month: 'short' });
}

/** `Sun 22 Nov 2026`, or `Sun, Nov 22, 2026`. */
export function fullDate(date: Instant, timeZone?: string): string {
  return formatDay(date, timeZone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
}

/** `22 November`, or `November 22`. */
export function monthDay(date: Instant, timeZone?: string): string {
  return format(date, timeZone, { day: 'numeric', month: 'long' });
}

/** `Sunday`, or `Sun`. */
export function weekdayName(date: Instant, length: 'long' | 'short', timeZone?: string): string {
  return format(date, timeZone, { weekday: length });
}

/** `22`: the day of the month. */
export function dayNumber(date: Instant, timeZone?: string): string {
  return format(date, timeZone, { day: 'numeric' });
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

/** Returns the number of days since the week began, which begins as the person chose, or as in their region. */
export function weekdayOf(instant: number | Date): number {
  return modulo(new Date(localTimeOf(Number(instant))).getUTCDay() - 1 - shownRegion().firstDay, 7);
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
