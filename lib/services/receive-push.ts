import { db } from '@/lib/db/client';
import { sendJobs } from '@/lib/jobs';
import { logger } from '@/lib/logger';
import { constantTimeEqual, hashToken } from '@/lib/secrets';

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
  await db().calendar.updateMany({
    where: { id: calendarId },
    data: { lastPushAt: now, changeSeq: { increment: 1 } },
  });
  await requestSync([calendarId]);
  return true;
}

/** In a time that does not tell how much of it was right. */
function isSame(one: string, other: string): boolean {
  return constantTimeEqual(hashToken(one), hashToken(other));
}

/** Asks for a sync of calendars that are marked as changed. Lost requests are repeated by the sweep. */
export async function requestSync(calendarIds: string[]): Promise<void> {
  try {
    await sendJobs(calendarIds.map((calendarId) => ({ name: 'calendar/changed', data: { calendarId } })));
  } catch (error) {
    logger.warn({ error }, 'A sync could not be requested; the sweep will do it');
  }
}
