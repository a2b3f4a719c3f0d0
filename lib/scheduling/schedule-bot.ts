import type { User } from '@/lib/accounts/users';
import type { Actor, Author, Change } from '@/lib/activity/record-activity';
import { UsherError } from '@/lib/contract/errors';
import type { AutoRescheduleResponse } from '@/lib/contract/recurrence';
import { type ScheduleBody, type ScheduleResponse, scheduleBody } from '@/lib/contract/schedule';
import { cannotJoin } from '@/lib/dispatch/domain/joinable-links';
import { db } from '@/lib/platform/database/client';
import type { Occurrence } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import { newId } from '@/lib/platform/secrets';
import { startAutoReschedule } from './auto-reschedule';
import type { Booking } from './create-bookings';
import { decideShown, seriesOverrideAt } from './decide';
import { enqueueFollowUps } from './enqueue-follow-ups';
import {
  findTarget,
  notRecurring,
  refuseCancelled,
  type Target,
  targetOccurrence,
  upcomingOccurrences,
} from './find-target';
import { gatherTarget } from './gather-copies';
import {
  adoptBot,
  adoptBots,
  alreadyScheduled,
  createInOrder,
  findTaken,
  recordScheduled,
  toResponse,
} from './manual-bookings';
import { reconcileBots } from './reconcile-bots';
import { refuseConfig, refuseLink, senderOfCalendar } from './refuse-unsendable';
import { replaceSeriesOverride } from './set-override';

/**
 * Schedules a bot for an event, for one occurrence of a series, or for all upcoming ones, and returns what it scheduled.
 * The request replaces the overrides of what it is about: a "never" of the meeting, and for a series, or for a series from
 * a meeting on, the override of that part (`replaceSeriesOverride`). While a recalled bot has not left yet, the answer
 * names that bot; its row is scheduled again as soon as it has left. A bot that was scheduled automatically becomes the
 * person's where the request brings a configuration, or auto-reschedule, for one meeting (`adoptBot`).
 * @param eventId id of an event or of an occurrence
 * @throws UsherError not_found, calendar_off, meeting_cancelled, meeting_ended, no_meeting_link, provider_cannot_join,
 *   validation_failed (a configuration that the account's provider would refuse), not_recurring,
 *   no_such_occurrence, already_scheduled (with the id of the bot that is booked or active)
 */
export async function scheduleBot(
  user: User,
  eventId: string,
  body: ScheduleBody,
  { actor, now }: Author,
): Promise<ScheduleResponse> {
  const { response, reconciled } = await db().$transaction(async (tx) => {
    const change = { tx, now, actor };
    await lockUser(tx, user.id);
    const found = await findTarget(change, user.id, eventId);
    const isForSeries = body.schedule_all_occurrences || body.recurring_event;
    const target = await gatherTarget(change, found, isForSeries || found.occurrence === null);
    if (!target.event.calendar.syncEnabled) {
      throw new UsherError(
        'calendar_off',
        `Sync is off for the calendar “${target.event.calendar.summary}”: turn it on first (PATCH /calendar/calendars/{id}).`,
      );
    }
    const scheduleTarget = body.schedule_all_occurrences ? scheduleAll : scheduleOne;
    const response = await scheduleTarget(change, user, target, body);
    const reconciled = await reconcileBots(change, user.id, { eventIds: [target.event.id] });
    const decision = await decideShown(tx, user, response.event_id, now);
    const notice = decision?.code === 'bot_limit' ? { notice: decision.reason } : {};
    return { response: { ...response, ...notice }, reconciled };
  });
  await enqueueFollowUps(reconciled, now);
  return response;
}

async function scheduleOne(
  change: Change,
  user: User,
  target: Target,
  body: ScheduleBody,
): Promise<ScheduleResponse> {
  const { tx, now } = change;
  const occurrence = await targetOccurrence(change, target, body.occurrence_date);
  refuseUnjoinable(occurrence, now);
  const sender = await senderOfCalendar(tx, occurrence.calendarId);
  await refuseLink(tx, sender, occurrence);
  refuseConfig([sender], body.bot_config, { root: 'bot_config' });
  const holder = (await findTaken(tx, [occurrence.id])).get(occurrence.id);
  const adopted = holder ? await adoptBot(change, holder, body) : null;
  const [bot] = adopted
    ? [adopted]
    : await createInOrder(change, [
        {
          occurrenceId: occurrence.id,
          source: 'manual',
          botConfig: body.bot_config ?? user.defaultBotConfig,
        },
      ]);
  if (!bot) throw new Error('An occurrence without a bot that is booked or active got no booking.');
  // The request outweighs a "never" of the series for this meeting.
  const ofSeries = seriesOverrideAt({
    ...occurrence,
    ...target.event,
    seriesOverride: target.event.override,
  });
  const override = ofSeries === 'never' && !body.recurring_event ? 'always' : null;
  await tx.occurrence.update({ where: { id: occurrence.id }, data: { override, overrideSetAt: now } });
  if (body.recurring_event) {
    const isNamed = body.occurrence_date !== undefined || target.occurrence !== null;
    await startAutoReschedule(change, target, isNamed ? occurrence.originalStart : null, bot.botConfig);
  }
  if (!adopted) await recordScheduled(change, target, [bot], () => [occurrence.override, override]);
  return { ...(await toResponse(change, target, occurrence, bot)), ...(adopted ? { adopted: true } : {}) };
}

