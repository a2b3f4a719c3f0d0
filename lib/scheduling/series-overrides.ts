import type { User } from '@/lib/accounts/users';
import { type Actor, recordActivity } from '@/lib/activity/record-activity';
import { UsherError } from '@/lib/contract/errors';
import type {
  AutoRescheduleResponse,
  OverrideResponse,
  ToggleRecurrenceResponse,
} from '@/lib/contract/recurrence';
import { scheduleBody } from '@/lib/contract/schedule';
import { resourceOf, titleOf } from '@/lib/occurrences/stored-event';
import { db, type Tx } from '@/lib/platform/database/client';
import { lockUser } from '@/lib/platform/lock-user';
import { decideStored } from './decide';
import { BOOKED_OR_ACTIVE_STATUSES } from './domain/bot-status';
import { enqueueFollowUps } from './enqueue-follow-ups';
import { findTarget, notRecurring, refuseCancelled, type Target, upcomingOccurrences } from './find-target';
import { reconcileBots } from './reconcile-bots';
import { scheduleBot } from './schedule-bot';
import { scheduleNextOccurrence } from './schedule-next-occurrence';
import { startAutoReschedule } from './start-auto-reschedule';

/**
 * Turns a series' chain on or off. On books the next occurrence at once, and goes on with the configuration of the bot
 * that is booked, if there is one; off leaves what is booked.
 * @throws UsherError not_found, not_recurring, meeting_cancelled
 */
export async function toggleRecurrence(
  userId: string,
  eventId: string,
  enabled: boolean,
  actor: Actor,
  now: Date,
): Promise<ToggleRecurrenceResponse> {
  const { event, next, reconciled } = await db().$transaction(async (tx) => {
    await lockUser(tx, userId);
    const target = await findTarget(tx, userId, eventId, now);
    if (target.event.kind !== 'master') throw notRecurring();
    if (enabled) refuseCancelled(target.event);
    const event = enabled
      ? await startAutoReschedule(tx, target, null, await scheduledConfig(tx, target), now)
      : await tx.event.update({ where: { id: target.event.id }, data: { autoRescheduleEnabled: false } });
    const [next] = await upcomingOccurrences(tx, target, 1, now);
    await recordActivity(tx, {
      userId,
      at: now,
      actor,
      action: enabled ? 'series.enabled' : 'series.disabled',
      cause: 'requested',
      eventId: event.id,
      summary: `Series “${next?.title ?? titleOf(event)}” turned ${enabled ? 'on' : 'off'}.`,
      before: { recurring_enabled: target.event.autoRescheduleEnabled, override: target.event.override },
      after: { recurring_enabled: enabled, override: event.override },
    });
    // What the calendar took off comes back, now that its meeting is wanted.
    const reconciled = await reconcileBots({ tx, now, actor }, userId, { eventIds: [event.id] });
    return { event, next, reconciled };
  });
  await enqueueFollowUps(reconciled, now);
  if (enabled) await scheduleNextOccurrence(event.id, now);
  const raw = resourceOf(event);
  return {
    event_id: event.id,
    recurring_enabled: enabled,
    recurrence_rule: raw.recurrence ?? [],
    message: enabled
      ? 'Each meeting of this series gets a bot.'
      : 'No further meeting of this series is booked.',
    summary: raw.summary ?? null,
    start_time: next?.startTime.toISOString() ?? null,
    end_time: next?.endTime.toISOString() ?? null,
  };
}

/** What the next bot of a series that a person or the chain has booked is configured with, if there is one. */
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
 * Books the next occurrence of a series now. One that has its bot already is left as it is.
 * @throws UsherError not_found, not_recurring, no_meeting_link
 */
export async function autoReschedule(
  user: User,
  eventId: string,
  actor: Actor,
  now: Date,
): Promise<AutoRescheduleResponse> {
  const { target, next } = await db().$transaction(async (tx) => {
    await lockUser(tx, user.id);
    const target = await findTarget(tx, user.id, eventId, now);
    const [next] = await upcomingOccurrences(tx, target, 1, now);
    return { target, next };
  });
  const answer = { event_id: target.event.id, bot_id: null, scheduled_time: null };
  if (!next)
    return {
      ...answer,
      rescheduled: false,
      reason: target.event.isDeleted ? 'This series is cancelled.' : 'This series is over.',
    };
  try {
    const scheduled = await scheduleBot(user, next.id, scheduleBody.parse({}), actor, now);
    return {
      ...answer,
      rescheduled: true,
      reason: null,
      bot_id: scheduled.bot_id,
      scheduled_time: scheduled.scheduled_time,
    };
  } catch (error) {
    if (!(error instanceof UsherError && error.code === 'already_scheduled')) throw error;
    return { ...answer, rescheduled: false, reason: error.message, bot_id: String(error.extra.bot_id) };
  }
}

/**
 * Sets a person's lasting wish for one occurrence, a single event, or (by the series' own id) a whole series, and
 * acts on it at once.
 * @throws UsherError not_found, meeting_cancelled and meeting_ended (a series with none to come)
 */
export async function setOverride(
  user: User,
  eventId: string,
  override: 'always' | 'never' | null,
  actor: Actor,
  now: Date,
): Promise<OverrideResponse> {
  const { response, reconciled } = await db().$transaction(async (tx) => {
    await lockUser(tx, user.id);
    const target = await findTarget(tx, user.id, eventId, now);
    const { event } = target;
    if (!target.occurrence) refuseCancelled(event);
    if (target.occurrence)
      await tx.occurrence.update({ where: { id: target.occurrence.id }, data: { override } });
    else await tx.event.update({ where: { id: event.id }, data: { override, neverFrom: null } });
    await recordActivity(tx, {
      userId: user.id,
      at: now,
      actor,
      action: 'override.set',
      cause: 'requested',
      eventId: event.id,
      occurrenceId: target.occurrence?.id,
      summary: `Wish for “${target.occurrence?.title ?? titleOf(event)}”: ${override ?? 'as the rules say'}.`,
      before: { override: target.occurrence ? target.occurrence.override : event.override },
      after: { override },
    });
    const reconciled = await reconcileBots({ tx, now, actor }, user.id, { eventIds: [event.id] });
    const occurrence = await tx.occurrence.findFirst({
      where: target.occurrence
        ? { id: target.occurrence.id }
        : { eventId: event.id, isDeleted: false, endTime: { gt: now } },
      orderBy: { startTime: 'asc' },
      select: { id: true },
    });
    const decision = occurrence && (await decideStored(tx, user, [occurrence.id], now)).get(occurrence.id);
    if (!decision) throw new UsherError('meeting_ended', 'This series has no meeting to come.');
    return { response: { event_id: eventId, decision }, reconciled };
  });
  await enqueueFollowUps(reconciled, now);
  return response;
}
