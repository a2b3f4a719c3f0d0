import { Temporal } from 'temporal-polyfill';

/**
 * Wall time as a number: what a clock shows in the zone, read as UTC, in epoch ms. Recurrence rules are about wall time, so
 * they are expanded on these numbers and mapped to instants last.
 */
export type WallMs = number;

export const DAY_MS = 86_400_000;

/** A stretch of time in which a zone's offset from UTC does not change. */
type Stretch = { since: number; offsetMs: number };

/** A zone's clock in one year: its stretches in order, their offsets, and how far these are apart. */
type ClockYear = { stretches: Stretch[]; offsets: number[]; largestShiftMs: number };

/** Temporal needs 30 to 70 µs for one time; looking up a year's clock takes some ten ns. */
const yearsByZone = new Map<string, Map<number, ClockYear>>();
let remembered = 0;
const MAX_REMEMBERED = 5_000;
const EARLIEST_MS = Date.UTC(1900, 0, 1);
const LATEST_MS = Date.UTC(2900, 0, 1);

function clockOf(zone: string, atMs: number): ClockYear {
  const year = new Date(Math.min(Math.max(atMs, EARLIEST_MS), LATEST_MS)).getUTCFullYear();
  return yearsByZone.get(zone)?.get(year) ?? readClock(zone, year);
}

function readClock(zone: string, year: number): ClockYear {
  // Two days on both sides, so that a wall time near New Year has its instant in the same table.
  const from = Date.UTC(year, 0, 1) - 2 * DAY_MS;
  const to = Date.UTC(year + 1, 0, 1) + 2 * DAY_MS;
  let at: Temporal.ZonedDateTime | null | undefined =
    Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  const stretches: Stretch[] = [];
  while (at && at.epochMilliseconds < to) {
    stretches.push({ since: at.epochMilliseconds, offsetMs: at.offsetNanoseconds / 1e6 });
    at = at.getTimeZoneTransition('next');
  }
  const offsets = [...new Set(stretches.map((stretch) => stretch.offsetMs))];
  const clock = { stretches, offsets, largestShiftMs: Math.max(...offsets) - Math.min(...offsets) };
  if (remembered >= MAX_REMEMBERED) {
    yearsByZone.clear();
    remembered = 0;
  }
  const years = yearsByZone.get(zone) ?? new Map<number, ClockYear>();
  yearsByZone.set(zone, years.set(year, clock));
  remembered += 1;
  return clock;
}

/**
 * Returns the instant at which a zone's clock shows `wallMs`, in epoch ms. A time that occurs twice (clocks go back) means
 * its first pass. A time that does not exist (clocks go forward) is moved forward by the length of the gap: the meeting
 * takes place, as in Google Calendar, and is not dropped as in RFC 5545 section 3.3.10. Temporal calls this `compatible`.
 * @param zone IANA name; throws RangeError when it is unknown (see `readZone`)
 */
export function instantOfWall(zone: string, wallMs: WallMs): number {
  const { stretches } = clockOf(zone, wallMs);
  for (let i = 0; i < stretches.length; i += 1) {
    const { since, offsetMs } = stretches[i] as Stretch;
    const next = stretches[i + 1];
    const instant = wallMs - offsetMs;
    // Behind the previous stretch but before this one: in a gap. The offset before the gap moves the time forward by
    // the gap's length.
    if (instant < since && i > 0) return wallMs - (stretches[i - 1] as Stretch).offsetMs;
    if (!next || instant < next.since) return instant;
  }
  return wallMs;
}

/**
 * Returns what a zone's clock shows at an instant.
 * @param zone IANA name; throws RangeError when it is unknown
 */
export function wallOfInstant(zone: string, instantMs: number): WallMs {
  const { stretches } = clockOf(zone, instantMs);
  let i = stretches.length - 1;
  while (i > 0 && (stretches[i] as Stretch).since > instantMs) i -= 1;
  return instantMs + (stretches[i]?.offsetMs ?? 0);
}

/** Returns the distance between the zone's smallest and largest offset in the year of an instant, in ms. */
export function largestShiftMs(zone: string, atMs: number): number {
  return clockOf(zone, atMs).largestShiftMs;
}

/** Returns the zone's offsets from UTC in the year of an instant, in ms. */
export function offsetsAround(zone: string, atMs: number): number[] {
  return clockOf(zone, atMs).offsets;
}
