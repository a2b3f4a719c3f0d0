import { createHash } from 'node:crypto';
import { z } from 'zod';
import { recordActivity } from '@/lib/activity/record-activity';
import { db } from '@/lib/platform/database/client';
import type { CallbackDelivery, ScheduledBot } from '@/lib/platform/database/generated/prisma/client';
import { env } from '@/lib/platform/env';
import { sendJobs } from '@/lib/platform/jobs';
import { logger } from '@/lib/platform/logger';
import type { BotEvent } from '../providers';
import { dueCallbacks } from '../queries';
import { signCallback } from './callback-signature';
import { ForbiddenAddress, postCallback } from './post-callback';

/** Longer than a receiver may take: until then no one else delivers the same message. */
const LEASE_MS = 30_000;
const FIRST_RETRY_MS = 30_000;
const LAST_RETRY_MS = 15 * 60_000;
/** A message that could not be delivered for so long is given up. */
const GIVE_UP_MS = 24 * 3_600_000;
const AT_ONCE = 1000;

const storedHeaders = z.record(z.string(), z.string());
const configWithCallback = z.object({ callback_url: z.string() });

/**
 * Stores a provider's message for the `callback_url` of its bot, if a person has set one. The row is there before the
 * provider gets its answer, so the provider never waits for the receiver.
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
  const config = configWithCallback.safeParse(bot?.botConfig);
  if (!bot || !config.success) return;
  const digest = createHash('sha256').update(`${bot.id}\n${body}`).digest('hex');
  await db().callbackDelivery.createMany({
    skipDuplicates: true,
    data: {
      id: `msg_${digest.slice(0, 32)}`,
      botId: bot.id,
      url: config.data.callback_url,
      body,
      headers: { 'Content-Type': 'application/json', 'X-Usher-Bot-Id': bot.id },
      nextAttemptAt: now,
      createdAt: now,
    },
  });
  try {
    await sendJobs([{ name: 'callback/due', data: { botId: bot.id } }]);
  } catch (error) {
    logger.warn({ error }, 'A callback could not be enqueued; the sweep enqueues it');
  }
}

/** Returns the ids of bots whose oldest message is due. */
export async function botsWithDueCallbacks(now: Date): Promise<string[]> {
  const due = await dueCallbacks(db(), now, AT_ONCE);
  return due.map(({ botId }) => botId);
}

/**
 * Delivers a bot's messages to its `callback_url`, one after the other in the order in which they came. A message that
 * cannot be delivered delays the later ones: it is tried again for a day, with growing pauses, and then given up. A
 * message is deleted after it has arrived, so a process that dies in between delivers it a second time.
 */
export async function deliverCallbacks(botId: string, clock: () => Date): Promise<void> {
  for (;;) {
    const oldest = await claimOldest(botId, clock());
    if (!oldest) return;
    const problem = await attempt(oldest, clock);
    if (!problem) {
      await db().callbackDelivery.deleteMany({ where: { id: oldest.id } });
    } else if (problem.isFinal || +clock() - +oldest.createdAt > GIVE_UP_MS) {
      await giveUp(oldest, problem.reason, clock());
    } else {
      const pause = Math.min(FIRST_RETRY_MS * 2 ** oldest.attempts, LAST_RETRY_MS);
      await db().callbackDelivery.updateMany({
        where: { id: oldest.id },
        data: { nextAttemptAt: new Date(+clock() + pause) },
      });
      return;
    }
  }
}

type Message = CallbackDelivery & { bot: ScheduledBot };

/**
 * Claims the bot's oldest message, and returns it with the `attempts` before this one; null when it is not due, or someone
 * else has it.
 */
async function claimOldest(botId: string, now: Date): Promise<Message | null> {
  const oldest = await db().callbackDelivery.findFirst({
    where: { botId },
    orderBy: { seq: 'asc' },
    include: { bot: true },
  });
  if (!oldest || oldest.nextAttemptAt > now) return null;
  const { count } = await db().callbackDelivery.updateMany({
    where: { id: oldest.id, attempts: oldest.attempts, nextAttemptAt: oldest.nextAttemptAt },
    data: { attempts: { increment: 1 }, nextAttemptAt: new Date(+now + LEASE_MS) },
  });
  return count > 0 ? oldest : null;
}

/** Posts a message once, and returns why it did not arrive, or null when it has arrived. */
async function attempt(
  { id, url, body, headers, bot }: Message,
  clock: () => Date,
): Promise<{ reason: string; isFinal: boolean } | null> {
  try {
    const message = {
      url,
      headers: {
        'User-Agent': 'Usher-Webhooks/1.0',
        ...storedHeaders.parse(headers),
        ...signCallback({ id, body, provider: bot.provider }, bot.userId, clock()),
      },
      body,
    };
    const status = await postCallback(message, { allowLoopback: env().GOOGLE_EMULATOR_URL !== undefined });
    return status >= 200 && status < 300 ? null : { reason: `it answers ${status}`, isFinal: false };
  } catch (error) {
    if (error instanceof ForbiddenAddress) return { reason: error.message, isFinal: true };
    return { reason: 'it does not answer', isFinal: false };
  }
}

async function giveUp(message: Message, reason: string, now: Date): Promise<void> {
  const { bot, url } = message;
  await db().$transaction(async (tx) => {
    const { count } = await tx.callbackDelivery.deleteMany({ where: { id: message.id } });
    if (count === 0) return;
    await recordActivity(tx, {
      userId: bot.userId,
      at: now,
      actor: 'usher',
      action: 'callback.failed',
      cause: 'callback_failed',
      botId: bot.id,
      occurrenceId: bot.occurrenceId,
      // The rest of an address may hold a token.
      summary: `A report on the bot of “${bot.title}” was not delivered to ${new URL(url).origin}: ${reason}.`,
      before: { delivery: 'waiting' },
      after: { delivery: 'given up' },
    });
  });
}
