import type { Calendar } from './calendar';
import { type Editor, type EventInput, insertEvent, newEventId, patchEvent } from './edit-events';
import { badRequest, duplicate, notFound, required } from './errors';
import type { CalendarEvent } from './types';

/**
 * Moves an event, or a series with its exceptions, to another calendar (`events.move`), which becomes its organizer. Id and
 * iCalUID stay; in the calendar that it leaves it is canceled. Throws 404, 400 for an instance of a series, and 409 where
 * the other calendar has the event already.
 */
export function moveEvent(
  from: Calendar,
  to: Calendar,
  id: string,
  { organizer, now }: { organizer: Editor; now: Date },
): CalendarEvent {
  const event = from.events.get(id);
  if (!event || event.status === 'cancelled') {
    if (!event && id.includes('_')) throw badRequest('An instance of a series cannot be moved.');
    throw notFound();
  }
  if (event.recurringEventId) throw badRequest('An instance of a series cannot be moved.');
  const there = to.events.get(id);
  if (from === to || (there && there.status !== 'cancelled')) throw duplicate();
  const exceptions = from.exceptionsOf(id);
  const moved = to.put({ ...event, organizer }, now);
  for (const exception of exceptions) {
    to.put(exception.status === 'cancelled' ? exception : { ...exception, organizer }, now);
    from.dropException(id, exception.id);
  }
  from.put({ ...event, status: 'cancelled' }, now);
  return moved;
}

/**
 * Imports an event (`events.import`): a private copy under the iCalUID of another one, whose organizer it keeps. Where the
 * calendar has an event with this iCalUID, that one is changed. Throws 400 without an iCalUID.
 */
export function importEvent(
  calendar: Calendar,
  input: EventInput,
  { editor, now }: { editor: Editor; now: Date },
): CalendarEvent {
  const { iCalUID, id: _, ...fields } = input;
  if (typeof iCalUID !== 'string' || iCalUID === '') throw required('Missing iCalUID.');
  const known = [...calendar.events.values()].find(
    (event) => event.iCalUID === iCalUID && event.status !== 'cancelled' && !event.recurringEventId,
  );
  if (known) return patchEvent(calendar, known.id, fields, { now });
  return insertEvent(calendar, fields, { editor, now, sealed: { iCalUID, id: newEventId() } });
}

/**
 * Puts a copy of an event into another calendar and returns it. `invited`: as Google does for the people who are invited,
 * with the same id, also to one date of a series only; else as a tool does that copies calendars, with an id of its own. Both
 * have the same iCalUID and organizer, and `changes` may replace any field.
 */
export function copyEvent(
  event: CalendarEvent,
  to: Calendar,
  changes: EventInput,
  { invited, editor, now }: { invited: boolean; editor: Editor; now: Date },
): CalendarEvent {
  const { id, etag: _, updated: __, sequence: ___, hangoutLink: ____, status: _____, ...fields } = event;
  const input = { ...fields, ...changes };
  if (!invited) return importEvent(to, input, { editor, now });
  const { iCalUID, recurringEventId, originalStartTime } = event;
  const ofSeries = recurringEventId ? { recurringEventId, originalStartTime } : {};
  const sealed = { id, ...(iCalUID && { iCalUID }), ...ofSeries };
  return insertEvent(to, input, { editor, now, anyZone: true, sealed });
}
