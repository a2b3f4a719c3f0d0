import { dayKey, timeOfDay } from '@/components/time/format';
import { instantOf, localTimeOf } from '@/components/time/local-time';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const TIME = /^\s*(\d{1,2})(?:[:.h ]?([0-5]\d))(?:[:.]?([0-5]\d))?\s*$/;

/** A day as `2026-11-22`, and a time of day as someone typed it. */
export type LocalTime = { day: string; time: string };

/**
 * Reads a time of day as people type it: `9:05`, `09.05`, `905`, `0905`, also with seconds.
 * @returns `09:05`, with seconds only where there are some; null when the text is not a time
 */
export function readTime(text: string): string | null {
  const [, hour = '', minute, second = '00'] = TIME.exec(text) ?? [];
  if (minute === undefined || Number(hour) > 23) return null;
  return `${hour.padStart(2, '0')}:${minute}${second === '00' ? '' : `:${second}`}`;
}

/**
 * Returns the day and the local time of an instant in the zone that is shown; seconds only where there are
 * some.
 */
export function toLocal(instant: string): LocalTime {
  const date = new Date(instant);
  if (Number.isNaN(+date)) return { day: '', time: '' };
  const seconds = date.getSeconds() ? `:${String(date.getSeconds()).padStart(2, '0')}` : '';
  return { day: dayKey(date), time: `${timeOfDay(date)}${seconds}` };
}

/**
 * Returns the instant of a day and a typed time; an empty text when it is not a time, or one that the clocks
 * skip.
 * @param was the instant until now. A text that still shows it means the same instant: to the millisecond,
 *   and the second one where the clocks show a time twice
 */
export function fromLocal({ day, time }: LocalTime, was: string): string {
  const shown = toLocal(was);
  if (day === shown.day && readTime(time) === shown.time) return was;
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
