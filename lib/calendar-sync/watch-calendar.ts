import { randomUUID } from 'node:crypto';
import { withGoogle } from '@/lib/accounts/google-session';
import { watchEvents } from '@/lib/google/calendar';
import { GoogleFailure } from '@/lib/google/errors';
import { db } from '@/lib/platform/database/client';
import type { Calendar, CalendarConnection } from '@/lib/platform/database/generated/prisma/client';
import { env } from '@/lib/platform/env';
import { sendJobs } from '@/lib/platform/jobs';
import { logger } from '@/lib/platform/logger';
import { isPublicHttps } from '@/lib/platform/public-address';
import { runAll } from '@/lib/platform/run-all';
import { hashToken, randomToken } from '@/lib/platform/secrets';
import { calendarNeedingChannel, calendarsNeedingChannel } from './queries';
import { requestSync } from './receive-push';
import { stopChannels } from './stop-channels';

/** When the channel of a calendar could not be opened, the next try comes after this time. */
const RETRY_AFTER_MS = 15 * 60_000;
const DAY_MS = 86_400_000;
/** Channels are deleted this long after they have ended. */
const ENDED_STAY_MS = 7 * DAY_MS;
/** A channel whose end Google does not say, or says in a form that makes no sense, counts as open for this long. */
const UNTOLD_MS = DAY_MS;
/** Google grants a week by default, and a month at most as far as anyone has seen. */
const LONGEST_MS = 90 * DAY_MS;

/**
 * Returns the address to which Google is asked to send its notifications.
 * @returns null when Google cannot reach this installation: it insists on public https, only the emulator
 *   takes loopback
 */
export function pushAddress(): string | null {
  const { APP_URL, GOOGLE_EMULATOR_URL } = env();
  const reachable = isPublicHttps(APP_URL) || GOOGLE_EMULATOR_URL !== undefined;
  return reachable ? `${APP_URL}/api/webhooks/google-calendar` : null;
}

export type WatchOutcome =
  | { state: 'watching'; channelId: string; expiresAt: Date }
  /** The calendar has a channel that lasts long enough, or its sync is not enabled. */
  | { state: 'fresh' | 'off' }
  /** This calendar, or this installation, is polled instead. */
  | { state: 'polling'; reason: string }
  | { state: 'failed'; reason: string; passing: boolean };

/**
 * Opens a push channel for a calendar that has none, or whose channel ends soon, then stops the older
 * channels. The new channel is opened before the old ones are stopped, so that no change falls between two
 * channels.
 * @param again opens a channel also when the present one lasts long enough
 */
export async function watchCalendar(calendarId: string, now: Date, again = false): Promise<WatchOutcome> {
  const calendar = await db().calendar.findUnique({
    where: { id: calendarId },
    include: { connection: true },
  });
  if (!calendar?.syncEnabled || calendar.connection.status !== 'active') return { state: 'off' };
  if (calendar.pushUnsupported)
    return {
      state: 'polling',
      reason: 'Google offers no notifications for this calendar: it is polled instead.',
    };
  const address = pushAddress();
  if (!address)
    return {
      state: 'polling',
      reason:
        'Google can notify only a public https address, and this installation has none: it is polled instead.',
    };
  const needsChannel = again || (await calendarNeedingChannel(db(), calendarId, now)).length > 0;
  if (!needsChannel) return { state: 'fresh' };

  const channelId = randomUUID();
  const token = randomToken(32);
  // Stored before the call, because Google's first message may arrive before its answer to this call.
  await db().watchChannel.create({
    data: { id: channelId, calendarId, tokenHash: hashToken(token), createdAt: now },
  });
  try {
    const opened = await withGoogle(calendar.connection, now, (session) =>
      watchEvents(session, calendar.googleCalendarId, { channelId, token, address }),
    );
    const expiresAt = believableEnd(opened.expiresAt, now);
    return await saveChannel(calendar, { id: channelId, resourceId: opened.resourceId, expiresAt }, now);
  } catch (error) {
    if (!(error instanceof GoogleFailure)) throw error;
    const [failed] = await db().watchChannel.updateManyAndReturn({
      where: { id: channelId },
      data: { status: 'failed', error: error.message },
    });
    // Google may have opened it and its answer got lost. Its first message says by which id it can be stopped.
    if (failed?.resourceId) await stopChannels(calendar.connection, [failed], now);
    if (error.kind === 'push_refused') return { state: 'polling', reason: error.message };
    if (error.kind === 'push_unsupported') {
      await db().calendar.updateMany({ where: { id: calendarId }, data: { pushUnsupported: true } });
      return { state: 'polling', reason: error.message };
    }
    logger.warn({ calendar: calendar.summary, reason: error.reason }, 'No push channel');
    return { state: 'failed', reason: error.message, passing: error.passing };
  }
}

