import type { Tx } from '@/lib/db/client';
import type { Calendar, Event, Occurrence, ScheduledBot, User } from '@/lib/db/generated/prisma/client';
import { type Decision, decideJoin } from '@/lib/domain/join-decision';
import { BOOKING_HORIZON_MS } from '@/lib/domain/join-time';
import { type BotPlan, hadBot, planBot } from '@/lib/domain/plan-bot';
import { bookBot } from './book-bot';
import { lockLiveBots } from './lock-user';
import { type Activity, type Actor, recordActivity } from './record-activity';

/** An occurrence with all that decides about its bot. */
export type DecidableOccurrence = Occurrence & {
  event: Pick<Event, 'override' | 'neverFrom' | 'recurringEnabled'>;
  calendar: Pick<Calendar, 'syncEnabled'>;
  /** Newest first. */
  bots: Pick<
    ScheduledBot,
    'status' | 'source' | 'cancelledByCalendar' | 'meetingStart' | 'meetingUrl' | 'meetingKey'
  >[];
};

/** Bots that a person, not a rule, asked for. */
export function isByHand(bot: Pick<ScheduledBot, 'source'>): boolean {
  return bot.source === 'manual' || bot.source === 'batch';
}

/** What a person wishes for the series at this occurrence. */
export function seriesWish(
  event: Pick<Event, 'override' | 'neverFrom'>,
  occurrence: Pick<Occurrence, 'originalStart'>,
): 'always' | 'never' | null {
  if (event.neverFrom && occurrence.originalStart >= event.neverFrom) return 'never';
  return event.override;
}

/** Asks the one decision function about a stored occurrence. */
export function decideFor(
  occurrence: DecidableOccurrence,
  user: Pick<User, 'autoScheduleEnabled'>,
  now: Date,
): Decision {
  const bot = occurrence.bots[0];
  return decideJoin({
    isDeleted: occurrence.isDeleted,
    calendarOff: !occurrence.calendar.syncEnabled,
    endTime: occurrence.endTime,
    meetingUrl: occurrence.meetingUrl,
    override: occurrence.override,
    seriesOverride: seriesWish(occurrence.event, occurrence),
    chainOn: occurrence.event.recurringEnabled,
    autoScheduleEnabled: user.autoScheduleEnabled,
    bot: bot
      ? {
          status: bot.status,
          byHand: isByHand(bot),
          cancelledByCalendar: bot.cancelledByCalendar,
          wasHere: hadBot(occurrence, bot),
        }
      : null,
    now,
  });
}

export type Reconciled = { created: number; changed: number; cancelled: number; recalled: string[] };

/**
 * Gives each occurrence the bot its decision asks for: books, moves, relinks, cancels, recalls. Every write is
 * conditional on the bot still being what was read.
 * @param tx holds the user's lock
 * @param scope occurrences of these events, or all of one user that start within the booking horizon
 * @param cause who changed what the bots follow
 */
export async function reconcileBots(
  tx: Tx,
  userId: string,
  scope: { eventIds: string[] } | 'upcoming',
  now: Date,
  cause: Actor = 'google',
): Promise<Reconciled> {
  const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  await lockLiveBots(tx, userId);
  const soon = { startTime: { lt: new Date(+now + BOOKING_HORIZON_MS) }, endTime: { gt: now } };
  const occurrences = await tx.occurrence.findMany({
    where: {
      userId,
      ...(scope === 'upcoming'
        ? { ...soon, isDeleted: false, calendar: { syncEnabled: true } }
        : // Without a bot, and not due, there is nothing to do: a large first sync stays cheap.
          { eventId: { in: scope.eventIds }, OR: [{ bots: { some: {} } }, soon] }),
    },
    include: {
      event: { select: { override: true, neverFrom: true, recurringEnabled: true } },
      calendar: { select: { syncEnabled: true } },
      bots: { orderBy: { createdAt: 'desc' }, take: 1 },
    },
  });

  const result: Reconciled = { created: 0, changed: 0, cancelled: 0, recalled: [] };
  const activity: Activity[] = [];
  for (const occurrence of occurrences) {
    const decision = decideFor(occurrence, user, now);
    const bot = occurrence.bots[0] ?? null;
    const plan = planBot(
      occurrence,
      bot && { ...bot, recallRequested: bot.recallRequestedAt !== null },
      decision,
      now,
    );
    const entry = await carryOut(tx, user, occurrence, bot, plan, decision, now, result, cause);
    if (entry) {
      activity.push({ userId, at: now, occurrenceId: occurrence.id, eventId: occurrence.eventId, ...entry });
    }
  }
  await recordActivity(tx, activity);
  return result;
}

