import { createCipheriv, randomBytes } from 'node:crypto';
import { env } from '@/lib/platform/env';

/** Returns text as release 0.1.0 encrypted it. */
export function encryptAsOldRelease(text: string, key = env().ENCRYPTION_KEY): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'base64'), nonce).setAAD(Buffer.from('v1'));
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString('base64url')}`;
}
