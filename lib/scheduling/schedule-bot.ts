import type { User } from '@/lib/accounts/users';
import { type Actor, botFacts, recordActivity } from '@/lib/activity/record-activity';
import { UsherError } from '@/lib/contract/errors';
import type { ScheduleBody, ScheduleResponse } from '@/lib/contract/schedule';
import { db, type Tx } from '@/lib/platform/database/client';
import type { Event, Occurrence, Override } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import { newId } from '@/lib/platform/secrets';
import { adoptBots } from './adopt-bots';
import { type Booking, createBookings, type NewBooking, scheduleAfterRecall } from './create-bookings';
import { seriesOverrideAt } from './decide';
import { BOOKED_OR_ACTIVE_STATUSES } from './domain/bot-status';
import { enqueueFollowUps } from './enqueue-follow-ups';
import {
  findTarget,
  notRecurring,
  refuseCancelled,
  type Target,
  targetOccurrence,
  upcomingOccurrences,
} from './find-target';
import { sharedLinkHolders } from './queries/decision-input';
import { reconcileBots } from './reconcile-bots';
import { replaceSeriesOverride } from './replace-series-override';
import { startAutoReschedule } from './start-auto-reschedule';

/**
 * Books a bot for an event, one occurrence of a series, or all that are to come. What the person asked for is a
 * wish: it lifts an earlier "no bot" for the same meeting, and for a series or from a meeting on takes the place of what was
 * wished for that part (`replaceSeriesOverride`). Where a bot is still being called back, the answer names
 * that one; the new one is booked as soon as it has left.
 * @param eventId id of an event or of an occurrence
 * @throws UsherError not_found, calendar_off, meeting_cancelled, meeting_ended, no_meeting_link, not_recurring,
 *   no_such_occurrence, already_scheduled (with the live bot's id)
 */
export async function scheduleBot(
  user: User,
  eventId: string,
  body: ScheduleBody,
  actor: Actor,
  now: Date,
): Promise<ScheduleResponse> {
  const { response, reconciled } = await db().$transaction(async (tx) => {
    await lockUser(tx, user.id);
    const target = await findTarget(tx, user.id, eventId, now);
    if (!target.event.calendar.syncEnabled) {
      throw new UsherError(
        'calendar_off',
        `Usher does not follow the calendar “${target.event.calendar.summary}”: switch it on first (PATCH /calendar/calendars/{id}).`,
      );
    }
    const response = await (body.schedule_all_occurrences ? scheduleAll : scheduleOne)(
      tx,
      user,
      target,
      body,
      actor,
      now,
    );
    const reconciled = await reconcileBots({ tx, now, actor }, user.id, { eventIds: [target.event.id] });
    return { response, reconciled };
  });
  await enqueueFollowUps(reconciled, now);
  return response;
}

async function scheduleOne(
  tx: Tx,
  user: User,
  target: Target,
  body: ScheduleBody,
  actor: Actor,
  now: Date,
): Promise<ScheduleResponse> {
  const occurrence = await targetOccurrence(tx, target, body.occurrence_date, now);
  refuseUnjoinable(occurrence, now);
  const botConfig = body.bot_config ?? user.defaultBotConfig;
  const taken = await findTaken(tx, [occurrence.id]);
  const holder = taken.get(occurrence.id);
  if (holder) throw alreadyScheduled(holder);
  const booking: Booking = { occurrenceId: occurrence.id, source: 'manual', botConfig };
  const [bot] = await createBookingsInOrder(tx, [booking], now);
  if (!bot) throw new Error('An occurrence without a live bot could not be booked.');
  // A bot asked for by hand outweighs a "never" for its whole series.
  const ofSeries = seriesOverrideAt({
    ...occurrence,
    ...target.event,
    seriesOverride: target.event.override,
  });
  const override = ofSeries === 'never' && !body.recurring_event ? 'always' : null;
  await tx.occurrence.update({ where: { id: occurrence.id }, data: { override } });
  const isNamed = body.occurrence_date !== undefined || target.occurrence !== null;
  if (body.recurring_event)
    await startAutoReschedule(tx, target, isNamed ? occurrence.originalStart : null, botConfig, now);
  await record(tx, user.id, actor, target, [bot], () => [occurrence.override, override], now);
  return answer(tx, target, occurrence, bot, now);
}

