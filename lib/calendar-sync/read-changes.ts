import { withGoogle } from '@/lib/accounts/google-session';
import { eventPages, getEvent } from '@/lib/google/calendar';
import { GoogleFailure } from '@/lib/google/errors';
import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import { findSlot, googleTimeToInstant } from '@/lib/occurrences/domain/recurrence';
import { isDropped, resourceOf } from '@/lib/occurrences/stored-event';
import { db } from '@/lib/platform/database/client';
import type { Calendar, CalendarConnection } from '@/lib/platform/database/generated/prisma/client';
import { exceptionsOf } from './queries';

type ConnectedCalendar = Calendar & { connection: CalendarConnection };

export type Changes = {
  events: GoogleEvent[];
  nextSyncToken: string | null;
  /** The events are the whole calendar. */
  full: boolean;
  /** Ids of stored exceptions that Google has dropped without saying so. */
  dropped: string[];
};

/**
 * Returns what changed at Google since the last sync; where Google does not say all of it, the whole
 * calendar.
 * @throws GoogleFailure
 */
export async function readChanges(calendar: ConnectedCalendar, clock: () => Date): Promise<Changes> {
  try {
    const changes = await readPages(calendar, calendar.syncToken, clock());
    const dropped = changes.full ? [] : await findDroppedExceptions(calendar, changes.events, clock());
    if (dropped) return { ...changes, dropped };
  } catch (error) {
    if (!(error instanceof GoogleFailure && error.kind === 'sync_token_invalid' && calendar.syncToken))
      throw error;
    // Google no longer knows the sync token: the whole calendar is read and compared.
  }
  return { ...(await readPages(calendar, null, clock())), dropped: [] };
}

async function readPages(
  calendar: ConnectedCalendar,
  syncToken: string | null,
  now: Date,
): Promise<Omit<Changes, 'dropped'>> {
  return withGoogle(calendar.connection, now, async (session) => {
    const events: GoogleEvent[] = [];
    let nextSyncToken: string | null = null;
    for await (const page of eventPages(session, calendar.googleCalendarId, syncToken)) {
      events.push(...page.events);
      nextSyncToken = page.nextSyncToken;
      if (calendar.lastSyncedAt === null) await storeProgress(calendar.id, events.length);
    }
    return { events, nextSyncToken, full: syncToken === null };
  });
}

/** Stores how far a first sync has come: people wait for it, and a large calendar has many pages. */
async function storeProgress(calendarId: string, eventsRead: number): Promise<void> {
  await db().calendar.updateMany({ where: { id: calendarId, lastSyncedAt: null }, data: { eventsRead } });
}

/** Exceptions that ended longer ago than this are not asked about. */
const PAST_MS = 86_400_000;
/**
 * When more exceptions are in doubt, reading the whole calendar costs less: a person has 600 requests a
 * minute.
 */
const MOST_ASKED = 50;
const ASKED_AT_ONCE = 5;

/**
 * Returns the exceptions that Google has dropped without saying so in the change feed. Google does that when
 * their series is moved, or is ended before them ("this and following"), or is deleted. We ask Google about
 * exceptions that no longer stand on a slot of their series, and about those of a series that is back,
 * because Google keeps some of them.
 * @param changed the events of one incremental sync
 * @returns ids of stored events; null where so many are in doubt that the whole calendar is to be read
 * @throws GoogleFailure
 */
export async function findDroppedExceptions(
  calendar: ConnectedCalendar,
  changed: GoogleEvent[],
  now: Date,
): Promise<string[] | null> {
  const masters = new Map(
    changed
      .filter((event) => event.recurrence?.length && event.status !== 'cancelled')
      .map((event) => [event.id, event]),
  );
  if (masters.size === 0) return [];
  const changedIds = new Set(changed.map((event) => event.id));
  const exceptions = await exceptionsOf(db(), calendar.id, [...masters.keys()]);
  const suspects = exceptions.filter((row) => {
    if (changedIds.has(row.googleEventId)) return false;
    const master = masters.get(row.recurringEventId ?? '');
    const raw = resourceOf(row);
    if (!master || isDropped(row)) return false;
    const slot = googleTimeToInstant(raw.originalStartTime, calendar.timeZone);
    const start = googleTimeToInstant(raw.start, calendar.timeZone) ?? slot;
    if (!slot || !start || Math.max(+slot, +start) < +now - PAST_MS) return false;
    if (row.wasSeriesDeleted) return true;
    const { start: first = {}, end = {}, recurrence = [] } = master;
    return !findSlot({ start: first, end, recurrence, fallbackTimeZone: calendar.timeZone }, slot);
  });
  if (suspects.length === 0) return [];
  if (suspects.length > MOST_ASKED) return null;
  return withGoogle(calendar.connection, now, async (session) => {
    const dropped: string[] = [];
    const ask = async (row: (typeof suspects)[number]) => {
      const found = await getEvent(session, calendar.googleCalendarId, row.googleEventId);
      if (!found || (row.wasSeriesDeleted && !isSameState(found, resourceOf(row)))) dropped.push(row.id);
    };
    for (let i = 0; i < suspects.length; i += ASKED_AT_ONCE)
      await Promise.all(suspects.slice(i, i + ASKED_AT_ONCE).map(ask));
    return dropped;
  });
}

/**
 * Returns whether an instance of a series that is back still is the stored exception. Where Google has
 * dropped the exception, it answers with the series' own instance, whose `updated` is the series'. An
 * exception that changed would stand in the feed.
 */
function isSameState(found: GoogleEvent, stored: GoogleEvent): boolean {
  if (stored.status === 'cancelled' || found.status === 'cancelled') return found.status === stored.status;
  return found.updated === stored.updated;
}
