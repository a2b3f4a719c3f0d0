import { db } from '@/lib/platform/database/client';
import { logger } from '@/lib/platform/logger';
import { ACTIVE_STATUSES } from '@/lib/scheduling/domain/bot-status';
import { applyBotEvent } from './apply-bot-event';
import { findProvider } from './providers';
import { takeTurns } from './queries';

/** Reports come within seconds: after so long without one they may be lost, or cannot reach us at all. */
const SILENT_MS = 3 * 60_000;
/** A provider is asked about so many at once, for so long: a slow one must not hold up the next sweep. */
const AT_ONCE = 50;
const LIMIT_MS = 20_000;

/**
 * Asks providers about bots under way of which nothing was heard for three minutes, each bot at most that often, those
 * that have waited longest first. What they answer counts as a report; a call that fails is made again three minutes
 * later. Nobody's turn is taken before the provider is asked, and no provider waits for another.
 * @returns how many bots moved on
 */
export async function askSilentBots(now: Date): Promise<number> {
  const silentSince = new Date(+now - SILENT_MS);
  const nextAt = new Date(+now + SILENT_MS);
  const asked = await db().scheduledBot.groupBy({
    by: ['provider'],
    where: {
      status: { in: [...ACTIVE_STATUSES] },
      providerBotId: { not: null },
      updatedAt: { lt: silentSince },
    },
  });
  const end = performance.now() + LIMIT_MS;
  const moved = await Promise.all(
    asked.map(async ({ provider }) => {
      let moved = 0;
      while (performance.now() < end) {
        const bots = await takeTurns(db(), { provider, now, silentSince, nextAt, limit: AT_ONCE });
        const results = await Promise.all(bots.map((bot) => ask(provider, bot.providerBotId ?? '', now)));
        moved += results.filter(Boolean).length;
        if (bots.length < AT_ONCE) break;
      }
      return moved;
    }),
  );
  return moved.reduce((sum, one) => sum + one, 0);
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
