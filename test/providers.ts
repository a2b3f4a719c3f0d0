import type { BotProvider, BotRequest } from '@/lib/dispatch/providers';

/** A request to a provider for a bot. `isRepeat`: an earlier attempt with its key may have made the bot. */
export type Wanted = BotRequest & { isRepeat?: boolean };

/** Asks a provider for a bot, as sending it does: the request is written once, and sent as it was written. */
export function createBot(provider: BotProvider, { isRepeat = false, ...request }: Wanted) {
  const { idempotencyKey } = request;
  return provider.createBot({ idempotencyKey, body: provider.writeRequest(request), isRepeat });
}
