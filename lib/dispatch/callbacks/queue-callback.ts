import { createHash } from 'node:crypto';
import { db } from '@/lib/platform/database/client';
import { sendJobs } from '@/lib/platform/jobs';
import { logger } from '@/lib/platform/logger';
import type { BotEvent } from '../providers';

/**
 * Writes down that a provider's message goes on to the `callback_url` of its bot, if a person gave one. The row is there
 * before the provider gets its answer; whoever gets the message after that is none of its business.
 * @param body the provider's, byte for byte
 */
export async function queueCallback(
  provider: string,
  event: BotEvent,
  body: string,
  now: Date,
): Promise<void> {
  const bot = await db().scheduledBot.findFirst({
    where: {
      provider,
      OR: [
        { providerBotId: event.providerBotId },
        ...(event.botId ? [{ id: event.botId, providerBotId: null }] : []),
      ],
    },
    select: { id: true, botConfig: true },
  });
  const url = (bot?.botConfig as { callback_url?: unknown } | undefined)?.callback_url;
  if (!bot || typeof url !== 'string') return;
  const digest = createHash('sha256').update(`${bot.id}\n${body}`).digest('hex');
  await db().callbackDelivery.createMany({
    skipDuplicates: true,
    data: {
      id: `msg_${digest.slice(0, 32)}`,
      botId: bot.id,
      url,
      body,
      headers: { 'Content-Type': 'application/json', 'X-Usher-Bot-Id': bot.id },
      nextAttemptAt: now,
      createdAt: now,
    },
  });
  try {
    await sendJobs([{ name: 'callback/due', data: { botId: bot.id } }]);
  } catch (error) {
    logger.warn({ error }, 'A callback could not be started; the sweep will do it');
  }
}
