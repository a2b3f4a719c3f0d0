import type { GoogleEvent, GoogleEventTime } from './google-event';
import { expandSeries, googleTimeToInstant, type Slot, slotKey } from './recurrence';
import { unknownZone } from './recurrence/timeline';
import { readZone, zoneName } from './time-zone';

export { googleTimeToInstant } from './recurrence';

/** One meeting at one time. */
export type ConcreteOccurrence = {
  /** RECURRENCE-ID of the original start (see `slotKey`); null for a single event. */
  key: string | null;
  /** Its start by the rule of its series; of a single event its start. */
  originalStart: Date;
  start: Date;
  end: Date;
  isAllDay: boolean;
  /** The zone in which it is held, by a name that every browser knows. */
  timeZone: string;
  cancelled: boolean;
  /** The resource that describes it: the exception where there is one, else the master or the single event. */
  resource: GoogleEvent;
  /** What of its time or recurrence could not be read, as a sentence; else null. */
  problem: string | null;
};

type Window = { from: Date; to: Date };

/**
 * Returns the occurrences of a single event, or of a series with its exceptions, in a half-open window, ascending.
 *
 * - A moved exception has the key of its original start. It is in the window when its new time or its original slot is, so
 *   that a meeting that is moved across the edge is seen from both sides.
 * - A cancelled exception is a cancelled occurrence at its original slot (Google sends it without times).
 * - An exception whose slot the rule no longer has is still a meeting: Google shows it.
 * - An exception without a readable time stays at its original slot, with a problem; never "now".
 * - A cancelled master cancels everything, exceptions included.
 * - Exceptions are full resources. Only a cancelled one takes something from the master: its length.
 *
 * @param exceptions all exceptions of this master; those that name no slot are left out
 * @param fallbackTimeZone the calendar's zone: for all-day events, and when `start` has none
 * @returns nothing when the master has no readable start (see `startProblem`); never throws
 */
export function occurrencesOf(
  master: GoogleEvent,
  exceptions: GoogleEvent[],
  window: Window,
  fallbackTimeZone: string,
): ConcreteOccurrence[] {
  if (!master.recurrence?.length && exceptions.length === 0)
    return singleOf(master, window, fallbackTimeZone);

  const cancelledSeries = master.status === 'cancelled';
  const expansion = expandMaster(master, window, fallbackTimeZone);
  const timeZone = zoneOf(fallbackTimeZone, master.start);
  const occurrences = new Map<string, ConcreteOccurrence>();
  for (const slot of expansion.slots) {
    occurrences.set(slot.key, {
      key: slot.key,
      originalStart: slot.originalStart,
      start: slot.start,
      end: slot.end,
      isAllDay: slot.isAllDay,
      timeZone,
      cancelled: cancelledSeries,
      resource: master,
      problem: expansion.problem,
    });
  }
  const lengthMs = lengthOf(master, fallbackTimeZone);
  for (const exception of exceptions) {
    const slot = originalSlot(exception, lengthMs, fallbackTimeZone);
    if (!slot) continue;
    const occurrence = exceptional(master, exception, slot, fallbackTimeZone);
    const isSeen = overlaps(occurrence, window) || overlaps(slot, window);
    if (isSeen)
      occurrences.set(slot.key, { ...occurrence, cancelled: cancelledSeries || occurrence.cancelled });
    else occurrences.delete(slot.key);
  }
  return [...occurrences.values()].sort(
    (a, b) => a.start.getTime() - b.start.getTime() || a.originalStart.getTime() - b.originalStart.getTime(),
  );
}

/**
 * Returns why `occurrencesOf` finds nothing for an event that is not cancelled, as a sentence: its start is missing or
 * cannot be read. Null when the start can be read.
 */
export function startProblem(event: GoogleEvent, fallbackTimeZone: string): string | null {
  if (event.status === 'cancelled' || googleTimeToInstant(event.start, fallbackTimeZone)) return null;
  return event.start ? 'The event has a start that cannot be read.' : 'The event has no start.';
}

function expandMaster(master: GoogleEvent, window: Window, fallbackTimeZone: string) {
  const { start, end = {}, recurrence = [] } = master;
  if (!start) return { slots: [] as Slot[], problem: null };
  return expandSeries({ start, end, recurrence, fallbackTimeZone }, window);
}

