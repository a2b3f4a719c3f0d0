import { canBeRead } from '@/lib/accounts/domain/calendar-role';
import type { HealthResponse } from '@/lib/contract/health';
import { grantsCalendar, NEEDED_SCOPE } from '@/lib/google/endpoints';
import { db } from '@/lib/platform/database/client';
import type { CalendarConnection } from '@/lib/platform/database/generated/prisma/client';
import {
  CALENDAR_ORDER,
  type CalendarWithChannels,
  calendarRow,
  LATEST_CHANNELS,
  ON_LIST,
  openChannel,
} from './calendar-row';
import { accountProblems, syncHealthOf } from './domain/calendar-health';
import { pushAddress } from './push-address';

/** How the user's calendars follow Google, from the store alone. */
export async function calendarHealth(userId: string, now: Date): Promise<HealthResponse> {
  const stored = await db().calendarConnection.findMany({
    where: { userId },
    orderBy: { createdAt: 'asc' },
    include: {
      calendars: { where: ON_LIST, include: { channels: LATEST_CHANNELS }, orderBy: CALENDAR_ORDER },
    },
  });
  const connections = stored.map(({ calendars, ...connection }) => {
    const missing = missingScopes(connection);
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
  const connected = connection.status === 'active' && missingScopes(connection).length === 0;
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

/** What the person did not grant, as far as Google has said what they did. */
function missingScopes({ grantedScope, status }: CalendarConnection): string[] {
  if (status === 'revoked' || grantedScope === null || grantsCalendar(grantedScope)) return [];
  return [NEEDED_SCOPE];
}
