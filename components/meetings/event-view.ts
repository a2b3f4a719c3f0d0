import { longDate, timesFrom } from '@/components/time/format';
import { keyOfLocalTime, localTimeOf } from '@/components/time/local-time';
import { knownZone } from '@/components/time/zone';
import type { CalendarEvent } from '@/lib/contract/events';
import type { GoogleAttendee, GoogleEvent } from '@/lib/occurrences/domain/google-event';

export type MyAnswer = NonNullable<GoogleAttendee['responseStatus']>;

/** An event as it is shown. */
export type EventView = {
  title: string;
  isPrivate: boolean;
  isCancelled: boolean;
  /** Null when I am not among the attendees: of my own event, or of someone else's calendar. */
  myAnswer: MyAnswer | null;
  /** People only, without conference rooms. */
  attendees: GoogleAttendee[];
  organizer: GoogleEvent['organizer'] | null;
  location: string | null;
  description: string | null;
  kind: 'meeting' | 'focusTime' | 'outOfOffice' | 'workingLocation';
  isRecurring: boolean;
  /** For all-day events: first and last day, as `YYYY-MM-DD`, both included. */
  days: { first: string; last: string } | null;
};

const views = new WeakMap<CalendarEvent, EventView>();

/** Returns an event for display, computed once for each event object. */
export function viewOf(event: CalendarEvent): EventView {
  let view = views.get(event);
  if (!view) {
    view = buildView(event);
    views.set(event, view);
  }
  return view;
}

function buildView(event: CalendarEvent): EventView {
  const { title, details } = event;
  const isPrivate = details?.is_private ?? false;
  const kind = details?.event_type;
  return {
    title: title || (event.is_deleted ? 'Canceled meeting' : isPrivate ? 'Private event' : 'No title'),
    isPrivate,
    isCancelled: event.is_deleted,
    myAnswer: details?.my_answer ?? null,
    attendees: details?.attendees ?? [],
    organizer: details?.organizer ?? null,
    location: details?.location ?? null,
    description: details?.description ?? null,
    kind: kind === 'focusTime' || kind === 'outOfOffice' || kind === 'workingLocation' ? kind : 'meeting',
    isRecurring: event.recurring_event_id !== null || event.recurrence !== null,
    days: event.is_all_day ? (details?.days ?? dayOfStart(event)) : null,
  };
}

function dayOfStart(event: CalendarEvent): { first: string; last: string } {
  const day = keyOfLocalTime(localTimeOf(Date.parse(event.start_time), knownZone(event.time_zone)));
  return { first: day, last: day };
}

/** Returns a person's name, or else the address. */
export function nameOf(person: { displayName?: string; email?: string }): string {
  return person.displayName?.trim() || person.email || 'Unknown';
}

/** As many names fit beside a title. */
const NAMES_SHOWN = 3;

/** Returns who else is invited: `Grace Hopper, Alan Turing and 4 more`; an empty text where no one is. */
export function othersInWords({ attendees }: Pick<EventView, 'attendees'>): string {
  const names = attendees.filter((person) => !person.self).map(nameOf);
  const more = names.length - NAMES_SHOWN;
  return names.slice(0, NAMES_SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Returns one or two letters for a person. */
export function initialsOf(person: { displayName?: string; email?: string }): string {
  const words = (person.displayName?.trim() || person.email?.split('@')[0] || '?')
    .split(/[\s._-]+/)
    .filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toLocaleUpperCase();
}

/**
 * Returns when an event is in its own zone, with the day if that differs; null if it reads the same as in the
 * zone that is shown.
 */
export function whenInItsZone({ start_time, end_time, time_zone }: CalendarEvent): string | null {
  const day = longDate(start_time, time_zone);
  const range = timesFrom(start_time, end_time, time_zone);
  const isSameDay = day === longDate(start_time);
  if (isSameDay && range === timesFrom(start_time, end_time)) return null;
  return `${isSameDay ? '' : `${day}, `}${range} in ${zoneName(time_zone)}`;
}

/**
 * Returns how an event repeats. Its weekdays are those of its own zone, which is named where they differ from
 * the shown ones.
 */
export function repeatsInWords(event: CalendarEvent): string | null {
  const { recurrence_text: text, start_time, time_zone, is_all_day } = event;
  const isElsewhere = !is_all_day && longDate(start_time, time_zone) !== longDate(start_time);
  return text && isElsewhere ? `${text} (in ${zoneName(time_zone)})` : text;
}

function zoneName(zone: string): string {
  return zone.replaceAll('_', ' ');
}

/**
 * Returns Google's description as plain text. It may hold any HTML, so it is parsed into a document that
 * never runs or loads anything. Only its text is taken, with a line for each paragraph, break and list item.
 */
export function htmlToPlainText(html: string): string {
  const { body } = new DOMParser().parseFromString(html.replace(/\r?\n/g, '<br>'), 'text/html');
  for (const hidden of body.querySelectorAll('script, style, title, template')) hidden.remove();
  for (const line of body.querySelectorAll('br, p, div, li, tr, h1, h2, h3, h4')) line.append('\n');
  for (const breakMark of body.querySelectorAll('br')) breakMark.replaceWith('\n');
  for (const item of body.querySelectorAll('li')) item.prepend('• ');
  return (body.textContent ?? '')
    .replace(/\u00a0/g, ' ')
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
