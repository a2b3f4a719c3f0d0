import { askSub, bindAccount } from '@/lib/accounts/account-owner';
import { isAnotherPersons } from '@/lib/accounts/domain/address';
import { canBeRead } from '@/lib/accounts/domain/calendar-role';
import { withGoogle } from '@/lib/accounts/google-session';
import { type Activity, type Change, recordActivity } from '@/lib/activity/record-activity';
import type { CalendarsResponse } from '@/lib/contract/calendars';
import { UsherError } from '@/lib/contract/errors';
import { type CalendarListEntry, listCalendars } from '@/lib/google/calendar';
import { GoogleFailure } from '@/lib/google/errors';
import { readZone } from '@/lib/occurrences/domain/time-zone';
import { materializeZoneless } from '@/lib/occurrences/materialize-occurrences';
import { db, type Tx } from '@/lib/platform/database/client';
import type { Calendar, CalendarConnection } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import { logger } from '@/lib/platform/logger';
import { newId } from '@/lib/platform/secrets';
import { reconcileBots } from '@/lib/scheduling/reconcile-bots';
import { disableSync, enableSync, enqueueSyncFollowUps, type SyncChange } from './enable-sync';
import { followPrimary } from './follow-primary';
import { calendarRow, storedCalendars } from './show-calendars';

/**
 * Returns the user's calendars after reading their lists from Google. Where Google fails for some accounts
 * only, their calendars come from the store.
 * @throws UsherError no_connection, google_revoked, google_failed, google_unavailable
 */
export async function listCalendarsLive(userId: string, now: Date): Promise<CalendarsResponse> {
  const connections = await db().calendarConnection.findMany({ where: { userId } });
  if (connections.length === 0) {
    throw new UsherError(
      'no_connection',
      'No Google Calendar is connected. Connect one with POST /calendar/create_calendar, or sign in to the dashboard.',
    );
  }
  const failed: NonNullable<CalendarsResponse['failed']> = [];
  for (const connection of connections) {
    try {
      await refreshCalendarList(connection, now);
    } catch (error) {
      if (!(error instanceof GoogleFailure)) throw error;
      const { id, accountEmail: email } = connection;
      const refusal = googleError(error, email);
      // One account that Google refuses does not hide the others.
      if (failed.push({ account_id: id, email, error: refusal.message }) === connections.length)
        throw refusal;
    }
  }
  const calendars = await storedCalendars({ userId });
  return {
    total: calendars.length,
    user_id: userId,
    calendars: calendars.map((row) => calendarRow(row, now)),
    ...(failed.length > 0 ? { failed } : {}),
  };
}

/** Returns the error that an API client gets for a failed call to Google, with what to do about it. */
function googleError(failure: GoogleFailure, email: string): UsherError {
  const options = { details: { reason: failure.reason }, cause: failure };
  if (failure.kind === 'revoked') {
    const words = `Google no longer lets Usher read the calendars of ${email}: connect the account again. Scheduled bots stay.`;
    return new UsherError('google_revoked', words, options);
  }
  return new UsherError(failure.passing ? 'google_unavailable' : 'google_failed', failure.message, options);
}

/**
 * Reads a connection's calendar list from Google and stores it, see `storeCalendarList`.
 * @throws GoogleFailure
 */
export async function refreshCalendarList(connection: CalendarConnection, now: Date): Promise<void> {
  const entries = await withGoogle(connection, now, listCalendars);
  await bindOwner(connection, now);
  await storeCalendarList(connection, entries, now);
}

/** Stores who an account belongs to, if that is not known yet and Google says it. */
async function bindOwner(connection: CalendarConnection, now: Date): Promise<void> {
  if (connection.googleSub) return;
  try {
    const googleSub = await askSub(connection, now);
    if (!googleSub) return;
    await db().$transaction(async (tx) => {
      await lockUser(tx, connection.userId);
      await bindAccount(tx, connection, googleSub);
    });
  } catch (error) {
    // The list has been read, and counts; the next one asks again.
    if (!(error instanceof GoogleFailure)) throw error;
    logger.warn({ error: error.message, connectionId: connection.id }, 'The owner could not be asked for');
  }
}

/** Reads and stores the calendar lists of all of a user's accounts, as far as Google answers. */
export async function refreshCalendarLists(userId: string, now: Date): Promise<void> {
  const connections = await db().calendarConnection.findMany({
    where: { userId, status: 'active' },
    select: { id: true },
  });
  for (const connection of connections) await refreshListOf(connection.id, now);
}

