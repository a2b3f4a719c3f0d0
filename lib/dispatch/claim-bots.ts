import { guestAddress } from '@/lib/meeting-link';
import { db } from '@/lib/platform/database/client';
import { decryptSecret, encryptSecret } from '@/lib/platform/encryption/encrypt';
import { logger } from '@/lib/platform/logger';
import { type BotProvider, findProvider } from './providers';
import { type LockedBot, lockDue, type Senders, storeClaims, type Which } from './queries/sending';
import { reportAddresses } from './report-address';
import { withPlace } from './wait-for-place';

/** Longer than the provider may take to answer: until then no one else asks for the same bot. */
const LEASE_MS = 30_000;
/** Where a request is stored. */
const REQUEST = 'ScheduledBot.requestBody';

/** A bot that the caller has claimed for one attempt, with the request that its provider is to be called with. */
export type ClaimedBot = Omit<LockedBot, 'status' | 'source' | 'requestBody' | 'requestKey'> & {
  leaseUntil: Date;
  requestBody: string;
  requestKey: string;
};

/**
 * Claims bots that are due for one attempt each, and stores their requests in the same transaction: of any number of callers,
 * in any number of processes, one gets a bot.
 *
 * While the outcome of an attempt is unknown its request is repeated byte for byte, whatever has changed meanwhile: the
 * provider may have made the bot, and knows the key by this request. After attempts that were certainly refused the request
 * says what holds now; where that is something else, it goes out under a new key.
 *
 * No more bots are claimed than there are places: those that exceed a limit stay as they are.
 * @returns the bots that may be sent. One whose request cannot be written is claimed, and tried again when its claim has run
 *   out
 */
export async function claimBots(which: Which, senders: Senders, now: Date): Promise<ClaimedBot[]> {
  const addressOf = await reportAddresses();
  const leaseUntil = new Date(+now + LEASE_MS);
  return db().$transaction(async (tx) => {
    const due = await withPlace(tx, await lockDue(tx, which, senders, now), senders, now);
    if (due.length === 0) return [];
    const claims = due.map((bot) => ({ bot, request: requestOf(bot, addressOf) }));
    const rows = claims.map(({ bot, request }) => ({
      id: bot.id,
      provider: bot.provider,
      attempts: bot.attempts,
      outcomeUnknown: bot.outcomeUnknown,
      requestKey: request?.requestKey ?? keyOf(bot),
      // One that cannot be read may be readable with another key.
      requestBody: request?.stored ?? (bot.status === 'Joining' ? bot.requestBody : null),
    }));
    await storeClaims(tx, rows, { now, leaseUntil });
    return claims.flatMap(({ bot, request }) =>
      request
        ? Object.assign(bot, { leaseUntil, requestKey: request.requestKey, requestBody: request.body })
        : [],
    );
  });
}

/** The request for a bot; `stored`: as it is stored, encrypted, because the bot's address for reports is a secret. */
type Request = { requestKey: string; body: string; stored: string };
type AddressOf = Awaited<ReturnType<typeof reportAddresses>>;

/** Returns a bot's request; null when it cannot be written. */
function requestOf(bot: LockedBot, addressOf: AddressOf): Request | null {
  const provider = findProvider(bot.provider);
  if (!provider) return { requestKey: keyOf(bot), body: '', stored: encryptSecret('', REQUEST, bot.id) };
  try {
    const stored = bot.requestBody;
    const isRepeated = bot.status === 'Joining' && bot.outcomeUnknown;
    if (stored && isRepeated)
      return { requestKey: keyOf(bot), body: decryptSecret(stored, REQUEST, bot.id), stored };
    if (stored && bot.status === 'Scheduled' && bot.requestKey) {
      const body = writeRequest(bot, provider, bot.requestKey, addressOf);
      if (body === decryptSecret(stored, REQUEST, bot.id))
        return { requestKey: bot.requestKey, body, stored };
    }
    const requestKey = keyOf(bot);
    const body = writeRequest(bot, provider, requestKey, addressOf);
    return { requestKey, body, stored: encryptSecret(body, REQUEST, bot.id) };
  } catch (error) {
    logger.error({ error, bot: bot.id }, 'The request for a bot could not be written');
    return null;
  }
}

/**
 * Returns the key that a new request for a bot has. Every attempt of a scheduled bot was refused: another request must have
 * another key.
 */
function keyOf({ id, status, requestKey, attempts }: LockedBot): string {
  if (requestKey === null) return id;
  return status === 'Joining' ? requestKey : `${id}-${attempts}`;
}

function writeRequest(
  bot: LockedBot,
  provider: BotProvider,
  idempotencyKey: string,
  addressOf: AddressOf,
): string {
  return provider.writeRequest({
    idempotencyKey,
    meetingUrl: guestAddress(bot.meetingUrl),
    botName: bot.botName,
    customAttributes: { ...bot.customAttributes, usher_bot_id: bot.id },
    botConfig: bot.botConfig,
    callbackUrl: addressOf(provider, bot.id),
  });
}
