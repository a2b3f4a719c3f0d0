import { db } from '@/lib/platform/database/client';
import { type JobEvent, sendJobs } from '@/lib/platform/jobs';
import { batched } from '@/lib/platform/limit-work';
import { logger } from '@/lib/platform/logger';
import { constantTimeEqual, hashToken } from '@/lib/platform/secrets';
import { changedCalendars, markPushed, type SyncTarget } from './queries';
import { stopOnFirstMessage } from './stop-channels';

/** The headers of a notification that say which channel it belongs to. */
export type PushNotification = {
  channelId: string;
  token: string;
  resourceId: string;
  resourceState: string;
};

/** A sync that a notification has asked for is asked for again after this time at the earliest, while it waits. */
const ASKED_AGAIN_MS = 10_000;

/** A notification, as far as the database compares it with its channel. */
type Told = { channelId: string; tokenHash: string; resourceId: string; now: Date };

/**
 * Receives a notification from Google: marks the calendar as changed and requests its sync. Only a
 * notification of a channel that we opened, with its token and its resource, counts. Any other is ignored
 * silently, so that Google stops repeating it and strangers learn nothing. A channel that no longer counts is stopped at
 * Google when this is the first to tell how.
 * @returns whether the notification counts
 */
export async function receivePush(notification: PushNotification, now: Date): Promise<boolean> {
  const { channelId, token, resourceId, resourceState } = notification;
  if (!/^[0-9a-f-]{36}$/.test(channelId)) return false;
  const told: Told = { channelId, tokenHash: hashToken(token), resourceId, now };
  const isChange = resourceState !== 'sync';
  if (isChange && (await markUnlocked(told))) return true;
  if (!(await learnResource(told))) return false;
  return isChange ? markWaiting(told) : true;
}

/**
 * Marks the calendar of a notification as changed. Notifications that come together share one statement, so that a storm of
 * them takes one connection, however long it lasts. A calendar that another transaction is changing is left out: the
 * notifications of the others do not wait for it.
 * @returns whether it was marked
 */
const markUnlocked = batched((all: Told[]) => markChanged(all, 'skip'));
/** Does the same for a calendar that was left out, after waiting for that transaction. */
const markWaiting = batched((all: Told[]) => markChanged(all, 'wait'));

/** Marks the calendars of notifications as changed, if these count, and returns for each whether it did. */
async function markChanged(all: Told[], locked: 'wait' | 'skip'): Promise<boolean[]> {
  const rows = all.map(({ now: _, ...told }, index) => ({ ...told, index }));
  const now = new Date(Math.max(...all.map((told) => +told.now)));
  const marked = await markPushed(db(), rows, { now, askedSince: new Date(+now - ASKED_AGAIN_MS) }, locked);
  // Who waits for Google's notification does not wait for the queue of jobs: the rows say what is to be synced.
  void sendSyncs(
    marked.filter(({ isAsked }) => !isAsked).map(({ isAsked: _, indexes: __, ...target }) => target),
  );
  const counting = new Set(marked.flatMap(({ indexes }) => indexes));
  return all.map((_, index) => counting.has(index));
}

/**
 * Takes from a notification what Google's answer to the opening of its channel has not told. Until Google has told us the
 * channel's resource, its first message does: with it the channel can be stopped, also when Google's answer to the opening
 * is lost or does not have it.
 * @returns whether the notification is of a channel that counts
 */
async function learnResource({ channelId, tokenHash, resourceId, now }: Told): Promise<boolean> {
  const channel = await db().watchChannel.findUnique({ where: { id: channelId } });
  if (!channel || !constantTimeEqual(channel.tokenHash, tokenHash)) return false;
  if (channel.status !== 'open' && channel.status !== 'opening') {
    if (channel.resourceId === null && resourceId) await stopOnFirstMessage(channel, resourceId, now);
    return false;
  }
  if (channel.resourceId !== null && !isSame(channel.resourceId, resourceId)) return false;
  if (channel.firstMessageAt === null) {
    await db().watchChannel.updateMany({ where: { id: channel.id }, data: { firstMessageAt: now } });
  }
  if (channel.resourceId !== null) return true;
  if (!resourceId) return true;
  const { count } = await db().watchChannel.updateMany({
    where: { id: channel.id, resourceId: null, status: { in: ['open', 'opening'] } },
    data: { resourceId },
  });
  // Meanwhile it may have been replaced.
  if (count === 0) await stopOnFirstMessage(channel, resourceId, now);
  return true;
}

/** Compares in a time that does not reveal how much of the text was right. */
function isSame(one: string, other: string): boolean {
  return constantTimeEqual(hashToken(one), hashToken(other));
}

/** Returns the job event that requests the sync of a calendar, at once or at a time. */
export function syncEvent(calendar: SyncTarget, at?: Date): JobEvent {
  const { id: calendarId, connectionId, userId } = calendar;
  const data = { calendarId, connectionId, userId, ...(at ? { at: at.toISOString() } : {}) };
  return { name: 'calendar/changed', data };
}

/** Requests the syncs of calendars that wait, each at its next try. */
export function requestRetries(calendars: (SyncTarget & { retryAt: Date })[]): Promise<void> {
  return send(calendars.map((calendar) => syncEvent(calendar, calendar.retryAt)));
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

function sendSyncs(calendars: SyncTarget[]): Promise<void> {
  return send(calendars.map((calendar) => syncEvent(calendar)));
}

async function send(syncs: JobEvent[]): Promise<void> {
  try {
    await sendJobs(syncs);
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
