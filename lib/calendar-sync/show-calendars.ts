import { canBeRead } from '@/lib/accounts/domain/calendar-role';
import type { CalendarRow } from '@/lib/contract/calendars';
import { UsherError } from '@/lib/contract/errors';
import type { HealthResponse } from '@/lib/contract/health';
import { missingScopes } from '@/lib/google/endpoints';
import { zoneName } from '@/lib/occurrences/domain/time-zone';
import { db, type Tx } from '@/lib/platform/database/client';
import type {
  Calendar,
  CalendarConnection,
  WatchChannel,
} from '@/lib/platform/database/generated/prisma/client';
import { accountProblems, syncHealthOf } from './domain/calendar-health';
import { pushAddress } from './watch-calendar';

/** A calendar with its latest channels, newest first. */
export type CalendarWithChannels = Calendar & { channels: WatchChannel[] };

const CALENDAR_ORDER = [{ isPrimary: 'desc' as const }, { summary: 'asc' as const }];
const CURRENT = ['open', 'opening', 'failed'] as const;
export const LATEST_CHANNELS = {
  where: { status: { in: [...CURRENT] } },
  orderBy: { createdAt: 'desc' as const },
  take: 3,
};
/** A condition for stored calendars that are still on Google's list. */
export const ON_LIST = { leftListAt: null };

/** Returns the stored calendars of a user or a connection that are on Google's list. */
export function storedCalendars(
  where: { userId: string } | { connectionId: string },
): Promise<CalendarWithChannels[]> {
  return db().calendar.findMany({
    where: { ...where, ...ON_LIST },
    include: { channels: LATEST_CHANNELS },
    orderBy: [{ connection: { createdAt: 'asc' } }, ...CALENDAR_ORDER],
  });
}

/**
 * Returns the calendar of a user that a client names.
 * @param id our id (`usher_id`), or Google's id or `primary` where only one account has such a calendar
 * @throws UsherError not_found; ambiguous_calendar, with our id of each account's calendar
 */
export async function findCalendar(
  tx: Tx,
  userId: string,
  id: string,
): Promise<Calendar & { connection: CalendarConnection }> {
  const found = await tx.calendar.findMany({
    where: {
      userId,
      ...ON_LIST,
      OR: [{ id }, id === 'primary' ? { isPrimary: true } : { googleCalendarId: id }],
    },
    include: { connection: true },
    orderBy: { createdAt: 'asc' },
  });
  const [calendar] = found;
  if (!calendar) throw new UsherError('not_found', 'There is no calendar with this id.');
  if (found.length === 1) return calendar;
  throw new UsherError('ambiguous_calendar', `${found.length} accounts have this calendar: say which.`, {
    extra: {
      next_steps: found
        .map((row) => `Use ${row.id} for the one of ${row.connection.accountEmail}.`)
        .join(' '),
    },
  });
}

/** Returns the open channel through which Google notifies us now, if there is one. */
export function openChannel(calendar: CalendarWithChannels, now: Date): WatchChannel | undefined {
  return calendar.channels.find(
    (channel) => channel.status === 'open' && channel.expiresAt && channel.expiresAt > now,
  );
}

/** Returns a stored calendar as the API shows it. */
export function calendarRow(calendar: CalendarWithChannels, now: Date): CalendarRow {
  return {
    id: calendar.googleCalendarId,
    usher_id: calendar.id,
    account_id: calendar.connectionId,
    summary: calendar.summary,
    description: calendar.description,
    isPrimary: calendar.isPrimary,
    accessRole: calendar.accessRole,
    timeZone: zoneName(calendar.timeZone),
    backgroundColor: calendar.backgroundColor,
    foregroundColor: calendar.foregroundColor,
    selected: calendar.selected,
    hidden: calendar.hidden,
    sync_enabled: calendar.syncEnabled,
    last_synced_at: calendar.lastSyncedAt?.toISOString() ?? null,
    push_status: pushStatus(calendar, now),
  };
}

function pushStatus(calendar: CalendarWithChannels, now: Date): CalendarRow['push_status'] {
  if (!calendar.syncEnabled) return 'off';
  if (openChannel(calendar, now)) return 'watching';
  if (calendar.pushUnsupported || !pushAddress()) return 'polling';
  return calendar.channels[0]?.status === 'failed' ? 'failed' : 'opening';
}

/** Returns how the user's accounts and calendars sync with Google, read from the store alone. */
export async function calendarHealth(userId: string, now: Date): Promise<HealthResponse> {
  const stored = await db().calendarConnection.findMany({
    where: { userId },
    orderBy: { createdAt: 'asc' },
    include: {
      calendars: { where: ON_LIST, include: { channels: LATEST_CHANNELS }, orderBy: CALENDAR_ORDER },
    },
  });
  const connections = stored.map(({ calendars, ...connection }) => {
    const missing = missingOf(connection);
    return {
      id: connection.id,
      email: connection.accountEmail,
      name: connection.accountName,
      status: connection.status,
      status_reason: connection.statusReason,
      missing_scopes: missing,
      list_read_at: connection.listReadAt?.toISOString() ?? null,
      problems: accountProblems({
        email: connection.accountEmail,
        connected: connection.status === 'active',
        statusReason: connection.statusReason,
        missingScopes: missing,
      }),
      calendars: calendars.map((row) => healthOf(row, connection, now)),
    };
  });
  return {
    ok: connections.every(
      ({ problems, calendars }) =>
        problems.length === 0 && calendars.every((calendar) => calendar.problems.length === 0),
    ),
    mode: pushAddress() ? 'push' : 'polling',
    connections,
  };
}

function healthOf(row: CalendarWithChannels, connection: CalendarConnection, now: Date) {
  const channel = openChannel(row, now);
  const connected = connection.status === 'active' && missingOf(connection).length === 0;
  const { mode, reason, problems } = syncHealthOf({
    ...row,
    readable: canBeRead(row.accessRole),
    connected,
    reachable: pushAddress() !== null,
    channelOpenSince: channel?.createdAt ?? null,
    channelError: row.channels[0]?.status === 'failed' ? row.channels[0].error : null,
    now,
  });
  return {
    ...calendarRow(row, now),
    sync_pending: connected && row.syncEnabled && row.changeSeq > row.syncedSeq,
    events_read: row.eventsRead,
    mode,
    mode_reason: reason,
    last_sync_error: row.lastSyncError,
    next_retry_at: row.lastSyncError ? (row.retryAt?.toISOString() ?? null) : null,
    last_push_at: row.lastPushAt?.toISOString() ?? null,
    channel_expires_at: channel?.expiresAt?.toISOString() ?? null,
    missed_notifications: row.missedNotificationCount,
    last_missed_notification_at: row.lastMissedNotificationAt?.toISOString() ?? null,
    problems,
  };
}

/**
 * Returns the scopes that we need and the person did not grant. Where Google has not said what they granted:
 * none.
 */
function missingOf({ grantedScope, status }: CalendarConnection): string[] {
  return status === 'revoked' || grantedScope === null ? [] : missingScopes(grantedScope);
}