async function scheduleAll(
  tx: Tx,
  user: User,
  target: Target,
  body: ScheduleBody,
  actor: Actor,
  now: Date,
): Promise<ScheduleResponse> {
  if (target.event.kind !== 'master') throw notRecurring();
  refuseCancelled(target.event);
  const isLater = body.occurrence_date !== undefined && new Date(body.occurrence_date) > now;
  const from = isLater ? await targetOccurrence(tx, target, body.occurrence_date, now) : null;
  const occurrences = await upcomingOccurrences(tx, target, body.occurrence_limit, now, from?.startTime);
  const byId = new Map(occurrences.map((occurrence) => [occurrence.id, occurrence]));
  const dateOf = (id: string) => byId.get(id)?.originalStart.toISOString() ?? '';
  const botConfig = body.bot_config ?? user.defaultBotConfig;
  const scheduleGroup = newId('grp');
  const taken = await findTaken(tx, [...byId.keys()]);
  const skipped: NonNullable<ScheduleResponse['skipped']> = [];
  const bookings: Booking[] = [];
  for (const { id, meetingUrl } of occurrences) {
    const holder = taken.get(id);
    if (!meetingUrl) skipped.push({ occurrence_date: dateOf(id), reason: 'No meeting link.' });
    else if (holder) {
      skipped.push({ occurrence_date: dateOf(id), reason: holder.reason, bot_id: holder.botId });
    } else bookings.push({ occurrenceId: id, source: 'batch', botConfig, scheduleGroup });
  }
  const bots = await createBookingsInOrder(tx, bookings, now);
  const [first] = bots;
  const firstOccurrence = byId.get(first?.occurrenceId ?? '');
  if (!first || !firstOccurrence) {
    const [holder] = taken.values();
    if (holder) throw alreadyScheduled(holder);
    if (skipped.length > 0)
      throw new UsherError('no_meeting_link', 'No occurrence of this series has a meeting link.');
    throw new UsherError('meeting_ended', 'This series has no occurrence to come.');
  }
  const start = from?.originalStart ?? null;
  if (body.recurring_event) await startAutoReschedule(tx, target, start, botConfig, now);
  else await replaceSeriesOverride(tx, target, start, now);
  await tx.occurrence.updateMany({
    where: { id: { in: bots.map((bot) => bot.occurrenceId) } },
    data: { override: null },
  });
  await record(tx, user.id, actor, target, bots, (id) => [byId.get(id)?.override ?? null, null], now);
  await adoptBots(tx, user.id, actor, [...byId.keys()], now);
  return {
    ...(await answer(tx, target, firstOccurrence, first, now)),
    bots: bots.map((bot) => ({
      bot_id: bot.id,
      occurrence_date: dateOf(bot.occurrenceId),
      scheduled_time: bot.joinAt.toISOString(),
    })),
    skipped,
  };
}

/** Books, in the given order; where a bot is still being called back, its row takes the booking over. */
async function createBookingsInOrder(tx: Tx, bookings: Booking[], now: Date): Promise<NewBooking[]> {
  const made = new Map((await createBookings(tx, bookings, now)).map((bot) => [bot.occurrenceId, bot]));
  const bots: NewBooking[] = [];
  for (const booking of bookings) {
    const bot = made.get(booking.occurrenceId) ?? (await scheduleAfterRecall(tx, booking, now));
    if (bot) bots.push(bot);
  }
  return bots;
}

type Taken = { botId: string; reason: string };

/** Meetings that have a live bot which stays, or whose room has one for another meeting at the same time. */
async function findTaken(tx: Tx, occurrenceIds: string[]): Promise<Map<string, Taken>> {
  const taken = new Map<string, Taken>();
  for (const { id, botId, title } of await sharedLinkHolders(tx, occurrenceIds)) {
    taken.set(id, { botId, reason: `The bot of “${title}” is in this room at that time.` });
  }
  const bookedOrActive = await tx.scheduledBot.findMany({
    where: {
      occurrenceId: { in: occurrenceIds },
      status: { in: [...BOOKED_OR_ACTIVE_STATUSES] },
      recallRequestedAt: null,
    },
    select: { id: true, occurrenceId: true },
  });
  for (const { id, occurrenceId } of bookedOrActive) {
    taken.set(occurrenceId ?? '', { botId: id, reason: 'A bot is scheduled for this meeting already.' });
  }
  return taken;
}

function alreadyScheduled({ botId, reason }: Taken): UsherError {
  return new UsherError('already_scheduled', reason, { extra: { bot_id: botId } });
}

function refuseUnjoinable(occurrence: Occurrence, now: Date): void {
  if (occurrence.isDeleted) throw new UsherError('meeting_cancelled', 'This meeting is cancelled.');
  if (occurrence.endTime <= now) throw new UsherError('meeting_ended', 'This meeting is over.');
  if (!occurrence.meetingUrl) {
    throw new UsherError(
      'no_meeting_link',
      'This meeting has no link a bot could join. Add one in Google Calendar first.',
    );
  }
}

async function record(
  tx: Tx,
  userId: string,
  actor: Actor,
  target: Target,
  bots: NewBooking[],
  overridesFor: (occurrenceId: string) => [was: Override | null, is: Override | null],
  now: Date,
): Promise<void> {
  const changed = (override: Override | null, other: Override | null) =>
    override === other ? {} : { override };
  await recordActivity(
    tx,
    bots.map((bot) => {
      const [was, is] = overridesFor(bot.occurrenceId);
      return {
        userId,
        at: now,
        actor,
        action: 'bot.scheduled' as const,
        cause: 'requested',
        botId: bot.id,
        occurrenceId: bot.occurrenceId,
        eventId: target.event.id,
        summary: `Bot scheduled for “${bot.title}”.`,
        before: { ...botFacts(null), ...changed(was, is) },
        after: { ...botFacts(bot), ...changed(is, was) },
      };
    }),
  );
}

async function answer(
  tx: Tx,
  target: { event: Event },
  occurrence: Occurrence,
  bot: NewBooking,
  now: Date,
): Promise<ScheduleResponse> {
  const isRecurring = target.event.kind === 'master';
  const bookedOrActive = await tx.scheduledBot.count({
    where: {
      occurrence: { eventId: target.event.id },
      status: { in: [...BOOKED_OR_ACTIVE_STATUSES] },
      meetingEnd: { gt: now },
    },
  });
  return {
    scheduled: true,
    schedule_id: bot.id,
    bot_id: bot.id,
    schedule_group: bot.scheduleGroup,
    event_id: occurrence.id,
    scheduled_time: bot.joinAt.toISOString(),
    existing_schedules: bookedOrActive - 1,
    occurrence_date: isRecurring ? occurrence.originalStart.toISOString() : null,
    is_recurring_occurrence: isRecurring,
    bot_config: bot.botConfig as ScheduleResponse['bot_config'],
  };
}
