import { createHmac } from 'node:crypto';
import { constantTimeEqual } from '@/lib/platform/secrets';

/** The tokens of a JSON text that matter here: numbers, and strings, within which there may be digits. */
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Returns a JSON text in Attendee's canonical form, which is what it signs: keys sorted at every level (by code point, as
 * Python does), no spaces, characters not escaped as ASCII. Numbers stay as they are written: a JavaScript number would
 * change `1.0`, or an integer beyond 2^53.
 * @throws SyntaxError when the text is no JSON
 */
export function canonicalJson(text: string): string {
  JSON.parse(text);
  const numbers: string[] = [];
  // Every number is replaced by its index among the numbers, and put back as it was written.
  const numbered = text.replace(STRING_OR_NUMBER, (token) =>
    token.startsWith('"') ? token : String(numbers.push(token) - 1),
  );
  const write = (value: unknown): string => {
    if (typeof value === 'number') return numbers[value] ?? '';
    if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const fields = Object.entries(value).sort(([a], [b]) => compareCodePoints(a, b));
    return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${write(field)}`).join(',')}}`;
  };
  return write(JSON.parse(numbered));
}

/** Bytes of UTF-8 have the order of code points; JavaScript's own order of strings is another. */
function compareCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/**
 * Returns whether a webhook has Attendee's signature: base64 of HMAC-SHA256 over the canonical body.
 * @param secret in base64, as Attendee shows it
 */
export function isSignedByAttendee(body: string, signature: string | null, secret: string): boolean {
  if (!signature) return false;
  try {
    const digest = createHmac('sha256', Buffer.from(secret, 'base64')).update(canonicalJson(body));
    return constantTimeEqual(digest.digest('base64'), signature);
  } catch {
    return false;
  }
}
