import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { env } from './env';

const VERSION = 'v1';
/** 96 bits, the length NIST SP 800-38D section 8.2 recommends for GCM. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Random bytes are made for so many nonces at once: when thousands of requests are stored, one by one they cost as much as the cipher. */
const NONCES_AT_ONCE = 512;

function encryptionKey(): Buffer {
  return Buffer.from(env().ENCRYPTION_KEY, 'base64');
}

/**
 * Encrypts text for storage with AES-256-GCM under ENCRYPTION_KEY.
 * @returns `v1.` and base64url of nonce, tag and ciphertext; different at every call
 */
export function encryptSecret(plain: string): string {
  const nonce = newNonce();
  const cipher = createCipheriv('aes-256-gcm', encryptionKey(), nonce).setAAD(Buffer.from(VERSION));
  const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return `${VERSION}.${Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString('base64url')}`;
}

let nonces = Buffer.alloc(0);

/** Returns a nonce that was never returned before. */
function newNonce(): Buffer {
  if (nonces.length === 0) nonces = randomBytes(NONCE_BYTES * NONCES_AT_ONCE);
  const nonce = nonces.subarray(0, NONCE_BYTES);
  nonces = nonces.subarray(NONCE_BYTES);
  return nonce;
}

/**
 * Returns the text that encryptSecret encrypted.
 * @throws Error when it was changed, cut short, of an unknown version, or written under another key
 */
export function decryptSecret(stored: string): string {
  const [version, payload = ''] = stored.split('.');
  const bytes = Buffer.from(payload, 'base64url');
  if (version !== VERSION || bytes.length < NONCE_BYTES + TAG_BYTES) {
    throw new Error('A stored secret has an unknown form.');
  }
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', encryptionKey(), nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(VERSION)).setAuthTag(tag);
  try {
    return (
      decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
    );
  } catch {
    throw new Error('A stored secret cannot be read: ENCRYPTION_KEY is not the one it was written with.');
  }
}

/** Returns the SHA-256 of a token, in hex: enough for random tokens, not for passwords. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Returns whether two strings are equal, in a time that does not depend on where they differ. */
export function constantTimeEqual(a: string, b: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Returns a random token of this many bytes, in base64url. */
export function randomToken(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

/** Returns a new identifier: the prefix, `_`, and 24 lowercase hex digits (96 random bits). */
export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(12).toString('hex')}`;
}
