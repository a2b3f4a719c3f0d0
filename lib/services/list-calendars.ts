import type { CalendarRow, CalendarsResponse, CreateCalendarResponse } from '@/lib/contract/calendars';
import { UsherError } from '@/lib/contract/errors';
import type { HealthResponse } from '@/lib/contract/health';
import { db } from '@/lib/db/client';
import type { Calendar, WatchChannel } from '@/lib/db/generated/prisma/client';
import { GoogleFailure } from '@/lib/google/errors';
import { pushAddress } from './push-address';
import { refreshCalendarList } from './refresh-calendar-list';
import { watchCalendar } from './watch-calendar';

type CalendarWithChannels = Calendar & { channels: WatchChannel[] };

const ORDER = [{ isPrimary: 'desc' as const }, { summary: 'asc' as const }];
const CURRENT_CHANNELS = { where: { status: { in: ['open', 'opening'] as ('open' | 'opening')[] } } };

/**
 * The user's calendars, read live from Google.
 * @throws UsherError no_connection, google_failed, google_unavailable
 */
export async function listCalendarsLive(userId: string, now: Date): Promise<CalendarsResponse> {
  const connections = await db().calendarConnection.findMany({ where: { userId } });
  if (connections.length === 0) {
    throw new UsherError(
      'no_connection',
      'No Google Calendar is connected. Connect one with POST /calendar/create_calendar, or sign in to the dashboard.',
    );
  }
  for (const connection of connections) {
    try {
      await refreshCalendarList(connection, now);
    } catch (error) {
      if (error instanceof GoogleFailure) throw googleError(error);
      throw error;
    }
  }
  const calendars = await storedCalendars({ userId });
  return {
    total: calendars.length,
    user_id: userId,
    calendars: calendars.map((row) => calendarRow(row, now)),
  };
}

/** How the user's calendars follow Google, from the store alone. */
export async function calendarHealth(userId: string, now: Date): Promise<HealthResponse> {
  const connections = await db().calendarConnection.findMany({
    where: { userId },
    orderBy: { createdAt: 'asc' },
    include: { calendars: { include: { channels: CURRENT_CHANNELS }, orderBy: ORDER } },
  });
  return {
    mode: pushAddress() ? 'push' : 'polling',
    connections: connections.map((connection) => ({
      id: connection.id,
      email: connection.accountEmail,
      name: connection.accountName,
      status: connection.status,
      status_reason: connection.statusReason,
      calendars: connection.calendars.map((row) => ({
        ...calendarRow(row, now),
        sync_pending: connection.status === 'active' && row.syncEnabled && row.changeSeq > row.syncedSeq,
        last_sync_error: row.lastSyncError,
        last_push_at: row.lastPushAt?.toISOString() ?? null,
        channel_expires_at: openChannel(row, now)?.expiresAt?.toISOString() ?? null,
      })),
    })),
  };
}

/**
 * What a client is told after connecting: opens the push channels now, so that it can be told how that went.
 */
export async function describeConnection(
  connectionId: string,
  replaced: boolean,
  now: Date,
): Promise<CreateCalendarResponse> {
  const connection = await db().calendarConnection.findUniqueOrThrow({ where: { id: connectionId } });
  const synced = (await storedCalendars({ connectionId })).filter((row) => row.syncEnabled);
  const channels = [];
  for (const row of synced) {
    const outcome = await watchCalendar(row.id, now);
    const error = 'reason' in outcome ? outcome.reason : undefined;
    channels.push({ row, error });
  }
  const calendars = await storedCalendars({ connectionId });
  const set = channels.map(({ row, error }) => {
    const channel = openChannel(calendars.find((other) => other.id === row.id) ?? row, now);
    return {
      calendar_id: row.googleCalendarId,
      channel_id: channel?.id ?? null,
      expiration: channel?.expiresAt?.toISOString() ?? null,
      ...(error ? { error } : {}),
    };
  });
  const succeeded = set.filter((channel) => channel.channel_id).length;
  return {
    calendar_id: connection.id,
    platform: 'google_calendar',
    user_email: connection.accountEmail,
    user_name: connection.accountName,
    primary_calendar_id: calendars.find((row) => row.isPrimary)?.googleCalendarId ?? connection.accountEmail,
    message: replaced ? 'Google Calendar reconnected.' : 'Google Calendar connected.',
    calendars: calendars.map((row) => calendarRow(row, now)),
    watch_setup: { total: set.length, succeeded, failed: set.length - succeeded, channels: set },
  };
}

/** How a failed call to Google is told to an API client: as Google's failure, with what to do. */
export function googleError(failure: GoogleFailure): UsherError {
  if (failure.kind === 'revoked') {
    return new UsherError(
      'google_failed',
      'Google no longer lets Usher read this calendar: connect it again.',
      { cause: failure },
    );
  }
  const code = failure.passing ? 'google_unavailable' : 'google_failed';
  return new UsherError(code, `Google Calendar failed: ${failure.message}`, {
    details: { reason: failure.reason },
    cause: failure,
  });
}

function storedCalendars(
  where: { userId: string } | { connectionId: string },
): Promise<CalendarWithChannels[]> {
  return db().calendar.findMany({ where, include: { channels: CURRENT_CHANNELS }, orderBy: ORDER });
}

function openChannel(calendar: CalendarWithChannels, now: Date): WatchChannel | undefined {
  return calendar.channels.find(
    (channel) => channel.status === 'open' && channel.expiresAt && channel.expiresAt > now,
  );
}

function calendarRow(calendar: CalendarWithChannels, now: Date): CalendarRow {
  return {
    id: calendar.googleCalendarId,
    summary: calendar.summary,
    description: calendar.description,
    isPrimary: calendar.isPrimary,
    accessRole: calendar.accessRole,
    timeZone: calendar.timeZone,
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
  return calendar.channels.length > 0 ? 'opening' : 'failed';
}
