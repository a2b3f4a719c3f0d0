import { db } from '@/lib/platform/database/client';
import { type JobEvent, sendJobs } from '@/lib/platform/jobs';
import { logger } from '@/lib/platform/logger';
import { constantTimeEqual, hashToken } from '@/lib/platform/secrets';
import { changedCalendars, type SyncTarget } from './queries';
import { stopOnFirstMessage } from './stop-channels';

/** The headers of a notification that say which channel it belongs to. */
export type PushNotification = {
  channelId: string;
  token: string;
  resourceId: string;
  resourceState: string;
};

/**
 * Receives a notification from Google: marks the calendar as changed and requests its sync. Only a
 * notification of a channel that we opened, with its token and its resource, counts. Any other is ignored
 * silently, so that Google stops repeating it and strangers learn nothing. A channel that no longer counts is stopped at
 * Google when this is the first to tell how.
 * @returns whether the notification counts
 */
export async function receivePush(notification: PushNotification, now: Date): Promise<boolean> {
  if (!/^[0-9a-f-]{36}$/.test(notification.channelId)) return false;
  const channel = await db().watchChannel.findUnique({ where: { id: notification.channelId } });
  if (!channel || !constantTimeEqual(channel.tokenHash, hashToken(notification.token))) return false;
  const { calendarId } = channel;
  const { resourceId } = notification;
  if (channel.status !== 'open' && channel.status !== 'opening') {
    if (channel.resourceId === null && resourceId) await stopOnFirstMessage(channel, resourceId, now);
    return false;
  }
  // Until Google has told us the channel's resource, its first message does: with it the channel can be stopped, also when
  // Google's answer to the opening is lost or does not have it.
  if (channel.resourceId === null && resourceId) {
    const { count } = await db().watchChannel.updateMany({
      where: { id: channel.id, resourceId: null, status: { in: ['open', 'opening'] } },
      data: { resourceId },
    });
    // Meanwhile it may have been replaced.
    if (count === 0) await stopOnFirstMessage(channel, resourceId, now);
  } else if (channel.resourceId !== null && !isSame(channel.resourceId, resourceId)) return false;
  if (notification.resourceState === 'sync') return true;
  const changed = await db().calendar.updateManyAndReturn({
    where: { id: calendarId },
    data: { lastPushAt: now, changeSeq: { increment: 1 } },
    select: { id: true, connectionId: true, userId: true },
  });
  await sendSyncs(changed);
  return true;
}

/** Compares in a time that does not reveal how much of the text was right. */
function isSame(one: string, other: string): boolean {
  return constantTimeEqual(hashToken(one), hashToken(other));
}

/** Returns the job event that requests the sync of a calendar. */
export function syncEvent(calendar: SyncTarget): JobEvent {
  const { id: calendarId, connectionId, userId } = calendar;
  return { name: 'calendar/changed', data: { calendarId, connectionId, userId } };
}

/** Requests the sync of calendars that are marked as changed. The sweep repeats requests that get lost. */
export async function requestSync(calendarIds: string[]): Promise<void> {
  if (calendarIds.length === 0) return;
  const calendars = await db().calendar.findMany({
    where: { id: { in: calendarIds } },
    select: { id: true, connectionId: true, userId: true },
  });
  await sendSyncs(calendars);
}

async function sendSyncs(calendars: SyncTarget[]): Promise<void> {
  try {
    await sendJobs(calendars.map(syncEvent));
  } catch (error) {
    logger.warn({ error }, 'A sync could not be requested; the sweep will request it');
  }
}

/**
 * Returns calendars whose sync must be requested again: they are marked as changed, may be asked now, and are
 * not syncing.
 */
export function calendarsToSync(now: Date): Promise<SyncTarget[]> {
  return changedCalendars(db(), now);
}
