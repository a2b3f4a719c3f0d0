import { createHash, randomBytes } from 'node:crypto';
import type { Calendar } from './calendar';
import {
  alreadyDeleted,
  badRequest,
  duplicate,
  invalidValue,
  notFound,
  rangeEmpty,
  required,
} from './errors';
import { findEvent, isMaster } from './instances';
import { expandSeries, isValidRecurrence } from './recurrence';
import { normalizeTime, timeToMs, zoneOf } from './time';
import type { CalendarEvent, EventTime } from './types';

export type EventInput = { [field: string]: unknown };

/** Fields a client cannot set; Google ignores them when sent. */
const READ_ONLY = [
  'kind', 'etag', 'created', 'updated', 'htmlLink', 'creator', 'hangoutLink', 'recurringEventId',
  'originalStartTime', 'sequence', 'iCalUID', 'id',
]; // biome-ignore format: one list
const SERIES_SHARED = [
  'summary', 'description', 'location', 'attendees', 'conferenceData', 'hangoutLink', 'visibility', 'transparency',
  'colorId', 'eventType',
]; // biome-ignore format: one list

type Insertion = { editor: Editor; now: Date; sealed?: Partial<CalendarEvent>; anyZone?: boolean };

export type Editor = { email: string; displayName?: string };

/** Returns a new event id in Google's alphabet (base32hex, 26 characters). */
export function newEventId(): string {
  const alphabet = '0123456789abcdefghijklmnopqrstuv';
  return [...randomBytes(26)].map((byte) => alphabet[byte & 31]).join('');
}

/**
 * Adds an event to a calendar (`events.insert`) and returns the stored resource. `sealed` are fields that only the
 * service itself sets, for seeds and splits. With `anyZone` it comes from elsewhere, and its zone may be unknown. Throws 400
 * for missing or impossible times, 409 for a known id.
 */
export function insertEvent(
  calendar: Calendar,
  input: EventInput,
  { editor, now, sealed = {}, anyZone = false }: Insertion,
): CalendarEvent {
  const id = sealed.id ?? (input.id as string | undefined) ?? newEventId();
  if (!sealed.id && !/^[a-v0-9]{5,1024}$/.test(id)) throw invalidValue('id');
  if (calendar.events.get(id)) throw duplicate();
  const event: CalendarEvent = {
    status: 'confirmed',
    created: now.toISOString(),
    creator: editor,
    organizer: editor,
    iCalUID: `${id}@google.com`,
    sequence: 0,
    eventType: 'default',
    ...writable(input),
    ...sealed,
    id,
  };
  return calendar.put(withConference(checkTimes(event, calendar, anyZone)), now);
}

/**
 * Changes an event, a series or one instance of a series (`events.patch`; with `replace`, `events.update`).
 * An instance becomes a stored exception. A change of a series' times or rules drops the exceptions that no
 * longer stand on one of its slots, and the change feed does not list them; a change of its other fields resets
 * those fields of its exceptions. Throws 404, 410 for a deleted event, and 400 as `insertEvent`.
 */
export function patchEvent(
  calendar: Calendar,
  id: string,
  input: EventInput,
  { now, replace = false, anyZone = false }: { now: Date; replace?: boolean; anyZone?: boolean },
): CalendarEvent {
  const before = findEvent(calendar, id);
  if (!before) throw notFound();
  if (before.status === 'cancelled' && input.status !== 'confirmed') throw alreadyDeleted();
  const fields = writable(input);
  if (fields.status === 'cancelled') return deleteEvent(calendar, id, now) as CalendarEvent;
  const base: CalendarEvent = replace ? keepIdentity(before) : revive(calendar, before);
  const merged = dropNulls({ ...base, ...fields }) as CalendarEvent;
  for (const side of ['start', 'end'] as const) {
    const given = fields[side] as EventTime | undefined;
    if (given && !replace) merged[side] = mergeTime(base[side], given);
  }
  // What came from elsewhere keeps its zone when something else of it is changed.
  const keepsZones =
    merged.start?.timeZone === base.start?.timeZone && merged.end?.timeZone === base.end?.timeZone;
  const event = withConference(checkTimes({ ...merged, id }, calendar, anyZone || keepsZones));
  const moved = !sameTimes(before, event, calendar.timeZone);
  if (moved) event.sequence = (before.sequence ?? 0) + 1;
  const stored = calendar.put(event, now);
  if (isMaster(before) && !before.recurringEventId) {
    const changed = { before, after: stored, fields: Object.keys(fields) };
    syncExceptions(calendar, changed, now);
  }
  return stored;
}

/**
 * Deletes an event (`events.delete`). A series is deleted with its exceptions, and the change feed lists only its
 * own row; an instance becomes a canceled exception without times. Throws 404, and 410 when already deleted.
 */
export function deleteEvent(calendar: Calendar, id: string, now: Date): CalendarEvent {
  const event = findEvent(calendar, id);
  if (!event) throw notFound();
  if (event.status === 'cancelled') throw alreadyDeleted();
  if (event.recurringEventId) {
    const { recurringEventId, originalStartTime, iCalUID } = event;
    const row = calendar.put({ id, status: 'cancelled', recurringEventId, originalStartTime, iCalUID }, now);
    // Google's feed then carries the unchanged master too.
    const master = calendar.events.get(recurringEventId);
    if (master) calendar.put(master, now);
    return row;
  }
  for (const exception of calendar.exceptionsOf(id)) calendar.dropException(id, exception.id);
  return calendar.put({ ...event, status: 'cancelled' }, now);
}

