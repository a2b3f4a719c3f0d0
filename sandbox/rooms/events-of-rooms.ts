import type { Calendar } from '../google/calendar';
import type { CalendarEvent } from '../google/types';
import { roomsIn } from './room-of';

type Known = { seq: number; events: Map<string, Set<string>> };

/**
 * Finds the events that name a room. It reads each calendar once, and then only what has changed: a lookup costs the same
 * however many events there are.
 */
export class EventsOfRooms {
  private readonly known = new WeakMap<Calendar, Known>();

  /** Returns the stored events (also series and exceptions) of a calendar whose links lead to the room. */
  find(calendar: Calendar, room: string): CalendarEvent[] {
    const known = this.known.get(calendar) ?? { seq: 0, events: new Map() };
    this.known.set(calendar, known);
    for (const { key, value } of calendar.events.changedSince(known.seq)) {
      for (const name of roomsOf(value)) {
        known.events.set(name, (known.events.get(name) ?? new Set()).add(key));
      }
    }
    known.seq = calendar.events.seq;
    // An event that has changed since may name another room now.
    return [...(known.events.get(room) ?? [])]
      .map((id) => calendar.events.get(id))
      .filter((event) => event !== undefined && roomsOf(event).includes(room)) as CalendarEvent[];
  }
}

/** Returns the rooms that an event's links lead to, wherever it names them. */
export function roomsOf(event: CalendarEvent): string[] {
  const { location, description, hangoutLink, conferenceData } = event;
  const points = (conferenceData?.entryPoints ?? []).filter(
    ({ entryPointType }) => entryPointType === 'video',
  );
  return roomsIn(
    [hangoutLink, ...points.map(({ uri }) => uri), location, description].filter(Boolean).join('\n'),
  );
}
