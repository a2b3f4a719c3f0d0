import { type BotProvider, findProvider, ProviderFailure } from '@/lib/bot-providers';
import { db } from '@/lib/db/client';
import type { ScheduledBot } from '@/lib/db/generated/prisma/client';
import { env } from '@/lib/env';
import { sendJobs } from '@/lib/jobs';
import { logger } from '@/lib/logger';
import { recallBot } from './recall-bot';
import { recordActivity } from './record-activity';

export type DispatchOutcome =
  | { state: 'sent'; providerBotId: string }
  /** Not this version's turn (any more), or another process has it. */
  | { state: 'fenced' }
  | { state: 'retry'; retryAt: string }
  | { state: 'failed'; reason: string };

/** Longer than the provider may take to answer: until then nobody else asks for the same bot. */
const LEASE_MS = 30_000;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;

/**
 * Sends a bot to its meeting. The row is claimed (`Joining`, with a lease) before the provider is called, and
 * every attempt carries the same idempotency key, so that neither a crash nor a second process makes a second
 * bot. A provider that is down is asked again until the meeting ends.
 * @param version the booking this join was armed for; a later one fences it off
 */
export async function dispatchBot(
  botId: string,
  version: number,
  clock: () => Date,
): Promise<DispatchOutcome> {
  const bot = await claim(botId, version, clock());
  if (!bot) return { state: 'fenced' };
  const provider = findProvider(bot.provider);
  if (!provider) return fail(bot, `There is no bot provider named ${bot.provider}.`, clock());

  if (bot.meetingEnd <= clock()) {
    return bot.recallRequestedAt ? callOff(bot, clock) : miss(bot, clock());
  }
  try {
    const { providerBotId } = await provider.createBot(requestFor(bot));
    await keepProviderBot(bot, provider, providerBotId, clock);
    return { state: 'sent', providerBotId };
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    if (error.permanent) return fail(bot, error.message, clock());
    return retryLater(bot, error, clock());
  }
}

/** Scheduled and due, or claimed by somebody who has not come back: one caller gets it. */
async function claim(botId: string, version: number, now: Date): Promise<ScheduledBot | null> {
  const [claimed] = await db().scheduledBot.updateManyAndReturn({
    where: {
      id: botId,
      version,
      OR: [
        { status: 'Scheduled', joinAt: { lte: new Date(+now + 1000) } },
        { status: 'Joining', providerBotId: null, OR: [{ leaseUntil: null }, { leaseUntil: { lt: now } }] },
      ],
    },
    data: {
      status: 'Joining',
      leaseUntil: new Date(+now + LEASE_MS),
      attempts: { increment: 1 },
      updatedAt: now,
    },
  });
  return claimed ?? null;
}

function requestFor(bot: ScheduledBot) {
  const { APP_URL, isLoopback } = env();
  return {
    idempotencyKey: bot.id,
    meetingUrl: bot.meetingUrl,
    botName: bot.botName,
    customAttributes: {
      ...(bot.customAttributes as Record<string, string>),
      usher_bot_id: bot.id,
      meeting_end: bot.meetingEnd.toISOString(),
    },
    botConfig: bot.botConfig as Record<string, unknown>,
    // A provider elsewhere cannot reach a loopback address; the sandbox, which is here, can.
    callbackUrl:
      isLoopback && !isLocal(env().MEETSTREAM_API_URL)
        ? null
        : `${APP_URL}/api/webhooks/bots/${bot.provider}`,
  };
}

function isLocal(url: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);
}

