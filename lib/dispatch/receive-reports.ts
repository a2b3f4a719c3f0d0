import { db } from '@/lib/platform/database/client';
import { logger } from '@/lib/platform/logger';
import { ACTIVE_STATUSES } from '@/lib/scheduling/domain/bot-status';
import { applyBotEvent } from './apply-bot-event';
import { queueCallback } from './callbacks/deliver-callbacks';
import { findProvider } from './providers';
import { takeTurns } from './queries';

/** Reports come within seconds: a provider that is silent for so long may have lost them, or cannot reach us. */
const SILENT_MS = 3 * 60_000;
/** How many bots a provider is asked about at once, and for how long: a slow one must not delay the next sweep. */
const AT_ONCE = 50;
const LIMIT_MS = 20_000;

/**
 * Receives a bot provider's report.
 * @param body as received: the signature covers every byte
 * @returns `accepted` also for reports that change nothing, so that the provider does not repeat them
 */
export async function receiveBotWebhook(
  providerName: string,
  headers: Headers,
  body: string,
  now: Date,
): Promise<'accepted' | 'unknown_provider' | 'not_authentic'> {
  const provider = findProvider(providerName);
  if (!provider) return 'unknown_provider';
  const event = provider.readWebhook(headers, body, now);
  if (!event) return 'not_authentic';
  await queueCallback(provider.name, event, body, now);
  await applyBotEvent(provider.name, event, now);
  return 'accepted';
}

/**
 * Asks providers about active bots that they have not reported on for three minutes, each bot at most that often, those
 * that have waited longest first. The answer counts as a report; a call that fails is repeated three minutes later. A
 * bot's turn is taken only when its provider is asked, and no provider waits for another.
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
    logger.warn({ error }, 'A bot’s status could not be read; the provider is asked again');
    return false;
  }
}
