import { OPENING, SOFT_BREAK, UNSEEN } from './html-text';

/** The part of a text that an address takes up. */
export type Found = { start: number; end: number };

/** No host name is longer. */
const MAX_HOST = 255;

/** The characters that RFC 3986 allows in an address, without brackets and quotes, which people put around one. */
const IS_ADDRESS = new Uint8Array(128);
for (let code = 0x21; code < 0x7f; code += 1)
  IS_ADDRESS[code] = '<>"\'`()[]{}|\\^'.includes(String.fromCharCode(code)) ? 0 : 1;
/** The characters of host names. */
const IS_HOST = new Uint8Array(128);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_')
  IS_HOST[character.charCodeAt(0)] = 1;

const SIGNS = ':/%';
const COLON = 0x3a;
const SLASH = 0x2f;
const PERCENT = 0x25;
/** Behind these, `https://` belongs to the address it stands in; behind all others it begins a new one. */
const CARRIES_ON = new Set([...'=_/:.&?%#@'].map((character) => character.charCodeAt(0)));

const APP_SCHEME = /(?:zoommtg|zoomus|msteams)$/i;
/** The one known host with fewer than five characters. */
const SHORT_HOST = 'g.co';
const REPEATED = /:\/\/https?(?=:\/\/)/iy;
const ENCODED_COLON = '%3A%2F%2F';

/**
 * Finds the addresses in a text, in order: those with a scheme, and bare ones on wanted hosts. It is linear in the length of
 * the text, and walks without regular expressions, since most of a text is no address.
 * @param isOfInterest tells whether addresses on a host (lower case) are wanted; others are skipped whole
 */
export function* findUrls(text: string, isOfInterest: (host: string) => boolean): Generator<Found> {
  const nextSign = signsOf(text);
  for (let index = nextSign(0); index < text.length; index = nextSign(index + 1)) {
    const code = text.charCodeAt(index);
    let start = startAt(text, index, code);
    if (start === null) continue;
    // `https://https://zoom.us/…`: the last scheme counts.
    for (let next = repeatedScheme(text, index); next; next = repeatedScheme(text, index)) {
      start = next.start;
      index = next.colon;
    }
    const end = addressEnd(text, index + 1);
    if (code === SLASH) {
      // A bare host is an address only when it is a known one.
      if (!isOfInterest(hostAfter(text, start))) continue;
      yield { start, end };
    } else if (
      code === PERCENT ||
      APP_SCHEME.test(text.slice(start, index)) ||
      isOfInterest(hostAfter(text, behindSlashes(text, index + 1)))
    ) {
      yield { start, end };
    }
    index = end - 1;
  }
}

/**
 * Returns a function that returns where the first colon, slash or percent sign stands from an index on, or the length of
 * the text. Searching for one character is faster than looking at each; each sign is searched for once in all.
 */
function signsOf(text: string): (from: number) => number {
  const at = [-1, -1, -1];
  const search = (sign: string, from: number) => {
    const found = text.indexOf(sign, from);
    return found < 0 ? text.length : found;
  };
  return (from) => {
    for (let sign = 0; sign < SIGNS.length; sign += 1)
      if ((at[sign] ?? 0) < from) at[sign] = search(SIGNS.charAt(sign), from);
    return Math.min(at[0] ?? 0, at[1] ?? 0, at[2] ?? 0);
  };
}

/** Returns where the address begins whose scheme or bare host ends at the index; null when there is none. */
function startAt(text: string, index: number, code: number): number | null {
  if (code === COLON) {
    const scheme = schemeStart(text, index);
    if (scheme !== null && text.charCodeAt(index + 1) === SLASH) return scheme;
    const app = APP_SCHEME.exec(text.slice(Math.max(0, index - 7), index))?.[0];
    return app ? index - app.length : null;
  }
  if (code === PERCENT) {
    if (text.slice(index, index + ENCODED_COLON.length).toUpperCase() !== ENCODED_COLON) return null;
    const scheme = schemeStart(text, index);
    return scheme !== null && !isAddress(text, scheme - 1) ? scheme : null;
  }
  let start = index;
  while (start > 0 && index - start < MAX_HOST && IS_HOST[text.charCodeAt(start - 1)]) start -= 1;
  // `someone@zoom.us/…` and `evil.com/zoom.us/…` are no links to zoom.us.
  if ('/@:=%&?#+~'.includes(text.charAt(start - 1) || ' ')) return null;
  return index - start >= 5 || text.slice(start, index).toLowerCase() === SHORT_HOST ? start : null;
}

/** Returns where a scheme directly behind another one, whose colon is at the index, begins, and its colon. */
function repeatedScheme(text: string, index: number): { start: number; colon: number } | null {
  REPEATED.lastIndex = index;
  if (!REPEATED.test(text)) return null;
  const colon = REPEATED.lastIndex;
  return { start: text.lastIndexOf('/', colon) + 1, colon };
}

/** Returns the index behind the slashes of a scheme: people write one to three. */
function behindSlashes(text: string, from: number): number {
  let index = from;
  while (index - from < 3 && text.charCodeAt(index) === SLASH) index += 1;
  return index;
}

/** Returns where `http` or `https` begins that ends at the index, or null. */
function schemeStart(text: string, index: number): number | null {
  const isSecure = (text.charCodeAt(index - 1) | 0x20) === 0x73;
  const start = index - (isSecure ? 5 : 4);
  return text.slice(start, start + 4).toLowerCase() === 'http' ? start : null;
}

function hostAfter(text: string, from: number): string {
  let end = from;
  while (end < text.length && end - from < MAX_HOST && IS_HOST[text.charCodeAt(end)]) end += 1;
  // A dot behind the host means the same host.
  return text.slice(from, text[end - 1] === '.' ? end - 1 : end).toLowerCase();
}

function isAddress(text: string, index: number): boolean {
  return IS_ADDRESS[text.charCodeAt(index)] === 1;
}

/** Returns where an address ends: before a character that RFC 3986 does not allow, or a second address without a space. */
export function addressEnd(text: string, from: number): number {
  let end = from;
  for (; end < text.length && isAddress(text, end); end += 1) {
    if (text.charCodeAt(end) !== COLON || !text.startsWith('//', end + 1)) continue;
    const second = schemeStart(text, end) ?? -1;
    if (second > from && !CARRIES_ON.has(text.charCodeAt(second - 1))) return second;
  }
  return end;
}

/** A line break within an address, with what mail programs and iCalendar put at the start of the next line. */
const LINE_BREAK = /\r?\n(?:[ \t]|(?:> ?){1,9})?/y;

/** Returns the part, behind one line break or tag, in which an address that ends at the index may go on; else null. */
export function nextPart(text: string, index: number): Found | null {
  let start = index;
  while (text[start] === SOFT_BREAK || text[start] === UNSEEN || text[start] === '\u00ad') start += 1;
  if (start === index) {
    LINE_BREAK.lastIndex = index;
    if (!LINE_BREAK.test(text)) return null;
    start = LINE_BREAK.lastIndex;
  }
  const end = addressEnd(text, start);
  return end > start ? { start, end } : null;
}

/** Tells whether an address stands in angle brackets, in which line breaks are ignored (RFC 3986 appendix C). */
export function isBracketed(text: string, start: number): boolean {
  return text[start - 1] === '<' || text[start - 1] === OPENING;
}
