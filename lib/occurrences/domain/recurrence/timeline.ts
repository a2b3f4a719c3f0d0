import type { GoogleEventTime } from '../google-event';
import { periodLength, type ReadDate, readDate } from './date-values';
import { type Effort, MAX_STEPS } from './effort';
import { dayOf, resolveGoogleTime } from './google-time';
import { parseRule, type RuleParts } from './parse-rule';
import { createWallRule, type WallRule } from './rule-walls';
import {
  DAY_MS,
  instantOfWall,
  isKnownZone,
  largestShiftMs,
  offsetsAround,
  type WallMs,
  wallOfInstant,
} from './zone-clock';

/** A series as Google stores it on the master. */
export type Series = {
  start: GoogleEventTime;
  end: GoogleEventTime;
  /** RRULE, EXRULE, RDATE and EXDATE lines of RFC 5545, without DTSTART. */
  recurrence: string[];
  /** IANA zone when `start` has none, and the zone whose midnight begins an all-day event (the calendar's). */
  fallbackTimeZone: string;
};

/**
 * A number that names a slot within its series: the instant of its start for timed series, midnight of its day
 * in wall time for all-day series.
 */
export type SlotId = number;

/** A rule and the last slot it may produce. */
export type TimelineRule = { rule: WallRule; until: SlotId };

/** A series, parsed: everything expansion needs. */
export type Timeline = {
  zone: string;
  isAllDay: boolean;
  startWallMs: WallMs;
  start: SlotId;
  /** Exact length; whole days for all-day series. */
  durationMs: number;
  rules: TimelineRule[];
  exRules: TimelineRule[];
  /** DTSTART and RDATEs, ascending. */
  dates: SlotId[];
  /** Of the dates given as periods, in ms. */
  ownLengths: Map<SlotId, number>;
  exDates: Set<SlotId>;
  /** Midnights (wall time) of days excluded whole. */
  exDays: Set<WallMs>;
  /** What this answer may still cost. */
  effort: Effort;
  problem: string | null;
};

/**
 * Parses a series. Never throws: a damaged line is left out and described in `problem`.
 * @returns null when `start` cannot be read.
 */
export function readTimeline(series: Series): Timeline | null {
  const start = resolveGoogleTime(series.start, series.fallbackTimeZone);
  if (!start) return null;
  const end = resolveGoogleTime(series.end, series.fallbackTimeZone);
  const { isAllDay, zone } = start;
  const length = end ? (isAllDay ? end.wallMs - start.wallMs : end.instantMs - start.instantMs) : 0;
  const startId = isAllDay ? start.wallMs : start.instantMs;
  const timeline: Timeline = {
    zone,
    isAllDay,
    startWallMs: start.wallMs,
    start: startId,
    durationMs: isAllDay ? Math.max(dayOf(length), DAY_MS) : Math.max(length, 0),
    rules: [],
    exRules: [],
    // Google shows DTSTART even where the rule does not select it, without counting it towards COUNT
    // (googleapis/google-api-nodejs-client#2214, fmeringdal/rust-rrule#119).
    dates: [startId],
    ownLengths: new Map(),
    exDates: new Set(),
    exDays: new Set(),
    effort: { left: MAX_STEPS },
    problem: null,
  };
  if (series.start.timeZone && !isKnownZone(series.start.timeZone)) {
    timeline.problem = `The time zone "${series.start.timeZone}" is unknown; ${zone} is used instead.`;
  }
  for (const line of Array.isArray(series.recurrence) ? series.recurrence : []) {
    const wrong = readLine(timeline, String(line));
    if (wrong)
      timeline.problem ??= `The recurrence line "${String(line).slice(0, 120)}" cannot be followed: ${wrong}.`;
  }
  timeline.dates = [...new Set(timeline.dates)].sort((a, b) => a - b);
  return timeline;
}

const LINE = /^\s*([A-Za-z-]+)((?:;[^:;]+)*):(.*)$/s;

function readLine(timeline: Timeline, line: string): string | null {
  const match = LINE.exec(line);
  if (!match) return 'it is not a recurrence line';
  const [, name = '', params = '', value = ''] = match;
  switch (name.toUpperCase()) {
    case 'RRULE':
      return readRule(timeline, timeline.rules, value);
    case 'EXRULE':
      return readRule(timeline, timeline.exRules, value);
    case 'RDATE':
    case 'EXDATE':
      return readDates(timeline, name.toUpperCase(), params, value);
    default:
      return `${name} has no meaning here`;
  }
}

function readRule(timeline: Timeline, rules: TimelineRule[], value: string): string | null {
  const parsed = parseRule(value);
  if ('wrong' in parsed) return parsed.wrong;
  const parts: RuleParts = timeline.isAllDay
    ? // RFC 5545 section 3.3.10: these parts must be ignored when DTSTART is a date.
      { ...parsed, byHour: undefined, byMinute: undefined, bySecond: undefined }
    : parsed;
  let until = Number.POSITIVE_INFINITY;
  if (parts.until !== undefined) {
    const bound = untilOf(timeline, parts.until);
    if (bound === null) return `UNTIL=${parts.until} is not a date`;
    until = bound;
  }
  // The rule compares wall times, where an hour may come twice; it is given some slack, and each start is held
  // against `until` itself afterwards.
  const isInstant = Number.isFinite(until) && !timeline.isAllDay;
  const untilWall = isInstant ? wallRange(timeline, until, until)[1] : until;
  const rule = createWallRule(parts, timeline.startWallMs, untilWall, timeline.effort);
  rules.push({ rule, until });
  return rule.isUncounted ? 'its COUNT is too large, and it is taken to have no end' : null;
}

