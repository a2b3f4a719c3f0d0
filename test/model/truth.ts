import { findEvent } from '@/sandbox/google/instances';
import { fullList } from '@/sandbox/google/list-events';
import { spanOf, timeToMs } from '@/sandbox/google/time';
import type { CalendarEvent } from '@/sandbox/google/types';
import type { World } from '@/sandbox/world';

/** One meeting as its owner sees it in Google Calendar. */
export type Meeting = {
  /** What stays the same when it moves: the event, and for a series the original start. */
  key: string;
  /** The single event or the series. */
  eventId: string;
  calendarId: string;
  originalStart: number;
  start: number;
  end: number;
  link: string | null;
  title: string;
  declined: boolean;
};

/** How a meeting of an event is named in the model. */
export function keyOf(eventId: string, originalStart: number | null): string {
  return originalStart === null ? eventId : `${eventId}@${new Date(originalStart).toISOString()}`;
}

/** Google's id of a meeting. */
export function instanceId(key: string): string {
  const [eventId, originalStart] = key.split('@');
  return originalStart ? `${eventId}_${originalStart.replace(/[-:]|\.000/g, '')}` : key;
}

/** Whether a person has a meeting of that name, cancelled ones included. */
export function isKnown(world: World, email: string, key: string): boolean {
  return calendarsOf(world, email).some((calendar) => findEvent(calendar, instanceId(key)));
}

/** Calendars on a person's list. */
export function calendarsOf(world: World, email: string) {
  const entries = world.lists.get(email)?.values() ?? [];
  return entries.flatMap((entry) => (entry.deleted ? [] : (world.calendars.get(entry.calendarId) ?? [])));
}

/** Everything a person has in their calendars that touches a time, cancelled meetings left out. */
export function meetingsOf(world: World, email: string, fromMs: number, toMs: number): Meeting[] {
  const found: Meeting[] = [];
  for (const calendar of calendarsOf(world, email)) {
    const query = new URLSearchParams();
    for (const event of fullList(calendar, { fromMs, toMs }, true, query, fromMs)) {
      const span = spanOf(event, calendar.timeZone);
      if (!span || event.start?.date) continue;
      found.push(toMeeting(event, span, calendar, email));
    }
  }
  return found.sort((a, b) => a.start - b.start || (a.key < b.key ? -1 : 1));
}

function toMeeting(
  event: CalendarEvent,
  span: { start: number; end: number },
  calendar: { id: string; timeZone: string },
  email: string,
): Meeting {
  const eventId = event.recurringEventId ?? event.id;
  const originalStart = event.originalStartTime ? timeToMs(event.originalStartTime, calendar.timeZone) : null;
  return {
    key: keyOf(eventId, originalStart),
    eventId,
    calendarId: calendar.id,
    originalStart: originalStart ?? span.start,
    ...span,
    link: typeof event.location === 'string' ? event.location : null,
    title: String(event.summary ?? ''),
    declined: Boolean(
      event.attendees?.some((guest) => guest.email === email && guest.responseStatus === 'declined'),
    ),
  };
}
