import { findEvent } from '@/sandbox/google/instances';
import { fullList } from '@/sandbox/google/list-events';
import { spanOf, timeToMs } from '@/sandbox/google/time';
import type { CalendarEvent } from '@/sandbox/google/types';
import type { World } from '@/sandbox/world';

/** One meeting as its owner sees it in Google Calendar. */
export type Meeting = {
  /** Its name, which stays when it moves: the event, and for a series the original start. */
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
  accepted: boolean;
  /** No one can say what its owner means: its copies in several calendars do not agree, or an answer may not be theirs. */
  isUnclear: boolean;
};

/** Returns the model's name of a meeting of an event. */
export function keyOf(eventId: string, originalStart: number | null): string {
  return originalStart === null ? eventId : `${eventId}@${new Date(originalStart).toISOString()}`;
}

/** Returns Google's id of a meeting. */
export function instanceId(key: string): string {
  const [eventId, originalStart] = key.split('@');
  return originalStart ? `${eventId}_${originalStart.replace(/[-:]|\.000/g, '')}` : key;
}

/** Returns whether a person has a meeting of that name; a canceled one counts. */
export function isKnown(world: World, email: string, key: string): boolean {
  return calendarsOf(world, email).some((calendar) => findEvent(calendar, instanceId(key)));
}

/** Returns the calendars on a person's list. */
export function calendarsOf(world: World, email: string) {
  const entries = world.lists.get(email)?.values() ?? [];
  return entries.flatMap((entry) => (entry.deleted ? [] : (world.calendars.get(entry.calendarId) ?? [])));
}

/**
 * Returns the meetings in a person's calendars that overlap a time, without canceled ones.
 * @param addresses the person's, the present one first
 */
export function meetingsOf(world: World, addresses: string[], fromMs: number, toMs: number): Meeting[] {
  const found: Meeting[] = [];
  for (const calendar of calendarsOf(world, addresses[0] ?? '')) {
    const selection = { query: new URLSearchParams(), single: true, nowMs: fromMs };
    for (const event of fullList(calendar, { fromMs, toMs }, selection)) {
      const span = spanOf(event, calendar.timeZone);
      if (!span || event.start?.date) continue;
      found.push(toMeeting(event, span, calendar, addresses));
    }
  }
  return found.sort((a, b) => a.start - b.start || (a.key < b.key ? -1 : 1));
}

/**
 * Returns each meeting once that is in several calendars, with what counts for all its copies; those whose copies do not agree
 * stay apart.
 */
export function mergeCopies(meetings: Meeting[]): Meeting[] {
  const copies = new Map<string, Meeting[]>();
  for (const meeting of meetings) copies.set(meeting.key, [...(copies.get(meeting.key) ?? []), meeting]);
  return meetings.flatMap((meeting) => {
    const all = copies.get(meeting.key) ?? [];
    const [first] = all;
    if (!first || all.length === 1) return meeting;
    const isClear = all.every(
      ({ start, end, link, title, isUnclear }) =>
        !isUnclear &&
        start === first.start &&
        end === first.end &&
        link === first.link &&
        title === first.title,
    );
    if (!isClear) return { ...meeting, isUnclear: true };
    if (meeting !== first) return [];
    const accepted = all.some((copy) => copy.accepted);
    return { ...first, accepted, declined: !accepted && all.some((copy) => copy.declined) };
  });
}

function toMeeting(
  event: CalendarEvent,
  span: { start: number; end: number },
  calendar: { id: string; timeZone: string },
  [email, ...formerOnes]: string[],
): Meeting {
  const eventId = event.recurringEventId ?? event.id;
  const answers = (event.attendees ?? []).flatMap((guest) =>
    guest.email === email && guest.responseStatus ? guest.responseStatus : [],
  );
  const originalStart = event.originalStartTime ? timeToMs(event.originalStartTime, calendar.timeZone) : null;
  return {
    key: keyOf(eventId, originalStart),
    eventId,
    calendarId: calendar.id,
    originalStart: originalStart ?? span.start,
    ...span,
    link: typeof event.location === 'string' ? event.location : null,
    title: String(event.summary ?? ''),
    declined: answers.includes('declined'),
    accepted: answers.includes('accepted'),
    // Google does not say whose answer it is that was given under an address of before, in another calendar than the primary one.
    isUnclear: (event.attendees ?? []).some((guest) => formerOnes.includes(guest.email)),
  };
}
