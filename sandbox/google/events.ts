import { type Call, json, jsonBody, type Reply } from '../http';
import type { World } from '../world';
import { calendarFor, visitorOf } from './access';
import type { Calendar } from './calendar';
import { importEvent, moveEvent } from './copy-events';
import { deleteEvent, insertEvent, patchEvent } from './edit-events';
import { badRequest, conditionNotMet, invalidValue, notFound, required } from './errors';
import { findEvent, instancesOf, isMaster } from './instances';
import { boundedWindow, listEvents, windowOf } from './list-events';
import { pageOf } from './paging';
import type { Push } from './push';
import { timeToMs, zoneOf } from './time';
import type { AccessRole, CalendarEvent, ListEntry } from './types';
import { toWire, type WireOptions } from './wire';

const API = 'https://www.googleapis.com/calendar/v3';

/** `events.list`: a page of events, see `listEvents`. */
export function list(call: Call, world: World): Reply {
  const { calendar, entry, email } = open(call, world);
  const query = call.url.searchParams;
  const { pageSize, blankPages } = world.settings;
  const nowMs = world.now().getTime();
  const switches = { pageSize, blankPages };
  const page = listEvents(calendar, query, { reader: email, nowMs, switches, snapshots: world.snapshots });
  return notModified(call, json(listAnswer(calendar, entry, query, page)), `"p${calendar.events.seq}"`);
}

/** `events.instances`: the instances of one series, exceptions in place. Throws 404 for an unknown series. */
export function instances(call: Call, world: World): Reply {
  const { calendar, entry, email } = open(call, world);
  const query = call.url.searchParams;
  const master = calendar.events.get(call.params[1] ?? '');
  if (!master) throw notFound();
  if (!isMaster(master)) throw badRequest('The event is not recurring.');
  const window = boundedWindow(windowOf(query), world.now().getTime());
  const original = query.get('originalStart');
  const page = pageOf(
    {
      list: `${email}/${calendar.id}/${master.id}`,
      query,
      seq: calendar.events.seq,
      generation: calendar.settings.generation,
      defaultPageSize: 250,
      maxPageSize: 2500,
      notWithSyncToken: ['timeMin', 'timeMax', 'originalStart'],
      noSyncToken: [],
      pageSize: world.settings.pageSize,
      blankPages: world.settings.blankPages,
    },
    world.snapshots,
    () => {
      if (master.status === 'cancelled') return [];
      const found = instancesOf(calendar, master, window, query.get('showDeleted') === 'true');
      if (original === null) return found;
      const at = timeToMs(
        original.length === 10 ? { date: original } : { dateTime: original },
        calendar.timeZone,
      );
      return found.filter((event) => timeToMs(event.originalStartTime ?? {}, calendar.timeZone) === at);
    },
  );
  return json(listAnswer(calendar, entry, query, page));
}

/** `events.get`: an event, or an instance of a series by its own id. */
export function get(call: Call, world: World): Reply {
  const { calendar, entry } = open(call, world);
  const event = findEvent(calendar, call.params[1] ?? '');
  if (!event) throw notFound();
  const options = wireOptions(entry.accessRole, call.url.searchParams, true);
  return notModified(call, json(toWire(event, calendar, options)), event.etag ?? '');
}

/** `events.insert`: adds an event. */
export function insert(call: Call, world: World): Reply {
  const { calendar, entry, editor } = open(call, world, 'writer');
  const event = insertEvent(calendar, jsonBody(call), { editor, now: world.now() });
  world.onChange(`events:${calendar.id}`);
  return written(event, calendar, entry);
}

/** `events.patch`, and `events.update` which replaces: changes an event. 412 when If-Match does not hold. */
export function patch(call: Call, world: World, replace: boolean): Reply {
  const { calendar, entry } = open(call, world, 'writer');
  checkMatch(call, calendar);
  const event = patchEvent(calendar, call.params[1] ?? '', jsonBody(call), { now: world.now(), replace });
  world.onChange(`events:${calendar.id}`);
  return written(event, calendar, entry);
}

/** `events.import`: adds a private copy of an event that stands elsewhere, by its iCalUID. */
export function importOne(call: Call, world: World): Reply {
  const { calendar, entry, editor } = open(call, world, 'writer');
  const event = importEvent(calendar, jsonBody(call), { editor, now: world.now() });
  world.onChange(`events:${calendar.id}`);
  return written(event, calendar, entry);
}

