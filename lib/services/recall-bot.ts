import { findProvider } from '@/lib/bot-providers';
import { db } from '@/lib/db/client';
import { UNDER_WAY_STATUSES } from '@/lib/domain/bot-status';
import { afterReconcile } from './after-reconcile';
import { reconcileBots } from './reconcile-bots';
import { recordActivity } from './record-activity';

/**
 * Calls a bot back that is under way to a meeting that moved or died, and then gives the occurrence the bot it
 * should have now. Repeating it does no harm.
 * @returns whether the bot has been told to leave; false when it is not known to the provider yet
 * @throws ProviderFailure when the provider must be asked again
 */
export async function recallBot(botId: string, clock: () => Date): Promise<boolean> {
  const bot = await db().scheduledBot.findFirst({
    where: {
      id: botId,
      recallRequestedAt: { not: null },
      recalledAt: null,
      status: { in: [...UNDER_WAY_STATUSES] },
    },
    include: { occurrence: { select: { eventId: true } } },
  });
  if (!bot) return true;
  // Asked for, but not answered yet: whoever asks will recall it.
  if (!bot.providerBotId) return false;
  await findProvider(bot.provider)?.removeBot(bot.providerBotId);

  const now = clock();
  const reconciled = await db().$transaction(async (tx) => {
    const { count } = await tx.scheduledBot.updateMany({
      where: { id: bot.id, recalledAt: null, status: { in: [...UNDER_WAY_STATUSES] } },
      data: { status: 'Cancelled', recalledAt: now, updatedAt: now },
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