async function carryOut(
  tx: Tx,
  user: User,
  occurrence: Occurrence,
  bot: ScheduledBot | null,
  plan: BotPlan,
  decision: Decision,
  now: Date,
  result: Reconciled,
  cause: Actor,
): Promise<Pick<Activity, 'actor' | 'action' | 'summary' | 'botId' | 'before' | 'after'> | null> {
  if (plan.action === 'keep') return null;
  if (plan.action === 'create') {
    const made = await bookBot(tx, user, occurrence, {
      source: plan.revive && bot ? bot.source : decision.code === 'auto_schedule' ? 'auto' : 'always',
      botConfig: plan.revive && bot ? bot.botConfig : user.defaultBotConfig,
      joinOffsetSeconds: plan.revive && bot ? bot.joinOffsetSeconds : undefined,
      scheduleGroup: plan.revive && bot ? bot.scheduleGroup : null,
      edited: plan.revive && bot ? bot : undefined,
      now,
    });
    if (!made) return null;
    result.created++;
    return {
      actor: plan.revive ? cause : 'usher',
      action: 'bot.scheduled',
      botId: made.id,
      summary: plan.revive
        ? `“${occurrence.title}” is back, and so is its bot.`
        : `Bot booked for “${occurrence.title}”: ${decision.reason}`,
      after: { joinAt: made.joinAt.toISOString() },
    };
  }
  if (!bot) return null;

  if (plan.action === 'follow') {
    // Not a new version: a join that is being retried goes on.
    await tx.scheduledBot.update({
      where: { id: bot.id },
      data: { ...meetingOf(occurrence, bot), updatedAt: now },
    });
    return null;
  }

  const unchanged = { id: bot.id, version: bot.version, status: bot.status };
  if (plan.action === 'update') {
    const { count } = await tx.scheduledBot.updateMany({
      where: unchanged,
      data: {
        joinAt: plan.joinAt,
        ...meetingOf(occurrence, bot),
        version: { increment: 1 },
        updatedAt: now,
      },
    });
    if (count === 0) return null;
    result.changed++;
    if (!plan.moved && !plan.relinked) return null;
    const what = [plan.moved && 'moved', plan.relinked && 'has a new link'].filter(Boolean).join(' and ');
    return {
      actor: cause,
      action: plan.moved ? 'bot.moved' : 'bot.relinked',
      botId: bot.id,
      summary: `“${occurrence.title}” ${what}; its bot follows.`,
      before: { joinAt: bot.joinAt.toISOString(), meetingUrl: bot.meetingUrl },
      after: { joinAt: plan.joinAt.toISOString(), meetingUrl: occurrence.meetingUrl },
    };
  }

  if (plan.action === 'cancel') {
    const { count } = await tx.scheduledBot.updateMany({
      where: unchanged,
      data: {
        status: 'Cancelled',
        statusReason: plan.reason,
        cancelledByCalendar: ['cancelled', 'calendar_off', 'over', 'no_link'].includes(decision.code),
        version: { increment: 1 },
        updatedAt: now,
      },
    });
    if (count === 0) return null;
    result.cancelled++;
    return {
      actor: cause,
      action: 'bot.cancelled',
      botId: bot.id,
      summary: `Bot for “${bot.title}” cancelled: ${plan.reason}`,
    };
  }

  const { count } = await tx.scheduledBot.updateMany({
    where: { id: bot.id, status: bot.status, recallRequestedAt: null },
    data: {
      recallRequestedAt: now,
      cancelledByCalendar: decision.override !== 'never',
      statusReason: plan.reason,
      updatedAt: now,
    },
  });
  if (count === 0) return null;
  result.recalled.push(bot.id);
  return {
    actor: cause,
    action: 'bot.recall_requested',
    botId: bot.id,
    summary: `Bot for “${bot.title}” is called back: ${plan.reason}`,
  };
}

/** What a bot's row says of its meeting. */
function meetingOf(occurrence: Occurrence, bot: ScheduledBot) {
  return {
    meetingStart: occurrence.startTime,
    meetingEnd: occurrence.endTime,
    meetingUrl: occurrence.meetingUrl ?? bot.meetingUrl,
    meetingKey: occurrence.meetingKey,
    meetingPlatform: occurrence.meetingPlatform,
    title: occurrence.title,
  };
}
