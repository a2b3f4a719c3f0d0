import { createHmac } from 'node:crypto';

/**
 * Returns the headers that sign a message as Standard Webhooks does (https://github.com/standard-webhooks/standard-webhooks,
 * spec/standard-webhooks.md): `webhook-signature` has, for each secret, `v1,` and base64 of HMAC-SHA256 over
 * `id.timestamp.body`, with spaces between them. A message about a MeetStream bot is signed as MeetStream does too, with the
 * whole of the newest secret as the key, so that a receiver written for MeetStream needs a new secret and nothing else.
 * @param message its id is the same for every delivery
 * @param secrets those that are valid, the newest first
 */
export function signCallback(
  message: { id: string; body: string; provider: string },
  secrets: [string, ...string[]],
  now: Date,
): Record<string, string> {
  const timestamp = String(Math.floor(+now / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const hmac = createHmac('sha256', key).update(`${message.id}.${timestamp}.${message.body}`);
    return `v1,${hmac.digest('base64')}`;
  });
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
    ...(message.provider === 'meetstream'
      ? {
          'X-MeetStream-Timestamp': timestamp,
          'X-MeetStream-Signature': `sha256=${createHmac('sha256', secrets[0]).update(message.body).digest('hex')}`,
        }
      : {}),
  };
}
