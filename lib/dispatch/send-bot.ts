import { db } from '@/lib/platform/database/client';
import { logger } from '@/lib/platform/logger';
import { endUnsentBot, LONGEST_OVERRUN_MS, TOO_LATE } from './end-bots';
import { type BotProvider, type BotRequest, findProvider, ProviderFailure } from './providers';
import type { ClaimedBot } from './queries';
import { recallBot } from './recall-bot';
import { reportAddress } from './report-address';
import { saveSentBot } from './save-sent-bot';

export type DispatchOutcome =
  | { state: 'sent'; providerBotId: string }
  /** This version is not due (any more), or another process has the bot. */
  | { state: 'not_ours' }
  | { state: 'retry'; retryAt: string }
  | { state: 'failed'; reason: string };

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;

/**
 * Sends a claimed bot to its meeting. The row was claimed (`Joining`, with a lease) before the provider is called, and
 * every attempt carries the same idempotency key, so neither a crash nor a second process makes a second bot. A provider
 * that is down is asked again until the meeting ends.
 *
 * As long as an attempt may have made a bot whose answer was lost, no refusal is final, and neither the meeting's end nor a
 * recall ends the row: the provider is asked once more, so that the bot is known and can leave.
 * @param bot as it was claimed, a moment ago
 * @param onAnswer called when the provider has answered or failed, before the outcome is stored
 */
export async function sendBot(
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
    made = await provider.createBot(await requestFor(bot, provider)).finally(onAnswer);
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    return afterFailure(bot, error, clock);
  }
  const mustLeave = await saveSentBot({ bot, ...made, now: clock() });
  if (mustLeave) await recallAtOnce(bot, clock);
  return { state: 'sent', providerBotId: made.providerBotId };
}

async function requestFor(bot: ClaimedBot, provider: BotProvider): Promise<BotRequest> {
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
    callbackUrl: await reportAddress(provider, bot.id),
    isRepeat: bot.attempts > 1,
  };
}

/** Decides what follows a failed attempt. What earlier attempts may have done counts as much as this one. */
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
  // The next bot waits for this one to end: better late than two bots in one meeting, but not for ever.
  if (bot.recallRequestedAt) {
    const givesUp = failure.permanent || +now - +bot.meetingEnd > LONGEST_OVERRUN_MS;
    return givesUp ? cancelUnsent(bot, clock) : retryLater(bot, failure, now);
  }
  return failure.permanent ? fail(bot, failure.message, now) : miss(bot, now);
}

async function retryLater(bot: ClaimedBot, failure: ProviderFailure, now: Date): Promise<DispatchOutcome> {
  const backoff = Math.min(FIRST_RETRY_MS * 2 ** (bot.attempts - 1), LAST_RETRY_MS);
  const retryAt = new Date(+now + Math.max(backoff, failure.retryAfterMs ?? 0));
  await db().scheduledBot.updateMany({
    where: { id: bot.id, status: 'Joining', providerBotId: null },
    data: {
      leaseUntil: null,
      nextAttemptAt: retryAt,
      // People are to read the reason of a recall, not this one.
      ...(bot.recallRequestedAt ? {} : { statusReason: failure.message }),
      ...(failure.outcomeUnknown ? { outcomeUnknown: true } : {}),
      updatedAt: now,
    },
  });
  logger.warn({ meeting: bot.title, attempts: bot.attempts, error: failure.message }, 'Bot not sent yet');
  return { state: 'retry', retryAt: retryAt.toISOString() };
}

/** Cancels a bot that must not be sent, and that the provider never made, or can not be made to say so. */
async function cancelUnsent(bot: ClaimedBot, clock: () => Date): Promise<DispatchOutcome> {
  await db().scheduledBot.updateMany({
    where: { id: bot.id, providerBotId: null },
    data: { leaseUntil: null, outcomeUnknown: false },
  });
  await recallBot(bot.id, clock);
  return { state: 'failed', reason: bot.statusReason ?? 'The meeting changed.' };
}

async function recallAtOnce(bot: ClaimedBot, clock: () => Date): Promise<void> {
  try {
    await recallBot(bot.id, clock);
  } catch (error) {
    logger.warn({ error }, 'A bot could not be recalled; the sweep recalls it');
  }
}

async function fail(bot: ClaimedBot, reason: string, now: Date): Promise<DispatchOutcome> {
  await endUnsentBot(bot, { status: 'Error', reason }, now);
  return { state: 'failed', reason };
}

async function miss(bot: ClaimedBot, now: Date): Promise<DispatchOutcome> {
  const reason = bot.statusReason ?? TOO_LATE;
  await endUnsentBot(bot, { status: 'Missed', reason }, now);
  return { state: 'failed', reason };
}
