import { Temporal } from 'temporal-polyfill';
import { findIana } from 'windows-iana';
import { invalidValue } from './errors';
import type { CalendarEvent, EventTime } from './types';

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** Returns a moment as RFC 3339 with the zone's offset at that time, to the second: `2026-03-01T09:00:00+01:00`. */
export function formatInZone(ms: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(ms)
    .toZonedDateTimeISO(timeZone)
    .toString({ timeZoneName: 'never', smallestUnit: 'second' });
}

/** Returns a wall time (or a date's midnight) in a zone as epoch milliseconds. */
export function wallToMs(wall: string, timeZone: string): number {
  return Temporal.PlainDateTime.from(wall).toZonedDateTime(timeZone).epochMilliseconds;
}

/** Returns the wall time in the zone at a moment. */
export function msToWall(ms: number, timeZone: string): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDateTime();
}

/** Returns a moment in RFC 5545's basic UTC form: `20260301T080000Z`. */
export function basicUtc(ms: number): string {
  return `${new Date(ms).toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;
}

/** Returns an event time as epoch milliseconds; a date is midnight in the calendar's zone. */
export function timeToMs(time: EventTime, calendarZone: string): number {
  if (time.date) return wallToMs(time.date, calendarZone);
  return Date.parse(time.dateTime ?? '');
}

/** Returns start and end of an event in epoch milliseconds; undefined when it does not have both. */
export function spanOf(
  event: CalendarEvent,
  calendarZone: string,
): { start: number; end: number } | undefined {
  if (!event.start || !event.end) return undefined;
  return { start: timeToMs(event.start, calendarZone), end: timeToMs(event.end, calendarZone) };
}

/**
 * Returns a client's time in the form of Google's answers: with the offset of the calendar's zone, and the client's
 * own zone in `timeZone`. A time without offset is read in its `timeZone`, or in the calendar's.
 * Throws 400 for anything that is not a time.
 */
export function normalizeTime(time: EventTime, calendarZone: string, field: string): EventTime {
  try {
    if (time.date) return { date: Temporal.PlainDate.from(time.date).toString() };
    const text = time.dateTime ?? '';
    const zone = zoneOf(time.timeZone) ?? calendarZone;
    const hasOffset = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text);
    const ms = hasOffset ? Temporal.Instant.from(text).epochMilliseconds : wallToMs(text, zone);
    return { dateTime: formatInZone(ms, calendarZone), timeZone: time.timeZone ?? calendarZone };
  } catch {
    throw invalidValue(field);
  }
}

/** Returns a query parameter, which must be RFC 3339 with an offset, as epoch milliseconds. */
export function queryTime(text: string | null, name: string): number | undefined {
  if (text === null) return undefined;
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    throw invalidValue(name);
  }
}

const zones = new Map<string, string | null>();

/**
 * Returns the zone that a name means, as Temporal takes it. Events from other calendars bring `GMT+02:00` or `UTC-03:30`
 * (fixed offsets) and the names that Windows has for zones; Google stores and answers them as they are.
 * @returns null for a name that says nothing
 */
export function zoneOf(name: string | undefined): string | null {
  if (!name) return null;
  const known = zones.get(name);
  if (known !== undefined) return known;
  const [, sign, hours = '', minutes = '00'] = /^(?:GMT|UTC)?([+-])(\d\d?)(?::?(\d\d))?$/i.exec(name) ?? [];
  const candidates = sign ? [`${sign}${hours.padStart(2, '0')}:${minutes}`] : [name, ...findIana(name)];
  const zone = candidates.find(isKnown) ?? null;
  zones.set(name, zone);
  return zone;
}

function isKnown(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}
