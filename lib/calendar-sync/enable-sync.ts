import { canBeRead } from '@/lib/accounts/domain/calendar-role';
import { type Author, type Change, recordActivity } from '@/lib/activity/record-activity';
import type { UpdateCalendarBody, UpdateCalendarResponse } from '@/lib/contract/calendars';
import { UsherError } from '@/lib/contract/errors';
import { db, type Tx } from '@/lib/platform/database/client';
import type { CalendarConnection, WatchChannel } from '@/lib/platform/database/generated/prisma/client';
import { type JobEvent, sendJobs } from '@/lib/platform/jobs';
import { withinLimit } from '@/lib/platform/limit-work';
import { lockUser } from '@/lib/platform/lock-user';
import { logger } from '@/lib/platform/logger';
import { BOOKED_OR_ACTIVE_STATUSES } from '@/lib/scheduling/domain/bot-status';
import { BOOKING_HORIZON_MS } from '@/lib/scheduling/domain/join-time';
import { enqueueFollowUps } from '@/lib/scheduling/enqueue-follow-ups';
import { type Reconciled, reconcileBots } from '@/lib/scheduling/reconcile-bots';
import { requestSync } from './receive-push';
import { calendarRow, findCalendar, LATEST_CHANNELS } from './show-calendars';
import { stopChannels } from './stop-channels';
import { NO_LEASE } from './sync-lease';

/**
 * Switches the sync of one calendar on or off. Off cancels its scheduled bots and recalls its active ones; on
 * brings them back, with every override, and schedules the bots that are due. A dry run does the same and
 * rolls it back, so that its answer says what would happen.
 * @param id see `findCalendar`
 * @throws UsherError not_found, ambiguous_calendar, calendar_not_readable
 */
export async function setCalendarSync(
  userId: string,
  id: string,
  body: UpdateCalendarBody,
  { actor, now }: Author,
): Promise<UpdateCalendarResponse> {
  const { change, answer } = await transact(body.dry_run, (tx) =>
    switchSync({ tx, actor, now }, userId, id, body),
  );
  if (change && !body.dry_run) {
    const calendar = answer.calendar.usher_id;
    logger.info({ calendar }, body.sync_enabled ? 'Calendar switched on' : 'Calendar switched off');
    await enqueueSyncFollowUps(userId, change, now);
  }
  return answer;
}

async function switchSync(
  { tx, actor, now }: Change,
  userId: string,
  id: string,
  { sync_enabled: on, dry_run }: UpdateCalendarBody,
): Promise<{ change: SyncChange | null; answer: UpdateCalendarResponse }> {
  await lockUser(tx, userId);
  const calendar = await findCalendar(tx, userId, id);
  if (on && !canBeRead(calendar.accessRole)) {
    throw new UsherError(
      'calendar_not_readable',
      `Google shows Usher only when “${calendar.summary}” is busy, not its meetings. Ask its owner to share all event details.`,
    );
  }
  const isNew = calendar.syncEnabled !== on;
  const change = !isNew
    ? null
    : on
      ? await enableSync({ tx, actor, now }, userId, [calendar.id])
      : await disableSync({ tx, actor, now }, userId, [calendar.id], { resumes: false });
  // Off means off, also for a calendar whose sync would have resumed automatically.
  if (!on) await tx.calendar.update({ where: { id: calendar.id }, data: { resumesSync: false } });
  if (isNew) {
    await recordActivity(tx, {
      userId,
      at: now,
      actor,
      action: on ? 'calendar.switched_on' : 'calendar.switched_off',
      cause: 'requested',
      calendarId: calendar.id,
      summary: `Sync turned ${on ? 'on' : 'off'} for the calendar “${calendar.summary}”.`,
      before: { sync_enabled: !on },
      after: { sync_enabled: on },
    });
  }
  const row = await tx.calendar.findUniqueOrThrow({
    where: { id: calendar.id },
    include: { channels: LATEST_CHANNELS },
  });
  const { cancelled = 0, created = 0, recalled = [] } = change?.reconciled ?? {};
  const counts = { bots_cancelled: cancelled, bots_recalled: recalled.length, bots_scheduled: created };
  const message = inWords(
    `“${calendar.summary}” ${dry_run && isNew ? 'would be' : 'is'} ${on ? 'on' : 'off'}`,
    isNew,
    counts,
    on && calendar.connection.status === 'revoked',
  );
  return { change, answer: { message, dry_run, calendar: calendarRow(row, now), ...counts } };
}

type Counts = { bots_cancelled: number; bots_recalled: number; bots_scheduled: number };

