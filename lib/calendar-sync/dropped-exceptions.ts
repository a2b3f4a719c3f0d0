import { withGoogle } from '@/lib/accounts/google-session';
import { getEvent } from '@/lib/google/calendar';
import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import { findSlot, googleTimeToInstant } from '@/lib/occurrences/domain/recurrence';
import { isDropped, resourceOf } from '@/lib/occurrences/stored-event';
import { db } from '@/lib/platform/database/client';
import type { Calendar, CalendarConnection, Event } from '@/lib/platform/database/generated/prisma/client';

/** Exceptions that ended longer ago than this are not asked about. */
const PAST_MS = 86_400_000;
/** If more are in doubt, reading the whole calendar costs Google less: a person has 600 requests a minute. */
const MOST_ASKED = 50;
/** Asked for at once. */
const AT_ONCE = 5;

/**
 * Exceptions that Google has dropped without a word in the change feed: it does so when their series is moved, or
 * ended before them ("this and following"), or deleted. Google itself is asked about those that stand on no slot of
 * their series any more, and about those of a series that is back, because it keeps some.
 * @param changed rows of one incremental sync
 * @returns ids of stored events; null where so many are in doubt that the whole calendar is to be read
 * @throws GoogleFailure
 */
export async function findDroppedExceptions(
  calendar: Calendar & { connection: CalendarConnection },
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
  // All ids in one parameter: a statement has room for 65,535.
  const exceptions = await db().$queryRaw<(Event & { wasDeleted: boolean })[]>`
    SELECT e.*, m."isDeleted" AS "wasDeleted" FROM "Event" AS e
      JOIN "Event" AS m ON m."calendarId" = e."calendarId" AND m."googleEventId" = e."recurringEventId"
     WHERE e."calendarId" = ${calendar.id}
       AND e."recurringEventId" = ANY(${[...masters.keys()]}::text[])`;
  const suspects = exceptions.filter((row) => {
    if (changedIds.has(row.googleEventId)) return false;
    const master = masters.get(row.recurringEventId ?? '');
    const raw = resourceOf(row);
    if (!master || isDropped(row)) return false;
    const slot = googleTimeToInstant(raw.originalStartTime, calendar.timeZone);
    const start = googleTimeToInstant(raw.start, calendar.timeZone) ?? slot;
    if (!slot || !start || Math.max(+slot, +start) < +now - PAST_MS) return false;
    if (row.wasDeleted) return true;
    const { start: first = {}, end = {}, recurrence = [] } = master;
    return !findSlot({ start: first, end, recurrence, fallbackTimeZone: calendar.timeZone }, slot);
  });
  if (suspects.length === 0) return [];
  if (suspects.length > MOST_ASKED) return null;
  return withGoogle(calendar.connection, now, async (session) => {
    const dropped: string[] = [];
    const ask = async (row: (typeof suspects)[number]) => {
      const found = await getEvent(session, calendar.googleCalendarId, row.googleEventId);
      if (!found || (row.wasDeleted && !isSameState(found, resourceOf(row)))) dropped.push(row.id);
    };
    for (let i = 0; i < suspects.length; i += AT_ONCE)
      await Promise.all(suspects.slice(i, i + AT_ONCE).map(ask));
    return dropped;
  });
}

/**
 * Whether an instance of a series that is back still is the stored exception. Where Google has dropped that, it answers
 * with the series' own instance, which is as old as the series; had the exception changed, the feed would have said so.
 */
function isSameState(found: GoogleEvent, stored: GoogleEvent): boolean {
  if (stored.status === 'cancelled' || found.status === 'cancelled') return found.status === stored.status;
  return found.updated === stored.updated;
}
