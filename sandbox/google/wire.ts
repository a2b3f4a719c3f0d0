import type { Calendar } from './calendar';
import { formatInZone, timeToMs } from './time';
import type { AccessRole, CalendarEvent, EventTime } from './types';

export type WireOptions = {
  role: AccessRole;
  /** The answer's time zone, when it is not the calendar's. */
  timeZone?: string | undefined;
  maxAttendees?: number | undefined;
  /** Deleted events have all their fields, because the client asked for one by id or for deleted events. */
  fullTombstones?: boolean;
};

/** The fields of an event whose details this reader may not see. */
const BUSY_FIELDS = [
  'id', 'status', 'created', 'updated', 'start', 'end', 'recurrence', 'recurringEventId', 'originalStartTime',
  'iCalUID', 'sequence', 'etag', 'visibility', 'transparency', 'eventType',
]; // biome-ignore format: one list

/** Returns a stored event as the resource that Google answers to this reader of this calendar. */
export function toWire(event: CalendarEvent, calendar: Calendar, options: WireOptions): object {
  if (event.status === 'cancelled' && !(options.fullTombstones && event.start)) return tombstone(event);
  const hidden =
    options.role === 'freeBusyReader' ||
    (options.role === 'reader' && (event.visibility === 'private' || event.visibility === 'confidential'));
  const shown = hidden
    ? (Object.fromEntries(
        BUSY_FIELDS.filter((name) => name in event).map((name) => [name, event[name]]),
      ) as CalendarEvent)
    : event;
  const { start, end, originalStartTime } = shown;
  return {
    kind: 'calendar#event',
    ...shown,
    htmlLink: `https://www.google.com/calendar/event?eid=${Buffer.from(`${event.id} ${calendar.id}`).toString('base64url')}`,
    ...(shown.creator && { creator: withSelf(shown.creator, calendar.id) }),
    ...(shown.organizer && { organizer: withSelf(shown.organizer, calendar.id) }),
    ...(shown.attendees && attendees(shown.attendees, calendar.id, options.maxAttendees)),
    ...(options.timeZone && {
      start: inZone(start, options.timeZone),
      end: inZone(end, options.timeZone),
      ...(originalStartTime && { originalStartTime: inZone(originalStartTime, options.timeZone) }),
    }),
    ...(!hidden && { reminders: { useDefault: true } }),
  };
}

/** Returns a deleted event: its id, and for a canceled instance its slot, but no times. */
function tombstone({ id, etag, recurringEventId, originalStartTime }: CalendarEvent): object {
  const place = recurringEventId ? { recurringEventId, originalStartTime } : {};
  return { kind: 'calendar#event', etag, id, status: 'cancelled', ...place };
}

function withSelf<T extends { email: string }>(who: T, calendarId: string): T & { self?: true } {
  return who.email === calendarId ? { ...who, self: true } : who;
}

function attendees(all: NonNullable<CalendarEvent['attendees']>, calendarId: string, limit?: number) {
  const marked = all.map((attendee) => withSelf(attendee, calendarId));
  if (limit === undefined || marked.length <= limit) return { attendees: marked };
  const self = marked.filter((attendee) => 'self' in attendee);
  return { attendees: self, attendeesOmitted: true };
}

function inZone(time: EventTime | undefined, timeZone: string): EventTime | undefined {
  if (!time?.dateTime) return time;
  return { ...time, dateTime: formatInZone(timeToMs(time, timeZone), timeZone) };
}
