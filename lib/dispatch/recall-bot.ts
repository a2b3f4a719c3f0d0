import { recordActivity } from '@/lib/activity/record-activity';
import { db, type Tx } from '@/lib/platform/database/client';
import type { ScheduledBot } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import { logger } from '@/lib/platform/logger';
import { type BotStatus, isActive } from '@/lib/scheduling/domain/bot-status';
import { enqueueFollowUps } from '@/lib/scheduling/enqueue-follow-ups';
import { reconcileBots, sinceThen } from '@/lib/scheduling/reconcile-bots';
import { endAfterHandOver } from './domain/hand-over';
import { LONGEST_OVERRUN_MS } from './end-bots';
import { findProvider } from './providers';
import { lockStatus } from './queries';

/**
 * Bots whose recall has been requested and not done. Ended bots are among them: their meeting may need its next bot, or
 * the provider may have reported a bot that we had given up.
 */
const RECALLABLE = { recallRequestedAt: { not: null }, recalledAt: null };

/** Returns the ids of the bots that are still to be recalled. */
export async function botsToRecall(): Promise<string[]> {
  const bots = await db().scheduledBot.findMany({ where: RECALLABLE, select: { id: true } });
  return bots.map(({ id }) => id);
}

/**
 * Recalls an active bot whose meeting has moved or needs no bot any more, and then schedules the bot that its occurrence
 * should have now. Repeating it does no harm.
 * @returns whether the bot has been told to leave; false while the provider has not said whether it made the bot
 * @throws ProviderFailure when the provider must be asked again
 */
export async function recallBot(botId: string, clock: () => Date): Promise<boolean> {
  const bot = await db().scheduledBot.findFirst({
    where: { id: botId, ...RECALLABLE },
    include: { occurrence: { select: { eventId: true } } },
  });
  if (!bot) return true;
  const { providerBotId } = bot;
  const waitsForAnswer = isActive(bot.status) && !providerBotId;
  // The provider may have made the bot: the attempt that gets its answer recalls it.
  if (waitsForAnswer && (bot.leaseUntil || bot.outcomeUnknown)) return false;
  // Cancelled and Missed are our words: the provider may have the bot in the meeting all the same.
  const mayBeThere = isActive(bot.status) || bot.status === 'Cancelled' || bot.status === 'Missed';
  if (providerBotId && mayBeThere) await remove(bot, providerBotId, clock);

  const now = clock();
  const reconciled = await db().$transaction(async (tx) => {
    await lockUser(tx, bot.userId);
    // The provider's reports may have moved the bot on since it was read.
    const [before] = await lockStatus(tx, bot.id);
    if (!before) return null;
    const { summary, ...end } = await endOf(tx, bot, before.status);
    const { count } = await tx.scheduledBot.updateMany({
      where: {
        id: bot.id,
        ...RECALLABLE,
        ...(waitsForAnswer ? { providerBotId: null, leaseUntil: null, outcomeUnknown: false } : {}),
      },
      data: { ...end, recalledAt: now, leaseUntil: null, updatedAt: now },
    });
    if (count === 0) return null;
    await recordActivity(tx, {
      userId: bot.userId,
      at: now,
      actor: 'usher',
      action: 'bot.recalled',
      cause: bot.handedOverTo ? 'hand_over' : 'recall',
      botId: bot.id,
      occurrenceId: bot.occurrenceId,
      summary,
      before,
      after: { status: end.status },
    });
    if (!bot.occurrence) return null;
    // The next bot has been waiting for this one to leave.
    const since = sinceThen(latest(bot.recallRequestedAt, bot.bookedSince) ?? now);
    const { eventId } = bot.occurrence;
    // What the bots depend on changed at Google.
    return reconcileBots({ tx, now, actor: 'google' }, bot.userId, { eventIds: [eventId] }, since);
  });
  if (reconciled) await enqueueFollowUps(reconciled, now);
  return true;
}

type End = { status: BotStatus; statusReason?: string; summary: string };

/**
 * Returns how a bot ends that has left because it was asked to.
 * @param bot as it was before its provider was told
 */
async function endOf(tx: Tx, bot: ScheduledBot, status: BotStatus): Promise<End> {
  const { title, statusReason, handedOverTo } = bot;
  // When it has been requested again meanwhile, it comes back as any recalled bot does.
  if (handedOverTo && !bot.comesBack) {
    const next = await tx.scheduledBot.findUnique({ where: { id: handedOverTo }, select: { title: true } });
    const end = endAfterHandOver({ before: bot.status, status }, next?.title ?? null);
    return { ...end, summary: `Bot of “${title}” has left: the next meeting on this link has its own.` };
  }
  // A bot that came too late for its meeting was removed by no one.
  const isMissed = status === 'Missed' && bot.providerBotId && !bot.comesBack;
  return {
    status: isMissed ? 'Missed' : 'Cancelled',
    summary: `Bot recalled from “${title}”: ${statusReason ?? 'the meeting changed.'}`,
  };
}

/**
 * Tells the provider that a bot must leave.
 * @throws ProviderFailure when it must be told again; hours after the meeting the bot is in no meeting any more
 */
async function remove(
  bot: Pick<ScheduledBot, 'provider' | 'meetingEnd'>,
  providerBotId: string,
  clock: () => Date,
): Promise<void> {
  try {
    await findProvider(bot.provider)?.removeBot(providerBotId);
  } catch (error) {
    if (+clock() - +bot.meetingEnd < LONGEST_OVERRUN_MS) throw error;
    logger.warn({ error }, 'A bot could not be told to leave before it was out of its meeting anyway');
  }
}

function latest(one: Date | null, other: Date | null): Date | null {
  return one && other && other > one ? other : (one ?? other);
}
