import { canBeRead } from '@/lib/accounts/domain/calendar-role';
import { withGoogle } from '@/lib/accounts/google-session';
import { type Activity, recordActivity } from '@/lib/activity/record-activity';
import type { CalendarListEntry } from '@/lib/google/calendar';
import { listCalendars } from '@/lib/google/calendar';
import { GoogleFailure } from '@/lib/google/errors';
import { materializeZoneless } from '@/lib/occurrences/materialize-occurrences';
import { db, type Tx } from '@/lib/platform/database/client';
import type { Calendar, CalendarConnection } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import { logger } from '@/lib/platform/logger';
import { newId } from '@/lib/platform/secrets';
import { reconcileBots } from '@/lib/scheduling/reconcile-bots';
import { disableSync, enableSync, enqueueSyncFollowUps, type SyncChange } from './enable-sync';

/**
 * Reads a connection's calendar list from Google and stores it, see `storeCalendarList`.
 * @throws GoogleFailure
 */
export async function refreshCalendarList(connection: CalendarConnection, now: Date): Promise<void> {
  const entries = await withGoogle(connection, now, listCalendars);
  await storeCalendarList(connection, entries, now);
}

/** Reads the calendar lists of all of a user's accounts, as far as Google answers. */
export async function refreshCalendarLists(userId: string, now: Date): Promise<void> {
  const connections = await db().calendarConnection.findMany({
    where: { userId, status: 'active' },
    select: { id: true },
  });
  for (const connection of connections) await refreshListOf(connection.id, now);
}

/**
 * Reads the calendar list of one account, if Google answers; else it is tried again when its turn comes.
 * @returns whether it was read
 */
export async function refreshListOf(connectionId: string, now: Date): Promise<boolean> {
  const connection = await db().calendarConnection.findUnique({ where: { id: connectionId } });
  if (connection?.status !== 'active') return false;
  try {
    await refreshCalendarList(connection, now);
    return true;
  } catch (error) {
    if (!(error instanceof GoogleFailure)) throw error;
    logger.warn({ error: error.message, connectionId }, 'The calendar list could not be read');
    return false;
  }
}

/**
 * Stores a calendar list that was read at `now`; one that was read before the stored one changes nothing. A calendar
 * seen for the first time is followed when it is the primary one, or selected in Google Calendar, not hidden there, and
 * owned. One that has left the list, or may not be read any more, is not followed until it is back: `disableSync`.
 * @param watch whether channels are to be opened as well; else the caller does it
 */
export async function storeCalendarList(
  connection: Pick<CalendarConnection, 'id' | 'userId'>,
  entries: CalendarListEntry[],
  now: Date,
  watch = true,
): Promise<void> {
  const { id: connectionId, userId } = connection;
  const { changes, stopped } = await db().$transaction(async (tx) => {
    await lockUser(tx, userId);
    const before = await tx.calendarConnection.findUnique({ where: { id: connectionId } });
    if (!before || (before.listReadAt && before.listReadAt > now)) return { changes: [], stopped: [] };
    await tx.calendarConnection.update({ where: { id: connectionId }, data: { listReadAt: now } });
    const { begun, back, stopped, rezoned } = await storeEntries(tx, connection, entries, now);
    const activity: Activity[] = [
      ...(before.listReadAt ? begun.map((row) => told(row, 'sync_enabled', 'is new and followed')) : []),
      ...back.map((row) => told(row, 'sync_enabled', 'is back and followed again')),
      ...stopped.map((row) => told(row, 'sync_stopped', whyStopped(row))),
    ].map((entry) => ({ ...entry, userId, at: now, actor: 'google' as const }));
    await recordActivity(tx, activity);
    const how = { cause: 'google' as const, now };
    const eventIds: string[] = [];
    for (const row of rezoned) eventIds.push(...(await materializeZoneless({ tx, now }, row)));
    const moved = await reconcileBots({ tx, now, actor: 'google' }, userId, { eventIds });
    const changes = [
      { enabled: [], isBehind: false, channels: [], reconciled: moved },
      await disableSync(tx, userId, ids(stopped), { ...how, resumes: true }),
      await enableSync(tx, userId, ids([...begun, ...back]), how),
    ];
    return { changes, stopped };
  });
  for (const row of stopped)
    logger.warn({ calendar: row.summary, connectionId, reason: whyStopped(row) }, 'Calendar lost');
  for (const change of changes.filter(hasWork)) await enqueueSyncFollowUps(userId, change, now, watch);
}

const ids = (rows: Calendar[]) => rows.map((row) => row.id);
const hasWork = ({ enabled, channels, reconciled }: SyncChange) =>
  enabled.length > 0 || channels.length > 0 || reconciled.recalled.length > 0;

function whyStopped(calendar: Calendar): string {
  return calendar.leftListAt
    ? 'is not in the Google account any more'
    : 'may not be read any more: Google shows only when it is busy';
}

function told(calendar: Calendar, what: 'sync_enabled' | 'sync_stopped', words: string) {
  const isEnabled = what === 'sync_enabled';
  return {
    action: `calendar.${what}` as const,
    cause: 'calendar_list',
    calendarId: calendar.id,
    summary: `The calendar “${calendar.summary}” ${words}.`,
    before: { sync_enabled: !isEnabled },
    after: { sync_enabled: isEnabled },
  };
}

type Sorted = {
  /** Seen for the first time, and to be followed. */
  begun: Calendar[];
  /** Was followed, and can be again. */
  back: Calendar[];
  /** Is followed, and cannot be any more. */
  stopped: Calendar[];
  /** Is followed, and has another time zone now. */
  rezoned: Calendar[];
};

async function storeEntries(
  tx: Tx,
  connection: Pick<CalendarConnection, 'id' | 'userId'>,
  entries: CalendarListEntry[],
  now: Date,
): Promise<Sorted> {
  const sorted: Sorted = { begun: [], back: [], stopped: [], rezoned: [] };
  const rows = await tx.calendar.findMany({ where: { connectionId: connection.id } });
  const missing = new Map(rows.map((row) => [row.googleCalendarId, row]));
  for (const entry of entries) {
    const seen = fieldsOf(entry);
    const readable = canBeRead(seen.accessRole);
    const before = missing.get(entry.id);
    missing.delete(entry.id);
    if (!before) {
      const isDefault = seen.isPrimary || (seen.selected && !seen.hidden && seen.accessRole === 'owner');
      const created = await tx.calendar.create({
        data: {
          id: newId('cln'),
          userId: connection.userId,
          connectionId: connection.id,
          googleCalendarId: entry.id,
          ...seen,
        },
      });
      if (isDefault) sorted.begun.push(created);
      continue;
    }
    const isSame = (Object.keys(seen) as (keyof typeof seen)[]).every((key) => seen[key] === before[key]);
    const after =
      isSame && !before.leftListAt
        ? before
        : await tx.calendar.update({ where: { id: before.id }, data: { ...seen, leftListAt: null } });
    if (readable && before.resumesSync) sorted.back.push(after);
    if (!readable && before.syncEnabled) sorted.stopped.push(after);
    else if (before.syncEnabled && after.timeZone !== before.timeZone) sorted.rezoned.push(after);
  }
  for (const gone of missing.values()) {
    if (gone.leftListAt) continue;
    const after = await tx.calendar.update({
      where: { id: gone.id },
      data: { leftListAt: now, selected: false },
    });
    if (gone.syncEnabled) sorted.stopped.push(after);
  }
  return sorted;
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
