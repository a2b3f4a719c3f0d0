import { db } from '@/lib/db/client';
import type { CalendarConnection } from '@/lib/db/generated/prisma/client';
import type { CalendarListEntry } from '@/lib/google/calendar';
import { listCalendars } from '@/lib/google/calendar';
import { newId } from '@/lib/secrets';
import { withGoogle } from './google-session';

/**
 * Reads a connection's calendar list from Google and stores it. A calendar seen for the first time is synced
 * when it is the primary one, or selected in Google Calendar and owned; one that has left the list is not
 * synced any more.
 * @throws GoogleFailure
 */
export async function refreshCalendarList(connection: CalendarConnection, now: Date): Promise<void> {
  const entries = await withGoogle(connection, now, listCalendars);
  await storeCalendarList(connection, entries);
}

/** Stores a calendar list that has just been read. */
export async function storeCalendarList(
  connection: Pick<CalendarConnection, 'id' | 'userId'>,
  entries: CalendarListEntry[],
): Promise<void> {
  await db().$transaction(async (tx) => {
    for (const entry of entries) {
      const seen = fieldsOf(entry);
      await tx.calendar.upsert({
        where: { connectionId_googleCalendarId: { connectionId: connection.id, googleCalendarId: entry.id } },
        create: {
          id: newId('cln'),
          userId: connection.userId,
          connectionId: connection.id,
          googleCalendarId: entry.id,
          syncEnabled: seen.isPrimary || (seen.selected && seen.accessRole === 'owner'),
          ...seen,
        },
        update: seen,
      });
    }
    await tx.calendar.updateMany({
      where: { connectionId: connection.id, googleCalendarId: { notIn: entries.map((entry) => entry.id) } },
      data: { syncEnabled: false, selected: false },
    });
  });
}

function fieldsOf(entry: CalendarListEntry) {
  return {
    summary: entry.summaryOverride ?? entry.summary ?? entry.id,
    description: entry.description ?? null,
    timeZone: entry.timeZone ?? 'UTC',
    accessRole: entry.accessRole ?? 'reader',
    isPrimary: entry.primary ?? false,
    backgroundColor: entry.backgroundColor ?? null,
    foregroundColor: entry.foregroundColor ?? null,
    selected: entry.selected ?? false,
    hidden: entry.hidden ?? false,
  };
}