/** `events.move`: moves an event to the calendar that `destination` names. */
export function move(call: Call, world: World): Reply {
  const { calendar } = open(call, world, 'writer');
  const visitor = visitorOf(call, world, 'writeEvents');
  const destination = call.url.searchParams.get('destination');
  if (!destination) throw required('Missing destination.');
  const { calendar: to, entry } = calendarFor(world, visitor, destination, 'writer');
  const organizer = { email: to.id, displayName: to.settings.summary };
  const event = moveEvent(calendar, to, call.params[1] ?? '', { organizer, now: world.now() });
  world.onChange(`events:${calendar.id}`);
  world.onChange(`events:${to.id}`);
  return written(event, to, entry);
}

/** `events.delete`: deletes an event. 204, 404, or 410 when already deleted. */
export function remove(call: Call, world: World): Reply {
  const { calendar } = open(call, world, 'writer');
  checkMatch(call, calendar);
  deleteEvent(calendar, call.params[1] ?? '', world.now());
  world.onChange(`events:${calendar.id}`);
  return { status: 204 };
}

/** `events.watch`: opens a channel for a calendar's events. */
export async function watch(call: Call, world: World, push: Push): Promise<Reply> {
  const { calendar, owner } = open(call, world);
  const answer = await push.watch(
    jsonBody(call),
    owner,
    {
      subject: `events:${calendar.id}`,
      uri: `${API}/calendars/${encodeURIComponent(calendar.id)}/events?alt=json`,
      supported: calendar.settings.pushSupported,
    },
    call.afterwards,
  );
  return json(answer);
}

/** `channels.stop`: closes a channel. 204. */
export function stop(call: Call, world: World, push: Push): Reply {
  const visitor = visitorOf(call, world);
  push.stop(jsonBody(call), { email: visitor.person.email, clientId: visitor.clientId });
  return { status: 204 };
}

function open(call: Call, world: World, need: AccessRole = 'freeBusyReader') {
  const visitor = visitorOf(call, world, need === 'writer' ? 'writeEvents' : 'readEvents');
  const { calendar, entry } = calendarFor(world, visitor, call.params[0] ?? '', need);
  const { email, name } = visitor.person;
  return {
    calendar,
    entry,
    email,
    editor: { email, displayName: name },
    owner: { email, clientId: visitor.clientId },
  };
}

function listAnswer(
  calendar: Calendar,
  entry: ListEntry,
  query: URLSearchParams,
  page: { items: CalendarEvent[]; nextPageToken?: string; nextSyncToken?: string },
): object {
  const { items, ...tokens } = page;
  const options = wireOptions(entry.accessRole, query, query.get('showDeleted') === 'true');
  return {
    kind: 'calendar#events',
    etag: `"p${calendar.events.seq}"`,
    summary: calendar.settings.summary,
    ...(calendar.settings.description && { description: calendar.settings.description }),
    updated: items.at(-1)?.updated ?? new Date(0).toISOString(),
    timeZone: options.timeZone ?? calendar.settings.timeZone,
    accessRole: entry.accessRole,
    defaultReminders: entry.primary ? [{ method: 'popup', minutes: 10 }] : [],
    ...tokens,
    items: items.map((event) => toWire(event, calendar, options)),
  };
}

function wireOptions(role: AccessRole, query: URLSearchParams, fullTombstones: boolean): WireOptions {
  const wanted = query.get('timeZone') ?? undefined;
  const timeZone = zoneOf(wanted) ?? undefined;
  if (wanted !== undefined && !timeZone) throw invalidValue('timeZone');
  const most = query.get('maxAttendees');
  return { role, timeZone, fullTombstones, maxAttendees: most === null ? undefined : Number(most) };
}

function written(event: CalendarEvent, calendar: Calendar, entry: ListEntry): Reply {
  return json(toWire(event, calendar, { role: entry.accessRole }), 200, { etag: event.etag ?? '' });
}

function notModified(call: Call, reply: Reply, etag: string): Reply {
  if (call.headers['if-none-match'] === etag) return { status: 304, headers: { etag } };
  return { ...reply, headers: { ...reply.headers, etag } };
}

function checkMatch(call: Call, calendar: Calendar): void {
  const wanted = call.headers['if-match'];
  if (!wanted || wanted === '*') return;
  if (findEvent(calendar, call.params[1] ?? '')?.etag !== wanted) throw conditionNotMet();
}