async function keepProviderBot(
  bot: ScheduledBot,
  provider: BotProvider,
  providerBotId: string,
  clock: () => Date,
): Promise<void> {
  const now = clock();
  const late = +now - +bot.meetingStart;
  const [row] = await db().$transaction(async (tx) => {
    await recordActivity(tx, {
      userId: bot.userId,
      at: now,
      actor: 'usher',
      action: 'bot.sent',
      botId: bot.id,
      occurrenceId: bot.occurrenceId,
      summary:
        late > 60_000
          ? `Bot sent to “${bot.title}”, ${Math.round(late / 60_000)} min late.`
          : `Bot sent to “${bot.title}”.`,
      after: { provider: provider.name, providerBotId },
    });
    return tx.scheduledBot.updateManyAndReturn({
      where: { id: bot.id },
      data: { providerBotId, leaseUntil: null, nextAttemptAt: null, updatedAt: now },
    });
  });
  logger.info({ meeting: bot.title, lateMs: Math.max(0, +now - +bot.joinAt) }, 'Bot sent');
  await announceChain(bot);
  // The meeting may have changed while the provider was being asked.
  if (row?.recallRequestedAt && !row.recalledAt) await recallBot(bot.id, clock);
}

/** The successor of a chained series' meeting is booked when this one ends; the sweep does it if this gets lost. */
async function announceChain(bot: ScheduledBot): Promise<void> {
  const event = await db().event.findFirst({
    where: { recurringEnabled: true, occurrences: { some: { id: bot.occurrenceId ?? '' } } },
    select: { id: true },
  });
  if (!event) return;
  try {
    await sendJobs([
      { name: 'series/joined', data: { eventId: event.id, endsAt: bot.meetingEnd.toISOString() } },
    ]);
  } catch (error) {
    logger.warn({ error }, 'The end of a meeting could not be announced; the sweep will see it');
  }
}

async function retryLater(bot: ScheduledBot, failure: ProviderFailure, now: Date): Promise<DispatchOutcome> {
  const backoff = Math.min(FIRST_RETRY_MS * 2 ** (bot.attempts - 1), LAST_RETRY_MS);
  const retryAt = new Date(+now + Math.max(backoff, failure.retryAfterMs ?? 0));
  await db().scheduledBot.updateMany({
    where: { id: bot.id, status: 'Joining', providerBotId: null },
    data: { leaseUntil: null, nextAttemptAt: retryAt, statusReason: failure.message, updatedAt: now },
  });
  logger.warn({ meeting: bot.title, attempts: bot.attempts, error: failure.message }, 'Bot not sent yet');
  return { state: 'retry', retryAt: retryAt.toISOString() };
}

/** The meeting has moved or died, and the provider never made this bot. */
async function callOff(bot: ScheduledBot, clock: () => Date): Promise<DispatchOutcome> {
  await db().scheduledBot.updateMany({ where: { id: bot.id }, data: { leaseUntil: null } });
  await recallBot(bot.id, clock);
  return { state: 'failed', reason: bot.statusReason ?? 'The meeting changed.' };
}

function fail(bot: ScheduledBot, reason: string, now: Date): Promise<DispatchOutcome> {
  return end(bot, 'Error', reason, now);
}

function miss(bot: ScheduledBot, now: Date): Promise<DispatchOutcome> {
  return end(bot, 'Missed', bot.statusReason ?? 'The meeting ended before a bot could be sent.', now);
}

async function end(
  bot: ScheduledBot,
  status: 'Error' | 'Missed',
  reason: string,
  now: Date,
): Promise<DispatchOutcome> {
  await db().$transaction(async (tx) => {
    const { count } = await tx.scheduledBot.updateMany({
      where: { id: bot.id, status: 'Joining', providerBotId: null },
      data: { status, statusReason: reason, leaseUntil: null, nextAttemptAt: null, updatedAt: now },
    });
    if (count === 0) return;
    await recordActivity(tx, {
      userId: bot.userId,
      at: now,
      actor: 'usher',
      action: status === 'Missed' ? 'bot.missed' : 'bot.failed',
      botId: bot.id,
      occurrenceId: bot.occurrenceId,
      summary: `No bot for “${bot.title}”: ${reason}`,
    });
  });
  return { state: 'failed', reason };
}
