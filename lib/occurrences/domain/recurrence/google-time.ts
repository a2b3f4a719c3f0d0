import type { GoogleEventTime } from '../google-event';
import { DAY_MS, instantOfWall, isKnownZone, type WallMs, wallOfInstant } from './zone-clock';

/** A time of Google's, understood: the instant, and what the clock on the wall shows in its zone. */
export type ResolvedTime = { instantMs: number; wallMs: WallMs; isAllDay: boolean; zone: string };

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})?$/;

/**
 * Calendar fields as UTC epoch ms; null when there is no such date or time (31 February, 25:00).
 * `month` counts from 1.
 */
export function utcOf(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
): number | null {
  if (hour > 23 || minute > 59 || second > 60) return null;
  const ms = Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59));
  const date = new Date(ms);
  // Years below 100 would be taken for those of the twentieth century.
  const isReal =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? ms : null;
}

/**
 * Understands a start, end or originalStartTime of Google's (RFC 3339 date-time, or a date for all-day).
 * A date means midnight in `fallbackTimeZone` (the calendar's). A date-time without an offset is wall time in
 * its zone. An unknown zone gives way to the fallback, and an unknown fallback to UTC.
 * @returns null when there is no time or it cannot be read; never throws.
 */
export function resolveGoogleTime(
  time: GoogleEventTime | null | undefined,
  fallbackTimeZone: string,
): ResolvedTime | null {
  if (!time) return null;
  const fallback = isKnownZone(fallbackTimeZone) ? fallbackTimeZone : 'UTC';
  if (typeof time.date === 'string') {
    const match = DATE.exec(time.date);
    const wallMs = match ? utcOf(Number(match[1]), Number(match[2]), Number(match[3])) : null;
    if (wallMs === null) return null;
    return { instantMs: instantOfWall(fallback, wallMs), wallMs, isAllDay: true, zone: fallback };
  }
  const match = typeof time.dateTime === 'string' ? DATE_TIME.exec(time.dateTime) : null;
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((digits) => Number(digits ?? 0));
  const written = utcOf(year ?? 0, month ?? 0, day ?? 0, hour, minute, second);
  if (written === null) return null;
  const zone = isKnownZone(time.timeZone) ? time.timeZone : fallback;
  const instantMs = match[7] ? written - offsetOf(match[7]) : instantOfWall(zone, written);
  return { instantMs, wallMs: wallOfInstant(zone, instantMs), isAllDay: false, zone };
}

function offsetOf(text: string): number {
  if (text === 'Z' || text === 'z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return (text.startsWith('-') ? -1 : 1) * minutes * 60_000;
}

/**
 * The instant of a start, end or originalStartTime of Google's; a date means midnight in `fallbackTimeZone`.
 * @returns null when there is no readable time (never "now").
 */
export function googleTimeToInstant(
  time: GoogleEventTime | null | undefined,
  fallbackTimeZone: string,
): Date | null {
  const resolved = resolveGoogleTime(time, fallbackTimeZone);
  return resolved && new Date(resolved.instantMs);
}

const TWO_DIGITS = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
let latestDay = { ms: Number.NaN, text: '' };

/** RFC 5545 form of an epoch ms in UTC: `YYYYMMDDTHHMMSSZ`. Slots of one day share its text. */
export function formatKey(ms: number): string {
  const day = dayOf(ms);
  if (day !== latestDay.ms) {
    const iso = new Date(day).toISOString();
    latestDay = { ms: day, text: `${iso.slice(0, 4)}${iso.slice(5, 7)}${iso.slice(8, 10)}` };
  }
  const seconds = Math.floor((ms - day) / 1_000);
  const hour = TWO_DIGITS[Math.floor(seconds / 3_600)];
  const minute = TWO_DIGITS[Math.floor(seconds / 60) % 60];
  return `${latestDay.text}T${hour}${minute}${TWO_DIGITS[seconds % 60]}Z`;
}

/**
 * The name of one slot of a series (RFC 5545 section 3.8.4.4, RECURRENCE-ID): its original start in UTC,
 * `YYYYMMDDTHHMMSSZ`; for all-day the date itself with `T000000Z`, whatever the zone.
 * @returns null when the time cannot be read.
 */
export function slotKey(originalStart: GoogleEventTime, fallbackTimeZone: string): string | null {
  const resolved = resolveGoogleTime(originalStart, fallbackTimeZone);
  return resolved && formatKey(resolved.isAllDay ? resolved.wallMs : resolved.instantMs);
}

/** Midnight of the day a wall time falls on. */
export function dayOf(wallMs: WallMs): WallMs {
  return Math.floor(wallMs / DAY_MS) * DAY_MS;
}
