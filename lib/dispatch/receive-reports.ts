import { db } from '@/lib/platform/database/client';
import type { ScheduledBot } from '@/lib/platform/database/generated/prisma/client';
import { hideTokens } from '@/lib/platform/hide-tokens.mjs';
import { logSeldom } from '@/lib/platform/log-seldom';
import { applyBotEvent } from './apply-bot-event';
import { noteLostReports } from './ask-silent-bots';
import { queueCallback } from './callbacks/deliver-callbacks';
import { findProvider, type ReadReport } from './providers';
import { isReportToken } from './report-address';

/** The parts of a bot's own address for reports. */
export type ReportAddress = { botId: string; token: string };

/** A provider's request. Without `address` it came to the address for all bots of the provider. */
export type BotWebhook = {
  provider: string;
  headers: Headers;
  /** As received: a signature covers every byte. Null when it could not be read. */
  body: string | null;
  address?: ReportAddress | undefined;
};

export type ReportRefusal =
  | 'unknown_provider'
  | 'bad_token'
  | 'bad_signature'
  | 'unreadable'
  | 'unknown_bot'
  | 'another_bot';

/** What to do about a refusal, for the log. */
const ADVICE: Record<ReportRefusal, string> = {
  unknown_provider: 'There is no bot provider of that name: correct the address at the provider.',
  bad_token:
    'The token in the address is not that of the bot. Reports to the address in a bot’s request are right; an address that was copied by hand is not.',
  bad_signature:
    'The signature is invalid, or the time is off. Check the provider’s webhook secret where Usher runs, and the clock.',
  unreadable: 'It is not a report as the provider documents it.',
  unknown_bot: 'Usher doesn’t know this bot: it may belong to another program that uses the same account.',
  another_bot: 'It was sent to the address of another bot.',
};

/**
 * Receives a bot provider's report. A report to a bot's own address is about that bot, also when it does not name it.
 * @returns `accepted` also for reports that change nothing, so that the provider does not repeat them
 */
export async function receiveBotWebhook(webhook: BotWebhook, now: Date): Promise<'accepted' | ReportRefusal> {
  try {
    const outcome = await receive(webhook, now);
    if (outcome !== 'accepted') logRefusal('warn', webhook, outcome, now);
    return outcome;
  } catch (error) {
    noteLostReports();
    throw error;
  }
}

async function receive(webhook: BotWebhook, now: Date): Promise<'accepted' | ReportRefusal> {
  const { headers, body, address } = webhook;
  const provider = findProvider(webhook.provider);
  if (!provider) return 'unknown_provider';
  if (address && !(await isReportToken(provider.name, address.botId, address.token))) return 'bad_token';
  if (body === null) return 'unreadable';
  const report = provider.readWebhook({ headers, body, isAddressed: address !== undefined }, now);
  if (typeof report === 'string') return report;
  const bot = await findBot(provider.name, report, address);
  if (bot === 'unknown_bot' && !address) {
    // The provider's account may have bots of other programs.
    logRefusal('info', webhook, bot, now);
    return 'accepted';
  }
  if (typeof bot === 'string') return bot;
  await queueCallback(bot, body, now);
  const providerBotId = report.providerBotId ?? bot.providerBotId;
  // Where the answer to the request is missing as well, the next attempt brings the provider's id.
  if (!providerBotId) return 'accepted';
  const message = report.message && hideTokens(report.message);
  await applyBotEvent(provider.name, { ...report, providerBotId, botId: bot.id, message }, now);
  return 'accepted';
}

/** Returns the bot that a report is about, or why there is none. */
async function findBot(
  provider: string,
  { providerBotId, botId }: ReadReport,
  address: ReportAddress | undefined,
): Promise<ScheduledBot | 'unknown_bot' | 'another_bot'> {
  const named = address?.botId ?? botId;
  if (botId && botId !== named) return 'another_bot';
  const bots = await db().scheduledBot.findMany({
    where: {
      provider,
      OR: [...(providerBotId ? [{ providerBotId }] : []), ...(named ? [{ id: named }] : [])],
    },
  });
  if (bots.length > 1) return 'another_bot';
  const [bot] = bots;
  if (!bot || (address && bot.id !== named)) return 'unknown_bot';
  const isAnother =
    bot.providerBotId !== null && providerBotId !== null && bot.providerBotId !== providerBotId;
  return isAnother ? 'another_bot' : bot;
}

/** Logs a report that no bot takes, each kind at most once a minute. */
function logRefusal(level: 'info' | 'warn', webhook: BotWebhook, refusal: ReportRefusal, now: Date): void {
  const { provider, address } = webhook;
  const name = findProvider(provider)?.name;
  logSeldom(
    {
      level,
      kind: `report ${refusal} ${name ?? ''} ${address ? 'to a bot' : ''}`,
      message: `A report of a bot provider was refused. ${ADVICE[refusal]}`,
    },
    {
      provider: provider.slice(0, 50),
      reason: refusal,
      ...(address ? { botId: address.botId.slice(0, 50) } : {}),
    },
    now,
  );
}
