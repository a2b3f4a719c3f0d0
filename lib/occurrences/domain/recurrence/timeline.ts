import type { GoogleEventTime } from '../google-event';
import { readZone, zoneName } from '../time-zone';
import { dayOf, periodLength, type ReadDate, readDate, resolveGoogleTime } from './google-time';
import { parseRule, type RuleParts } from './parse-rule';
import { followedLines, type RecurrenceLine, readLine, tzidOf } from './recurrence-line';
import { type Effort, MAX_STEPS } from './rule-days';
import { createWallRule, type WallRule } from './rule-walls';
import {
  DAY_MS,
  instantOfWall,
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
  /** The calendar's zone: used when `start` has none that is known, and all-day events begin at its midnight. */
  fallbackTimeZone: string;
};

/**
 * Names a slot within its series: in a timed series the instant of its start, in an all-day series midnight of its day in
 * wall time.
 */
export type SlotId = number;

/** A rule and the last slot it may produce. */
export type TimelineRule = { rule: WallRule; until: SlotId };

/** A parsed series: everything that expansion needs. */
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
  /** Lengths in ms of the RDATEs that are periods. */
  ownLengths: Map<SlotId, number>;
  exDates: Set<SlotId>;
  /** Days on which every slot is excluded, by their midnight. */
  exDays: Set<WallMs>;
  /** How many steps this answer may still take. */
  effort: Effort;
  problem: string | null;
};

/**
 * Parses a series. A damaged line is left out and described in `problem`.
 * @returns null when `start` cannot be read; never throws
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
    // Google shows DTSTART even when the rule does not select it, and does not count it towards COUNT
    // (googleapis/google-api-nodejs-client#2214, fmeringdal/rust-rrule#119).
    dates: [startId],
    ownLengths: new Map(),
    exDates: new Set(),
    exDays: new Set(),
    effort: { left: MAX_STEPS },
    problem: null,
  };
  const { timeZone } = series.start;
  if (timeZone && !readZone(timeZone)) timeline.problem = unknownZone(timeZone, zone);
  const { lines, isWhole } = followedLines(series.recurrence);
  for (const line of lines) {
    const wrong = followLine(timeline, line);
    if (wrong)
      timeline.problem ??= `The recurrence line "${line.slice(0, 120)}" cannot be followed: ${wrong}.`;
  }
  if (!isWhole) timeline.problem ??= TOO_LONG;
  timeline.dates = [...new Set(timeline.dates)].sort((a, b) => a - b);
  return timeline;
}

const TOO_LONG = 'The recurrence cannot be followed to the end: its text is too long.';

/** Returns the problem of an event whose zone is unknown, as a sentence. */
export function unknownZone(timeZone: string, instead: string): string {
  return `The time zone "${String(timeZone).slice(0, 100)}" is unknown; ${zoneName(instead)} is used instead.`;
}

function followLine(timeline: Timeline, text: string): string | null {
  const line = readLine(text);
  if (!line) return 'it is not a recurrence line';
  switch (line.name) {
    case 'RRULE':
      return readRule(timeline, timeline.rules, line.value);
    case 'EXRULE':
      return readRule(timeline, timeline.exRules, line.value);
    case 'RDATE':
    case 'EXDATE':
      return readDates(timeline, line);
    default:
      return `${line.name} has no meaning here`;
  }
}

