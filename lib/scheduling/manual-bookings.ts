import {
  type Activity,
  type Author,
  botFacts,
  type Change,
  recordActivity,
} from '@/lib/activity/record-activity';
import { UsherError } from '@/lib/contract/errors';
import type { ScheduleBody, ScheduleResponse } from '@/lib/contract/schedule';
import { readBotConfig } from '@/lib/contract/stored';
import type { Tx } from '@/lib/platform/database/client';
import type {
  Occurrence,
  Override,
  Prisma,
  ScheduledBot,
} from '@/lib/platform/database/generated/prisma/client';
import {
  type Booking,
  createBookings,
  type NewBooking,
  nameAndAttributes,
  scheduleAfterRecall,
} from './create-bookings';
import { BOOKED_OR_ACTIVE_STATUSES } from './domain/bot-status';
import type { Target } from './find-target';
import { sharedLinkHolders } from './queries/decision-input';

/** The bot because of which a meeting cannot get one, and why, without a full stop; `isOwn`: it is that meeting's bot. */
type Taken = { botId: string; reason: string; isOwn: boolean };

/**
 * Returns those of these meetings that cannot be scheduled: they have a bot that is booked or active, or another meeting
 * with the same link at the same time has one. A bot that is being recalled does not count.
 * @returns by occurrence id
 */
export async function findTaken(tx: Tx, occurrenceIds: string[]): Promise<Map<string, Taken>> {
  const taken = new Map<string, Taken>();
  for (const { id, botId, title } of await sharedLinkHolders(tx, occurrenceIds)) {
    const reason = `The bot of “${title}” has the same link at the same time`;
    taken.set(id, { botId, reason, isOwn: false });
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
    const reason = 'A bot is scheduled for this meeting already';
    taken.set(occurrenceId ?? '', { botId: id, reason, isOwn: true });
  }
  return taken;
}

/** Returns the error for a meeting that cannot be scheduled because of another bot. Some clients show the message only. */
export function alreadyScheduled({ botId, reason }: Taken): UsherError {
  return new UsherError('already_scheduled', `${reason}: ${botId}.`, { extra: { bot_id: botId } });
}

/**
 * Creates bookings and returns them in the given order. Where a bot is being recalled, its row takes the booking over and
 * is returned.
 */
export async function createInOrder({ tx, now }: Change, bookings: Booking[]): Promise<NewBooking[]> {
  const made = new Map((await createBookings(tx, bookings, now)).map((bot) => [bot.occurrenceId, bot]));
  const bots: NewBooking[] = [];
  for (const booking of bookings) {
    const bot = made.get(booking.occurrenceId) ?? (await scheduleAfterRecall(tx, booking, now));
    if (bot) bots.push(bot);
  }
  return bots;
}

/**
 * Records that bots were scheduled.
 * @param overridesFor the override of a meeting before and after, by its id; recorded where they differ
 */
export async function recordScheduled(
  { tx, now, actor }: Change,
  { event }: Target,
  bots: NewBooking[],
  overridesFor: (occurrenceId: string) => [was: Override | null, is: Override | null],
): Promise<void> {
  const changed = (override: Override | null, other: Override | null) =>
    override === other ? {} : { override };
  await recordActivity(
    tx,
    bots.map((bot) => {
      const [was, is] = overridesFor(bot.occurrenceId);
      return {
        userId: event.userId,
        at: now,
        actor,
        action: 'bot.scheduled' as const,
        cause: 'requested',
        botId: bot.id,
        occurrenceId: bot.occurrenceId,
        eventId: event.id,
        summary: `Bot scheduled for “${bot.title}”.`,
        before: { ...botFacts(null), ...changed(was, is) },
        after: { ...botFacts(bot), ...changed(is, was) },
      };
    }),
  );
}

/**
 * Makes the bot that a meeting has the person's, if it was scheduled automatically, has not been sent, and the request brings
 * a configuration or auto-reschedule: MeetStream's guide promises that a manual schedule overrides one meeting.
 * @param body its configuration replaces the bot's, `{}` keeps it
 * @returns the bot as stored
 * @throws UsherError already_scheduled
 */
export async function adoptBot(
  { tx, now, actor }: Change,
  holder: Taken,
  body: Pick<ScheduleBody, 'bot_config' | 'recurring_event'>,
): Promise<NewBooking> {
  const isAsked = body.bot_config !== undefined || body.recurring_event;
  if (!holder.isOwn || !isAsked) throw alreadyScheduled(holder);
  const before = await tx.scheduledBot.findUniqueOrThrow({ where: { id: holder.botId } });
  const replaces = Object.keys(body.bot_config ?? {}).length > 0;
  const [bot] = await tx.scheduledBot.updateManyAndReturn({
    where: { id: before.id, status: 'Scheduled', source: { not: 'manual' }, recallRequestedAt: null },
    data: {
      source: 'manual',
      ...(replaces
        ? { botConfig: body.bot_config as Prisma.InputJsonObject, ...nameAndAttributes(body.bot_config) }
        : {}),
      version: { increment: 1 },
      updatedAt: now,
    },
  });
  if (!bot) throw alreadyScheduled(holder);
  await recordActivity(tx, adopted(before, bot, { now, actor }));
  return { ...bot, occurrenceId: before.occurrenceId ?? '' };
}

function adopted(before: ScheduledBot, bot: ScheduledBot, { now, actor }: Author): Activity {
  return {
    userId: bot.userId,
    at: now,
    actor,
    action: 'bot.adopted',
    cause: 'requested',
    botId: bot.id,
    occurrenceId: bot.occurrenceId,
    summary: `Bot for “${bot.title}” stays, whatever the rules say: it was requested.`,
    before: { source: before.source, botName: before.botName },
    after: { source: bot.source, botName: bot.botName },
  };
}

/**
 * Makes bots that a rule, auto-reschedule or an "always" scheduled for these meetings manual: the request for the whole
 * series holds for them too, whatever becomes of what scheduled them.
 */
export async function adoptBots(
  { tx, now, actor }: Change,
  userId: string,
  occurrenceIds: string[],
): Promise<void> {
  const bots = await tx.scheduledBot.findMany({
    where: {
      occurrenceId: { in: occurrenceIds },
      source: { notIn: ['manual', 'batch'] },
      status: { in: [...BOOKED_OR_ACTIVE_STATUSES] },
      recallRequestedAt: null,
    },
  });
  await tx.scheduledBot.updateMany({
    where: { id: { in: bots.map((bot) => bot.id) }, recallRequestedAt: null },
    data: { source: 'batch', updatedAt: now },
  });
  await recordActivity(
    tx,
    bots.map((bot) => ({
      userId,
      at: now,
      actor,
      action: 'bot.adopted',
      cause: 'requested',
      botId: bot.id,
      occurrenceId: bot.occurrenceId,
      summary: `Bot for “${bot.title}” stays, whatever the rules say: it was requested with its series.`,
      before: { source: bot.source },
      after: { source: 'batch' },
    })),
  );
}

/** Returns a new booking as the contract shows it, with how many other bots of its event are booked or active. */
export async function toResponse(
  { tx, now }: Change,
  { event }: Target,
  occurrence: Occurrence,
  bot: NewBooking,
): Promise<ScheduleResponse> {
  const isRecurring = event.kind === 'master';
  const bookedOrActive = await tx.scheduledBot.count({
    where: {
      occurrence: { eventId: event.id },
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
    bot_config: readBotConfig(bot.botConfig),
  };
}
