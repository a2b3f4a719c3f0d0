import { readTime } from '@/components/time/clock-time';
import { dayKey, timeOfDay } from '@/components/time/format';
import { instantOf } from '@/components/time/wall';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A day as `2026-11-22`, and a time of day as somebody typed it. */
export type LocalTime = { day: string; time: string };

/** An instant by the clock and the calendar of the zone that is shown; seconds only where there are some. */
export function toLocal(instant: string): LocalTime {
  const date = new Date(instant);
  if (Number.isNaN(+date)) return { day: '', time: '' };
  const seconds = date.getSeconds() ? `:${String(date.getSeconds()).padStart(2, '0')}` : '';
  return { day: dayKey(date), time: `${timeOfDay(date)}${seconds}` };
}

/**
 * The instant that is meant; an empty text while it is no time.
 * @param was the instant until now. What shows as it did is still that one: to the millisecond, and the second time where
 *   the clocks show one twice
 */
export function fromLocal({ day, time }: LocalTime, was: string): string {
  const shown = toLocal(was);
  if (day === shown.day && readTime(time) === shown.time) return was;
  const wall = Date.parse(`${day}T${readTime(time)}Z`);
  return Number.isNaN(wall) ? '' : new Date(instantOf(wall)).toISOString();
}

/** How far a join time is from its meeting's start, in words: `5 min before the start`. */
export function distanceInWords(joinTime: string, start: string): string {
  const ms = Date.parse(joinTime) - Date.parse(start);
  if (Number.isNaN(ms)) return '';
  if (ms === 0) return 'at the start';
  const side = ms < 0 ? 'before the start' : 'after the start';
  return `${length(Math.abs(ms))} ${side}`;
}

function length(ms: number): string {
  if (ms % MINUTE !== 0 && ms < 60 * MINUTE) return `${Math.round(ms / 1000)} s`;
  const minutes = Math.round(ms / MINUTE);
  if (minutes < 60) return `${minutes} min`;
  if (ms >= 48 * HOUR) return `${Math.round(ms / 24 / HOUR)} days`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}
