import { createHmac, hkdfSync } from 'node:crypto';
import { env } from '@/lib/platform/env';

const SECRET_BYTES = 32;

/**
 * Returns the secret by which a user's receivers check that a message comes from here: `whsec_` and base64, as Standard
 * Webhooks writes it. It is derived from ENCRYPTION_KEY, so there is nothing to store.
 */
export function callbackSecret(userId: string): string {
  const key = Buffer.from(env().ENCRYPTION_KEY, 'base64');
  const secret = hkdfSync('sha256', key, userId, 'usher callback signature', SECRET_BYTES);
  return `whsec_${Buffer.from(secret).toString('base64')}`;
}

/**
 * Returns the headers that sign a message as Standard Webhooks does (https://github.com/standard-webhooks/standard-webhooks,
 * spec/standard-webhooks.md): `webhook-signature` is `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`. A message
 * about a MeetStream bot is signed as MeetStream does too, with the whole secret as the key, so that a receiver written for
 * MeetStream needs a new secret and nothing else.
 * @param message its id is the same for every delivery
 */
export function signCallback(
  message: { id: string; body: string; provider: string },
  userId: string,
  now: Date,
): Record<string, string> {
  const secret = callbackSecret(userId);
  const timestamp = String(Math.floor(+now / 1000));
  const signature = createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'))
    .update(`${message.id}.${timestamp}.${message.body}`)
    .digest('base64');
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
    ...(message.provider === 'meetstream'
      ? {
          'X-MeetStream-Timestamp': timestamp,
          'X-MeetStream-Signature': `sha256=${createHmac('sha256', secret).update(message.body).digest('hex')}`,
        }
      : {}),
  };
}
