import type { Actor } from '@/lib/activity/record-activity';
import type { Tx } from '@/lib/platform/database/client';
import type { CalendarConnection, WatchChannel } from '@/lib/platform/database/generated/prisma/client';
import { type JobEvent, sendJobs } from '@/lib/platform/jobs';
import { withinLimit } from '@/lib/platform/limit-work';
import { logger } from '@/lib/platform/logger';
import { BOOKED_OR_ACTIVE_STATUSES } from '@/lib/scheduling/domain/bot-status';
import { BOOKING_HORIZON_MS } from '@/lib/scheduling/domain/join-time';
import { enqueueFollowUps } from '@/lib/scheduling/enqueue-follow-ups';
import { type Reconciled, reconcileBots } from '@/lib/scheduling/reconcile-bots';
import { requestSync } from './receive-push';
import { stopChannels } from './stop-channels';

/** What is to be done outside the transaction once calendars are followed, or are not any more. */
export type SyncChange = {
  enabled: string[];
  /** Some of them were followed before: their window of occurrences may have fallen behind. */
  isBehind: boolean;
  /** Channels that are stopped here and still live at Google, with what they can be stopped with there. */
  channels: (WatchChannel & { calendar: { connection: CalendarConnection } })[];
  reconciled: Reconciled;
};

/** How long Google may take to stop channels; they run out by themselves if it takes longer. */
const STOP_LIMIT_MS = 5_000;

/** What makes a calendar be looked at anew, whatever went wrong with it before. */
export const RESYNC = {
  changeSeq: { increment: 1 },
  lastSyncError: null,
  failedSyncs: 0,
  retryAt: null,
  syncWait: null,
};

/**
 * Follows calendars no more: messages of their channels are ignored from now on, booked bots are cancelled, those under
 * way called back. Rows and wishes stay, so that following them again brings all of it back.
 * @param tx holds the user's lock
 * @param resumes whether they are followed again by themselves when they can be
 */
export async function disableSync(
  tx: Tx,
  userId: string,
  calendarIds: string[],
  { resumes, cause, now }: { resumes: boolean; cause: Actor; now: Date },
): Promise<SyncChange> {
  const of = { calendarId: { in: calendarIds } };
  // Without its lease a sync that is under way stores nothing any more.
  await tx.calendar.updateMany({
    where: { id: { in: calendarIds } },
    data: { syncEnabled: false, resumesSync: resumes, syncLease: null, syncLeaseUntil: null },
  });
  const channels = await tx.watchChannel.findMany({
    where: { ...of, status: { in: ['open', 'opening'] } },
    include: { calendar: { select: { connection: true } } },
  });
  await tx.watchChannel.updateMany({ where: of, data: { status: 'stopped' } });
  const scheduled = await tx.occurrence.findMany({
    where: { ...of, bots: { some: { status: { in: [...BOOKED_OR_ACTIVE_STATUSES] } } } },
    select: { eventId: true },
    distinct: ['eventId'],
  });
  await touch(tx, calendarIds, now);
  const eventIds = scheduled.map((row) => row.eventId);
  const reconciled = await reconcileBots({ tx, now, actor: cause }, userId, { eventIds });
  return { enabled: [], isBehind: false, channels, reconciled };
}

/**
 * Follows calendars, for the first time or again: bots that were cancelled when following ended come back, and what is
 * due within the booking horizon is booked. The sync that comes after it corrects what has changed meanwhile.
 * @param tx holds the user's lock
 */
export async function enableSync(
  tx: Tx,
  userId: string,
  calendarIds: string[],
  { cause, now }: { cause: Actor; now: Date },
): Promise<SyncChange> {
  const rows = await tx.calendar.updateManyAndReturn({
    where: { id: { in: calendarIds } },
    data: { syncEnabled: true, resumesSync: false, syncEnabledSince: now, ...RESYNC },
  });
  const due = await tx.occurrence.findMany({
    where: {
      calendarId: { in: calendarIds },
      isDeleted: false,
      endTime: { gt: now },
      OR: [
        { startTime: { lt: new Date(+now + BOOKING_HORIZON_MS) } },
        { bots: { some: { status: 'Cancelled', cancelledByCalendar: true } } },
      ],
    },
    select: { eventId: true },
    distinct: ['eventId'],
  });
  await touch(tx, calendarIds, now);
  const eventIds = due.map((row) => row.eventId);
  const reconciled = await reconcileBots({ tx, now, actor: cause }, userId, { eventIds });
  const isBehind = rows.some((row) => row.lastSyncedAt !== null);
  return { enabled: calendarIds, isBehind, channels: [], reconciled };
}

/** Readers of the delta feed hear that meetings are gone, or there again. */
async function touch(tx: Tx, calendarIds: string[], now: Date): Promise<void> {
  await tx.occurrence.updateMany({
    where: { calendarId: { in: calendarIds }, isDeleted: false },
    data: { updatedAt: now },
  });
}

/**
 * What follows the commit: recalls and joins, channels stopped at Google, and for calendars that are followed now a
 * sync, a channel, and what moves their window of occurrences on. What fails of it the sweep does, and a channel
 * that could not be stopped runs out by itself.
 * @param watch whether channels are to be opened as well; else the caller does it
 * @returns whether Google has stopped all channels
 */
export async function enqueueSyncFollowUps(
  userId: string,
  change: SyncChange,
  now: Date,
  watch = true,
): Promise<boolean> {
  await enqueueFollowUps(change.reconciled, now);
  await requestSync(change.enabled);
  try {
    await sendJobs([
      ...(watch ? change.enabled : []).map(
        (calendarId): JobEvent => ({ name: 'calendar/watch', data: { calendarId } }),
      ),
      ...(change.isBehind ? [{ name: 'windows/move' as const, data: { userId } }] : []),
    ]);
  } catch (error) {
    logger.warn({ error }, 'Channels could not be requested; the sweep will do it');
  }
  const stopped = change.channels.map((channel) =>
    withinLimit(stopChannels(channel.calendar.connection, [channel], now), STOP_LIMIT_MS, false),
  );
  return (await Promise.all(stopped)).every(Boolean);
}
