import type { Tx } from '@/lib/platform/database/client';
import type { Continued } from './continue-series';
import { type MaterializedCalendar, materializeEvents } from './materialize-events';
import type { StoredEvent, WrittenEvent } from './stored-event';

/**
 * Brings the occurrences of events that changed in line with them.
 * @param changed rows just stored; an exception stands for its whole series. What is known of them is not read again
 * @param continued series that go on in others: bookings go along
 * @returns ids of the events (series or single) whose occurrences were looked at
 */
export async function materializeChanged(
  tx: Tx,
  calendar: MaterializedCalendar,
  changed: (StoredEvent | WrittenEvent)[],
  continued: Continued[],
  now: Date,
): Promise<string[]> {
  const masterIds = [...new Set(changed.flatMap((row) => row.recurringEventId ?? []))];
  const masters =
    masterIds.length === 0
      ? []
      : await tx.$queryRaw<{ id: string; googleEventId: string }[]>`
          SELECT "id", "googleEventId" FROM "Event"
           WHERE "calendarId" = ${calendar.id}
             AND "googleEventId" = ANY(${masterIds}::text[])`;
  const known = new Set(masters.map((master) => master.googleEventId));
  const roots = new Set(masters.map((master) => master.id));
  for (const row of changed) {
    // An exception whose series we were never shown (invited to one date only) stands for itself.
    if (!row.recurringEventId || !known.has(row.recurringEventId)) roots.add(row.id);
  }
  const changedIds = new Set(changed.map((row) => row.id));
  const stayed = continued.filter((pair) => !roots.has(pair.afterId)).map((pair) => pair.afterId);
  for (const id of stayed) roots.add(id);
  const written = changed.filter((row) => 'isNew' in row);
  await materializeEvents(tx, calendar, [...roots], now, { written, changedIds, continued, stayed });
  return [...roots];
}

/**
 * Expands series anew, beyond the rolling window if need be, as for bookings far ahead.
 * @param until at least to here
 * @returns ids of those of which all is stored that far: no rule was too much to be followed to the end
 */
export async function materializeSeries(
  tx: Tx,
  calendar: MaterializedCalendar,
  eventIds: string[],
  until: Date,
  now: Date,
): Promise<string[]> {
  const cut = await materializeEvents(tx, calendar, eventIds, now, { until });
  return eventIds.filter((id) => !cut.has(id));
}

/**
 * Expands anew what stands in its calendar's own time zone, which has changed: all-day events, and those Google gives no
 * zone.
 * @returns ids of the events (series or single) whose occurrences were looked at
 */
export async function materializeZoneless(
  tx: Tx,
  calendar: MaterializedCalendar,
  now: Date,
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Event"
     WHERE "calendarId" = ${calendar.id} AND NOT "isDeleted" AND "kind" <> 'exception'
       AND "raw"->'start'->>'timeZone' IS NULL`;
  const eventIds = rows.map((row) => row.id);
  await materializeEvents(tx, calendar, eventIds, now);
  return eventIds;
}
