import { applyBotEvent } from './apply-bot-event';
import { queueCallback } from './callbacks/queue-callback';
import { findProvider } from './providers';

/**
 * Takes a bot provider's report.
 * @param body as received: the signature covers every byte
 * @returns `accepted` also for reports that change nothing, so that the provider does not repeat them
 */
export async function receiveBotWebhook(
  providerName: string,
  headers: Headers,
  body: string,
  now: Date,
): Promise<'accepted' | 'unknown_provider' | 'not_authentic'> {
  const provider = findProvider(providerName);
  if (!provider) return 'unknown_provider';
  const event = provider.readWebhook(headers, body, now);
  if (!event) return 'not_authentic';
  await queueCallback(provider.name, event, body, now);
  await applyBotEvent(provider.name, event, now);
  return 'accepted';
}
