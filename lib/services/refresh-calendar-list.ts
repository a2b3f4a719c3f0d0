import { db, type Tx } from '@/lib/db/client';
import type { Calendar, CalendarConnection } from '@/lib/db/generated/prisma/client';
import type { CalendarListEntry } from '@/lib/google/calendar';
import { listCalendars } from '@/lib/google/calendar';
import { GoogleFailure } from '@/lib/google/errors';
import { logger } from '@/lib/logger';
import { newId } from '@/lib/secrets';
import { afterReconcile } from './after-reconcile';
import { withGoogle } from './google-session';
import { lockUser } from './lock-user';
import { requestSync } from './receive-push';
import { type Reconciled, reconcileBots } from './reconcile-bots';
import { recordActivity } from './record-activity';

/**
 * Reads a connection's calendar list from Google and stores it, see `storeCalendarList`.
 * @throws GoogleFailure
 */
export async function refreshCalendarList(connection: CalendarConnection, now: Date): Promise<void> {
  const entries = await withGoogle(connection, now, listCalendars);
  await requestSync(await storeCalendarList(connection, entries, now));
}

/** Reads the calendar lists of all of a user's accounts, as far as Google answers. */
export async function refreshCalendarLists(userId: string, now: Date): Promise<void> {
  const connections = await db().calendarConnection.findMany({ where: { userId, status: 'active' } });
  for (const connection of connections) {
    try {
      await refreshCalendarList(connection, now);
    } catch (error) {
      const message = error instanceof GoogleFailure ? error.message : error;
      logger.warn({ error: message, connectionId: connection.id }, 'The calendar list could not be read');
    }
  }
}

/**
 * Stores a calendar list that has just been read. A calendar seen for the first time is synced when it is the
 * primary one, or selected in Google Calendar and owned. One that has left the list is not synced any more, and its
 * booked bots are cancelled; both come back when it does.
 * @returns calendars that are to be synced from now on, and were not before
 */
export async function storeCalendarList(
  connection: Pick<CalendarConnection, 'id' | 'userId'>,
  entries: CalendarListEntry[],
  now: Date,
): Promise<string[]> {
  const { begun, reconciled } = await db().$transaction(async (tx) => {
    await lockUser(tx, connection.userId);
    const rows = await tx.calendar.findMany({ where: { connectionId: connection.id } });
    const known = new Map(rows.map((row) => [row.googleCalendarId, row]));
    const begun: string[] = [];
    const back: string[] = [];
    for (const entry of entries) {
      const seen = fieldsOf(entry);
      const before = known.get(entry.id);
      known.delete(entry.id);
      if (before) {
        if (before.resumesSync) back.push(before.id);
        await tx.calendar.update({
          where: { id: before.id },
          data: { ...seen, ...(before.resumesSync ? FOLLOWED_ANEW : {}) },
        });
        continue;
      }
      const created = await tx.calendar.create({
        data: {
          id: newId('cln'),
          userId: connection.userId,
          connectionId: connection.id,
          googleCalendarId: entry.id,
          syncEnabled: seen.isPrimary || (seen.selected && seen.accessRole === 'owner'),
          ...seen,
        },
      });
      if (created.syncEnabled) begun.push(created.id);
    }
    for (const gone of known.values()) await leave(tx, gone, now);
    return { begun: [...begun, ...back], reconciled: await reviveBots(tx, connection.userId, back, now) };
  });
  if (reconciled) await afterReconcile(reconciled, now);
  return begun;
}

const FOLLOWED_ANEW = {
  syncEnabled: true,
  resumesSync: false,
  changeSeq: { increment: 1 },
  lastSyncError: null,
  failedSyncs: 0,
  retryAt: null,
};

async function leave(tx: Tx, calendar: Calendar, now: Date): Promise<void> {
  if (!calendar.syncEnabled) return;
  await tx.calendar.update({
    where: { id: calendar.id },
    data: { syncEnabled: false, resumesSync: true, selected: false, syncLease: null, syncLeaseUntil: null },
  });
  const cancelled = await tx.scheduledBot.updateManyAndReturn({
    where: { status: 'Scheduled', occurrence: { calendarId: calendar.id } },
    data: {
      status: 'Cancelled',
      statusReason: 'Its calendar is not in the Google account any more.',
      cancelledByCalendar: true,
      version: { increment: 1 },
      updatedAt: now,
    },
  });
  await recordActivity(
    tx,
    cancelled.map((bot) => ({
      userId: bot.userId,
      at: now,
      actor: 'google',
      action: 'bot.cancelled',
      botId: bot.id,
      occurrenceId: bot.occurrenceId,
      summary: `Bot for “${bot.title}” cancelled: the calendar “${calendar.summary}” is not in the Google account any more.`,
    })),
  );
}

/** Bots that were cancelled when their calendar left. The sync that follows corrects what has changed since. */
async function reviveBots(
  tx: Tx,
  userId: string,
  calendarIds: string[],
  now: Date,
): Promise<Reconciled | null> {
  const booked = await tx.occurrence.findMany({
    where: {
      calendarId: { in: calendarIds },
      endTime: { gt: now },
      bots: { some: { status: 'Cancelled', cancelledByCalendar: true } },
    },
    select: { eventId: true },
    distinct: ['eventId'],
  });
  if (booked.length === 0) return null;
  return reconcileBots(tx, userId, { eventIds: booked.map((row) => row.eventId) }, now);
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
