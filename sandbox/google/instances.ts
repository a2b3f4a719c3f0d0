import type { Calendar } from './calendar';
import { expandSeries, type Slot, slotById } from './recurrence';
import { DAY_MS, spanOf, timeToMs } from './time';
import type { CalendarEvent } from './types';

/** Google expands endless series only so far; how far is not documented. */
export const EXPANSION_HORIZON_MS = 2 * 365 * DAY_MS;

export type Window = { fromMs: number; toMs: number };

/** Returns the instance of a series at one slot as Google makes it: the master's fields, the slot's times. */
export function synthesize(master: CalendarEvent, slot: Slot): CalendarEvent {
  const { recurrence: _recurrence, ...shared } = master;
  return {
    ...shared,
    id: slot.id,
    start: slot.start,
    end: slot.end,
    recurringEventId: master.id,
    originalStartTime: slot.start,
  };
}

/** Returns whether an event is the master of a series. */
export function isMaster(event: CalendarEvent): boolean {
  return Boolean(event.recurrence?.length);
}

/**
 * Returns all instances of a series that overlap the window by their present time: plain slots and exceptions.
 * With `showDeleted` also canceled ones, by their original time (they have no other).
 */
export function instancesOf(
  calendar: Calendar,
  master: CalendarEvent,
  window: Window,
  showDeleted: boolean,
): CalendarEvent[] {
  const exceptions = new Map(calendar.exceptionsOf(master.id).map((event) => [event.id, event]));
  const found = expandSeries(master, calendar.timeZone, window)
    .filter((slot) => !exceptions.has(slot.id))
    .map((slot) => synthesize(master, slot));
  for (const exception of exceptions.values()) {
    if (exception.status === 'cancelled' && !showDeleted) continue;
    if (overlaps(exception, calendar.timeZone, window)) found.push(exception);
  }
  return found.sort((one, other) => sortKey(one, calendar.timeZone) - sortKey(other, calendar.timeZone));
}

/**
 * Returns whether an event overlaps the window: timeMin bounds its end, timeMax its start, both exclusive. A
 * canceled instance is placed at its original start.
 */
export function overlaps(event: CalendarEvent, calendarZone: string, window: Window): boolean {
  const span = spanOf(event, calendarZone);
  if (span) return span.end > window.fromMs && span.start < window.toMs;
  if (!event.originalStartTime) return true;
  const original = timeToMs(event.originalStartTime, calendarZone);
  return original > window.fromMs && original < window.toMs;
}

/** Returns an event's start in epoch milliseconds; a canceled instance is placed at its original start. */
export function sortKey(event: CalendarEvent, calendarZone: string): number {
  const time = event.start ?? event.originalStartTime;
  return time ? timeToMs(time, calendarZone) : 0;
}

/** Returns an event or instance by id: stored, or made from its series. Undefined when there is none. */
export function findEvent(calendar: Calendar, id: string): CalendarEvent | undefined {
  const stored = calendar.events.get(id);
  if (stored) return stored;
  const cut = id.lastIndexOf('_');
  if (cut < 0) return undefined;
  const master = calendar.events.get(id.slice(0, cut));
  if (!master || !isMaster(master) || master.status === 'cancelled') return undefined;
  const slot = slotById(master, calendar.timeZone, id);
  return slot && synthesize(master, slot);
}
