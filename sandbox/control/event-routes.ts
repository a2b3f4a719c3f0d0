import type { Calendar } from '../google/calendar';
import { copyEvent, moveEvent } from '../google/copy-events';
import { deleteEvent, type EventInput, insertEvent, newEventId, patchEvent } from '../google/edit-events';
import { findEvent, instancesOf, isMaster } from '../google/instances';
import { fullList } from '../google/list-events';
import type { Route } from '../google/routes';
import { splitSeries } from '../google/split-series';
import { DAY_MS, formatInZone, MINUTE_MS, spanOf } from '../google/time';
import type { CalendarEvent, ResponseStatus } from '../google/types';
import { toWire } from '../google/wire';
import { type Call, json, jsonBody, Refusal, type Reply } from '../http';
import { type Control, calendarOf, controlRoute, numberField, textField } from './context';

const BASE = '/calendars/:id/events';

/** Returns the routes that edit calendars as their owner would, without a token. Each edit is in the feed and pushed. */
export function eventRoutes(control: Control): Route[] {
  const { world } = control;
  const edit =
    (change: (calendar: Calendar, call: Call) => unknown) =>
    (call: Call): Reply => {
      const calendar = calendarOf(control, call);
      const result = change(calendar, call);
      world.onChange(`events:${calendar.id}`);
      return json(result);
    };
  const shown = (event: CalendarEvent, calendar: Calendar) =>
    toWire(event, calendar, { role: 'owner', fullTombstones: true });

  return [
    controlRoute('GET', BASE, (call) => json(coming(calendarOf(control, call), call, world.now().getTime()))),
    controlRoute('POST', BASE, edit((calendar, call) => {
      const input = withShorthand(jsonBody(call), calendar, world.now().getTime());
      const editor = ownerOf(control, calendar);
      const sealed = givenUid(input);
      return shown(insertEvent(calendar, input, { editor, now: world.now(), anyZone: true, sealed }), calendar);
    })),
    controlRoute('POST', `/calendars/:id/bulk`, edit((calendar, call) => bulk(control, calendar, call))),
    controlRoute('GET', `${BASE}/:event`, (call) => {
      const calendar = calendarOf(control, call);
      return json(shown(eventOf(calendar, call), calendar));
    }),
    controlRoute('GET', `${BASE}/:event/instances`, (call) => {
      const calendar = calendarOf(control, call);
      const master = eventOf(calendar, call);
      if (!isMaster(master)) throw new Refusal(400, 'The event is not recurring.');
      const window = windowOf(call, world.now().getTime());
      return json({ items: instancesOf(calendar, master, window, true).map((event) => shown(event, calendar)) });
    }),
    controlRoute('PATCH', `${BASE}/:event`, edit((calendar, call) => {
      const input = withLink(jsonBody(call));
      return shown(patchEvent(calendar, call.params[1] ?? '', input, { now: world.now(), anyZone: true }), calendar);
    })),
    controlRoute('POST', `${BASE}/:event/move`, edit((calendar, call) => {
      const event = eventOf(calendar, call);
      const input = movedBy(event, calendar, numberField(jsonBody(call), 'minutes', 0));
      return shown(patchEvent(calendar, event.id, input, { now: world.now() }), calendar);
    })),
    controlRoute('DELETE', `${BASE}/:event`, edit((calendar, call) =>
      shown(deleteEvent(calendar, call.params[1] ?? '', world.now()), calendar))),
    controlRoute('POST', `${BASE}/:event/cancel`, edit((calendar, call) =>
      shown(deleteEvent(calendar, call.params[1] ?? '', world.now()), calendar))),
    controlRoute('POST', `${BASE}/:event/move-to-calendar`, edit((calendar, call) => {
      const to = otherCalendar(control, call);
      const organizer = { email: to.id, displayName: to.settings.summary };
      const event = moveEvent(calendar, to, call.params[1] ?? '', { organizer, now: world.now() });
      world.onChange(`events:${to.id}`);
      return shown(event, to);
    })),
    controlRoute('POST', `${BASE}/:event/copy-to-calendar`, edit((calendar, call) => {
      const to = otherCalendar(control, call);
      const { changes, invited } = jsonBody(call);
      const how = { invited: invited === true, editor: ownerOf(control, to), now: world.now() };
      const event = copyEvent(eventOf(calendar, call), to, withLink((changes ?? {}) as EventInput), how);
      world.onChange(`events:${to.id}`);
      return shown(event, to);
    })),
    controlRoute('POST', `${BASE}/:event/split`, edit((calendar, call) => {
      const { changes, freshId } = jsonBody(call);
      const at = { masterId: call.params[1] ?? '', originalStart: textField(call, 'originalStart') };
      const input = withLink((changes ?? {}) as EventInput);
      const options = { now: world.now(), freshId: freshId === true };
      const { before, after } = splitSeries(calendar, at, input, options);
      return { before: shown(before, calendar), after: shown(after, calendar) };
    })),
    controlRoute('POST', `${BASE}/:event/answer`, edit((calendar, call) => {
      const event = eventOf(calendar, call);
      const email = String(jsonBody(call).email ?? calendar.id);
      const responseStatus = textField(call, 'responseStatus') as ResponseStatus;
      const others = (event.attendees ?? []).filter((attendee) => attendee.email !== email);
      const own = event.attendees?.find((attendee) => attendee.email === email);
      const attendees = [...others, { ...own, email, responseStatus }];
      return shown(patchEvent(calendar, event.id, { attendees }, { now: world.now() }), calendar);
    })),
  ]; // biome-ignore format: a table of routes
}

