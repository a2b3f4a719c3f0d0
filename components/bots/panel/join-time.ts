import { dayKey } from '@/components/time/format';
import { instantOf, localTimeOf } from '@/components/time/local-time';
import { shownRegion } from '@/components/time/region';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const TIME = /^\s*(\d{1,2})(?:[:.h ]?([0-5]\d))(?:[:.]?([0-5]\d))?\s*(?:([ap])\.?m\.?)?\s*$/i;

/** A day as `2026-11-22`, and a time of day as someone typed it. */
export type LocalTime = { day: string; time: string };

/**
 * Reads a time of day as people type it: `9:05`, `09.05`, `905`, `0905`, `9:05 pm`, also with seconds.
 * @returns `09:05`, with seconds only where there are some; null when the text is not a time
 */
export function readTime(text: string): string | null {
  const [, typed = '', minute, second = '00', half] = TIME.exec(text) ?? [];
  if (minute === undefined) return null;
  const hour = half === undefined ? Number(typed) : from12Hours(Number(typed), half);
  if (hour > 23) return null;
  return `${String(hour).padStart(2, '0')}:${minute}${second === '00' ? '' : `:${second}`}`;
}

/** Returns the hour of the day of an hour before or after noon; Infinity for `0` and `13`, which are none. */
function from12Hours(hour: number, half: string): number {
  if (hour < 1 || hour > 12) return Number.POSITIVE_INFINITY;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

/** Writes a typed time of day as times are shown, `09:05` or `9:05 AM`; a text that is not a time stays as it is. */
export function writeTime(text: string): string {
  const time = readTime(text);
  if (time === null || !shownRegion().is12Hour) return time ?? text;
  const hour = Number(time.slice(0, 2));
  return `${hour % 12 || 12}${time.slice(2)} ${hour < 12 ? 'AM' : 'PM'}`;
}

/**
 * Returns the day and the local time of an instant in the zone that is shown; seconds only where there are
 * some.
 */
export function toLocal(instant: string): LocalTime {
  const localMs = localTimeOf(Date.parse(instant));
  if (Number.isNaN(localMs)) return { day: '', time: '' };
  return { day: dayKey(instant), time: writeTime(new Date(localMs).toISOString().slice(11, 19)) };
}

/**
 * Returns the instant of a day and a typed time; an empty text when it is not a time, or one that the clocks
 * skip.
 * @param was the instant until now. A text that still shows it means the same instant: to the millisecond,
 *   and the second one where the clocks show a time twice
 */
export function fromLocal({ day, time }: LocalTime, was: string): string {
  const shown = toLocal(was);
  if (day === shown.day && readTime(time) === readTime(shown.time)) return was;
  const localMs = localTimeAt({ day, time });
  return Number.isNaN(localMs) || isSkipped({ day, time }) ? '' : new Date(instantOf(localMs)).toISOString();
}

/** Whether the clocks of the zone that is shown skip this time when they go forward. */
export function isSkipped(local: LocalTime): boolean {
  const localMs = localTimeAt(local);
  return !Number.isNaN(localMs) && localTimeOf(instantOf(localMs)) !== localMs;
}

function localTimeAt({ day, time }: LocalTime): number {
  return Date.parse(`${day}T${readTime(time)}Z`);
}

/** Returns how far a join time is from its meeting's start, in words: `5 min before the start`. */
export function distanceInWords(joinTime: string, start: string): string {
  const seconds = Math.round((Date.parse(joinTime) - Date.parse(start)) / 1000);
  if (Number.isNaN(seconds)) return '';
  if (seconds === 0) return 'at the start';
  const side = seconds < 0 ? 'before the start' : 'after the start';
  return `${length(Math.abs(seconds))} ${side}`;
}

function length(seconds: number): string {
  if (seconds < MINUTE) return `${seconds} s`;
  if (seconds < HOUR) return inSixtieths(seconds, 'min', 's');
  if (seconds >= 2 * DAY) return `${Math.round(seconds / DAY)} days`;
  return inSixtieths(Math.round(seconds / MINUTE), 'h', 'min');
}

function inSixtieths(count: number, unit: string, sixtieth: string): string {
  const whole = `${Math.floor(count / 60)} ${unit}`;
  return count % 60 === 0 ? whole : `${whole} ${count % 60} ${sixtieth}`;
}
