import type { GoogleEvent } from './google-event';
import { nearestSlots } from './recurrence';
import { dayOf, type ResolvedTime, resolveGoogleTime } from './recurrence/google-time';
import { DAY_MS, wallOfInstant } from './recurrence/zone-clock';

/** How certain it is that a series goes on in another one. */
export type Continuation = 'certain' | 'likely';

/** A part that was moved to another day of the week begins at most this many days late. */
const MOVED_DAYS = 6;
/** The longest ordinary pause between two meetings of a series that ends by COUNT, in days. */
const PAUSE_DAYS = 31;

/**
 * Returns the name that all parts of a series share. "This and following" makes a new part, which Google
 * mostly names after the first: `base_R20250327T123000`.
 */
export function seriesFamily(googleEventId: string): string {
  return googleEventId.replace(/_R\d{8}(T\d{6})?$/, '');
}

/** Returns whether the name of a part says that it is not the first of its series. */
export function isLaterPart(googleEventId: string): boolean {
  return seriesFamily(googleEventId) !== googleEventId;
}

/**
 * Returns how certain it is that "this and following" made one series of another. No field of Google's links
 * the two. The traces are the name of the new part; or, where it has a fresh one, an iCalUID made from that,
 * the same organizer, title and time of day, and a start on the first local day that the UNTIL of the old
 * part leaves free. A series that was deleted from its first date on leaves that date free.
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
  const free = before.status === 'cancelled' ? dayOf(first.wallMs) : dayAfterUntil(before, first);
  if (free === null) {
    const days = daysAfterLast(before, begins.instantMs, fallbackTimeZone);
    return sameTitle && sameTime && days !== null && days <= PAUSE_DAYS ? 'likely' : null;
  }
  const late = (dayOf(wall) - free) / DAY_MS;
  if (late === 0 && sameTitle && sameTime) return 'certain';
  if (late === 0 && (sameTitle || sameTime)) return 'likely';
  return late > 0 && late <= MOVED_DAYS && sameTitle ? 'likely' : null;
}

/** Returns the local day after the day of UNTIL; null where no rule has one (RFC 5545 section 3.3.10). */
function dayAfterUntil(series: GoogleEvent, { zone, isAllDay }: ResolvedTime): number | null {
  const untils = (series.recurrence ?? []).flatMap(
    (line) => /^RRULE.*UNTIL=(\d{8})(?:T(\d{6})(Z?))?/i.exec(line)?.slice(1) ?? [],
  );
  const [date, time, utc] = untils;
  if (!date) return null;
  const iso = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
  const clock = time ? `T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}` : 'T00:00:00';
  const ms = Date.parse(`${iso}${clock}Z`);
  if (Number.isNaN(ms)) return null;
  return dayOf(utc && !isAllDay ? wallOfInstant(zone, ms) : ms) + DAY_MS;
}

/**
 * Returns whether a series has meetings on the day on which another one begins, or later.
 * @param fallbackTimeZone the calendar's
 */
export function reaches(series: GoogleEvent, other: GoogleEvent, fallbackTimeZone: string): boolean {
  const begins = resolveGoogleTime(other.start, fallbackTimeZone);
  // The new part may begin at another time of that day.
  return begins !== null && daysAfterLast(series, begins.instantMs - DAY_MS / 2, fallbackTimeZone) === null;
}

/**
 * Returns the days between the last meeting of a series and a later moment; null where it has meetings after
 * that.
 */
function daysAfterLast(series: GoogleEvent, atMs: number, fallbackTimeZone: string): number | null {
  const { start = {}, end = {}, recurrence = [] } = series;
  const slots = nearestSlots({ start, end, recurrence, fallbackTimeZone }, new Date(atMs - 1));
  const [last] = slots;
  if (!last || slots.length > 1 || last.start.getTime() >= atMs) return null;
  return (atMs - last.start.getTime()) / DAY_MS;
}
