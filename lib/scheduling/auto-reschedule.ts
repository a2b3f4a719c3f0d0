import { type Author, botFacts, type Change, recordActivity } from '@/lib/activity/record-activity';
import type { ToggleRecurrenceResponse } from '@/lib/contract/recurrence';
import { ruleOf } from '@/lib/occurrences/domain/recurrence';
import { resourceOf, titleOf } from '@/lib/occurrences/stored-event';
import { db, type Tx } from '@/lib/platform/database/client';
import type { Event, Prisma } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import { createBookings } from './create-bookings';
import { BOOKED_OR_ACTIVE_STATUSES } from './domain/bot-status';
import { enqueueFollowUps } from './enqueue-follow-ups';
import { findTarget, notRecurring, refuseCancelled, type Target, upcomingOccurrences } from './find-target';
import { gatherTarget } from './gather-copies';
import { nextOfSeries, seriesWithoutNextBot } from './queries/series';
import { reconcileBots } from './reconcile-bots';
import { replaceSeriesOverride } from './set-override';

/**
 * Turns auto-reschedule of a series on or off, and returns the series as it is then. Turning it on schedules the next
 * occurrence at once; its bots get the configuration of the bot that is booked or active, if there is one. Turning it off
 * leaves the bots that are booked.
 * @throws UsherError not_found, not_recurring, meeting_cancelled
 */
export async function toggleRecurrence(
  userId: string,
  eventId: string,
  enabled: boolean,
  { actor, now }: Author,
): Promise<ToggleRecurrenceResponse> {
  const { event, next, reconciled } = await db().$transaction(async (tx) => {
    const change = { tx, now, actor };
    await lockUser(tx, userId);
    const target = await gatherTarget(change, await findTarget(change, userId, eventId), true);
    if (target.event.kind !== 'master') throw notRecurring();
    if (enabled) refuseCancelled(target.event);
    const event = enabled
      ? await startAutoReschedule(change, target, null, await scheduledConfig(tx, target))
      : await tx.event.update({ where: { id: target.event.id }, data: { autoRescheduleEnabled: false } });
    const [next] = await upcomingOccurrences(change, target, 1);
    await recordActivity(tx, {
      userId,
      at: now,
      actor,
      action: enabled ? 'series.enabled' : 'series.disabled',
      cause: 'requested',
      eventId: event.id,
      summary: `Auto-reschedule turned ${enabled ? 'on' : 'off'} for the series “${next?.title ?? titleOf(event)}”.`,
      before: { recurring_enabled: target.event.autoRescheduleEnabled, override: target.event.override },
      after: { recurring_enabled: enabled, override: event.override },
    });
    // A bot that was canceled automatically is scheduled again, now that its meeting is to be joined.
    const reconciled = await reconcileBots(change, userId, { eventIds: [event.id] });
    return { event, next, reconciled };
  });
  await enqueueFollowUps(reconciled, now);
  if (enabled) await scheduleNextOccurrence(event.id, now);
  const raw = resourceOf(event);
  return {
    event_id: event.id,
    recurring_enabled: enabled,
    recurrence_rule: ruleOf(raw.recurrence ?? []),
    recurrence: raw.recurrence ?? [],
    message: enabled
      ? 'Each meeting of this series gets a bot.'
      : 'No further meeting of this series is scheduled by auto-reschedule.',
    summary: raw.summary ?? null,
    start_time: next?.startTime.toISOString() ?? null,
    end_time: next?.endTime.toISOString() ?? null,
  };
}

/** Returns the configuration of the next bot of a series that a person or auto-reschedule scheduled, if there is one. */
async function scheduledConfig(tx: Tx, { event }: Target): Promise<unknown> {
  const bot = await tx.scheduledBot.findFirst({
    where: {
      occurrence: { eventId: event.id },
      status: { in: [...BOOKED_OR_ACTIVE_STATUSES] },
      source: { in: ['manual', 'batch', 'auto_reschedule'] },
    },
    orderBy: { meetingStart: 'asc' },
  });
  return bot?.botConfig;
}