function inWords(what: string, isNew: boolean, counts: Counts, waits: boolean): string {
  const { bots_cancelled, bots_recalled, bots_scheduled } = counts;
  if (!isNew) return `${what} already.`;
  const parts = [
    bots_cancelled > 0 && `${bots(bots_cancelled)} canceled`,
    bots_recalled > 0 && `${bots(bots_recalled)} recalled`,
    bots_scheduled > 0 && `${bots(bots_scheduled)} scheduled`,
  ].filter(Boolean);
  const all = `${what}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}.`;
  return waits ? `${all} It syncs once its account is reconnected.` : all;
}

function bots(count: number): string {
  return count === 1 ? '1 bot' : `${count} bots`;
}

/** Thrown to roll a dry run back. */
class DryRun extends Error {}

/**
 * Runs a transaction and returns its result. A dry run does the same and rolls it back, so that its result
 * says what would happen.
 */
export async function transact<Result>(isDryRun: boolean, run: (tx: Tx) => Promise<Result>): Promise<Result> {
  const done: Result[] = [];
  try {
    await db().$transaction(async (tx) => {
      done.push(await run(tx));
      if (isDryRun) throw new DryRun('Nothing is to be changed.');
    });
  } catch (error) {
    if (!(error instanceof DryRun)) throw error;
  }
  return done.at(-1) as Result;
}

/** What is to be done outside the transaction after the sync of calendars was enabled or disabled. */
export type SyncChange = {
  enabled: string[];
  /** Some of the enabled calendars were synced before: their window of occurrences may have fallen behind. */
  isBehind: boolean;
  /**
   * Channels that are stopped here and still open at Google, with the connection that can stop them there.
   */
  channels: (WatchChannel & { calendar: { connection: CalendarConnection } })[];
  reconciled: Reconciled;
};

/** How long Google may take to stop channels. Those that are not stopped in time run out on their own. */
const STOP_LIMIT_MS = 5_000;

/** Makes a calendar be synced again, whatever went wrong with it before. */
export const RESYNC = {
  changeSeq: { increment: 1 },
  lastSyncError: null,
  failedSyncs: 0,
  retryAt: null,
  syncWait: null,
};

/**
 * Disables the sync of calendars: notifications of their channels are ignored from now on, scheduled bots are
 * canceled and active ones recalled. Rows and overrides stay, so that enabling the sync again brings all of
 * it back.
 * @param change its transaction holds the user's lock
 * @param resumes whether the sync is enabled again automatically when the calendars can be read again
 */
export async function disableSync(
  { tx, actor, now }: Change,
  userId: string,
  calendarIds: string[],
  { resumes }: { resumes: boolean },
): Promise<SyncChange> {
  const of = { calendarId: { in: calendarIds } };
  // A running sync can store nothing without its lease.
  await tx.calendar.updateMany({
    where: { id: { in: calendarIds } },
    data: { syncEnabled: false, resumesSync: resumes, ...NO_LEASE },
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
  const reconciled = await reconcileBots({ tx, now, actor }, userId, { eventIds });
  return { enabled: [], isBehind: false, channels, reconciled };
}

/**
 * Enables the sync of calendars, for the first time or again: bots that were canceled when it was disabled
 * come back, and bots that are due within the booking horizon are scheduled. The sync that comes next
 * corrects what has changed meanwhile.
 * @param change its transaction holds the user's lock
 */
export async function enableSync(
  { tx, actor, now }: Change,
  userId: string,
  calendarIds: string[],
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
        { bots: { some: { status: 'Cancelled', comesBack: true } } },
      ],
    },
    select: { eventId: true },
    distinct: ['eventId'],
  });
  await touch(tx, calendarIds, now);
  const eventIds = due.map((row) => row.eventId);
  const reconciled = await reconcileBots({ tx, now, actor }, userId, { eventIds });
  const isBehind = rows.some((row) => row.lastSyncedAt !== null);
  return { enabled: calendarIds, isBehind, channels: [], reconciled };
}

/** Marks meetings as changed, so that readers of the delta feed learn that they disappeared or came back. */
async function touch(tx: Tx, calendarIds: string[], now: Date): Promise<void> {
  await tx.occurrence.updateMany({
    where: { calendarId: { in: calendarIds }, isDeleted: false },
    data: { updatedAt: now },
  });
}

/**
 * Enqueues the follow-ups after the commit: joins and recalls, and for calendars whose sync is enabled now a
 * sync, a channel, and the move of their window of occurrences. Stops channels at Google. What fails is made
 * up for by the sweep, and a channel that could not be stopped runs out on its own.
 * @param watch whether channels are opened as well; otherwise the caller opens them
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
    logger.warn({ error }, 'Channels could not be requested; the sweep will request them');
  }
  const stopped = change.channels.map((channel) =>
    withinLimit(stopChannels(channel.calendar.connection, [channel], now), STOP_LIMIT_MS, false),
  );
  return (await Promise.all(stopped)).every(Boolean);
}
