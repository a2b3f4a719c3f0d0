import { findProvider } from '@/lib/bot-providers';
import { db } from '@/lib/db/client';
import { isUnderWay } from '@/lib/domain/bot-status';
import { afterReconcile } from './after-reconcile';
import { lockUser } from './lock-user';
import { reconcileBots } from './reconcile-bots';
import { recordActivity } from './record-activity';

/**
 * Bots that a recall may still be about: also those that have left before we could say so, since their meeting may
 * want another one.
 */
export const RECALLABLE = {
  recallRequestedAt: { not: null },
  recalledAt: null,
  status: { notIn: ['Scheduled', 'Cancelled', 'Missed'] as ('Scheduled' | 'Cancelled' | 'Missed')[] },
};

/**
 * Calls a bot back that is under way to a meeting that moved or died, and then gives the occurrence the bot it
 * should have now. Repeating it does no harm.
 * @returns whether the bot has been told to leave; false when it is not known to the provider yet
 * @throws ProviderFailure when the provider must be asked again
 */
export async function recallBot(botId: string, clock: () => Date): Promise<boolean> {
  const bot = await db().scheduledBot.findFirst({
    where: { id: botId, ...RECALLABLE },
    include: { occurrence: { select: { eventId: true } } },
  });
  if (!bot) return true;
  if (isUnderWay(bot.status)) {
    if (bot.providerBotId) await findProvider(bot.provider)?.removeBot(bot.providerBotId);
    // Asked for, but not answered yet: whoever asks will recall it. After the meeting nobody asks any more.
    else if (bot.meetingEnd > clock() || (bot.leaseUntil && bot.leaseUntil > clock())) return false;
  }

  const now = clock();
  const reconciled = await db().$transaction(async (tx) => {
    await lockUser(tx, bot.userId);
    const { count } = await tx.scheduledBot.updateMany({
      where: { id: bot.id, ...RECALLABLE },
      data: { status: 'Cancelled', recalledAt: now, leaseUntil: null, updatedAt: now },
    });
    if (count === 0) return null;
    await recordActivity(tx, {
      userId: bot.userId,
      at: now,
      actor: 'usher',
      action: 'bot.recalled',
      botId: bot.id,
      occurrenceId: bot.occurrenceId,
      summary: `Bot called back from “${bot.title}”: ${bot.statusReason ?? 'the meeting changed.'}`,
    });
    if (!bot.occurrence) return null;
    return reconcileBots(tx, bot.userId, { eventIds: [bot.occurrence.eventId] }, now);
  });
  if (reconciled) await afterReconcile(reconciled, now);
  return true;
}