function believableEnd(told: Date | null, now: Date): Date {
  const isBelievable = told !== null && told > now && +told < +now + LONGEST_MS;
  return isBelievable ? told : new Date(+now + UNTOLD_MS);
}

/** Saves a channel that Google has opened, and stops the older ones. */
async function saveChannel(
  calendar: Calendar & { connection: CalendarConnection },
  opened: { id: string; resourceId: string | null; expiresAt: Date },
  now: Date,
): Promise<WatchOutcome> {
  const { id, expiresAt } = opened;
  // Where the answer does not say it, the channel's first message does; it may have come already.
  const resource = opened.resourceId === null ? {} : { resourceId: opened.resourceId };
  const saved = await db().$transaction(async (tx) => {
    const [channel] = await tx.watchChannel.updateManyAndReturn({
      where: { id, status: 'opening', calendar: { syncEnabled: true } },
      data: { status: 'open', ...resource, expiresAt },
    });
    if (!channel) return null;
    const older = await tx.watchChannel.findMany({
      where: { calendarId: calendar.id, id: { not: id }, status: { in: ['open', 'opening'] } },
    });
    await tx.watchChannel.updateMany({
      where: { id: { in: older.map((other) => other.id) } },
      data: { status: 'stopped' },
    });
    // No message tells of changes that were made while no channel was open.
    const wasWatched = older.some((other) => other.expiresAt && other.expiresAt > now);
    if (!wasWatched) {
      await tx.calendar.update({ where: { id: calendar.id }, data: { changeSeq: { increment: 1 } } });
    }
    return { older, wasWatched };
  });
  if (!saved) {
    // While Google was being asked, sync was disabled, or another channel was opened.
    const [stopped] = await db().watchChannel.updateManyAndReturn({
      where: { id },
      data: { status: 'stopped', ...resource, expiresAt },
    });
    if (stopped) await stopChannels(calendar.connection, [stopped], now);
    return { state: 'fresh' };
  }
  if (!saved.wasWatched) await requestSync([calendar.id]);
  await stopChannels(calendar.connection, saved.older, now);
  return { state: 'watching', channelId: id, expiresAt };
}

/**
 * Returns the ids of calendars that need a channel, or a newer one, and are not waiting for their next try.
 */
export async function calendarsToWatch(now: Date): Promise<string[]> {
  if (!pushAddress()) return [];
  const calendars = await calendarsNeedingChannel(db(), new Date(+now - RETRY_AFTER_MS), now);
  return calendars.map(({ id }) => id);
}

/** What is done to push channels each day, each part independent of the others. Each returns how many rows it found. */
export const RENEWAL = {
  lost: failLostChannels,
  deleted: deleteEndedChannels,
  calendars: enqueueRenewals,
} satisfies Record<string, (now: Date) => Promise<number>>;

/**
 * Runs every part of the daily renewal of push channels, also when others fail.
 * @throws AggregateError after all have run, when any has thrown
 */
export function renewChannels(now: Date): Promise<Record<keyof typeof RENEWAL, number>> {
  return runAll(RENEWAL, (task) => task(now));
}

/**
 * Enqueues the opening of a push channel for each calendar that has none, or whose channel ends within two days.
 * @returns how many calendars
 */
export async function enqueueRenewals(now: Date): Promise<number> {
  const calendarIds = await calendarsToWatch(now);
  await sendJobs(calendarIds.map((calendarId) => ({ name: 'calendar/watch', data: { calendarId } })));
  return calendarIds.length;
}

/** Marks channels as failed whose opening was interrupted: the process died before Google's answer came. */
async function failLostChannels(now: Date): Promise<number> {
  const { count } = await db().watchChannel.updateMany({
    where: { status: 'opening', createdAt: { lt: new Date(+now - RETRY_AFTER_MS) } },
    data: { status: 'failed', error: 'Google’s answer got lost.' },
  });
  return count;
}

async function deleteEndedChannels(now: Date): Promise<number> {
  const before = new Date(+now - ENDED_STAY_MS);
  const { count } = await db().watchChannel.deleteMany({
    where: {
      OR: [
        { status: { in: ['stopped', 'failed'] }, createdAt: { lt: before } },
        { status: 'open', expiresAt: { lt: before } },
      ],
    },
  });
  return count;
}
