import type { GoogleEvent } from './google-event';
import { nearestSlots } from './recurrence';
import { dayOf, resolveGoogleTime } from './recurrence/google-time';
import { DAY_MS, wallOfInstant } from './recurrence/zone-clock';

/** How sure it is that a series goes on in another one. */
export type Continuation = 'certain' | 'likely';

/** A part that was moved to another day of the week begins this many days late at most. */
const MOVED_DAYS = 6;
/** The longest ordinary pause between two meetings of a series that ends by COUNT, in days. */
const PAUSE_DAYS = 31;

/**
 * What all parts of a series have in common. "This and following" makes a new one, which Google mostly names after
 * the first: `base_R20250327T123000`.
 */
export function seriesFamily(googleEventId: string): string {
  return googleEventId.replace(/_R\d{8}(T\d{6})?$/, '');
}

/** Whether its name says that this is not the first part of its series. */
export function isLaterPart(googleEventId: string): boolean {
  return seriesFamily(googleEventId) !== googleEventId;
}

/**
 * Whether a series is what another one became by "this and following". Google links the two by no field; the traces
 * are the name, or where that is a fresh one, an iCalUID made of it, the same organizer, title and time of day, and a
 * start on the first local day that the old series' UNTIL leaves free (a series deleted from its first date on leaves
 * that date free).
 * @param before the series as it is now; `status: 'cancelled'` when it was deleted
 * @param fallbackTimeZone the calendar's
 * @returns `likely` where a trace is missing: renamed, moved, or ended by COUNT; null for another series
 */
export function continues(
  before: GoogleEvent,
  after: GoogleEvent,
  fallbackTimeZone: string,
): Continuation | null {
  if (seriesFamily(before.id) === seriesFamily(after.id)) {
    return isLaterPart(after.id) && after.id > before.id ? 'certain' : null;
  }
  const isFresh = after.iCalUID === `${after.id}@google.com` && after.id !== before.id;
  if (!isFresh || before.organizer?.email !== after.organizer?.email) return null;
  const first = resolveGoogleTime(before.start, fallbackTimeZone);
  const begins = resolveGoogleTime(after.start, fallbackTimeZone);
  if (!first || !begins || first.isAllDay !== begins.isAllDay) return null;

  const wall = first.isAllDay ? begins.wallMs : wallOfInstant(first.zone, begins.instantMs);
  const sameTitle = before.summary === after.summary;
  const sameTime = wall % DAY_MS === first.wallMs % DAY_MS;
  const free = before.status === 'cancelled' ? dayOf(first.wallMs) : dayAfterUntil(before, first.zone);
  if (free === null) {
    const days = daysAfterLast(before, begins.instantMs, fallbackTimeZone);
    return sameTitle && sameTime && days !== null && days <= PAUSE_DAYS ? 'likely' : null;
  }
  const late = (dayOf(wall) - free) / DAY_MS;
  if (late === 0 && sameTitle && sameTime) return 'certain';
  if (late === 0 && (sameTitle || sameTime)) return 'likely';
  return late > 0 && late <= MOVED_DAYS && sameTitle ? 'likely' : null;
}

/** The local day after the one in which UNTIL lies; null where no rule has one (RFC 5545 section 3.3.10). */
function dayAfterUntil(series: GoogleEvent, zone: string): number | null {
  const untils = (series.recurrence ?? []).flatMap(
    (line) => /^RRULE.*UNTIL=(\d{8})(?:T(\d{6})(Z?))?/i.exec(line)?.slice(1) ?? [],
  );
  const [date, time, utc] = untils;
  if (!date) return null;
  const iso = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
  const clock = time ? `T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}` : 'T00:00:00';
  const ms = Date.parse(`${iso}${clock}Z`);
  if (Number.isNaN(ms)) return null;
  return dayOf(utc ? wallOfInstant(zone, ms) : ms) + DAY_MS;
}

/**
 * Whether a series has meetings where another one begins, or after that: then it is not over by that time.
 * @param fallbackTimeZone the calendar's
 */
export function reaches(series: GoogleEvent, other: GoogleEvent, fallbackTimeZone: string): boolean {
  const begins = resolveGoogleTime(other.start, fallbackTimeZone);
  // The new part may begin at another time of that day.
  return begins !== null && daysAfterLast(series, begins.instantMs - DAY_MS / 2, fallbackTimeZone) === null;
}

/** How many days lie between the last meeting of a series and a later moment; null while it has any after that. */
function daysAfterLast(series: GoogleEvent, atMs: number, fallbackTimeZone: string): number | null {
  const { start = {}, end = {}, recurrence = [] } = series;
  const slots = nearestSlots({ start, end, recurrence, fallbackTimeZone }, new Date(atMs - 1));
  const [last] = slots;
  if (!last || slots.length > 1 || last.start.getTime() >= atMs) return null;
  return (atMs - last.start.getTime()) / DAY_MS;
}
