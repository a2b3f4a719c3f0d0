import { randomUUID } from 'node:crypto';
import { db } from '@/lib/db/client';
import type { CalendarConnection, WatchChannel } from '@/lib/db/generated/prisma/client';
import { stopChannel, watchEvents } from '@/lib/google/calendar';
import { GoogleFailure } from '@/lib/google/errors';
import { logger } from '@/lib/logger';
import { hashToken, randomToken } from '@/lib/secrets';
import { withGoogle } from './google-session';
import { pushAddress } from './push-address';

/** Channels that end within this time are renewed. */
export const RENEW_BEFORE_MS = 2 * 86_400_000;

export type WatchOutcome =
  | { state: 'watching'; channelId: string; expiresAt: Date }
  /** A channel of this calendar lasts long enough, or it is not to be watched. */
  | { state: 'fresh' | 'off' }
  /** This calendar, or this installation, is polled instead. */
  | { state: 'polling'; reason: string }
  | { state: 'failed'; reason: string; passing: boolean };

/**
 * Sees to it that Google notifies us of a calendar's changes: opens a channel when there is none or the one
 * there is ends soon, and then stops the older ones. New first, then old: no change falls between two channels.
 */
export async function watchCalendar(calendarId: string, now: Date): Promise<WatchOutcome> {
  const calendar = await db().calendar.findUnique({
    where: { id: calendarId },
    include: { connection: true, channels: { where: { status: 'open' } } },
  });
  if (!calendar?.syncEnabled || calendar.connection.status !== 'active') return { state: 'off' };
  if (calendar.pushUnsupported)
    return { state: 'polling', reason: 'Google offers no notifications for this calendar.' };
  const address = pushAddress();
  if (!address) return { state: 'polling', reason: 'This installation has no public https address.' };
  const renewAt = +now + RENEW_BEFORE_MS;
  if (calendar.channels.some((channel) => channel.expiresAt && +channel.expiresAt > renewAt))
    return { state: 'fresh' };

  const channelId = randomUUID();
  const token = randomToken(32);
  // Written first: Google's first message may arrive before its answer to this request.
  await db().watchChannel.create({
    data: { id: channelId, calendarId, tokenHash: hashToken(token), createdAt: now },
  });
  try {
    const opened = await withGoogle(calendar.connection, now, (session) =>
      watchEvents(session, calendar.googleCalendarId, { channelId, token, address }),
    );
    await db().watchChannel.update({ where: { id: channelId }, data: { status: 'open', ...opened } });
    await stopChannels(calendar.connection, calendar.channels, now);
    return { state: 'watching', channelId, expiresAt: opened.expiresAt };
  } catch (error) {
    if (!(error instanceof GoogleFailure)) throw error;
    await db().watchChannel.update({
      where: { id: channelId },
      data: { status: 'failed', error: error.message },
    });
    if (error.kind === 'push_unsupported') {
      await db().calendar.update({ where: { id: calendarId }, data: { pushUnsupported: true } });
      return { state: 'polling', reason: error.message };
    }
    logger.warn({ calendar: calendar.summary, reason: error.reason }, 'No push channel');
    return { state: 'failed', reason: error.message, passing: error.passing };
  }
}

/** Stops channels at Google, as far as it lets us, and counts them as stopped either way. */
export async function stopChannels(
  connection: CalendarConnection,
  channels: WatchChannel[],
  now: Date,
): Promise<boolean> {
  let all = true;
  for (const channel of channels) {
    try {
      const { resourceId } = channel;
      if (resourceId)
        await withGoogle(connection, now, (session) => stopChannel(session, channel.id, resourceId));
    } catch (error) {
      // It runs out by itself; until then its messages are ignored.
      all = false;
      logger.warn(
        { error: error instanceof Error ? error.message : error },
        'A push channel could not be stopped',
      );
    }
  }
  await db().watchChannel.updateMany({
    where: { id: { in: channels.map((channel) => channel.id) } },
    data: { status: 'stopped' },
  });
  return all;
}

/** A calendar whose channel could not be opened is tried again after this time. */
const RETRY_AFTER_MS = 15 * 60_000;

/** Calendars that need a channel, or a newer one, and are not waiting for their next try. */
export async function calendarsToWatch(now: Date): Promise<string[]> {
  if (!pushAddress()) return [];
  const calendars = await db().calendar.findMany({
    where: {
      syncEnabled: true,
      pushUnsupported: false,
      connection: { status: 'active' },
      channels: {
        none: {
          OR: [
            { status: 'open', expiresAt: { gt: new Date(+now + RENEW_BEFORE_MS) } },
            { status: { in: ['failed', 'opening'] }, createdAt: { gt: new Date(+now - RETRY_AFTER_MS) } },
          ],
        },
      },
    },
    select: { id: true },
  });
  return calendars.map((calendar) => calendar.id);
}
