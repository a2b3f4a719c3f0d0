import { z } from 'zod';
import { recordActivity } from '@/lib/activity/record-activity';
import { db } from '@/lib/platform/database/client';
import type { CallbackDelivery, ScheduledBot } from '@/lib/platform/database/generated/prisma/client';
import { env } from '@/lib/platform/env';
import { sendJobs } from '@/lib/platform/jobs';
import { logger } from '@/lib/platform/logger';
import { isStopping } from '@/lib/platform/stop';
import { dueCallbacks } from '../queries';
import { callbackSecrets } from './callback-secrets';
import { signCallback } from './callback-signature';
import { ForbiddenAddress, postCallback } from './post-callback';
import { bodyForReceiver, messageId } from './rewrite-report';

/** Longer than a receiver may take: until then no one else delivers the same message. */
const LEASE_MS = 30_000;
const FIRST_RETRY_MS = 30_000;
const LAST_RETRY_MS = 15 * 60_000;
/** A message that could not be delivered for so long is given up. */
const GIVE_UP_MS = 24 * 3_600_000;
/** A message that arrives again so long after its delivery is taken for the same one. */
const REMEMBERED_MS = 24 * 3_600_000;
const AT_ONCE = 1000;

const storedHeaders = z.record(z.string(), z.string());
const configWithCallback = z.object({ callback_url: z.string() });

/**
 * Stores a provider's message for the `callback_url` of its bot, if a person has set one. The row is there before the
 * provider gets its answer, so the provider never waits for the receiver. A message that was stored before, and may have
 * arrived already, is stored no second time: the provider repeats it, or sends it to two addresses of ours.
 * @param body the provider's
 */
export async function queueCallback(bot: ScheduledBot, body: string, now: Date): Promise<void> {
  const config = configWithCallback.safeParse(bot.botConfig);
  if (!config.success) return;
  const { count } = await db().callbackDelivery.createMany({
    skipDuplicates: true,
    data: {
      id: messageId(bot.id, body),
      botId: bot.id,
      url: config.data.callback_url,
      body: bodyForReceiver(body, bot),
      headers: { 'Content-Type': 'application/json', 'X-Usher-Bot-Id': bot.id },
      nextAttemptAt: now,
      createdAt: now,
    },
  });
  if (count === 0) return;
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
 * message is marked after it has arrived, so a process that dies in between delivers it a second time.
 */
export async function deliverCallbacks(botId: string, clock: () => Date): Promise<void> {
  while (!isStopping()) {
    const oldest = await claimOldest(botId, clock());
    if (!oldest) return;
    const problem = await attempt(oldest, clock);
    if (!problem) {
      // Its id stays, so that a repetition is recognized.
      await db().callbackDelivery.updateMany({
        where: { id: oldest.id },
        data: { deliveredAt: clock(), body: '', headers: {} },
      });
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

/** Forgets messages that arrived a day ago, and returns how many. */
export async function forgetDelivered(now: Date): Promise<number> {
  const { count } = await db().callbackDelivery.deleteMany({
    where: { deliveredAt: { lt: new Date(+now - REMEMBERED_MS) } },
  });
  return count;
}

type Message = CallbackDelivery & { bot: ScheduledBot };

/**
 * Claims the bot's oldest message, and returns it with the `attempts` before this one; null when it is not due, or someone
 * else has it.
 */
async function claimOldest(botId: string, now: Date): Promise<Message | null> {
  const oldest = await db().callbackDelivery.findFirst({
    where: { botId, deliveredAt: null },
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
  const secrets = await callbackSecrets(bot.userId, clock());
  try {
    const message = {
      url,
      headers: {
        'User-Agent': 'Usher-Webhooks/1.0',
        ...storedHeaders.parse(headers),
        ...signCallback({ id, body, provider: bot.provider }, secrets, clock()),
      },
      body,
    };
    const { GOOGLE_EMULATOR_URL, WEBHOOK_ALLOWED_HOSTS } = env();
    const status = await postCallback(message, {
      allowLoopback: GOOGLE_EMULATOR_URL !== undefined,
      allowedHosts: WEBHOOK_ALLOWED_HOSTS,
    });
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
