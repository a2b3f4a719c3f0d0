import { createHash } from 'node:crypto';
import type { Calendar } from '../google/calendar';
import { instancesOf, isMaster, type Window } from '../google/instances';
import { MINUTE_MS, spanOf } from '../google/time';
import type { CalendarEvent } from '../google/types';
import type { World } from '../world';
import { EventsOfRooms, roomsOf } from './events-of-rooms';
import type { Stay } from './leave-rules';

/** A visit of people to a room: those of one meeting, who come and go together. */
export type Visit = Stay & { people: number; title: string; noOneAdmits: boolean };

const LONGEST_OVERRUN_MINUTES = 3;
/** A link that no event names belongs to a meeting that has begun and lasts so long. */
const UNPLANNED_MS = 30 * MINUTE_MS;

const events = new EventsOfRooms();

/** Returns who visits a room in a window: the people of every meeting that names it, or those that were set for it. */
export function visitsOf(world: World, room: string, window: Window): Visit[] {
  const guests = world.guests.get(room);
  if (guests) {
    const { fromMs, untilMs, people, noOneAdmits = false } = guests;
    return [{ fromMs, untilMs, people, title: '', noOneAdmits }].filter((visit) => overlaps(visit, window));
  }
  const visits = new Map<string, Visit>();
  for (const calendar of world.calendars.values()) {
    for (const event of events.find(calendar, room)) {
      for (const instance of instancesIn(calendar, event, room, window)) {
        const visit = visitOf(world, calendar, instance);
        // The same meeting stands on the calendars of all who are invited.
        const key = `${instance.iCalUID} ${visit?.fromMs}`;
        if (visit && overlaps(visit, window)) visits.set(key, visits.get(key) ?? visit);
      }
    }
  }
  return [...visits.values()].sort((one, other) => one.fromMs - other.fromMs);
}

/** Returns the visit of whoever has made an unplanned meeting with a bot in it. */
export function unplannedVisit(sinceMs: number): Visit {
  return { fromMs: sinceMs, untilMs: sinceMs + UNPLANNED_MS, people: 1, title: '', noOneAdmits: false };
}

function instancesIn(
  calendar: Calendar,
  event: CalendarEvent,
  room: string,
  window: Window,
): CalendarEvent[] {
  if (event.status === 'cancelled') return [];
  // A late leaver of an earlier meeting is in the window.
  const wide = { fromMs: window.fromMs - 60 * MINUTE_MS, toMs: window.toMs };
  if (isMaster(event)) {
    return instancesOf(calendar, event, wide, false).filter((instance) => roomsOf(instance).includes(room));
  }
  const master = event.recurringEventId && calendar.events.get(event.recurringEventId);
  return master && master.status === 'cancelled' ? [] : [event];
}

function visitOf(world: World, calendar: Calendar, event: CalendarEvent): Visit | null {
  const span = spanOf(event, calendar.timeZone);
  if (!span) return null;
  const own = world.attendance.get(`${calendar.id}/${event.id}`);
  const ofSeries = world.attendance.get(`${calendar.id}/${event.recurringEventId}`);
  const set = { ...ofSeries, ...own };
  const coming = (event.attendees ?? []).filter(
    ({ responseStatus, resource }) => responseStatus !== 'declined' && !resource,
  );
  const people = set.noOneComes ? 0 : (set.people ?? Math.max(1, coming.length));
  const { speed } = world.settings.bots;
  const comeMs = (set.comeAfterSeconds ?? usual(event, 'come', 90) - 30) * 1000;
  const overrunMs = (set.overrunMinutes ?? usual(event, 'overrun', LONGEST_OVERRUN_MINUTES)) * MINUTE_MS;
  return {
    fromMs: span.start + comeMs / speed,
    untilMs: span.end + overrunMs / speed,
    people,
    title: event.summary ?? '',
    noOneAdmits: set.noOneAdmits ?? false,
  };
}

/** Returns a whole number from 0 to `most`, always the same for a meeting. */
function usual(event: CalendarEvent, what: string, most: number): number {
  const digest = createHash('sha1').update(`${event.iCalUID} ${event.id} ${what}`).digest();
  return digest.readUInt32BE() % (most + 1);
}

const overlaps = ({ fromMs, untilMs }: Stay, window: Window) =>
  untilMs > window.fromMs && fromMs < window.toMs;