function singleOf(event: GoogleEvent, window: Window, fallbackTimeZone: string): ConcreteOccurrence[] {
  const start = googleTimeToInstant(event.start, fallbackTimeZone);
  if (!start) return [];
  const occurrence: ConcreteOccurrence = {
    key: null,
    originalStart: start,
    start,
    end: endOf(event, start, fallbackTimeZone),
    isAllDay: isDate(event.start),
    timeZone: zoneOf(fallbackTimeZone, event.start),
    cancelled: event.status === 'cancelled',
    resource: event,
    problem: zoneProblem(event.start, fallbackTimeZone),
  };
  return overlaps(occurrence, window) ? [occurrence] : [];
}

function exceptional(
  master: GoogleEvent,
  exception: GoogleEvent,
  slot: Slot,
  fallbackTimeZone: string,
): ConcreteOccurrence {
  const cancelled = exception.status === 'cancelled';
  const start = googleTimeToInstant(exception.start, fallbackTimeZone);
  const isMoved = start !== null && !cancelled;
  return {
    key: slot.key,
    originalStart: slot.originalStart,
    start: isMoved ? start : slot.start,
    end: isMoved ? endOf(exception, start, fallbackTimeZone) : slot.end,
    isAllDay: isMoved ? isDate(exception.start) : slot.isAllDay,
    timeZone: zoneOf(fallbackTimeZone, exception.start, master.start),
    cancelled,
    resource: exception,
    problem: isMoved
      ? zoneProblem(exception.start, fallbackTimeZone)
      : cancelled
        ? null
        : 'This occurrence was changed, but its new time cannot be read.',
  };
}

const isDate = (time: GoogleEventTime | undefined) => typeof time?.date === 'string';

/** Returns the first of some times' zones that is known, by the name that is shown; else the calendar's. */
function zoneOf(fallbackTimeZone: string, ...times: (GoogleEventTime | undefined)[]): string {
  const zone = times.map((time) => readZone(time?.timeZone)).find((read) => read !== null);
  return zoneName(zone ?? fallbackTimeZone);
}

/** Returns what is told of a meeting in a zone that is unknown. Its time is right where Google sends it with an offset. */
function zoneProblem(time: GoogleEventTime | undefined, fallbackTimeZone: string): string | null {
  const zone = time?.timeZone;
  if (!zone || isDate(time) || readZone(zone)) return null;
  const hasOffset = /(?:Z|[+-]\d\d:?\d\d)$/i.test(time.dateTime ?? '');
  if (!hasOffset) return unknownZone(zone, fallbackTimeZone);
  return `The time zone "${String(zone).slice(0, 100)}" is unknown; the time is taken from its offset.`;
}

/** The end of an instance's id is its original start: `base_20250325T130000Z`. */
const ID_TAIL = /_(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})Z)?$/;

/** Returns the slot that an exception replaces, with the master's length; null when it names none. */
function originalSlot(exception: GoogleEvent, lengthMs: number, fallbackTimeZone: string): Slot | null {
  const match = ID_TAIL.exec(exception.id);
  const named = match && {
    [match[4] ? 'dateTime' : 'date']:
      `${match[1]}-${match[2]}-${match[3]}${match[4] ? `T${match[4]}:${match[5]}:${match[6]}Z` : ''}`,
  };
  for (const time of [exception.originalStartTime, named]) {
    const start = googleTimeToInstant(time, fallbackTimeZone);
    const key = time && slotKey(time, fallbackTimeZone);
    if (!start || !key) continue;
    const end = new Date(start.getTime() + lengthMs);
    return { key, originalStart: start, start, end, isAllDay: isDate(time) };
  }
  return null;
}

function endOf(event: GoogleEvent, start: Date, fallbackTimeZone: string): Date {
  return new Date(start.getTime() + lengthOf(event, fallbackTimeZone));
}

function lengthOf(event: GoogleEvent, fallbackTimeZone: string): number {
  const start = googleTimeToInstant(event.start, fallbackTimeZone);
  const end = googleTimeToInstant(event.end, fallbackTimeZone);
  return start && end ? Math.max(end.getTime() - start.getTime(), 0) : 0;
}

/** Tells whether a meeting overlaps a half-open window; one of no length counts at its start. */
function overlaps({ start, end }: { start: Date; end: Date }, { from, to }: Window): boolean {
  return start < to && (end > from || start >= from);
}