/** Returns an id in Google's alphabet for a meeting or series that a seed names, the same in each run. */
export function stableEventId(...parts: string[]): string {
  const hex = createHash('sha256').update(parts.join('|')).digest('hex');
  return BigInt(`0x${hex.slice(0, 32)}`)
    .toString(32)
    .padStart(26, '0')
    .slice(0, 26);
}

function writable(input: EventInput): EventInput {
  return Object.fromEntries(Object.entries(input).filter(([field]) => !READ_ONLY.includes(field)));
}

function dropNulls(fields: EventInput): EventInput {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  );
}

function keepIdentity(event: CalendarEvent): CalendarEvent {
  const { id, status, created, creator, organizer, iCalUID, sequence, eventType } = event;
  const { recurringEventId, originalStartTime } = event;
  return dropNulls({
    id, status, created, creator, organizer, iCalUID, sequence, eventType, recurringEventId, originalStartTime,
  }) as CalendarEvent; // biome-ignore format: one list
}

/** Returns the base of a canceled instance that is confirmed again: its series' fields and its slot's times. */
function revive(calendar: Calendar, event: CalendarEvent): CalendarEvent {
  if (event.status !== 'cancelled' || event.start || !event.recurringEventId) return event;
  const { recurrence: _recurrence, ...shared } = calendar.events.get(event.recurringEventId) ?? {};
  return { ...shared, ...event, start: event.originalStartTime } as CalendarEvent;
}

function mergeTime(before: EventTime | undefined, given: EventTime): EventTime {
  if (given.date) return { date: given.date };
  return { timeZone: before?.timeZone, ...dropNulls(given) };
}

function checkTimes(event: CalendarEvent, calendar: Calendar, anyZone: boolean): CalendarEvent {
  if (!event.start) throw required('Missing start time.');
  if (!event.end) throw required('Missing end time.');
  for (const side of [event.start, event.end]) {
    if (!anyZone && side.timeZone && !zoneOf(side.timeZone)) throw invalidValue('timeZone');
  }
  const start = normalizeTime(event.start, calendar.timeZone, 'start');
  const end = normalizeTime(event.end, calendar.timeZone, 'end');
  if (Boolean(start.date) !== Boolean(end.date))
    throw badRequest('Start and end times must either both be date or both be dateTime.');
  if (timeToMs(end, calendar.timeZone) < timeToMs(start, calendar.timeZone)) throw rangeEmpty();
  if (event.recurrence !== undefined) {
    if (!isValidRecurrence(event.recurrence)) throw invalidValue('recurrence');
    if (!start.date && !event.start.timeZone) throw required('Missing time zone definition for start time.');
  }
  return { ...event, start, end };
}

/** Creates the conference that `createRequest` asks for, and copies its video link to hangoutLink. */
function withConference(event: CalendarEvent): CalendarEvent {
  const request = event.conferenceData?.createRequest;
  if (request && !event.conferenceData?.entryPoints) event.conferenceData = meetConference(request.requestId);
  const type = event.conferenceData?.conferenceSolution?.key?.type;
  const video = event.conferenceData?.entryPoints?.find((point) => point.entryPointType === 'video');
  if (type === 'hangoutsMeet' && video) event.hangoutLink = video.uri;
  else delete event.hangoutLink;
  return event;
}

/** Returns the conference data of a Google Meet link whose code is derived from the name. */
export function meetConference(name: string): NonNullable<CalendarEvent['conferenceData']> {
  const letters = [...createHash('sha256').update(name).digest()].map((byte) =>
    String.fromCharCode(97 + (byte % 26)),
  );
  const code = `${letters.slice(0, 3).join('')}-${letters.slice(3, 7).join('')}-${letters.slice(7, 10).join('')}`;
  return {
    conferenceId: code,
    conferenceSolution: { key: { type: 'hangoutsMeet' }, name: 'Google Meet' },
    entryPoints: [
      { entryPointType: 'video', uri: `https://meet.google.com/${code}`, label: `meet.google.com/${code}` },
    ],
  };
}

function sameTimes(one: CalendarEvent, other: CalendarEvent, zone: string): boolean {
  if (!one.start || !one.end || !other.start || !other.end) return false;
  return (
    timeToMs(one.start, zone) === timeToMs(other.start, zone) &&
    timeToMs(one.end, zone) === timeToMs(other.end, zone) &&
    one.start.timeZone === other.start.timeZone &&
    JSON.stringify(one.recurrence) === JSON.stringify(other.recurrence)
  );
}

function syncExceptions(
  calendar: Calendar,
  { before, after, fields }: { before: CalendarEvent; after: CalendarEvent; fields: string[] },
  now: Date,
): void {
  const retimed = !sameTimes(before, after, calendar.timeZone);
  const shared = SERIES_SHARED.filter(
    (field) => fields.includes(field) || (field === 'hangoutLink' && fields.includes('conferenceData')),
  );
  for (const exception of calendar.exceptionsOf(before.id)) {
    if (retimed && !standsOnSlot(calendar, after, exception)) {
      calendar.dropException(before.id, exception.id);
    } else if (shared.length > 0 && exception.status !== 'cancelled') {
      const reset = Object.fromEntries(shared.map((field) => [field, after[field]]));
      calendar.put(dropNulls({ ...exception, ...reset }) as CalendarEvent, now);
    }
  }
}

function standsOnSlot(calendar: Calendar, master: CalendarEvent, exception: CalendarEvent): boolean {
  const at = timeToMs(exception.originalStartTime ?? {}, calendar.timeZone);
  const window = { fromMs: at - 1, toMs: at + 1 };
  return expandSeries(master, calendar.timeZone, window).some((slot) => slot.id === exception.id);
}
