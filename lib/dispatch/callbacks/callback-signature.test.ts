import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { callbackSecret, signCallback } from './callback-signature';

const body = JSON.stringify({ event: 'bot.inmeeting', bot_id: 'bot_1', message: 'Åsa’s 𝒯eam' });
const sign = (at = new Date()) => signCallback({ id: 'msg_1', body, provider: 'meetstream' }, 'usr_1', at);
const verify = (text: string, headers: Record<string, string>, userId = 'usr_1') =>
  new Webhook(callbackSecret(userId)).verify(text, headers);

it('a message is verified by the package that Standard Webhooks publishes', () => {
  expect(verify(body, sign())).toEqual(JSON.parse(body));
});

it('a message that was changed, is old, or is signed for someone else is refused by it', () => {
  const refused = (work: () => unknown) => expect(work).toThrow(WebhookVerificationError);
  refused(() => verify(body.replace('bot_1', 'bot_2'), sign()));
  refused(() => verify(body, { ...sign(), 'webhook-id': 'msg_2' }));
  refused(() => verify(body, sign(new Date(Date.now() - 600_000))));
  refused(() => verify(body, sign(), 'usr_2'));
});
