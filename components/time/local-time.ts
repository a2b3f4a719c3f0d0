import { shownZone } from './zone';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;

/** A local time, written as if it were UTC: milliseconds since 1970. */
export type LocalTimeMs = number;

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    clocks.set(zone, clock);
  }
  return clock;
}

/** Returns the local time of an instant, in the zone that is shown or another one; NaN for what is no instant. */
export function localTimeOf(instant: number, zone = shownZone()): LocalTimeMs {
  if (Number.isNaN(new Date(instant).getTime())) return Number.NaN;
  const parts = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of clockOf(zone).formatToParts(instant)) {
    if (type in parts) parts[type as keyof typeof parts] = Number(value);
  }
  const { year, month, day, hour, minute, second } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((instant % 1000) + 1000) % 1000);
}

/**
 * Returns the instant of a local time, in the zone that is shown or another one. Of a time that comes twice
 * (clocks go back) it is the first one; of one that is skipped (clocks go forward), the instant as long after
 * the change.
 */
export function instantOf(localMs: LocalTimeMs, zone = shownZone()): number {
  const offsetAt = (instant: number) => localTimeOf(instant, zone) - instant;
  // No offset is longer than 14 hours, and no zone changes its clocks twice within these two days.
  const [before, after] = [localMs - offsetAt(localMs - DAY_MS), localMs - offsetAt(localMs + DAY_MS)];
  return localTimeOf(before, zone) === localMs || localTimeOf(after, zone) !== localMs ? before : after;
}

/** Returns the day of a local time as `2026-11-22`; an empty text for NaN. */
export function keyOfLocalTime(localMs: LocalTimeMs): string {
  if (Number.isNaN(localMs)) return '';
  return new Date(localMs).toISOString().slice(0, 10);
}

/** Returns the local time of midnight of a day such as `2026-11-22`; null when there is no such day. */
export function localTimeOfKey(key: string | null): LocalTimeMs | null {
  const [, year, month, day] = DAY.exec(key ?? '') ?? [];
  const localMs = Date.UTC(Number(year), Number(month) - 1, Number(day));
  return !Number.isNaN(localMs) && keyOfLocalTime(localMs) === key ? localMs : null;
}

/** Returns the offset of a zone at an instant: `UTC+2`, `UTC−3:30`, `UTC`. */
export function offsetInWords(zone: string, instant: number): string {
  const minutes = Math.round((localTimeOf(instant, zone) - instant) / MINUTE_MS);
  if (minutes === 0) return 'UTC';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest ? `:${String(rest).padStart(2, '0')}` : ''}`;
}
