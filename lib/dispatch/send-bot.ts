import { db } from '@/lib/platform/database/client';
import { logger } from '@/lib/platform/logger';
import type { ClaimedBot } from './claim-bots';
import { cannotJoin } from './domain/joinable-links';
import { PROBE_EVERY_MS } from './domain/provider-stop';
import { endUnsentBot, LONGEST_OVERRUN_MS, ownClaim, TOO_LATE } from './end-bots';
import { reasonOf, stopProvider, type Verdict } from './provider-stops';
import { type BotProvider, findProvider, ProviderFailure } from './providers';
import { CALL_LIMIT_MS } from './providers/http';
import { recallBot } from './recall-bot';
import { saveSentBot } from './save-sent-bot';

export type DispatchOutcome =
  | { state: 'sent'; providerBotId: string }
  /** This version is not due (any more), or another process has the bot. */
  | { state: 'not_ours' }
  | { state: 'retry'; retryAt: string }
  | { state: 'failed'; reason: string };

const NOT_OURS: DispatchOutcome = { state: 'not_ours' };

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;

export type Sending = {
  /** Called when the provider has answered or failed, before the outcome is stored. */
  onAnswer?: () => void;
  /** Called with what the provider's answer says about the provider. */
  onVerdict?: (verdict: Verdict) => void;
  /** The provider refuses this installation, and this bot is to show whether it accepts it again. */
  isProbe?: boolean;
};

/**
 * Sends a claimed bot to its meeting. The row was claimed (`Joining`, with a lease) and its request stored before the
 * provider is called, and every attempt whose outcome is unknown is repeated with the same request and key, so neither a
 * crash nor a second process makes a second bot. A provider that is down is asked again until the meeting ends.
 *
 * As long as an attempt may have made a bot whose answer was lost, no refusal is final, and neither the meeting's end nor a
 * recall ends the row: the provider is asked once more, so that the bot is known and can leave. When every attempt was
 * certainly refused, the bot is `Scheduled` again until the next one.
 *
 * A process may be frozen for longer than its lease, and another one has the bot then. So the provider is called only as long
 * as its answer must come within the lease, and whatever an attempt leads to is stored only while its claim stands
 * (`ownClaim`); only which bot the provider has made is stored in any case (`storeSent`).
 * @param bot as it was claimed, a moment ago
 */
export async function sendBot(
  bot: ClaimedBot,
  clock: () => Date,
  { onAnswer = () => {}, onVerdict = () => {}, isProbe = false }: Sending = {},
): Promise<DispatchOutcome> {
  const provider = findProvider(bot.provider);
  if (!provider) return fail(bot, `There is no bot provider named ${bot.provider}.`, clock());

  if (!bot.outcomeUnknown) {
    if (bot.recallRequestedAt) return cancelUnsent(bot, clock);
    if (bot.meetingEnd <= clock()) return miss(bot, bot.statusReason, clock());
    // Its provider has changed since it was scheduled; it is certain that no attempt has made the bot.
    const problem = cannotJoin(bot.provider, bot.meetingUrl);
    if (problem) return fail(bot, problem, clock());
  }
  if (+bot.leaseUntil - +clock() < CALL_LIMIT_MS) return giveBack(bot, clock());
  let made: Awaited<ReturnType<BotProvider['createBot']>>;
  try {
    const attempt = {
      idempotencyKey: bot.requestKey,
      body: bot.requestBody,
      isRepeat: bot.attempts > 1,
    };
    made = await provider.createBot(attempt).finally(onAnswer);
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    const outcome = await afterFailure(bot, error, clock, isProbe);
    onVerdict(verdictOf(error));
    return outcome;
  }
  onVerdict('accepts');
  const saved = await saveSentBot({ bot, ...made, notes: notesOn(bot, provider), now: clock() });
  if (saved && saved.providerBotId !== made.providerBotId) await removeSecond(bot, made.providerBotId);
  if (saved?.mustLeave) await recallAtOnce(bot, clock);
  return { state: 'sent', providerBotId: made.providerBotId };
}

/** Gives a claim back whose lease is too short for a call, because this process stood still: the bot is due at once. */
async function giveBack(bot: ClaimedBot, now: Date): Promise<DispatchOutcome> {
  const { count } = await db().scheduledBot.updateMany({
    where: ownClaim(bot),
    data: { leaseUntil: null, nextAttemptAt: null, updatedAt: now },
  });
  return count === 0 ? NOT_OURS : { state: 'retry', retryAt: now.toISOString() };
}

/**
 * Removes the bot that a provider has made for a second attempt in spite of the key, which names the first one's. This is
 * tried once: no row knows that bot.
 */
async function removeSecond(bot: ClaimedBot, providerBotId: string): Promise<void> {
  const which = { bot: bot.id, provider: bot.provider, providerBotId };
  try {
    await findProvider(bot.provider)?.removeBot(providerBotId);
    logger.error(which, 'A provider made two bots for one idempotency key; the second one was removed');
  } catch (error) {
    logger.error(
      { ...which, error },
      'A provider made two bots for one idempotency key; the second one stays',
    );
  }
}

