import { createHmac } from 'node:crypto';
import { env } from '../env';

/** A key, and the id by which a ciphertext names it. */
export type Key = { id: string; bytes: Buffer };

let known: { settings: string; keys: [Key, ...Key[]] } | undefined;

/** Returns the keys of the settings: first ENCRYPTION_KEY, which encrypts, then those of ENCRYPTION_KEY_PREVIOUS, which only decrypt. */
export function encryptionKeys(): [Key, ...Key[]] {
  const { ENCRYPTION_KEY, ENCRYPTION_KEY_PREVIOUS } = env();
  const settings = [ENCRYPTION_KEY, ...ENCRYPTION_KEY_PREVIOUS].join();
  if (known?.settings !== settings)
    known = { settings, keys: [toKey(ENCRYPTION_KEY), ...ENCRYPTION_KEY_PREVIOUS.map(toKey)] };
  return known.keys;
}

/** The id says nothing about the key. */
function toKey(text: string): Key {
  const bytes = Buffer.from(text, 'base64');
  return { bytes, id: createHmac('sha256', bytes).update('usher key id').digest('hex').slice(0, 8) };
}