/**
 * Turns auto-reschedule of a series on, replaces the override of the series from its first meeting on, and returns the
 * series as it is then. Where auto-reschedule is on already, it begins no later than before.
 * @param from the original start of the meeting that the request names; null = whichever is next
 * @param botConfig configuration of the bots that it schedules; undefined leaves the stored one
 * @throws UsherError not_recurring
 */
export async function startAutoReschedule(
  change: Pick<Change, 'tx' | 'now'>,
  { event }: Target,
  from: Date | null,
  botConfig: unknown,
): Promise<Event> {
  if (event.kind !== 'master') throw notRecurring();
  await replaceSeriesOverride(change, { event }, from);
  const starts = event.autoRescheduleEnabled ? [event.autoRescheduleFrom, from] : [from];
  return change.tx.event.update({
    where: { id: event.id },
    data: {
      autoRescheduleEnabled: true,
      autoRescheduleFrom: starts.includes(null) ? null : new Date(Math.min(...starts.map(Number))),
      autoRescheduleBotConfig: botConfig as Prisma.InputJsonObject | undefined,
    },
  });
}

export type NextBooking =
  | { state: 'scheduled'; botId: string; joinAt: string }
  /** The next occurrence has its bot, or gets it back: ask again when it has ended. */
  | { state: 'not_yet'; endsAt: string }
  | { state: 'off' | 'series_ended' };

/** This many upcoming occurrences are stored for a series, however far ahead they are. */
const LOOK_AHEAD = 20;

/**
 * Schedules the next occurrence of a series with auto-reschedule, once the occurrence before it has ended. Safe to repeat:
 * where the next occurrence has its bot, nothing is scheduled. Bots of later occurrences do not count.
 */
export async function scheduleNextOccurrence(eventId: string, now: Date): Promise<NextBooking> {
  const owner = await db().event.findUnique({ where: { id: eventId }, select: { userId: true } });
  if (!owner) return { state: 'off' };
  let recalled: string[] = [];
  const result = await db().$transaction(async (tx): Promise<NextBooking> => {
    await lockUser(tx, owner.userId);
    const event = await tx.event.findFirst({
      where: {
        id: eventId,
        autoRescheduleEnabled: true,
        isDeleted: false,
        kind: 'master',
        calendar: { syncEnabled: true },
      },
      include: { calendar: true, user: true },
    });
    if (!event || event.override === 'never') return { state: 'off' };
    // Stores occurrences beyond the rolling window. A meeting without length ends as it starts.
    const from = event.autoRescheduleFrom ? new Date(+event.autoRescheduleFrom - 1) : now;
    await upcomingOccurrences({ tx, now }, { event, occurrence: null }, LOOK_AHEAD, from);
    const [next] = await nextOfSeries(tx, eventId, now);
    if (!next) return { state: 'series_ended' };
    if (next.held) return { state: 'not_yet', endsAt: next.endTime.toISOString() };
    const botConfig = event.autoRescheduleBotConfig ?? event.user.defaultBotConfig;
    const [bot] = await createBookings(
      tx,
      [{ occurrenceId: next.id, source: 'auto_reschedule', botConfig }],
      now,
    );
    if (!bot) return { state: 'series_ended' };
    await recordActivity(tx, {
      userId: event.userId,
      at: now,
      actor: 'usher',
      action: 'bot.scheduled',
      cause: 'previous_meeting_ended',
      botId: bot.id,
      occurrenceId: next.id,
      eventId,
      summary: `Bot scheduled for the next meeting of the series “${bot.title}”.`,
      before: botFacts(null),
      after: botFacts(bot),
    });
    ({ recalled } = await reconcileBots({ tx, now, actor: 'usher' }, event.userId, { eventIds: [eventId] }));
    return { state: 'scheduled', botId: bot.id, joinAt: bot.joinAt.toISOString() };
  });
  if (result.state === 'scheduled') await enqueueFollowUps({ recalled }, now);
  return result;
}

/** Returns the ids of the series with auto-reschedule whose next occurrence has no bot. The sweep asks each minute. */
export async function seriesToReschedule(now: Date): Promise<string[]> {
  return (await seriesWithoutNextBot(db(), now)).map(({ id }) => id);
}
