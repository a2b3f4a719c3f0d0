import type { World } from '../world';
import { attendeeWebhook } from './attendee-webhook';
import type { Bot, Step, Webhook } from './bot';
import { meetstreamWebhooks } from './meetstream-webhook';

const ANSWER_WITHIN_MS = 10_000;

/** A bot's step, with the bot as it was before and after it. */
export type Taken = { step: Step; before: Bot; after: Bot };

/**
 * Reports one step, if its provider has a webhook for that step, to every address that is to hear of it. A failed delivery
 * is tried again where the provider does that. Never throws.
 * @param isGone returns whether the bot has been removed or the sandbox closed
 */
export async function sendWebhooks(
  world: World,
  { step, before, after: bot }: Taken,
  isGone: () => boolean,
): Promise<void> {
  const webhooks =
    bot.provider === 'attendee'
      ? attendeeWebhook(bot, before, world.now())
      : meetstreamWebhooks(bot, step, world.now(), world.settings.meetstream);
  await Promise.all(webhooks.map((webhook) => sendWebhook(world, webhook, isGone)));
}

async function sendWebhook(world: World, webhook: Webhook, isGone: () => boolean): Promise<void> {
  for (let attempt = 0; !isGone(); attempt += 1) {
    const startedAt = Date.now();
    let status: number | null = null;
    try {
      const response = await fetch(world.arrivesAt(webhook.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...webhook.headers },
        body: webhook.body,
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        redirect: 'manual',
      });
      status = response.status;
      await response.arrayBuffer();
    } catch {
      // No answer: a failed delivery.
    }
    const delay = webhook.retryDelaysMs[attempt];
    const ok = status !== null && status < 300;
    if (isGone()) return;
    world.log.add({
      at: world.now().toISOString(),
      kind: 'webhook',
      direction: 'out',
      method: 'POST',
      path: webhook.url,
      status,
      ms: Date.now() - startedAt,
      body: webhook.payload,
      note: ok ? undefined : delay === undefined ? 'gave up' : 'will retry',
    });
    if (ok || delay === undefined) return;
    await new Promise((resolve) => setTimeout(resolve, delay).unref());
  }
}
