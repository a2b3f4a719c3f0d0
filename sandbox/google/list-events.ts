import type { Calendar } from './calendar';
import { badRequest, invalidValue, rangeEmpty } from './errors';
import { EXPANSION_HORIZON_MS, instancesOf, isMaster, overlaps, sortKey, type Window } from './instances';
import { type Page, pageOf, type Snapshots } from './paging';
import { touchesWindow } from './recurrence';
import { DAY_MS, queryTime } from './time';
import type { CalendarEvent } from './types';

const RESTRICTIONS = [
  'iCalUID', 'orderBy', 'privateExtendedProperty', 'q', 'sharedExtendedProperty', 'timeMin', 'timeMax', 'updatedMin',
]; // biome-ignore format: one list
const NO_SYNC_TOKEN = RESTRICTIONS.filter((name) => !name.startsWith('time'));

export type ListSwitches = { pageSize?: number | undefined; blankPages: boolean };

/**
 * `events.list` (https://developers.google.com/workspace/calendar/api/v3/reference/events/list): one page of a
 * calendar, of its series' instances with singleEvents, or of what changed since a sync token.
 *
 * @throws GoogleError as Google does for each wrong parameter, and 410 for an expired sync token
 */
export function listEvents(
  calendar: Calendar,
  reader: string,
  query: URLSearchParams,
  switches: ListSwitches,
  snapshots: Snapshots,
  nowMs: number,
): Page<CalendarEvent> {
  const single = query.get('singleEvents') === 'true';
  const orderBy = query.get('orderBy');
  if (orderBy !== null && orderBy !== 'startTime' && orderBy !== 'updated') throw invalidValue('orderBy');
  if (orderBy === 'startTime' && !single) {
    throw badRequest('The requested ordering is not available for the particular query.');
  }
  const window = windowOf(query);
  return pageOf(
    {
      list: `${reader}/${calendar.id}/events`,
      query,
      seq: calendar.events.seq,
      generation: calendar.settings.generation,
      defaultPageSize: 250,
      maxPageSize: 2500,
      notWithSyncToken: RESTRICTIONS,
      noSyncToken: NO_SYNC_TOKEN,
      ...switches,
      pageSize: switches.pageSize,
    },
    snapshots,
    (from) => {
      if (from !== null) return increment(calendar, from, single, query, nowMs);
      const events = fullList(calendar, window, single, query, nowMs).filter(matcher(query));
      return orderBy ? events.sort(comparator(orderBy, calendar.timeZone)) : events;
    },
  );
}

/** timeMin bounds the end and timeMax the start of what is listed, both exclusive. Throws 400 when empty. */
export function windowOf(query: URLSearchParams): Window {
  const fromMs = queryTime(query.get('timeMin'), 'timeMin') ?? Number.NEGATIVE_INFINITY;
  const toMs = queryTime(query.get('timeMax'), 'timeMax') ?? Number.POSITIVE_INFINITY;
  if (toMs <= fromMs) throw rangeEmpty();
  return { fromMs, toMs };
}

/** The same window with an end that an endless series can be expanded to. */
export function boundedWindow(window: Window, nowMs: number): Window {
  return { fromMs: window.fromMs, toMs: Math.min(window.toMs, nowMs + EXPANSION_HORIZON_MS) };
}

/** Every row a first sync lists: of the window, expanded when `single`. */
export function fullList(
  calendar: Calendar,
  window: Window,
  single: boolean,
  query: URLSearchParams,
  nowMs: number,
): CalendarEvent[] {
  const showDeleted = query.get('showDeleted') === 'true';
  const bounded = boundedWindow(window, nowMs);
  const found: CalendarEvent[] = [];
  for (const event of calendar.events.values()) {
    const gone = event.status === 'cancelled';
    if (isMaster(event)) {
      if (single) found.push(...(gone ? [] : instancesOf(calendar, event, bounded, showDeleted)));
      else if ((!gone || showDeleted) && inWindow(calendar, event, window, bounded)) found.push(event);
    } else if (event.recurringEventId) {
      // Without expansion, cancelled instances are listed even when deleted events are not.
      if (!single && overlapsEither(event, calendar, window)) found.push(event);
    } else if ((!gone || showDeleted) && overlaps(event, calendar.timeZone, window)) {
      found.push(event);
    }
  }
  return found;
}

function inWindow(calendar: Calendar, master: CalendarEvent, window: Window, bounded: Window): boolean {
  const unbounded = window.fromMs === Number.NEGATIVE_INFINITY && window.toMs === Number.POSITIVE_INFINITY;
  return unbounded || touchesWindow(master, calendar.timeZone, bounded);
}

/** A moved instance belongs to a window by where it is and by where it was: a reader needs it for both. */
function overlapsEither(exception: CalendarEvent, calendar: Calendar, window: Window): boolean {
  const original = { ...exception, start: undefined, end: undefined } as unknown as CalendarEvent;
  return overlaps(exception, calendar.timeZone, window) || overlaps(original, calendar.timeZone, window);
}

/** How far singleEvents increments expand a changed series; the token does not carry the first sync's window. */
const INCREMENT_BACK_MS = 31 * DAY_MS;
const INCREMENT_AHEAD_MS = 183 * DAY_MS;

function increment(
  calendar: Calendar,
  from: number,
  single: boolean,
  query: URLSearchParams,
  nowMs: number,
): CalendarEvent[] {
  const changed = calendar.events.changedSince(from).map((row) => row.value);
  const types = query.getAll('eventTypes');
  const wanted = changed.filter((event) => event.status === 'cancelled' || ofType(event, types));
  if (!single) return wanted;
  const window = { fromMs: nowMs - INCREMENT_BACK_MS, toMs: nowMs + INCREMENT_AHEAD_MS };
  const rows = new Map<string, CalendarEvent>();
  for (const event of wanted) {
    if (!isMaster(event)) rows.set(event.id, event);
    else {
      const alive = { ...event, status: 'confirmed' as const };
      for (const instance of instancesOf(calendar, alive, window, true)) {
        rows.set(instance.id, event.status === 'cancelled' ? { ...instance, status: 'cancelled' } : instance);
      }
    }
  }
  return [...rows.values()];
}

function ofType(event: CalendarEvent, types: string[]): boolean {
  return types.length === 0 || types.includes(event.eventType ?? 'default');
}

function matcher(query: URLSearchParams): (event: CalendarEvent) => boolean {
  const words = query.get('q')?.toLowerCase().split(/\s+/) ?? [];
  const iCalUID = query.get('iCalUID');
  const updatedMin = queryTime(query.get('updatedMin'), 'updatedMin');
  const types = query.getAll('eventTypes');
  return (event) => {
    if (event.status !== 'cancelled' && !ofType(event, types)) return false;
    if (iCalUID !== null && event.iCalUID !== iCalUID) return false;
    if (updatedMin !== undefined && Date.parse(event.updated ?? '') < updatedMin) return false;
    const guests = (event.attendees ?? []).map((guest) => `${guest.email} ${guest.displayName ?? ''}`);
    const text = [event.summary, event.description, event.location, ...guests].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

function comparator(orderBy: string, zone: string) {
  return (one: CalendarEvent, other: CalendarEvent): number =>
    orderBy === 'startTime'
      ? sortKey(one, zone) - sortKey(other, zone) || one.id.localeCompare(other.id)
      : (one.updated ?? '').localeCompare(other.updated ?? '');
}
