import { UsherError } from '@/lib/contract/errors';
import type { ScheduleBody, ScheduleResponse } from '@/lib/contract/schedule';
import { db, type Tx } from '@/lib/db/client';
import type { Event, Occurrence, Prisma, ScheduledBot, User } from '@/lib/db/generated/prisma/client';
import { LIVE_STATUSES } from '@/lib/domain/bot-status';
import { newId } from '@/lib/secrets';
import { afterReconcile } from './after-reconcile';
import { bookAfterRecall, bookBot } from './book-bot';
import { findTarget, type Target, targetOccurrence, upcomingOccurrences } from './find-target';
import { lockUser } from './lock-user';
import { seriesWish } from './reconcile-bots';
import { type Actor, recordActivity } from './record-activity';

/**
 * Books a bot for an event, one occurrence of a series, or all that are to come. What the person asked for is a
 * wish: it lifts an earlier "no bot" for the same meeting. Where a bot is still being called back, the answer names
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
  const response = await db().$transaction(async (tx) => {
    await lockUser(tx, user.id);
    const target = await findTarget(tx, user.id, eventId);
    if (!target.event.calendar.syncEnabled) {
      throw new UsherError(
        'calendar_off',
        `Usher does not follow the calendar “${target.event.calendar.summary}”: switch it on first (PATCH /calendar/calendars/{id}).`,
      );
    }
    return body.schedule_all_occurrences
      ? scheduleAll(tx, user, target, body, actor, now)
      : scheduleOne(tx, user, target, body, actor, now);
  });
  await afterReconcile({ recalled: [] }, now);
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
  const booking = { source: 'manual', botConfig, now } as const;
  const bot =
    (await bookBot(tx, user, occurrence, booking)) ?? (await bookAfterRecall(tx, occurrence, booking));
  if (!bot) throw await alreadyScheduled(tx, occurrence);
  // A bot asked for by hand outweighs a "never" for its whole series.
  const override =
    seriesWish(target.event, occurrence) === 'never' && !body.recurring_event ? 'always' : null;
  await tx.occurrence.update({ where: { id: occurrence.id }, data: { override } });
  if (body.recurring_event) await startChain(tx, target, botConfig);
  await record(tx, actor, bot, now);
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
  const occurrences = await upcomingOccurrences(tx, target, body.occurrence_limit, now);
  const botConfig = body.bot_config ?? user.defaultBotConfig;
  const scheduleGroup = newId('grp');
  const bots: ScheduledBot[] = [];
  const dates = new Map<string, string>();
  const skipped: NonNullable<ScheduleResponse['skipped']> = [];
  for (const occurrence of occurrences) {
    const occurrence_date = occurrence.originalStart.toISOString();
    if (!occurrence.meetingUrl) {
      skipped.push({ occurrence_date, reason: 'No meeting link.' });
      continue;
    }
    const booking = { source: 'batch', botConfig, scheduleGroup, now } as const;
    const bot =
      (await bookBot(tx, user, occurrence, booking)) ?? (await bookAfterRecall(tx, occurrence, booking));
    if (!bot) {
      const live = await liveBot(tx, occurrence.id);
      skipped.push({ occurrence_date, reason: 'A bot is scheduled already.', bot_id: live?.id });
      continue;
    }
    bots.push(bot);
    dates.set(bot.id, occurrence_date);
  }
  const [first] = bots;
  const firstOccurrence = occurrences.find((occurrence) => occurrence.id === first?.occurrenceId);
  if (!first || !firstOccurrence) {
    const live = skipped.find((skip) => skip.bot_id);
    if (live) throw alreadyScheduledError(live.bot_id ?? '');
    if (skipped.length > 0)
      throw new UsherError('no_meeting_link', 'No occurrence of this series has a meeting link.');
    throw new UsherError('meeting_ended', 'This series has no occurrence to come.');
  }
  await tx.event.update({ where: { id: target.event.id }, data: { override: null, neverFrom: null } });
  await tx.occurrence.updateMany({
    where: { id: { in: bots.map((bot) => bot.occurrenceId ?? '') } },
    data: { override: null },
  });
  if (body.recurring_event) await startChain(tx, target, botConfig);
  await record(tx, actor, first, now, bots.length);
  return {
    ...(await answer(tx, target, firstOccurrence, first, now)),
    bots: bots.map((bot) => ({
      bot_id: bot.id,
      occurrence_date: dates.get(bot.id) ?? '',
      scheduled_time: bot.joinAt.toISOString(),
    })),
    skipped,
  };
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

async function startChain(tx: Tx, target: Target, botConfig: unknown): Promise<void> {
  if (target.event.kind !== 'master') throw notRecurring();
  await tx.event.update({
    where: { id: target.event.id },
    data: {
      recurringEnabled: true,
      chainBotConfig: botConfig as Prisma.InputJsonObject,
      override: null,
      neverFrom: null,
    },
  });
}

/** The refusal of what only a series can do. */
export function notRecurring(): UsherError {
  return new UsherError('not_recurring', 'This event does not repeat.');
}

async function liveBot(tx: Tx, occurrenceId: string): Promise<{ id: string } | null> {
  return tx.scheduledBot.findFirst({
    where: { occurrenceId, status: { in: [...LIVE_STATUSES] } },
    select: { id: true },
  });
}

async function alreadyScheduled(tx: Tx, occurrence: Occurrence): Promise<UsherError> {
  return alreadyScheduledError((await liveBot(tx, occurrence.id))?.id ?? '');
}

function alreadyScheduledError(botId: string): UsherError {
  return new UsherError('already_scheduled', 'A bot is scheduled for this meeting already.', {
    extra: { bot_id: botId },
  });
}

async function record(tx: Tx, actor: Actor, bot: ScheduledBot, now: Date, count = 1): Promise<void> {
  await recordActivity(tx, {
    userId: bot.userId,
    at: now,
    actor,
    action: 'bot.scheduled',
    botId: bot.id,
    occurrenceId: bot.occurrenceId,
    summary:
      count === 1
        ? `Bot scheduled for “${bot.title}”.`
        : `Bots scheduled for ${count} occurrences of “${bot.title}”.`,
    after: { joinAt: bot.joinAt.toISOString() },
  });
}

async function answer(
  tx: Tx,
  target: { event: Event },
  occurrence: Occurrence,
  bot: ScheduledBot,
  now: Date,
): Promise<ScheduleResponse> {
  const isRecurring = target.event.kind === 'master';
  const live = await tx.scheduledBot.count({
    where: {
      occurrence: { eventId: target.event.id },
      status: { in: [...LIVE_STATUSES] },
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
    existing_schedules: live - 1,
    occurrence_date: isRecurring ? occurrence.originalStart.toISOString() : null,
    is_recurring_occurrence: isRecurring,
    bot_config: bot.botConfig as ScheduleResponse['bot_config'],
  };
}
