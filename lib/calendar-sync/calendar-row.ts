import type { CalendarRow } from '@/lib/contract/calendars';
import { db } from '@/lib/platform/database/client';
import type { Calendar, WatchChannel } from '@/lib/platform/database/generated/prisma/client';
import { pushAddress } from './push-address';

/** A calendar with its latest channels, newest first. */
export type CalendarWithChannels = Calendar & { channels: WatchChannel[] };

export const CALENDAR_ORDER = [{ isPrimary: 'desc' as const }, { summary: 'asc' as const }];
const CURRENT = ['open', 'opening', 'failed'] as const;
export const LATEST_CHANNELS = {
  where: { status: { in: [...CURRENT] } },
  orderBy: { createdAt: 'desc' as const },
  take: 3,
};
/** Of what is stored, what Google's list still has. */
export const ON_LIST = { leftListAt: null };

/** The stored calendars of a user or a connection that are on Google's list. */
export function storedCalendars(
  where: { userId: string } | { connectionId: string },
): Promise<CalendarWithChannels[]> {
  return db().calendar.findMany({
    where: { ...where, ...ON_LIST },
    include: { channels: LATEST_CHANNELS },
    orderBy: [{ connection: { createdAt: 'asc' } }, ...CALENDAR_ORDER],
  });
}

/** The channel through which Google notifies us now, if any. */
export function openChannel(calendar: CalendarWithChannels, now: Date): WatchChannel | undefined {
  return calendar.channels.find(
    (channel) => channel.status === 'open' && channel.expiresAt && channel.expiresAt > now,
  );
}

/** A stored calendar as the API shows it. */
export function calendarRow(calendar: CalendarWithChannels, now: Date): CalendarRow {
  return {
    id: calendar.googleCalendarId,
    usher_id: calendar.id,
    account_id: calendar.connectionId,
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
  return calendar.channels[0]?.status === 'failed' ? 'failed' : 'opening';
}
