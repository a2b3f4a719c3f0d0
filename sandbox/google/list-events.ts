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
/** Who reads a list, when, and how the sandbox pages it. */
export type Reading = { reader: string; nowMs: number; switches: ListSwitches; snapshots: Snapshots };
/** What a query selects: its parameters, and whether series are expanded into instances (`singleEvents`). */
type Selection = { query: URLSearchParams; single: boolean; nowMs: number };

/**
 * `events.list` (https://developers.google.com/workspace/calendar/api/v3/reference/events/list): returns one page of
 * a calendar's events, of its instances with singleEvents, or of the changes since a sync token.
 *
 * @throws GoogleError as Google does for each wrong parameter, and 410 for an expired sync token
 */
export function listEvents(
  calendar: Calendar,
  query: URLSearchParams,
  { reader, nowMs, switches, snapshots }: Reading,
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
      const selection = { query, single, nowMs };
      if (from !== null) return increment(calendar, from, selection);
      const events = fullList(calendar, window, selection).filter(matcher(query));
      return orderBy ? events.sort(comparator(orderBy, calendar.timeZone)) : events;
    },
  );
}

/**
 * Returns the window of a query: timeMin bounds the end and timeMax the start of listed events, both exclusive.
 * Throws 400 when it is empty.
 */
export function windowOf(query: URLSearchParams): Window {
  const fromMs = queryTime(query.get('timeMin'), 'timeMin') ?? Number.NEGATIVE_INFINITY;
  const toMs = queryTime(query.get('timeMax'), 'timeMax') ?? Number.POSITIVE_INFINITY;
  if (toMs <= fromMs) throw rangeEmpty();
  return { fromMs, toMs };
}

/** Returns the window with an end up to which endless series can be expanded. */
export function boundedWindow(window: Window, nowMs: number): Window {
  return { fromMs: window.fromMs, toMs: Math.min(window.toMs, nowMs + EXPANSION_HORIZON_MS) };
}

/** Returns every row that a first sync of the window lists; series as instances when `single`. */
export function fullList(
  calendar: Calendar,
  window: Window,
  { query, single, nowMs }: Selection,
): CalendarEvent[] {
  const showDeleted = query.get('showDeleted') === 'true';
  const bounded = boundedWindow(window, nowMs);
  const found: CalendarEvent[] = [];
  for (const event of calendar.events.values()) {
    const isDeleted = event.status === 'cancelled';
    if (isMaster(event)) {
      if (single) found.push(...(isDeleted ? [] : instancesOf(calendar, event, bounded, showDeleted)));
      else if ((!isDeleted || showDeleted) && inWindow(calendar, event, window, bounded)) found.push(event);
    } else if (event.recurringEventId) {
      // Without expansion, canceled instances are listed even when deleted events are not.
      if (!single && overlapsEither(event, calendar, window)) found.push(event);
    } else if ((!isDeleted || showDeleted) && overlaps(event, calendar.timeZone, window)) {
      found.push(event);
    }
  }
  return found;
}

function inWindow(calendar: Calendar, master: CalendarEvent, window: Window, bounded: Window): boolean {
  const unbounded = window.fromMs === Number.NEGATIVE_INFINITY && window.toMs === Number.POSITIVE_INFINITY;
  return unbounded || touchesWindow(master, calendar.timeZone, bounded);
}

/** Returns whether a moved instance's present or original time overlaps the window: a reader needs it for both. */
function overlapsEither(exception: CalendarEvent, calendar: Calendar, window: Window): boolean {
  const original = { ...exception, start: undefined, end: undefined } as unknown as CalendarEvent;
  return overlaps(exception, calendar.timeZone, window) || overlaps(original, calendar.timeZone, window);
}

/** How far an increment with singleEvents expands a changed series: a sync token does not hold the first sync's window. */
const INCREMENT_BACK_MS = 31 * DAY_MS;
const INCREMENT_AHEAD_MS = 183 * DAY_MS;

function increment(calendar: Calendar, from: number, { query, single, nowMs }: Selection): CalendarEvent[] {
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
