import { guestAddress } from '@/lib/meeting-link';
import { db } from '@/lib/platform/database/client';
import { logger } from '@/lib/platform/logger';
import { decryptSecret, encryptSecret } from '@/lib/platform/secrets';
import { type BotProvider, findProvider } from './providers';
import { type ClaimedBot, storeRequests } from './queries/sending';
import { reportAddress } from './report-address';

/** A claimed bot whose request is stored: its provider may be called. */
export type ReadyBot = Omit<ClaimedBot, 'requestBody' | 'requestKey'> & {
  requestBody: string;
  requestKey: string;
};

/**
 * Stores the requests of claimed bots before their providers are called, and returns the bots that may be sent.
 *
 * While the outcome of an attempt is unknown its request is repeated byte for byte, whatever has changed meanwhile: the
 * provider may have made the bot, and knows the key by this request. After attempts that were certainly refused the request
 * says what holds now; where that is something else, it goes out under a new key.
 */
export async function storeRequestsOf(claimed: ClaimedBot[]): Promise<ReadyBot[]> {
  const ready: ReadyBot[] = [];
  const written: ReadyBot[] = [];
  const requests = await Promise.all(claimed.map(requestOf));
  for (const [index, bot] of claimed.entries()) {
    const request = requests[index];
    if (!request) continue;
    const isRepeated = bot.outcomeUnknown && bot.requestBody !== null;
    (isRepeated ? ready : written).push({ ...bot, ...request });
  }
  if (written.length === 0) return ready;
  // It holds the bot's address for reports, which is a secret.
  const rows = written.map((bot) => ({ ...bot, requestBody: encryptSecret(bot.requestBody) }));
  const stored = new Set((await storeRequests(db(), rows)).map(({ id }) => id));
  return [...ready, ...written.filter(({ id }) => stored.has(id))];
}

type Request = Pick<ReadyBot, 'requestBody' | 'requestKey'>;

/** Returns a bot's request; null when it cannot be written: the bot is tried again when its claim has run out. */
async function requestOf(bot: ClaimedBot): Promise<Request | null> {
  const requestKey = bot.requestKey ?? bot.id;
  const provider = findProvider(bot.provider);
  if (!provider) return { requestBody: '', requestKey };
  try {
    if (bot.outcomeUnknown && bot.requestBody !== null)
      return { requestBody: decryptSecret(bot.requestBody), requestKey };
    if (bot.refusedKey && bot.refusedBody !== null) {
      const requestBody = await writeRequest(bot, provider, bot.refusedKey);
      if (requestBody === decryptSecret(bot.refusedBody)) return { requestBody, requestKey: bot.refusedKey };
    }
    return { requestBody: await writeRequest(bot, provider, requestKey), requestKey };
  } catch (error) {
    logger.error({ error, bot: bot.id }, 'The request for a bot could not be written');
    return null;
  }
}

async function writeRequest(bot: ClaimedBot, provider: BotProvider, idempotencyKey: string): Promise<string> {
  return provider.writeRequest({
    idempotencyKey,
    meetingUrl: guestAddress(bot.meetingUrl),
    botName: bot.botName,
    customAttributes: { ...bot.customAttributes, usher_bot_id: bot.id },
    botConfig: bot.botConfig,
    callbackUrl: await reportAddress(provider, bot.id),
  });
}
