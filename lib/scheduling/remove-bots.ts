import { type Activity, botFacts, recordActivity } from '@/lib/activity/record-activity';
import type { Tx } from '@/lib/platform/database/client';
import type { Override, Prisma, ScheduledBot } from '@/lib/platform/database/generated/prisma/client';
import { ACTIVE_STATUSES } from './domain/bot-status';

/** What removeBots reads beside the bot itself: the wish for its meeting, which an undo brings back. */
export const WITH_OVERRIDE = {
  occurrence: { select: { override: true, eventId: true } },
} satisfies Prisma.ScheduledBotInclude;

export type BotWithOverride = Prisma.ScheduledBotGetPayload<{ include: typeof WITH_OVERRIDE }>;

type Told = Pick<Activity, 'userId' | 'at' | 'actor' | 'cause'>;

/**
 * Cancels bots that are only booked and calls back those under way, each if it still is what was read, and tells of it.
 * The wish that keeps them away is the caller's to write.
 * @param bots with the wishes for their meetings as they were
 * @param overrideSince the wish for a bot's meeting from now on
 */
export async function removeBots(
  tx: Tx,
  bots: BotWithOverride[],
  told: Told,
  overrideSince: (was: Override | null) => Override | null,
): Promise<{ cancelled: string[]; recalled: string[] }> {
  const { cancelled, recalled } = await cancelOrRecall(tx, bots, told.at);
  await recordActivity(
    tx,
    bots.map((bot) => {
      const override = bot.occurrence?.override ?? null;
      return {
        ...told,
        action: 'bot.unscheduled' as const,
        eventId: bot.occurrence?.eventId,
        botId: bot.id,
        occurrenceId: bot.occurrenceId,
        summary: `Bot for “${bot.title}” taken off.`,
        before: { ...botFacts(bot), recalled: false, override },
        after: {
          ...botFacts(cancelled.includes(bot.id) ? { ...bot, status: 'Cancelled' } : bot),
          recalled: recalled.includes(bot.id),
          override: overrideSince(override),
        },
      };
    }),
  );
  return { cancelled, recalled };
}

async function cancelOrRecall(
  tx: Tx,
  bots: ScheduledBot[],
  now: Date,
): Promise<{ cancelled: string[]; recalled: string[] }> {
  const ids = bots.map((bot) => bot.id);
  const cancelled = await tx.scheduledBot.updateManyAndReturn({
    where: { id: { in: ids }, status: 'Scheduled' },
    data: {
      status: 'Cancelled',
      statusReason: 'Taken off by hand.',
      version: { increment: 1 },
      updatedAt: now,
    },
    select: { id: true },
  });
  // Nor does one come back that is leaving already.
  await tx.scheduledBot.updateMany({
    where: { id: { in: ids }, recallRequestedAt: { not: null } },
    data: { cancelledByCalendar: false },
  });
  const recalled = await tx.scheduledBot.updateManyAndReturn({
    where: {
      id: { in: ids },
      status: { in: [...ACTIVE_STATUSES] },
      recallRequestedAt: null,
    },
    data: { recallRequestedAt: now, statusReason: 'Called back by hand.', updatedAt: now },
    select: { id: true },
  });
  return { cancelled: cancelled.map((bot) => bot.id), recalled: recalled.map((bot) => bot.id) };
}
