import { dayKey, timeOfDay } from '@/components/time/format';
import { instantOf } from '@/components/time/wall';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** An instant as `<input type="datetime-local">` writes it, in the zone that is shown; seconds only where there are some. */
export function toLocalInput(instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(+date)) return '';
  const seconds = date.getSeconds() ? `:${String(date.getSeconds()).padStart(2, '0')}` : '';
  return `${dayKey(date)}T${timeOfDay(date)}${seconds}`;
}

/** What such an input holds, as an instant; an empty text while it holds none. */
export function fromLocalInput(text: string): string {
  const wall = Date.parse(`${text}Z`);
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
