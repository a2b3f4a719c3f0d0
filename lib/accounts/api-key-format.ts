import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** People and secret scanners recognize it in logs. */
const PREFIX = 'ush_';
const SECRET_BYTES = 32;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 62^43 > 2^256 and 62^6 > 2^32. */
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const SHAPE = new RegExp(`^${PREFIX}[0-9A-Za-z]{${SECRET_LENGTH + CHECKSUM_LENGTH}}$`);
/** Keys of version 0.1.0 have no checksum. */
const FIRST_SHAPE = /^ush_[\w-]{43}$/;
const SHOWN_CHARACTERS = 12;

/**
 * Returns a new API key: `ush_`, 256 random bits and their checksum, in letters and digits, so that a double
 * click selects it.
 */
export function makeApiKey(): string {
  const secret = base62(BigInt(`0x${randomBytes(SECRET_BYTES).toString('hex')}`), SECRET_LENGTH);
  return PREFIX + secret + checksum(secret);
}

/** Returns whether a text can be an API key. It finds every typo without the database. */
export function isApiKey(text: string): boolean {
  if (FIRST_SHAPE.test(text)) return true;
  if (!SHAPE.test(text)) return false;
  return text.slice(-CHECKSUM_LENGTH) === checksum(text.slice(PREFIX.length, -CHECKSUM_LENGTH));
}

/** Returns the first characters of a key, by which a person recognizes it. */
export function shownPart(key: string): string {
  return key.slice(0, SHOWN_CHARACTERS);
}

function checksum(secret: string): string {
  return base62(BigInt(crc32(PREFIX + secret)), CHECKSUM_LENGTH);
}

function base62(number: bigint, length: number): string {
  let text = '';
  for (let rest = number; text.length < length; rest /= 62n) text = ALPHABET[Number(rest % 62n)] + text;
  return text;
}
