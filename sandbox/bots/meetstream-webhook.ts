import { createHmac } from 'node:crypto';
import type { Bot, Step, Webhook } from './bot';

export const WEBHOOK_SECRET = 'sandbox-webhook-secret';

const WORDS: Partial<Record<Step, string>> = {
  'bot.joining': 'Bot is joining the meeting',
  'bot.in_waiting_room': 'Bot is waiting to be let in',
  'bot.inmeeting': 'Bot is in the meeting',
  'bot.recording': 'Bot is recording',
  'bot.leaving': 'Bot is leaving the meeting',
  'bot.done': 'All artefacts are ready',
};
const STOPPED: Record<string, string> = {
  Stopped: 'Bot left the meeting',
  NotAllowed: 'Bot was not let in',
  Denied: 'Bot was denied entry',
};

/**
 * Returns the webhook for a step in MeetStream's words, which has no time. Its signature is
 * `sha256=<hex HMAC-SHA256 of the raw body>`.
 */
export function meetstreamWebhook(bot: Bot, step: Step, now: Date): Webhook {
  const payload = {
    event: step,
    bot_id: bot.id,
    bot_status: bot.status,
    message: WORDS[step] ?? (step === 'bot.stopped' ? (STOPPED[bot.status] ?? 'Bot failed') : step),
    status_code: 200,
    custom_attributes: bot.customAttributes,
  };
  const body = JSON.stringify(payload);
  return {
    payload,
    body,
    headers: {
      'user-agent': 'meetstream-webhooks/1.0',
      'x-meetstream-signature': `sha256=${createHmac('sha256', WEBHOOK_SECRET).update(body).digest('hex')}`,
      'x-meetstream-timestamp': String(Math.floor(now.getTime() / 1000)),
    },
    retryDelaysMs: [500, 2000, 5000],
  };
}