/** Returns what of a bot's configuration its provider was not sent, or was sent otherwise. */
function notesOn(bot: ClaimedBot, provider: BotProvider): string[] {
  const { requestKey, meetingUrl, botName, botConfig } = bot;
  const customAttributes = { ...bot.customAttributes, usher_bot_id: bot.id };
  const request = { meetingUrl, botName, botConfig, customAttributes, callbackUrl: null };
  return provider.notesOn?.({ idempotencyKey: requestKey, ...request }) ?? [];
}

function verdictOf(failure: ProviderFailure): Verdict {
  if (failure.installation) return 'refuses';
  return failure.outcomeUnknown ? 'unknown' : 'accepts';
}

/** Decides what follows a failed attempt. What earlier attempts may have done counts as much as this one. */
async function afterFailure(
  bot: ClaimedBot,
  failure: ProviderFailure,
  clock: () => Date,
  isProbe: boolean,
): Promise<DispatchOutcome> {
  const now = clock();
  const { installation } = failure;
  // An answer that this process has slept on says nothing about now.
  if (installation && now < bot.leaseUntil) await stopProvider(bot.provider, installation, now);
  const reason = installation ? reasonOf(bot.provider, installation) : failure.message;
  const retry = retryOf(failure, reason, { attempts: bot.attempts, isProbe }, now);
  if (bot.meetingEnd > now) {
    if (failure.permanent && !bot.outcomeUnknown) return fail(bot, reason, now);
    return retryLater(bot, retry, clock);
  }
  const isRefused = failure.permanent || installation !== null;
  // The next bot waits for this one to end: better late than two bots in one meeting, but not for ever.
  if (bot.recallRequestedAt) {
    const givesUp = isRefused || +now - +bot.meetingEnd > LONGEST_OVERRUN_MS;
    if (givesUp) return cancelUnsent(bot, clock);
    return retryLater(bot, retry, clock);
  }
  if (isRefused && (bot.outcomeUnknown || failure.permanent)) return fail(bot, reason, now);
  return miss(bot, installation ? reason : bot.statusReason, now);
}

type Retry = {
  failure: ProviderFailure;
  reason: string;
  retryAt: Date;
  /** It is tried again when its provider accepts this installation, or as the next probe. */
  waits: boolean;
};

/**
 * Returns when a bot is tried again. A bot whose provider refuses the installation waits for the next probe. When the
 * provider has accepted others since it refused this bot, the bot itself may be what it refuses, and must not stop them each
 * time.
 */
function retryOf(
  failure: ProviderFailure,
  reason: string,
  { attempts, isProbe }: { attempts: number; isProbe: boolean },
  now: Date,
): Retry {
  const waits = failure.installation !== null && (isProbe || attempts === 1);
  const backoff = Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LAST_RETRY_MS);
  const pause = waits ? PROBE_EVERY_MS : Math.max(backoff, failure.retryAfterMs ?? 0);
  return { failure, reason, waits, retryAt: new Date(+now + pause) };
}

/** Stores when a bot is tried again. When no attempt can have made it, its claim is given back: it can be changed. */
async function retryLater(bot: ClaimedBot, retry: Retry, clock: () => Date): Promise<DispatchOutcome> {
  const { failure, reason, retryAt, waits } = retry;
  logger.warn({ meeting: bot.title, attempts: bot.attempts, error: failure.message }, 'Bot not sent yet');
  const claim = ownClaim(bot);
  const data = { leaseUntil: null, nextAttemptAt: waits ? null : retryAt, updatedAt: clock() };
  if (bot.outcomeUnknown || failure.outcomeUnknown) {
    const { count } = await db().scheduledBot.updateMany({
      where: claim,
      data: {
        ...data,
        outcomeUnknown: true,
        // People are to read the reason of a recall, not this one.
        ...(bot.recallRequestedAt ? {} : { statusReason: reason }),
      },
    });
    if (count === 0) return NOT_OURS;
  } else {
    const { count } = await db().scheduledBot.updateMany({
      where: { ...claim, recallRequestedAt: null },
      data: { ...data, status: 'Scheduled', statusReason: reason },
    });
    // It is to be recalled since a moment ago, or not this attempt's any more.
    if (count === 0) return cancelUnsent(bot, clock);
  }
  return { state: 'retry', retryAt: retryAt.toISOString() };
}

/** Cancels a bot that must not be sent, and that the provider never made, or can not be made to say so. */
async function cancelUnsent(bot: ClaimedBot, clock: () => Date): Promise<DispatchOutcome> {
  const { count } = await db().scheduledBot.updateMany({
    where: ownClaim(bot),
    data: { leaseUntil: null, outcomeUnknown: false },
  });
  if (count === 0) return NOT_OURS;
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
  const isEnded = await endUnsentBot(bot, { status: 'Error', reason }, now);
  return isEnded ? { state: 'failed', reason } : NOT_OURS;
}

async function miss(bot: ClaimedBot, words: string | null, now: Date): Promise<DispatchOutcome> {
  const reason = words ?? TOO_LATE;
  const isEnded = await endUnsentBot(bot, { status: 'Missed', reason }, now);
  return isEnded ? { state: 'failed', reason } : NOT_OURS;
}
