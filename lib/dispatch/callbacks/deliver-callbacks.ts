import { recordActivity } from '@/lib/activity/record-activity';
import { db } from '@/lib/platform/database/client';
import type { CallbackDelivery, ScheduledBot } from '@/lib/platform/database/generated/prisma/client';
import { env } from '@/lib/platform/env';
import { signCallback } from './callback-signature';
import { ForbiddenAddress, postCallback } from './post-callback';

/** Longer than a receiver may take: until then nobody else delivers the same message. */
const LEASE_MS = 30_000;
const FIRST_RETRY_MS = 30_000;
const LAST_RETRY_MS = 15 * 60_000;
/** A message that could not be delivered for so long is given up. */
const GIVE_UP_MS = 24 * 3_600_000;
const AT_ONCE = 1000;

/** Bots whose next message is due. */
export async function botsWithDueCallbacks(now: Date): Promise<string[]> {
  const heads = await db().$queryRaw<{ botId: string }[]>`
    SELECT "botId" FROM (
      SELECT DISTINCT ON ("botId") "botId", "nextAttemptAt" FROM "CallbackDelivery" ORDER BY "botId", "seq"
    ) AS head
    WHERE "nextAttemptAt" <= ${now} LIMIT ${AT_ONCE}`;
  return heads.map(({ botId }) => botId);
}

/**
 * Delivers a bot's messages to its `callback_url`, one after the other in the order in which they came. A message that
 * cannot be delivered holds the later ones up: it is tried again for a day, with growing pauses, and then given up.
 * A message is forgotten after it has arrived, so that a process that dies in between delivers it a second time.
 */
export async function deliverCallbacks(botId: string, clock: () => Date): Promise<void> {
  for (;;) {
    const head = await claimHead(botId, clock());
    if (!head) return;
    const problem = await attempt(head, clock);
    if (!problem) {
      await db().callbackDelivery.deleteMany({ where: { id: head.id } });
    } else if (problem.isFinal || +clock() - +head.createdAt > GIVE_UP_MS) {
      await giveUp(head, problem.reason, clock());
    } else {
      const pause = Math.min(FIRST_RETRY_MS * 2 ** head.attempts, LAST_RETRY_MS);
      await db().callbackDelivery.updateMany({
        where: { id: head.id },
        data: { nextAttemptAt: new Date(+clock() + pause) },
      });
      return;
    }
  }
}

type Message = CallbackDelivery & { bot: ScheduledBot };

/** The bot's oldest message, when it is due and nobody else has it; `attempts` as before this one. */
async function claimHead(botId: string, now: Date): Promise<Message | null> {
  const head = await db().callbackDelivery.findFirst({
    where: { botId },
    orderBy: { seq: 'asc' },
    include: { bot: true },
  });
  if (!head || head.nextAttemptAt > now) return null;
  const { count } = await db().callbackDelivery.updateMany({
    where: { id: head.id, attempts: head.attempts, nextAttemptAt: head.nextAttemptAt },
    data: { attempts: { increment: 1 }, nextAttemptAt: new Date(+now + LEASE_MS) },
  });
  return count > 0 ? head : null;
}

/** @returns null when it has arrived */
async function attempt(
  { id, url, body, headers, bot }: Message,
  clock: () => Date,
): Promise<{ reason: string; isFinal: boolean } | null> {
  try {
    const status = await postCallback(
      url,
      {
        'User-Agent': 'Usher-Webhooks/1.0',
        ...(headers as Record<string, string>),
        ...signCallback({ id, body, provider: bot.provider }, bot.userId, clock()),
      },
      body,
      env().GOOGLE_EMULATOR_URL !== undefined,
    );
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
