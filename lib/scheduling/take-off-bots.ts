import { type Activity, botFacts, recordActivity } from '@/lib/activity/record-activity';
import type { Tx } from '@/lib/platform/database/client';
import type { Override, Prisma, ScheduledBot } from '@/lib/platform/database/generated/prisma/client';
import { UNDER_WAY_STATUSES } from './domain/bot-status';

/** What takeOffBots reads beside the bot itself: the wish for its meeting, which an undo brings back. */
export const WITH_WISH = {
  occurrence: { select: { override: true, eventId: true } },
} satisfies Prisma.ScheduledBotInclude;

export type BotWithWish = Prisma.ScheduledBotGetPayload<{ include: typeof WITH_WISH }>;

type Told = Pick<Activity, 'userId' | 'at' | 'actor' | 'cause'>;

/**
 * Cancels bots that are only booked and calls back those under way, each if it still is what was read, and tells of it.
 * The wish that keeps them away is the caller's to write.
 * @param bots with the wishes for their meetings as they were
 * @param wishSince the wish for a bot's meeting from now on
 */
export async function takeOffBots(
  tx: Tx,
  bots: BotWithWish[],
  told: Told,
  wishSince: (was: Override | null) => Override | null,
): Promise<{ cancelled: string[]; recalled: string[] }> {
  const { cancelled, recalled } = await takeOff(tx, bots, told.at);
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
          override: wishSince(override),
        },
      };
    }),
  );
  return { cancelled, recalled };
}

async function takeOff(
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
      status: { in: [...UNDER_WAY_STATUSES] },
      recallRequestedAt: null,
    },
    data: { recallRequestedAt: now, statusReason: 'Called back by hand.', updatedAt: now },
    select: { id: true },
  });
  return { cancelled: cancelled.map((bot) => bot.id), recalled: recalled.map((bot) => bot.id) };
}
