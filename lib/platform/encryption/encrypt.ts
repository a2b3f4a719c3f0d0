import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { EncryptedColumn } from './columns';
import { encryptionKeys, type Key } from './keys';

const VERSION = 'v2';
/** The form of release 0.1.0: bound to no place, and without the id of its key. */
export const OLD_VERSION = 'v1';
/** 96 bits, the length NIST SP 800-38D section 8.2 recommends for GCM. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Random bytes are made for so many nonces at once: when thousands of requests are stored, one by one they cost as much as the cipher. */
const NONCES_AT_ONCE = 512;

/**
 * Encrypts text for a column of a row with AES-256-GCM under ENCRYPTION_KEY. It opens there only.
 * @param row what names the row, as `ENCRYPTED_COLUMNS` says
 * @returns `v2.`, the id of the key, `.`, and base64url of nonce, tag and ciphertext; different at every call
 */
export function encryptSecret(plain: string, column: EncryptedColumn, row: string): string {
  const [key] = encryptionKeys();
  const nonce = newNonce();
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(placeOf(key, column, row));
  const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return `${VERSION}.${key.id}.${Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString('base64url')}`;
}

/** Returns how the ciphertexts begin that `encryptSecret` makes now. */
export function currentPrefix(): string {
  return `${VERSION}.${encryptionKeys()[0].id}.`;
}

/**
 * Returns the text that encryptSecret encrypted for this column of this row, under any of the keys.
 * @throws Error when it was changed, cut short, of an unknown version, from another place, or written under a key that is not
 *   in the settings
 */
export function decryptSecret(stored: string, column: EncryptedColumn, row: string): string {
  const [version, ...rest] = stored.split('.');
  const payload = Buffer.from(rest.at(-1) ?? '', 'base64url');
  const isKnown =
    (version === VERSION && rest.length === 2) || (version === OLD_VERSION && rest.length === 1);
  if (!isKnown || payload.length < NONCE_BYTES + TAG_BYTES)
    throw new Error('A stored secret has an unknown form.');
  const tried = version === OLD_VERSION ? openOld(payload) : openNew(payload, rest[0] ?? '', column, row);
  if (tried !== null) return tried;
  throw new Error(
    'A stored secret cannot be read: it was changed or moved, or neither ENCRYPTION_KEY nor ENCRYPTION_KEY_PREVIOUS is the key that it was written with.',
  );
}

/** Returns the text that encryptSecret encrypted, as `decryptSecret` does; null where that throws. */
export function decryptIfPossible(stored: string, column: EncryptedColumn, row: string): string | null {
  try {
    return decryptSecret(stored, column, row);
  } catch {
    return null;
  }
}

function openNew(payload: Buffer, keyId: string, column: EncryptedColumn, row: string): string | null {
  const key = encryptionKeys().find(({ id }) => id === keyId);
  return key ? open(payload, key, placeOf(key, column, row)) : null;
}

function openOld(payload: Buffer): string | null {
  for (const key of encryptionKeys()) {
    const text = open(payload, key, Buffer.from(OLD_VERSION));
    if (text !== null) return text;
  }
  return null;
}

/** Returns the text of nonce, tag and ciphertext; null when the key or the additional data are not those it was made with. */
function open(payload: Buffer, key: Key, additional: Buffer): string | null {
  const nonce = payload.subarray(0, NONCE_BYTES);
  const tag = payload.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(additional).setAuthTag(tag);
  try {
    return (
      decipher.update(payload.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
    );
  } catch {
    return null;
  }
}

/** No column's name has a line break, so two places never have the same bytes. */
function placeOf(key: Key, column: EncryptedColumn, row: string): Buffer {
  return Buffer.from([VERSION, key.id, column, row].join('\n'));
}

let nonces = Buffer.alloc(0);

/** Returns a nonce that was never returned before. */
function newNonce(): Buffer {
  if (nonces.length === 0) nonces = randomBytes(NONCE_BYTES * NONCES_AT_ONCE);
  const nonce = nonces.subarray(0, NONCE_BYTES);
  nonces = nonces.subarray(NONCE_BYTES);
  return nonce;
}
