import { createHmac } from 'node:crypto';
import type { World } from '../world';
import type { Bot, Step } from './bot';

export const WEBHOOK_SECRET = 'sandbox-webhook-secret';
const RETRY_DELAYS_MS = [500, 2000, 5000];
const ANSWER_WITHIN_MS = 10_000;

/** `sha256=<hex HMAC-SHA256 over the raw body>`, as the provider signs its webhooks. */
export function sign(rawBody: string): string {
  return `sha256=${createHmac('sha256', WEBHOOK_SECRET).update(rawBody).digest('hex')}`;
}

const WORDS: Partial<Record<Step, string>> = {
  'bot.joining': 'Bot is joining the meeting',
  'bot.in_waiting_room': 'Bot is waiting to be let in',
  'bot.inmeeting': 'Bot is in the meeting',
  'bot.recording': 'Bot is recording',
  'bot.leaving': 'Bot is leaving the meeting',
  'bot.done': 'All artefacts are ready',
};

/**
 * Reports one step to the bot's callback URL; no timestamp inside, as with the real provider. A failed delivery
 * is tried again three times. Never throws.
 */
export async function sendWebhook(
  world: World,
  bot: Bot,
  step: Step,
  isClosed: () => boolean,
): Promise<void> {
  const { callbackUrl } = bot;
  if (!callbackUrl) return;
  const stopped = {
    Stopped: 'Bot left the meeting',
    NotAllowed: 'Bot was not let in',
    Denied: 'Bot was denied entry',
  };
  const message =
    WORDS[step] ?? (step === 'bot.stopped' ? (stopped[bot.status as 'Stopped'] ?? 'Bot failed') : step);
  const payload = {
    event: step,
    bot_id: bot.id,
    bot_status: bot.status,
    message,
    status_code: 200,
    custom_attributes: bot.customAttributes,
  };
  const body = JSON.stringify(payload);
  for (let attempt = 0; !isClosed(); attempt += 1) {
    const startedAt = Date.now();
    let status: number | null = null;
    try {
      const response = await fetch(callbackUrl, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'meetstream-webhooks/1.0',
          'x-meetstream-signature': sign(body),
          'x-meetstream-timestamp': String(Math.floor(world.now().getTime() / 1000)),
        },
        body,
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        redirect: 'manual',
      });
      status = response.status;
      await response.arrayBuffer();
    } catch {
      // No answer; tried again below.
    }
    const delay = RETRY_DELAYS_MS[attempt];
    const ok = status !== null && status < 300;
    if (isClosed()) return;
    world.log.add({
      at: world.now().toISOString(),
      kind: 'webhook',
      direction: 'out',
      method: 'POST',
      path: callbackUrl,
      status,
      ms: Date.now() - startedAt,
      body: payload,
      note: ok ? undefined : delay === undefined ? 'gave up' : 'will retry',
    });
    if (ok || delay === undefined) return;
    await new Promise((resolve) => setTimeout(resolve, delay).unref());
  }
}
