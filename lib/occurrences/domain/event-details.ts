import type { GoogleAttendee, GoogleEvent } from './google-event';
import { titleText } from './sound-event';

type GooglePerson = NonNullable<GoogleEvent['organizer']>;

/** What an answer shows of Google's resource, beside its title. */
type EventDetails = {
  is_private: boolean;
  event_type: string;
  location: string | null;
  description: string | null;
  organizer: GooglePerson | null;
  /** People only, without rooms. */
  attendees: Omit<GoogleAttendee, 'resource'>[];
  my_answer: NonNullable<GoogleAttendee['responseStatus']> | null;
  /** The first and last day of an all-day event, as `YYYY-MM-DD`, both included; null where Google names none. */
  days: { first: string; last: string } | null;
};

/** Returns the title of an event of Google's; null where it has none. */
export function titleOf(source: Partial<GoogleEvent>): string | null {
  return titleText(source.summary)?.trim() || null;
}

/**
 * Returns what is shown of an event of Google's.
 * @param id of the occurrence: of a date of a series the source is that of the series, and the id names the date
 */
export function eventDetails(source: Partial<GoogleEvent>, id: string): EventDetails {
  const attendees = source.attendees ?? [];
  return {
    is_private: source.visibility === 'private' || source.visibility === 'confidential',
    event_type: source.eventType ?? 'default',
    location: source.location?.trim() || null,
    description: source.description?.trim() || null,
    organizer: source.organizer ? personOf(source.organizer) : null,
    attendees: attendees
      .filter((attendee) => !attendee.resource)
      .map((attendee) => ({
        ...personOf(attendee),
        ...(attendee.organizer && { organizer: true }),
        ...(attendee.optional && { optional: true }),
        ...(attendee.responseStatus && { responseStatus: attendee.responseStatus }),
      })),
    my_answer: attendees.find((attendee) => attendee.self)?.responseStatus ?? null,
    days: daysOf(source, id),
  };
}

function personOf({ email, displayName, self }: GooglePerson): GooglePerson {
  return {
    ...(email !== undefined && { email }),
    ...(displayName !== undefined && { displayName }),
    ...(self && { self }),
  };
}

const DAY_MS = 86_400_000;

/** Google's dates carry no zone, and the end is exclusive. */
function daysOf(source: Partial<GoogleEvent>, id: string): EventDetails['days'] {
  const start = dayOf(source.start?.date);
  if (start === null) return null;
  const end = dayOf(source.end?.date) ?? start + DAY_MS;
  const [, year, month, day] = (source.recurrence && /_(\d{4})(\d\d)(\d\d)T000000Z$/.exec(id)) || [];
  const first = dayOf(`${year}-${month}-${day}`) ?? start;
  // Some clients write an end that is not after the start.
  const last = Math.max(first + end - start - DAY_MS, first);
  const key = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return { first: key(first), last: key(last) };
}

/** Returns the midnight of a day such as `2026-11-22` as if it were UTC; null when there is no such day. */
function dayOf(text: string | undefined): number | null {
  const ms = /^\d{4}-\d\d-\d\d$/.test(text ?? '') ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}
