import { localTimeOf } from './local-time';

const MINUTE = 60_000;

/** How far a zone's clocks are from UTC at an instant: `UTC+2`, `UTC−3:30`, `UTC`. */
export function offsetInWords(zone: string, instant: number): string {
  const minutes = Math.round((localTimeOf(instant, zone) - instant) / MINUTE);
  if (minutes === 0) return 'UTC';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest ? `:${String(rest).padStart(2, '0')}` : ''}`;
}