/** UNTIL is inclusive (RFC 5545 section 3.3.10). A date bounds a timed series at the end of that day. */
function untilOf(timeline: Timeline, text: string): SlotId | null {
  const value = readDate(text, timeline.zone);
  if (!value) return null;
  if (!timeline.isAllDay) {
    return value.isDate ? instantOfWall(timeline.zone, value.wallMs + DAY_MS) - 1 : value.instantMs;
  }
  // Some writers end an all-day series at midnight UTC of its last day and mean that day.
  const isMidnightUtc = value.isUtc && value.instantMs % DAY_MS === 0;
  return isMidnightUtc ? value.instantMs : dayOf(value.wallMs);
}

function readDates(timeline: Timeline, name: string, params: string, value: string): string | null {
  const tzid = /;TZID="?([^";]+)"?/i.exec(params)?.[1];
  const zone = isKnownZone(tzid) ? tzid : timeline.zone;
  let wrong = tzid && tzid !== zone ? `the time zone "${tzid}" is unknown` : null;
  for (const text of value.split(',')) {
    const [start = '', end] = text.split('/');
    const date = readDate(start, zone);
    const length = date && end ? periodLength(date, end, zone) : null;
    if (!date || (end && length === null)) {
      wrong ??= `"${text.trim()}" is not a date`;
      if (!date) continue;
    }
    if (name === 'EXDATE' && date.isDate) timeline.exDays.add(date.wallMs);
    else if (name === 'EXDATE') timeline.exDates.add(idOfDate(timeline, date));
    else {
      const id = idOfDate(timeline, date);
      timeline.dates.push(id);
      if (length !== null && !timeline.isAllDay) timeline.ownLengths.set(id, length);
    }
  }
  return wrong;
}

function idOfDate(timeline: Timeline, date: ReadDate): SlotId {
  if (timeline.isAllDay)
    return dayOf(date.isDate ? date.wallMs : wallOfInstant(timeline.zone, date.instantMs));
  // A bare date in a timed series means that day at the series' own time.
  return date.isDate
    ? instantOfWall(timeline.zone, date.wallMs + (timeline.startWallMs - dayOf(timeline.startWallMs)))
    : date.instantMs;
}

/** The wall time of a slot's start. */
export function wallOfSlot(timeline: Timeline, id: SlotId): WallMs {
  return timeline.isAllDay ? id : wallOfInstant(timeline.zone, id);
}

/** The slot a rule's wall time stands for. */
export function slotOfWall(timeline: Timeline, wallMs: WallMs): SlotId {
  // DTSTART may be the second pass of an hour that occurs twice; its wall time alone would mean the first.
  if (wallMs === timeline.startWallMs) return timeline.start;
  return timeline.isAllDay ? dayOf(wallMs) : instantOfWall(timeline.zone, wallMs);
}

/** Whether an EXDATE or EXRULE takes the slot out of the series (RFC 5545 section 3.8.5.1). */
export function isExcluded(timeline: Timeline, id: SlotId): boolean {
  if (timeline.exDates.has(id)) return true;
  if (timeline.exDays.size === 0 && timeline.exRules.length === 0) return false;
  const wallMs = wallOfSlot(timeline, id);
  if (timeline.exDays.has(dayOf(wallMs))) return true;
  if (timeline.effort.left <= 0) return false;
  timeline.effort.left -= timeline.exRules.length;
  return timeline.exRules.some(
    ({ rule, until }) =>
      id <= until &&
      wallsOfSlot(timeline, id).some((at) => {
        const [excluded] = rule.starts(at, timeline.isAllDay ? at + DAY_MS - 1 : at);
        return excluded !== undefined && slotOfWall(timeline, excluded) === id;
      }),
  );
}

/** The wall times a rule may give for a slot: what the clock shows then, or would show had it not been moved forward. */
function wallsOfSlot(timeline: Timeline, id: SlotId): WallMs[] {
  return timeline.isAllDay ? [id] : offsetsAround(timeline.zone, id).map((offsetMs) => id + offsetMs);
}

/**
 * The closed range of wall times in which every slot starting in the range of instants is to be found: where
 * clocks change, a wall time and its instant may be in different order from their neighbours.
 */
export function wallRange(timeline: Timeline, fromMs: number, toMs: number): [WallMs, WallMs] {
  const { zone } = timeline;
  return [
    wallOfInstant(zone, fromMs) - largestShiftMs(zone, fromMs),
    wallOfInstant(zone, toMs) + largestShiftMs(zone, toMs),
  ];
}