function readRule(timeline: Timeline, rules: TimelineRule[], value: string): string | null {
  const parsed = parseRule(value);
  if ('wrong' in parsed) return parsed.wrong;
  const parts: RuleParts = timeline.isAllDay
    ? // RFC 5545 section 3.3.10: these parts are ignored when DTSTART is a date.
      { ...parsed, byHour: undefined, byMinute: undefined, bySecond: undefined }
    : parsed;
  let until = Number.POSITIVE_INFINITY;
  if (parts.until !== undefined) {
    const bound = untilOf(timeline, parts.until);
    if (bound === null) return `UNTIL=${parts.until} is not a date`;
    until = bound;
  }
  // The rule compares wall times, and an hour of them may come twice: it gets some slack, and each start is compared
  // with `until` itself afterwards.
  const isInstant = Number.isFinite(until) && !timeline.isAllDay;
  const untilWall = isInstant ? wallRange(timeline, until, until)[1] : until;
  const rule = createWallRule(parts, timeline.startWallMs, untilWall, timeline.effort);
  rules.push({ rule, until });
  return rule.isUncounted ? 'its COUNT is too large, and it is taken to have no end' : null;
}

/**
 * Returns the last slot that UNTIL admits (RFC 5545 section 3.3.10); null when it cannot be read. A date admits all slots of
 * that day.
 */
function untilOf(timeline: Timeline, text: string): SlotId | null {
  const value = readDate(text, timeline.zone);
  if (!value) return null;
  if (!timeline.isAllDay) {
    return value.isDate ? instantOfWall(timeline.zone, value.wallMs + DAY_MS) - 1 : value.instantMs;
  }
  // Google ends an all-day series on the date that is written, also where that is one of UTC
  // (phw198/OutlookGoogleCalendarSync#1360).
  return dayOf(value.isUtc ? value.instantMs : value.wallMs);
}

function readDates(timeline: Timeline, line: RecurrenceLine): string | null {
  const { name, value } = line;
  const tzid = tzidOf(line);
  const known = readZone(tzid);
  const zone = known ?? timeline.zone;
  let wrong = tzid && !known ? `the time zone "${tzid}" is unknown` : null;
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
  if (timeline.isAllDay) {
    // In an all-day series the date that is written counts, in whatever zone (home-assistant/core#85365,
    // allenporter/gcal_sync#176). A time in UTC other than midnight is that of the calendar's midnight.
    const isMidnight = date.instantMs % DAY_MS === 0;
    return dayOf(date.isUtc && !isMidnight ? wallOfInstant(timeline.zone, date.instantMs) : date.writtenMs);
  }
  // A bare date in a timed series means that day at the series' time of day.
  return date.isDate
    ? instantOfWall(timeline.zone, date.wallMs + (timeline.startWallMs - dayOf(timeline.startWallMs)))
    : date.instantMs;
}

/** Returns the wall time of a slot's start. */
export function wallOfSlot(timeline: Timeline, id: SlotId): WallMs {
  return timeline.isAllDay ? id : wallOfInstant(timeline.zone, id);
}

/** The slot a rule's wall time stands for. */
export function slotOfWall(timeline: Timeline, wallMs: WallMs): SlotId {
  // DTSTART may be the second pass of an hour that occurs twice; its wall time alone would mean the first.
  if (wallMs === timeline.startWallMs) return timeline.start;
  return timeline.isAllDay ? dayOf(wallMs) : instantOfWall(timeline.zone, wallMs);
}

/** Tells whether an EXDATE or EXRULE excludes a slot (RFC 5545 section 3.8.5.1). */
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

/** Returns the wall times a rule may give for a slot: what the clock shows, or would show if it had not been moved forward. */
function wallsOfSlot(timeline: Timeline, id: SlotId): WallMs[] {
  return timeline.isAllDay ? [id] : offsetsAround(timeline.zone, id).map((offsetMs) => id + offsetMs);
}

/**
 * Returns the closed range of wall times that holds every slot starting in a range of instants. It is wider than the two
 * ends, because wall times and instants are not in the same order where clocks go back.
 */
export function wallRange(timeline: Timeline, fromMs: number, toMs: number): [WallMs, WallMs] {
  const { zone } = timeline;
  return [
    wallOfInstant(zone, fromMs) - largestShiftMs(zone, fromMs),
    wallOfInstant(zone, toMs) + largestShiftMs(zone, toMs),
  ];
}
