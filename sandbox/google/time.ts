import { Temporal } from 'temporal-polyfill';
import { invalidValue } from './errors';
import type { CalendarEvent, EventTime } from './types';

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** A moment as RFC 3339 with the offset the zone has then, to the second: `2026-03-01T09:00:00+01:00`. */
export function formatInZone(ms: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(ms)
    .toZonedDateTimeISO(timeZone)
    .toString({ timeZoneName: 'never', smallestUnit: 'second' });
}

/** Wall time (or a date, meaning its midnight) in a zone, as epoch milliseconds. */
export function wallToMs(wall: string, timeZone: string): number {
  return Temporal.PlainDateTime.from(wall).toZonedDateTime(timeZone).epochMilliseconds;
}

/** The wall time a clock in the zone shows at a moment. */
export function msToWall(ms: number, timeZone: string): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDateTime();
}

/** RFC 5545 basic UTC form: `20260301T080000Z`. */
export function basicUtc(ms: number): string {
  return `${new Date(ms).toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;
}

/** An event time as epoch milliseconds; a bare date is midnight in the calendar's zone. */
export function timeToMs(time: EventTime, calendarZone: string): number {
  if (time.date) return wallToMs(time.date, calendarZone);
  return Date.parse(time.dateTime ?? '');
}

/** Start and end of an event that has both, in epoch milliseconds. */
export function spanOf(
  event: CalendarEvent,
  calendarZone: string,
): { start: number; end: number } | undefined {
  if (!event.start || !event.end) return undefined;
  return { start: timeToMs(event.start, calendarZone), end: timeToMs(event.end, calendarZone) };
}

/**
 * A time as a client sent it, in the form Google answers: the offset of the calendar's zone, the client's own
 * zone kept beside it. A time without offset is read in its `timeZone`, or in the calendar's.
 * Throws 400 for anything that is no time.
 */
export function normalizeTime(time: EventTime, calendarZone: string, field: string): EventTime {
  try {
    if (time.date) return { date: Temporal.PlainDate.from(time.date).toString() };
    const text = time.dateTime ?? '';
    const zone = time.timeZone ?? calendarZone;
    const hasOffset = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text);
    const ms = hasOffset ? Temporal.Instant.from(text).epochMilliseconds : wallToMs(text, zone);
    return { dateTime: formatInZone(ms, calendarZone), timeZone: zone };
  } catch {
    throw invalidValue(field);
  }
}

/** A query parameter that must be RFC 3339 with an offset, as epoch milliseconds. */
export function queryTime(text: string | null, name: string): number | undefined {
  if (text === null) return undefined;
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    throw invalidValue(name);
  }
}

const knownZones = new Set<string>();

/** Whether the name is a time zone this runtime knows. */
export function isTimeZone(name: string): boolean {
  if (knownZones.has(name)) return true;
  try {
    // Costly to make, so each name is tried once.
    new Intl.DateTimeFormat('en', { timeZone: name });
    knownZones.add(name);
    return true;
  } catch {
    return false;
  }
}
