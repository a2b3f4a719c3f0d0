import { createHmac } from 'node:crypto';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { signCallback } from './callback-signature';

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const PREVIOUS = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
const OTHER = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
const body = JSON.stringify({ event: 'bot.inmeeting', bot_id: 'bot_1', message: 'Åsa’s 𝒯eam' });
const sign = (at = new Date(), ...previous: string[]) =>
  signCallback({ id: 'msg_1', body, provider: 'meetstream' }, [SECRET, ...previous], at);
const verify = (text: string, headers: Record<string, string>, secret = SECRET) =>
  new Webhook(secret).verify(text, headers);

it('a message is verified by the package that Standard Webhooks publishes', () => {
  expect(verify(body, sign())).toEqual(JSON.parse(body));
});

it('a message is verified with either of two secrets, and MeetStream’s header is by the newest', () => {
  const headers = sign(new Date(), PREVIOUS);
  for (const secret of [SECRET, PREVIOUS]) expect(verify(body, headers, secret)).toEqual(JSON.parse(body));
  expect(headers['X-MeetStream-Signature']).toBe(
    `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
  );
});

it('a message that was changed, is old, or is signed for someone else is refused by it', () => {
  const refused = (work: () => unknown) => expect(work).toThrow(WebhookVerificationError);
  refused(() => verify(body.replace('bot_1', 'bot_2'), sign()));
  refused(() => verify(body, { ...sign(), 'webhook-id': 'msg_2' }));
  refused(() => verify(body, sign(new Date(Date.now() - 600_000))));
  refused(() => verify(body, sign(new Date(), PREVIOUS), OTHER));
});