function refuseUnjoinable(occurrence: Occurrence, now: Date): void {
  if (occurrence.isDeleted) throw new UsherError('meeting_cancelled', 'This meeting is canceled.');
  if (occurrence.endTime <= now) throw new UsherError('meeting_ended', 'This meeting has ended.');
  if (!occurrence.meetingUrl) {
    throw new UsherError(
      'no_meeting_link',
      'This meeting has no link a bot could join. Add one in Google Calendar first.',
    );
  }
}

async function scheduleAll(
  change: Change,
  user: User,
  target: Target,
  body: ScheduleBody,
): Promise<ScheduleResponse> {
  const { tx, now } = change;
  if (target.event.kind !== 'master') throw notRecurring();
  refuseCancelled(target.event);
  const isLater = body.occurrence_date !== undefined && new Date(body.occurrence_date) > now;
  const from = isLater ? await targetOccurrence(change, target, body.occurrence_date) : null;
  const occurrences = await upcomingOccurrences(change, target, body.occurrence_limit, from?.startTime);
  const byId = new Map(occurrences.map((occurrence) => [occurrence.id, occurrence]));
  const dateOf = (id: string) => byId.get(id)?.originalStart.toISOString() ?? '';
  const botConfig = body.bot_config ?? user.defaultBotConfig;
  const sender = await senderOfCalendar(tx, target.event.calendarId);
  refuseConfig([sender], body.bot_config, { root: 'bot_config' });
  const scheduleGroup = newId('grp');
  const taken = await findTaken(tx, [...byId.keys()]);
  const skipped: NonNullable<ScheduleResponse['skipped']> = [];
  const bookings: Booking[] = [];
  for (const { id, meetingUrl } of occurrences) {
    const holder = taken.get(id);
    const problem = meetingUrl && cannotJoin(sender, meetingUrl);
    if (problem) skipped.push({ occurrence_date: dateOf(id), reason: problem });
    else if (!meetingUrl) skipped.push({ occurrence_date: dateOf(id), reason: 'No meeting link.' });
    else if (holder) {
      skipped.push({ occurrence_date: dateOf(id), reason: `${holder.reason}.`, bot_id: holder.botId });
    } else bookings.push({ occurrenceId: id, source: 'batch', botConfig, scheduleGroup });
  }
  const bots = await createInOrder(change, bookings);
  const [first] = bots;
  const firstOccurrence = byId.get(first?.occurrenceId ?? '');
  if (!first || !firstOccurrence) {
    const [holder] = taken.values();
    if (holder) throw alreadyScheduled(holder);
    for (const occurrence of occurrences) await refuseLink(tx, sender, occurrence);
    if (skipped.length > 0)
      throw new UsherError('no_meeting_link', 'No occurrence of this series has a meeting link.');
    throw new UsherError('meeting_ended', 'This series has no upcoming occurrence.');
  }
  const start = from?.originalStart ?? null;
  if (body.recurring_event) await startAutoReschedule(change, target, start, botConfig);
  else await replaceSeriesOverride(change, target, start);
  await tx.occurrence.updateMany({
    where: { id: { in: bots.map((bot) => bot.occurrenceId) } },
    data: { override: null, overrideSetAt: now },
  });
  await recordScheduled(change, target, bots, (id) => [byId.get(id)?.override ?? null, null]);
  await adoptBots(change, user.id, [...byId.keys()]);
  return {
    ...(await toResponse(change, target, firstOccurrence, first)),
    bots: bots.map((bot) => ({
      bot_id: bot.id,
      occurrence_date: dateOf(bot.occurrenceId),
      scheduled_time: bot.joinAt.toISOString(),
    })),
    skipped,
  };
}

/**
 * Schedules a bot for the next occurrence of a series now, whether auto-reschedule is on or not. Leaves an occurrence that
 * has a bot as it is.
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
    const target = await findTarget({ tx, now }, user.id, eventId);
    const [next] = await upcomingOccurrences({ tx, now }, target, 1);
    return { target, next };
  });
  const answer = { event_id: target.event.id, bot_id: null, scheduled_time: null };
  if (!next) {
    const reason = target.event.isDeleted ? 'This series is canceled.' : 'This series has ended.';
    return { ...answer, rescheduled: false, reason };
  }
  try {
    const { bot_id, scheduled_time } = await scheduleBot(user, next.id, scheduleBody.parse({}), {
      actor,
      now,
    });
    return { ...answer, rescheduled: true, reason: null, bot_id, scheduled_time };
  } catch (error) {
    if (!(error instanceof UsherError && error.code === 'already_scheduled')) throw error;
    return { ...answer, rescheduled: false, reason: error.message, bot_id: String(error.extra.bot_id) };
  }
}
