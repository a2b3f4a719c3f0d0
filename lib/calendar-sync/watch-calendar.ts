import { randomUUID } from 'node:crypto';
import { withGoogle } from '@/lib/accounts/google-session';
import { watchEvents } from '@/lib/google/calendar';
import { GoogleFailure } from '@/lib/google/errors';
import { db } from '@/lib/platform/database/client';
import type { Calendar, CalendarConnection } from '@/lib/platform/database/generated/prisma/client';
import { Prisma } from '@/lib/platform/database/generated/prisma/client';
import { logger } from '@/lib/platform/logger';
import { hashToken, randomToken } from '@/lib/platform/secrets';
import { pushAddress } from './push-address';
import { requestSync } from './receive-push';
import { stopChannels } from './stop-channels';

/** Channels that end within this time are renewed; those that Google grants for less, when half of it has passed. */
const RENEW_BEFORE_MS = 2 * 86_400_000;
/** A calendar whose channel could not be opened is tried again after this time. */
export const RETRY_AFTER_MS = 15 * 60_000;

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
 * @param anew opens one also when the present one lasts
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
  if (!again && (await withoutLastingChannel(now, Prisma.sql`c."id" = ${calendarId}`)).length === 0)
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
    return await saveChannel(calendar, { id: channelId, ...opened }, now);
  } catch (error) {
    if (!(error instanceof GoogleFailure)) throw error;
    await db().watchChannel.updateMany({
      where: { id: channelId },
      data: { status: 'failed', error: error.message },
    });
    if (error.kind === 'push_unsupported') {
      await db().calendar.updateMany({ where: { id: calendarId }, data: { pushUnsupported: true } });
      return { state: 'polling', reason: error.message };
    }
    logger.warn({ calendar: calendar.summary, reason: error.reason }, 'No push channel');
    return { state: 'failed', reason: error.message, passing: error.passing };
  }
}

async function saveChannel(
  calendar: Calendar & { connection: CalendarConnection },
  opened: { id: string; resourceId: string; expiresAt: Date },
  now: Date,
): Promise<WatchOutcome> {
  const { id, resourceId, expiresAt } = opened;
  const saved = await db().$transaction(async (tx) => {
    const [channel] = await tx.watchChannel.updateManyAndReturn({
      where: { id, status: 'opening', calendar: { syncEnabled: true } },
      data: { status: 'open', resourceId, expiresAt },
    });
    if (!channel) return null;
    const older = await tx.watchChannel.findMany({
      where: { calendarId: calendar.id, id: { not: id }, status: { in: ['open', 'opening'] } },
    });
    await tx.watchChannel.updateMany({
      where: { id: { in: older.map((other) => other.id) } },
      data: { status: 'stopped' },
    });
    // Whatever changed while nobody watched, no message will tell.
    const wasWatched = older.some((other) => other.expiresAt && other.expiresAt > now);
    if (!wasWatched) {
      await tx.calendar.update({ where: { id: calendar.id }, data: { changeSeq: { increment: 1 } } });
    }
    return { older, wasWatched };
  });
  if (!saved) {
    // Switched off, or overtaken by another channel, while Google was being asked.
    const [stopped] = await db().watchChannel.updateManyAndReturn({
      where: { id },
      data: { status: 'stopped', resourceId, expiresAt },
    });
    if (stopped) await stopChannels(calendar.connection, [stopped], now);
    return { state: 'fresh' };
  }
  if (!saved.wasWatched) await requestSync([calendar.id]);
  await stopChannels(calendar.connection, saved.older, now);
  return { state: 'watching', channelId: id, expiresAt };
}

/** Calendars that need a channel, or a newer one, and are not waiting for their next try. */
export async function calendarsToWatch(now: Date): Promise<string[]> {
  if (!pushAddress()) return [];
  return withoutLastingChannel(
    now,
    // What Google refuses to let us read, or to read now, it would refuse to notify us of.
    Prisma.sql`k."status" = 'active' AND c."syncEnabled" AND NOT c."pushUnsupported"
      AND (c."syncWait" IS NULL OR c."retryAt" <= ${now})
      AND NOT EXISTS (SELECT 1 FROM "WatchChannel" AS w WHERE w."calendarId" = c."id"
        AND w."status" IN ('failed', 'opening') AND w."createdAt" > ${new Date(+now - RETRY_AFTER_MS)})`,
  );
}

/** Of the calendars for which the condition holds, those none of whose channels lasts long enough. */
async function withoutLastingChannel(now: Date, condition: Prisma.Sql): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT c."id" FROM "Calendar" AS c JOIN "CalendarConnection" AS k ON k."id" = c."connectionId"
     WHERE ${condition}
       AND NOT EXISTS (
         SELECT 1 FROM "WatchChannel" AS w WHERE w."calendarId" = c."id" AND w."status" = 'open'
            AND w."expiresAt" - ${now}::timestamptz > least(
              ${RENEW_BEFORE_MS}::float8 * interval '1 millisecond', (w."expiresAt" - w."createdAt") / 2))`;
  return rows.map((row) => row.id);
}
