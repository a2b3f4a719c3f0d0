import { findProvider } from '@/lib/bot-providers';
import { db } from '@/lib/db/client';
import { UNDER_WAY_STATUSES } from '@/lib/domain/bot-status';
import { logger } from '@/lib/logger';
import { applyBotEvent } from './apply-bot-event';

/** Reports come within seconds: after so long without one they may be lost, or cannot reach us at all. */
const SILENT_MS = 3 * 60_000;
/** As many are asked about in one go, so that many bots do not make a storm of requests. */
const AT_ONCE = 50;

/**
 * Asks providers about bots under way of which nothing was heard for three minutes, each bot at most that often.
 * What they answer counts as a report; a call that fails is made again three minutes later.
 * @returns how many bots moved on
 */
export async function askSilentBots(now: Date): Promise<number> {
  const before = new Date(+now - SILENT_MS);
  const silent = await db().scheduledBot.findMany({
    where: {
      status: { in: [...UNDER_WAY_STATUSES] },
      providerBotId: { not: null },
      updatedAt: { lt: before },
      OR: [{ nextAttemptAt: null }, { nextAttemptAt: { lt: now } }],
    },
    select: { id: true, provider: true, providerBotId: true },
    orderBy: { nextAttemptAt: { sort: 'asc', nulls: 'first' } },
    take: AT_ONCE,
  });
  await db().scheduledBot.updateMany({
    where: { id: { in: silent.map((bot) => bot.id) } },
    data: { nextAttemptAt: new Date(+now + SILENT_MS) },
  });
  const moved = await Promise.all(silent.map((bot) => ask(bot.provider, bot.providerBotId ?? '', now)));
  return moved.filter(Boolean).length;
}

async function ask(providerName: string, providerBotId: string, now: Date): Promise<boolean> {
  try {
    const event = await findProvider(providerName)?.readStatus(providerBotId);
    if (!event) return false;
    return await applyBotEvent(providerName, { ...event, providerBotId }, now, 'provider_asked');
  } catch (error) {
    logger.warn({ error }, 'A bot’s status could not be read; it is asked for again');
    return false;
  }
}
