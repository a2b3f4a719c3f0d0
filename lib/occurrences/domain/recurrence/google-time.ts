import type { GoogleEventTime } from '../google-event';
import { readZone } from '../time-zone';
import { DAY_MS, instantOfWall, type WallMs, wallOfInstant } from './zone-clock';

/** A start, end or originalStartTime of Google's: the instant, and its wall time in its zone (as `readZone` returns it). */
export type ResolvedTime = { instantMs: number; wallMs: WallMs; isAllDay: boolean; zone: string };

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})?$/;

/**
 * Returns a written date, or date and time, as UTC epoch ms.
 * @param fields the digits of year, month, day, hour, minute and second; without a time it is midnight. Second 60, a leap
 * second, is read as 59 (RFC 5545 section 3.3.12)
 * @returns null when there is no such date or time (31 February, 25:00)
 */
function utcOf(fields: (string | undefined)[]): number | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields.map((digits) =>
    Number(digits ?? 0),
  );
  if (hour > 23 || minute > 59 || second > 60) return null;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59)));
  // Date.UTC moves 31 February to March, and takes years below 100 for those of the twentieth century.
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 ? date.getTime() : null;
}

/**
 * Reads a start, end or originalStartTime of Google's: an RFC 3339 date-time, or a date when the event is all-day.
 * A date means midnight in `fallbackTimeZone` (the calendar's). A date-time without an offset is wall time in its
 * zone. In place of an unknown zone the fallback is used, and in place of an unknown fallback UTC.
 * @returns null when there is no time or it cannot be read; never throws
 */
export function resolveGoogleTime(
  time: GoogleEventTime | null | undefined,
  fallbackTimeZone: string,
): ResolvedTime | null {
  if (!time) return null;
  const fallback = readZone(fallbackTimeZone) ?? 'UTC';
  if (typeof time.date === 'string') {
    const match = DATE.exec(time.date);
    const wallMs = match && utcOf(match.slice(1, 4));
    if (wallMs === null) return null;
    return { instantMs: instantOfWall(fallback, wallMs), wallMs, isAllDay: true, zone: fallback };
  }
  const match = typeof time.dateTime === 'string' ? DATE_TIME.exec(time.dateTime) : null;
  if (!match) return null;
  const written = utcOf(match.slice(1, 7));
  if (written === null) return null;
  const zone = readZone(time.timeZone) ?? fallback;
  const instantMs = match[7] ? written - offsetOf(match[7]) : instantOfWall(zone, written);
  return { instantMs, wallMs: wallOfInstant(zone, instantMs), isAllDay: false, zone };
}

function offsetOf(text: string): number {
  if (text === 'Z' || text === 'z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return (text.startsWith('-') ? -1 : 1) * minutes * 60_000;
}

/**
 * Returns the instant of a start, end or originalStartTime of Google's; a date means midnight in `fallbackTimeZone`.
 * @returns null when there is no readable time (never "now")
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

/** Writes epoch ms as RFC 5545 does in UTC: `YYYYMMDDTHHMMSSZ`. The text of the latest day is remembered. */
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
 * Returns the RECURRENCE-ID of a slot (RFC 5545 section 3.8.4.4): its original start in UTC, `YYYYMMDDTHHMMSSZ`.
 * That of an all-day slot is its date with `T000000Z`, whatever the zone.
 * @returns null when the time cannot be read
 */
export function slotKey(originalStart: GoogleEventTime, fallbackTimeZone: string): string | null {
  const resolved = resolveGoogleTime(originalStart, fallbackTimeZone);
  return resolved && formatKey(resolved.isAllDay ? resolved.wallMs : resolved.instantMs);
}

/** Returns midnight of the day that a wall time falls on. */
export function dayOf(wallMs: WallMs): WallMs {
  return Math.floor(wallMs / DAY_MS) * DAY_MS;
}

/** A DATE or DATE-TIME of a recurrence line, read in its zone. */
export type ReadDate = {
  isDate: boolean;
  isUtc: boolean;
  /** As it is written, whatever its zone. */
  writtenMs: WallMs;
  /** What the clock of its zone shows. */
  wallMs: WallMs;
  instantMs: number;
};

const DATE_VALUE = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/;

/** Reads a DATE or DATE-TIME (RFC 5545 sections 3.3.4 and 3.3.5); null when it cannot be read. */
export function readDate(text: string, zone: string): ReadDate | null {
  const match = DATE_VALUE.exec(text.trim().toUpperCase());
  if (!match) return null;
  const written = utcOf(match.slice(1, 7));
  if (written === null) return null;
  const isUtc = match[7] === 'Z';
  return {
    isDate: match[4] === undefined,
    isUtc,
    writtenMs: written,
    wallMs: isUtc ? wallOfInstant(zone, written) : written,
    instantMs: isUtc ? written : instantOfWall(zone, written),
  };
}

/** Returns a length in ms unless it is longer than a year, as no meeting is. */
const plausible = (ms: number) => (ms > 0 && ms <= 366 * DAY_MS ? ms : null);

const DURATION = /^\+?P(?=\dW?|T\d)(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** Returns how long a PERIOD lasts, in ms, by its end or its duration (RFC 5545 section 3.3.9); null when that cannot be. */
export function periodLength(start: ReadDate, end: string, zone: string): number | null {
  const match = DURATION.exec(end.trim().toUpperCase());
  if (!match) {
    const until = readDate(end, zone);
    return until ? plausible(until.instantMs - start.instantMs) : null;
  }
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((digits) => Number(digits ?? 0));
  return plausible((weeks * 7 + days) * DAY_MS + (hours * 3600 + minutes * 60 + seconds) * 1000);
}
