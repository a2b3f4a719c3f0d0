import { recordActivity } from '@/lib/activity/record-activity';
import { db } from '@/lib/platform/database/client';
import { lockUser } from '@/lib/platform/lock-user';
import { logger } from '@/lib/platform/logger';
import { enqueueFollowUps } from '@/lib/scheduling/enqueue-follow-ups';
import { webhookAddress } from './choose-provider';
import { claimBot } from './claim-bots';
import { endEntry, freeSharedLinks, LONGEST_OVERRUN_MS, TOO_LATE } from './end-bots';
import { type BotProvider, type BotRequest, findProvider, ProviderFailure } from './providers';
import type { ClaimedBot } from './queries';
import { recallBot } from './recall-bot';
import { saveSentBot } from './save-sent-bot';

export type DispatchOutcome =
  | { state: 'sent'; providerBotId: string }
  /** Not this version's turn (any more), or another process has it. */
  | { state: 'fenced' }
  | { state: 'retry'; retryAt: string }
  | { state: 'failed'; reason: string };

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;

/**
 * Claims one bot and sends it to its meeting, as {@link sendClaimed} does.
 * @param version the booking this join was armed for; a later one fences it off
 */
export async function dispatchBot(
  botId: string,
  version: number,
  clock: () => Date,
): Promise<DispatchOutcome> {
  const bot = await claimBot({ id: botId, version }, clock());
  return bot ? sendClaimed(bot, clock) : { state: 'fenced' };
}

/**
 * Sends a bot to its meeting. The row was claimed (`Joining`, with a lease) before the provider is called, and
 * every attempt carries the same idempotency key, so that neither a crash nor a second process makes a second
 * bot. A provider that is down is asked again until the meeting ends.
 *
 * As long as an attempt may have made a bot whose answer never came, no refusal is final, and the end of the
 * meeting or a recall does not end the row: the provider is asked once more, so that the bot is known and can leave.
 * @param bot as it was claimed, a moment ago
 * @param onAnswer called when the provider has answered, or failed to, before that is written down
 */
export async function sendClaimed(
  bot: ClaimedBot,
  clock: () => Date,
  onAnswer: () => void = () => {},
): Promise<DispatchOutcome> {
  const provider = findProvider(bot.provider);
  if (!provider) return fail(bot, `There is no bot provider named ${bot.provider}.`, clock());

  if (!bot.outcomeUnknown) {
    if (bot.recallRequestedAt) return cancelUnsent(bot, clock);
    if (bot.meetingEnd <= clock()) return miss(bot, clock());
  }
  let made: Awaited<ReturnType<BotProvider['createBot']>>;
  try {
    made = await provider.createBot(requestFor(bot, provider)).finally(onAnswer);
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    return afterFailure(bot, error, clock);
  }
  const mustLeave = await saveSentBot({ bot, ...made, now: clock() });
  if (mustLeave) await recallAtOnce(bot, clock);
  return { state: 'sent', providerBotId: made.providerBotId };
}

/** What a failed attempt leads to; what earlier ones may have done counts as much as this one. */
async function afterFailure(
  bot: ClaimedBot,
  failure: ProviderFailure,
  clock: () => Date,
): Promise<DispatchOutcome> {
  const now = clock();
  if (bot.meetingEnd > now) {
    const isFinal = failure.permanent && !bot.outcomeUnknown;
    return isFinal ? fail(bot, failure.message, now) : retryLater(bot, failure, now);
  }
  // A successor waits for this one to end: better late than two bots in one room, but not for ever.
  if (bot.recallRequestedAt) {
    const givesUp = failure.permanent || +now - +bot.meetingEnd > LONGEST_OVERRUN_MS;
    return givesUp ? cancelUnsent(bot, clock) : retryLater(bot, failure, now);
  }
  return failure.permanent ? fail(bot, failure.message, now) : miss(bot, now);
}

function requestFor(bot: ClaimedBot, provider: BotProvider): BotRequest {
  return {
    idempotencyKey: bot.id,
    meetingUrl: bot.meetingUrl,
    botName: bot.botName,
    customAttributes: {
      ...bot.customAttributes,
      usher_bot_id: bot.id,
      meeting_end: bot.meetingEnd.toISOString(),
    },
    botConfig: bot.botConfig,
    callbackUrl: webhookAddress(provider),
    isRepeat: bot.attempts > 1,
  };
}

async function recallAtOnce(bot: ClaimedBot, clock: () => Date): Promise<void> {
  try {
    await recallBot(bot.id, clock);
  } catch (error) {
    logger.warn({ error }, 'A bot could not be called back; the sweep will do it');
  }
}

async function retryLater(bot: ClaimedBot, failure: ProviderFailure, now: Date): Promise<DispatchOutcome> {
  const backoff = Math.min(FIRST_RETRY_MS * 2 ** (bot.attempts - 1), LAST_RETRY_MS);
  const retryAt = new Date(+now + Math.max(backoff, failure.retryAfterMs ?? 0));
  await db().scheduledBot.updateMany({
    where: { id: bot.id, status: 'Joining', providerBotId: null },
    data: {
      leaseUntil: null,
      nextAttemptAt: retryAt,
      // The reason of a recall is what people are to read.
      ...(bot.recallRequestedAt ? {} : { statusReason: failure.message }),
      ...(failure.outcomeUnknown ? { outcomeUnknown: true } : {}),
      updatedAt: now,
    },
  });
  logger.warn({ meeting: bot.title, attempts: bot.attempts, error: failure.message }, 'Bot not sent yet');
  return { state: 'retry', retryAt: retryAt.toISOString() };
}

/** The bot is not wanted any more, and the provider never made it, or cannot be made to say so. */
async function cancelUnsent(bot: ClaimedBot, clock: () => Date): Promise<DispatchOutcome> {
  await db().scheduledBot.updateMany({
    where: { id: bot.id, providerBotId: null },
    data: { leaseUntil: null, outcomeUnknown: false },
  });
  await recallBot(bot.id, clock);
  return { state: 'failed', reason: bot.statusReason ?? 'The meeting changed.' };
}

function fail(bot: ClaimedBot, reason: string, now: Date): Promise<DispatchOutcome> {
  return end(bot, 'Error', reason, now);
}

function miss(bot: ClaimedBot, now: Date): Promise<DispatchOutcome> {
  return end(bot, 'Missed', bot.statusReason ?? TOO_LATE, now);
}

async function end(
  bot: ClaimedBot,
  status: 'Error' | 'Missed',
  reason: string,
  now: Date,
): Promise<DispatchOutcome> {
  const freed = await db().$transaction(async (tx) => {
    await lockUser(tx, bot.userId);
    const { count } = await tx.scheduledBot.updateMany({
      where: { id: bot.id, status: 'Joining', providerBotId: null },
      data: { status, statusReason: reason, leaseUntil: null, nextAttemptAt: null, updatedAt: now },
    });
    if (count === 0) return null;
    await recordActivity(tx, endEntry(bot, 'Joining', { status, reason }, now));
    return freeSharedLinks(tx, [bot.id], now);
  });
  if (freed) await enqueueFollowUps(freed, now);
  return { state: 'failed', reason };
}