/**
 * Reads and stores the calendar list of one account. Where Google fails, the next poll tries again.
 * @returns whether the list was read
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
 * Stores a calendar list that was read at `now`. A list that was read before the stored one changes nothing.
 * Sync is enabled for a new calendar that is the primary one, or that is owned, selected in Google Calendar
 * and not hidden there, and not another person's. It is disabled for a calendar that has left the list or can no longer be
 * read, until the calendar is back. The primary calendar stays the same when the account is renamed.
 * Of a person who is disabled nothing is stored.
 * @param watch whether channels are opened as well; otherwise the caller opens them
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
    const before = await tx.calendarConnection.findUnique({
      where: { id: connectionId, user: { disabledAt: null } },
    });
    if (!before || (before.listReadAt && before.listReadAt > now)) return { changes: [], stopped: [] };
    await tx.calendarConnection.update({ where: { id: connectionId }, data: { listReadAt: now } });
    const { renamed, channels, displaced } = await followPrimary({ tx, now }, before, entries);
    const sorted = await storeEntries(tx, before, entries, now);
    const { begun, back, rezoned } = sorted;
    const stopped = [...sorted.stopped, ...(displaced?.syncEnabled ? [displaced] : [])];
    const activity: Activity[] = [
      ...(before.listReadAt ? begun.map((row) => entryOf(row, 'sync_enabled', 'is new and syncs')) : []),
      ...back.map((row) => entryOf(row, 'sync_enabled', 'is back and syncs again')),
      ...stopped.map((row) => entryOf(row, 'sync_stopped', whyStopped(row))),
    ].map((entry) => ({ ...entry, userId, at: now, actor: 'google' as const }));
    await recordActivity(tx, activity);
    const change: Change = { tx, now, actor: 'google' };
    const eventIds: string[] = [];
    for (const row of rezoned) eventIds.push(...(await materializeZoneless({ tx, now }, row)));
    const moved = await reconcileBots(change, userId, { eventIds });
    const changes = [
      { enabled: renamed?.syncEnabled ? [renamed.id] : [], isBehind: false, channels, reconciled: moved },
      await disableSync(change, userId, ids(stopped), { resumes: true }),
      await enableSync(change, userId, ids([...begun, ...back])),
    ];
    return { changes, stopped };
  });
  for (const row of stopped)
    logger.warn({ calendar: row.summary, connectionId, reason: whyStopped(row) }, 'Calendar sync stopped');
  for (const change of changes.filter(hasWork)) await enqueueSyncFollowUps(userId, change, now, watch);
}

const ids = (rows: Calendar[]) => rows.map((row) => row.id);
const hasWork = ({ enabled, channels, reconciled }: SyncChange) =>
  enabled.length > 0 || channels.length > 0 || reconciled.recalled.length > 0;

function whyStopped(calendar: Calendar): string {
  return calendar.leftListAt
    ? 'is no longer in the Google account'
    : 'can no longer be read: Google shows only when it is busy';
}

function entryOf(calendar: Calendar, what: 'sync_enabled' | 'sync_stopped', words: string) {
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
  /** New calendars whose sync is to be enabled. */
  begun: Calendar[];
  /** Calendars whose sync is to be enabled again, because they can be read again. */
  back: Calendar[];
  /** Calendars whose sync is to be disabled, because they can no longer be read. */
  stopped: Calendar[];
  /** Calendars whose sync is enabled and whose time zone has changed. */
  rezoned: Calendar[];
};

/** Stores the entries of a list and returns the calendars for which more is to be done. */
async function storeEntries(
  tx: Tx,
  connection: CalendarConnection,
  entries: CalendarListEntry[],
  now: Date,
): Promise<Sorted> {
  // The account may have been renamed, and its address of before be another person's.
  const own = [entries.find((entry) => entry.primary)?.id ?? connection.accountEmail];
  const sorted: Sorted = { begun: [], back: [], stopped: [], rezoned: [] };
  const rows = await tx.calendar.findMany({ where: { connectionId: connection.id } });
  const missing = new Map(rows.map((row) => [row.googleCalendarId, row]));
  // Of two entries with one id the later one counts.
  for (const entry of new Map(entries.map((entry) => [entry.id, entry])).values()) {
    const seen = fieldsOf(entry);
    const readable = canBeRead(seen.accessRole);
    const before = missing.get(entry.id);
    missing.delete(entry.id);
    if (!before) {
      // Of a calendar that was shared with all rights Google says that it is owned.
      const isOwned = seen.accessRole === 'owner' && !isAnotherPersons(entry.id, own);
      const isDefault = seen.isPrimary || (isOwned && seen.selected && !seen.hidden);
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
    timeZone: readZone(entry.timeZone) ?? 'UTC',
    accessRole: entry.accessRole ?? 'reader',
    isPrimary: entry.primary ?? false,
    backgroundColor: entry.backgroundColor ?? null,
    foregroundColor: entry.foregroundColor ?? null,
    selected: entry.selected ?? false,
    hidden: entry.hidden ?? false,
  };
}
