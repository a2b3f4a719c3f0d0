import { db } from '@/lib/platform/database/client';
import type { Calendar } from '@/lib/platform/database/generated/prisma/client';
import { type JobEvent, sendJobs } from '@/lib/platform/jobs';
import { logger } from '@/lib/platform/logger';
import { constantTimeEqual, hashToken } from '@/lib/platform/secrets';

/** The headers of a notification that say whose it is. */
export type PushNotification = {
  channelId: string;
  token: string;
  resourceId: string;
  resourceState: string;
};

/**
 * Takes a notification from Google: marks the calendar as changed and asks for a sync. Only a channel we opened,
 * with its token and resource, is believed; everything else is ignored without a word, so that Google stops
 * repeating it and strangers learn nothing.
 * @returns whether it was believed
 */
export async function receivePush(notification: PushNotification, now: Date): Promise<boolean> {
  if (!/^[0-9a-f-]{36}$/.test(notification.channelId)) return false;
  const channel = await db().watchChannel.findUnique({ where: { id: notification.channelId } });
  if (!channel || (channel.status !== 'open' && channel.status !== 'opening')) return false;
  if (!constantTimeEqual(channel.tokenHash, hashToken(notification.token))) return false;
  // While the channel is being opened, Google has not told us its resource yet.
  if (channel.resourceId !== null && !isSame(channel.resourceId, notification.resourceId)) return false;

  const { calendarId } = channel;
  if (notification.resourceState === 'sync') {
    // Should Google's answer get lost, this is all we know to stop the channel with.
    await db().watchChannel.updateMany({
      where: { id: channel.id, resourceId: null },
      data: { resourceId: notification.resourceId },
    });
    return true;
  }
  const changed = await db().calendar.updateManyAndReturn({
    where: { id: calendarId },
    data: { lastPushAt: now, changeSeq: { increment: 1 } },
    select: { id: true, connectionId: true, userId: true },
  });
  await sendSyncs(changed);
  return true;
}

/** In a time that does not tell how much of it was right. */
function isSame(one: string, other: string): boolean {
  return constantTimeEqual(hashToken(one), hashToken(other));
}

type SyncedBy = Pick<Calendar, 'id' | 'connectionId' | 'userId'>;

/** The message that asks for a sync of a calendar. */
export function syncEvent(calendar: SyncedBy): JobEvent {
  const { id: calendarId, connectionId, userId } = calendar;
  return { name: 'calendar/changed', data: { calendarId, connectionId, userId } };
}

/** Asks for a sync of calendars that are marked as changed. Lost requests are repeated by the sweep. */
export async function requestSync(calendarIds: string[]): Promise<void> {
  if (calendarIds.length === 0) return;
  const calendars = await db().calendar.findMany({
    where: { id: { in: calendarIds } },
    select: { id: true, connectionId: true, userId: true },
  });
  await sendSyncs(calendars);
}

async function sendSyncs(calendars: SyncedBy[]): Promise<void> {
  try {
    await sendJobs(calendars.map(syncEvent));
  } catch (error) {
    logger.warn({ error }, 'A sync could not be requested; the sweep will do it');
  }
}