/** Some tools write one iCalUID into all of their events. Google lets no one else choose it, but for imports. */
function givenUid({ iCalUID }: EventInput): Partial<CalendarEvent> {
  return typeof iCalUID === 'string' ? { iCalUID } : {};
}

function otherCalendar({ world }: Control, call: Call): Calendar {
  const calendar = world.calendars.get(textField(call, 'calendar'));
  if (!calendar)
    throw new Refusal(404, `No such calendar. Calendars: ${[...world.calendars.keys()].join(', ')}.`);
  return calendar;
}

function eventOf(calendar: Calendar, call: Call): CalendarEvent {
  const event = findEvent(calendar, call.params[1] ?? '');
  if (!event) throw new Refusal(404, 'No such event in this calendar.');
  return event;
}

function ownerOf({ world }: Control, calendar: Calendar) {
  const person = world.people.get(calendar.settings.owner);
  return { email: calendar.settings.owner, ...(person && { displayName: person.name }) };
}

/** Returns `from` and `to` of the query in epoch milliseconds; by default a day back and four weeks ahead. */
function windowOf(call: Call, nowMs: number) {
  const read = (name: string, otherwise: number) => {
    const text = call.url.searchParams.get(name);
    const ms = text === null ? otherwise : Date.parse(text);
    if (Number.isNaN(ms)) throw new Refusal(400, `${name} is not a time.`);
    return ms;
  };
  return { fromMs: read('from', nowMs - DAY_MS), toMs: read('to', nowMs + 28 * DAY_MS) };
}

/** Returns what a person sees in that calendar: instances in order of time; stored rows with `expand=false`. */
function coming(calendar: Calendar, call: Call, nowMs: number): object {
  const expand = call.url.searchParams.get('expand') !== 'false';
  const selection = { query: new URLSearchParams(), single: expand, nowMs };
  const events = fullList(calendar, windowOf(call, nowMs), selection);
  const start = (event: CalendarEvent) => spanOf(event, calendar.timeZone)?.start ?? 0;
  const items = events
    .sort((one, other) => start(one) - start(other))
    .map((event) => toWire(event, calendar, { role: 'owner', fullTombstones: true }));
  return { calendar: calendar.settings, items };
}

/** Replaces `link` by a location with that link, or by a Meet conference for `"meet"`; null removes every link. */
function withLink(input: EventInput): EventInput {
  const { link, ...fields } = input;
  if (link === undefined) return fields;
  if (link === 'meet')
    return { ...fields, location: null, conferenceData: { createRequest: { requestId: newEventId() } } };
  return { ...fields, location: link, conferenceData: null };
}

/** Replaces `inSeconds` and `minutes` by start and end, for meetings that start soon. */
function withShorthand(input: EventInput, calendar: Calendar, nowMs: number): EventInput {
  const { inSeconds, minutes, ...fields } = withLink(input);
  if (typeof inSeconds !== 'number') return fields;
  const startMs = nowMs + inSeconds * 1000;
  const endMs = startMs + (typeof minutes === 'number' ? minutes : 30) * MINUTE_MS;
  const time = (ms: number) => ({
    dateTime: formatInZone(ms, calendar.timeZone),
    timeZone: calendar.timeZone,
  });
  return { start: time(startMs), end: time(endMs), ...fields };
}

function movedBy(event: CalendarEvent, calendar: Calendar, minutes: number): EventInput {
  const span = spanOf(event, calendar.timeZone);
  if (!span || event.start?.date)
    throw new Refusal(400, 'Only an event with a time of day can be moved by minutes.');
  const time = (ms: number, timeZone?: string) => ({
    dateTime: formatInZone(ms + minutes * MINUTE_MS, calendar.timeZone),
    timeZone: timeZone ?? calendar.timeZone,
  });
  return { start: time(span.start, event.start?.timeZone), end: time(span.end, event.end?.timeZone) };
}

/**
 * Adds many events at once, for benches: `count` of them, `everyMinutes` apart from `start`, each a series when
 * `recurrence` is given. One push for all.
 */
function bulk(control: Control, calendar: Calendar, call: Call): object {
  const body = jsonBody(call);
  const now = control.world.now();
  const count = numberField(body, 'count', 100);
  if (count < 1 || count > 50_000) throw new Refusal(400, 'count must be between 1 and 50000.');
  const every = numberField(body, 'everyMinutes', 30) * MINUTE_MS;
  const length = numberField(body, 'minutes', 25) * MINUTE_MS;
  const startMs = body.start === undefined ? now.getTime() + 60 * MINUTE_MS : Date.parse(String(body.start));
  if (Number.isNaN(startMs)) throw new Refusal(400, 'start is not a time.');
  const owner = ownerOf(control, calendar);
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = startMs + index * every;
    const time = (ms: number) => ({ dateTime: new Date(ms).toISOString(), timeZone: calendar.timeZone });
    const event = insertEvent(
      calendar,
      {
        summary: `${String(body.summary ?? 'Load test')} ${index + 1}`,
        start: time(at),
        end: time(at + length),
        location: `https://us02web.zoom.us/j/${8_000_000_000 + index}`,
        ...(Array.isArray(body.recurrence) && { recurrence: body.recurrence }),
      },
      { editor: owner, now },
    );
    ids.push(event.id);
  }
  return { created: ids.length, ids: body.returnIds === true ? ids : undefined };
}
