import { formatKey } from './google-time';
import { END_OF_TIME, startsBackward } from './rule-walls';
import {
  isExcluded,
  readTimeline,
  type Series,
  type SlotId,
  slotOfWall,
  type Timeline,
  wallRange,
} from './timeline';
import { DAY_MS, instantOfWall } from './zone-clock';

/** One meeting of a series, before its exceptions are applied. */
export type Slot = {
  /** RECURRENCE-ID in UTC, `YYYYMMDDTHHMMSSZ`; of an all-day slot the date with `T000000Z`. */
  key: string;
  originalStart: Date;
  start: Date;
  end: Date;
  isAllDay: boolean;
};

/** Slots, and a sentence for a person when they may not be all; else null. */
export type Expansion = { slots: Slot[]; problem: string | null };

/** More slots than a person could attend; a rule may repeat every second. */
export const MAX_SLOTS = 5_000;
const NO_START = 'The series has no readable start.';
const TOO_OFTEN = 'The recurrence cannot be followed to the end: it repeats too often.';
const TOO_MUCH = 'The recurrence cannot be followed to the end: its rules ask for too much.';

/** Tells whether a problem says that the search for slots ended early: a later search may find more. */
export function isCutOff(problem: string | null): boolean {
  return problem === TOO_OFTEN || problem === TOO_MUCH;
}

/** Steps for making a slot, which takes longer than finding its start. */
const SLOT_STEPS = 4;

/**
 * Returns the slots of a series that overlap a half-open window (`end > from`, `start < to`), ascending and unique; a slot
 * of no length counts at its start. Slots keep their wall time in the series' zone across DST (`instantOfWall` says what
 * happens to times that do not exist or occur twice); HOURLY rules and shorter ones too advance in wall time. All-day slots
 * begin at midnight in `fallbackTimeZone`. Lengths are exact (RFC 5545 section 3.8.5.3), those of all-day slots whole days.
 * DTSTART is always a slot unless excluded, as in Google Calendar.
 * @param limit how many slots to return at most, the earliest; without it `MAX_SLOTS`, and leaving any out is a problem
 * @returns what could be expanded in `MAX_STEPS`, and the problem; never throws
 */
export function expandSeries(series: Series, window: { from: Date; to: Date }, limit?: number): Expansion {
  const timeline = readTimeline(series);
  if (!timeline) return { slots: [], problem: NO_START };
  const [from, to] = [window.from.getTime(), window.to.getTime()];
  if (!(from < to)) return { slots: [], problem: timeline.problem };
  // An all-day slot is an hour longer than its days when clocks go back; a day of slack costs nothing.
  const earliest = from - timeline.durationMs - (timeline.isAllDay ? DAY_MS : 0);
  const overlaps = (slot: Slot) =>
    slot.start.getTime() < to && (slot.end.getTime() > from || slot.start.getTime() >= from);
  const wanted = limit ?? MAX_SLOTS + 1;
  const found = collectForward(timeline, { fromMs: earliest, toMs: to, accepts: overlaps, limit: wanted });
  if (limit !== undefined || found.slots.length <= MAX_SLOTS) return found;
  return { slots: found.slots.slice(0, MAX_SLOTS), problem: TOO_OFTEN };
}

/**
 * Returns the first `limit` slots that start after a moment, ascending. The search ends in the year 2800 at the latest,
 * also for a rule that has no start.
 */
export function slotsAfter(series: Series, after: Date, limit: number): Expansion {
  const timeline = readTimeline(series);
  if (!timeline) return { slots: [], problem: NO_START };
  const afterMs = after.getTime();
  const isAfter = (slot: Slot) => slot.start.getTime() > afterMs;
  return collectForward(timeline, { fromMs: afterMs, toMs: END_OF_TIME, accepts: isAfter, limit });
}

/** Returns the last slot that starts at or before a moment and the first that starts after it: at most two, in order. */
export function nearestSlots(series: Series, at: Date): Slot[] {
  const timeline = readTimeline(series);
  if (!timeline) return [];
  const before = lastAtOrBefore(timeline, at.getTime());
  const after = slotsAfter(series, at, 1).slots;
  return before ? [before, ...after] : after;
}

