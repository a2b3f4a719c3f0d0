import { recordActivity } from '@/lib/activity/record-activity';
import { db } from '@/lib/platform/database/client';
import { lockUser } from '@/lib/platform/lock-user';
import { isActive } from '@/lib/scheduling/domain/bot-status';
import { enqueueFollowUps } from '@/lib/scheduling/enqueue-follow-ups';
import { reconcileBots, sinceThen } from '@/lib/scheduling/reconcile-bots';
import { findProvider } from './providers';
import { lockStatus } from './queries';

/**
 * Bots that a recall may still be about: also those that have ended before we could say so. Their meeting may want
 * another one, or the provider may have spoken of a bot that we had given up.
 */
export const RECALLABLE = { recallRequestedAt: { not: null }, recalledAt: null };

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
  const { providerBotId } = bot;
  const waitsForAnswer = isActive(bot.status) && !providerBotId;
  // The provider may have made it: whoever gets its answer will call it back.
  if (waitsForAnswer && (bot.leaseUntil || bot.outcomeUnknown)) return false;
  // Cancelled and Missed are our words: the provider may have it in the room all the same.
  const mayBeThere = isActive(bot.status) || bot.status === 'Cancelled' || bot.status === 'Missed';
  if (providerBotId && mayBeThere) await findProvider(bot.provider)?.removeBot(providerBotId);

  const now = clock();
  const reconciled = await db().$transaction(async (tx) => {
    await lockUser(tx, bot.userId);
    // Its own reports may have moved it on since.
    const [before] = await lockStatus(tx, bot.id);
    if (!before) return null;
    // One that came too late for its meeting was not taken off by anybody.
    const isMissed = before.status === 'Missed' && providerBotId && !bot.cancelledByCalendar;
    const status = isMissed ? 'Missed' : 'Cancelled';
    const { count } = await tx.scheduledBot.updateMany({
      where: {
        id: bot.id,
        ...RECALLABLE,
        ...(waitsForAnswer ? { providerBotId: null, leaseUntil: null, outcomeUnknown: false } : {}),
      },
      data: {
        status,
        recalledAt: now,
        leaseUntil: null,
        updatedAt: now,
      },
    });
    if (count === 0) return null;
    await recordActivity(tx, {
      userId: bot.userId,
      at: now,
      actor: 'usher',
      action: 'bot.recalled',
      cause: 'recall',
      botId: bot.id,
      occurrenceId: bot.occurrenceId,
      summary: `Bot called back from “${bot.title}”: ${bot.statusReason ?? 'the meeting changed.'}`,
      before,
      after: { status },
    });
    if (!bot.occurrence) return null;
    // Its successor has been waiting for it to leave.
    const since = sinceThen(latest(bot.recallRequestedAt, bot.bookedSince) ?? now);
    const { eventId } = bot.occurrence;
    return reconcileBots({ tx, now, actor: 'google' }, bot.userId, { eventIds: [eventId] }, since);
  });
  if (reconciled) await enqueueFollowUps(reconciled, now);
  return true;
}

function latest(one: Date | null, other: Date | null): Date | null {
  return one && other && other > one ? other : (one ?? other);
}