/** Returns the slot whose original start is exactly this instant, or null. */
export function findSlot(series: Series, at: Date): Slot | null {
  const from = at.getTime();
  const { slots } = expandSeries(series, { from: at, to: new Date(from + 1) });
  return slots.find((slot) => slot.start.getTime() === from) ?? null;
}

/** Where slots are looked for (starts, both included), which of them count, and how many are wanted. */
type Search = { fromMs: number; toMs: number; accepts: (slot: Slot) => boolean; limit: number };

function collectForward(timeline: Timeline, { fromMs, toMs, accepts, limit }: Search): Expansion {
  const { effort } = timeline;
  const [fromWall, toWall] = wallRange(timeline, fromMs, toMs);
  const found = new Map<SlotId, Slot>();
  const take = (ids: Iterable<SlotId>, until: SlotId, isGiven = false): void => {
    // Two wall times may be one instant when clocks go forward.
    const taken = new Set<SlotId>();
    for (const id of ids) {
      if (taken.size >= limit) return;
      if (id > until || taken.has(id) || isExcluded(timeline, id)) continue;
      // No EXRULE can be asked any more, and one might exclude it.
      if (effort.left <= 0 && !isGiven) return;
      const slot = found.get(id) ?? slotOf(timeline, id);
      effort.left -= SLOT_STEPS;
      if (!accepts(slot)) continue;
      found.set(id, slot);
      taken.add(id);
    }
  };
  // Dates that are given one by one are always shown.
  take(timeline.dates, Number.POSITIVE_INFINITY, true);
  const isWhole = eachRule(timeline, ({ rule, until }) =>
    take(slotIds(timeline, rule.starts(fromWall, toWall)), until),
  );
  const problem = isWhole ? timeline.problem : TOO_MUCH;
  const slots = [...found.values()].sort((a, b) => a.start.getTime() - b.start.getTime());
  return { slots: slots.slice(0, limit), problem };
}

/**
 * Asks the rules one after the other, each with an equal share of the effort that is left: a rule that is searched in vain
 * does not use up the share of the others.
 * @returns whether the effort was enough for all rules
 */
function eachRule({ rules, effort }: Timeline, ask: (rule: Timeline['rules'][number]) => void): boolean {
  let isWhole = true;
  for (const [index, rule] of rules.entries()) {
    const share = effort.left / (rules.length - index);
    const ofOthers = effort.left - share;
    effort.left = share;
    ask(rule);
    isWhole &&= effort.left > 0;
    effort.left += ofOthers;
  }
  return isWhole && effort.left > 0;
}

function lastAtOrBefore(timeline: Timeline, atMs: number): Slot | null {
  const isBefore = (id: SlotId) => slotOf(timeline, id).start.getTime() <= atMs;
  let last: SlotId | undefined = timeline.dates.findLast((id) => isBefore(id) && !isExcluded(timeline, id));
  const [, toWall] = wallRange(timeline, atMs, atMs);
  eachRule(timeline, ({ rule, until }) => {
    for (const id of slotIds(timeline, startsBackward(rule, toWall))) {
      // Without effort the search stops early, and what it found may not be the last slot.
      if (timeline.effort.left <= 0 || (last !== undefined && id <= last)) break;
      if (id > until || !isBefore(id) || isExcluded(timeline, id)) continue;
      last = id;
      break;
    }
  });
  return last === undefined ? null : slotOf(timeline, last);
}

function* slotIds(timeline: Timeline, walls: Iterable<number>): Generator<SlotId> {
  for (const wallMs of walls) yield slotOfWall(timeline, wallMs);
}

function slotOf(timeline: Timeline, id: SlotId): Slot {
  const { isAllDay, zone, durationMs, ownLengths } = timeline;
  const start = isAllDay ? instantOfWall(zone, id) : id;
  const end = isAllDay ? instantOfWall(zone, id + durationMs) : id + (ownLengths.get(id) ?? durationMs);
  return {
    key: formatKey(id),
    originalStart: new Date(start),
    start: new Date(start),
    end: new Date(end),
    isAllDay,
  };
}
