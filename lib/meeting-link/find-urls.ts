import { OPENING, SOFT_BREAK } from './html-text';

/** Where an address begins, and the part of the text it takes up. */
export type Found = { start: number; end: number };

/** No host name is longer. */
const MAX_HOST = 255;

/** The characters RFC 3986 allows in an address, without brackets and quotes, which people put around one. */
const IS_ADDRESS = new Uint8Array(128);
for (let code = 0x21; code < 0x7f; code += 1)
  IS_ADDRESS[code] = '<>"\'`()[]{}|\\^'.includes(String.fromCharCode(code)) ? 0 : 1;
/** The characters of host names. */
const IS_HOST = new Uint8Array(128);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_')
  IS_HOST[character.charCodeAt(0)] = 1;

const COLON = 0x3a;
const SLASH = 0x2f;
const PERCENT = 0x25;
/** Behind these, `https://` belongs to the address it stands in; behind all others it begins a new one. */
const CARRIES_ON = new Set([...'=_/:.&?%#@'].map((character) => character.charCodeAt(0)));

const APP_SCHEME = /(?:zoommtg|zoomus|msteams)$/i;
const ENCODED_COLON = /^%3A%2F%2F/i;

/**
 * The addresses in a text, in order: with a scheme, or bare where the host is one of those asked for. Linear in the
 * length of the text, and without regular expressions on the way, since most of a text is no address.
 * @param isOfInterest whether addresses on this host (lower case) are wanted; the others are passed over whole
 */
export function* findUrls(text: string, isOfInterest: (host: string) => boolean): Generator<Found> {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code !== COLON && code !== SLASH && code !== PERCENT) continue;
    const start = startAt(text, index, code);
    if (start === null) continue;
    const end = addressEnd(text, index + 1);
    if (code === SLASH) {
      // A bare host is an address only when it is a known one.
      if (!isOfInterest(text.slice(start, index).toLowerCase())) continue;
      yield { start, end };
    } else if (code === PERCENT || /[a-z]/i.test(text.charAt(index - 1)) === false) {
      yield { start, end };
    } else if (APP_SCHEME.test(text.slice(start, index)) || isOfInterest(hostAfter(text, index + 3))) {
      yield { start, end };
    }
    index = end - 1;
  }
}

/** Where the address begins whose scheme ends, or whose bare host ends, at the index; null when there is none. */
function startAt(text: string, index: number, code: number): number | null {
  if (code === COLON) {
    const scheme = schemeStart(text, index);
    if (scheme !== null && text.startsWith('//', index + 1)) return scheme;
    const app = APP_SCHEME.exec(text.slice(Math.max(0, index - 7), index))?.[0];
    return app ? index - app.length : null;
  }
  if (code === PERCENT) {
    if (!ENCODED_COLON.test(text.slice(index, index + 9))) return null;
    const scheme = schemeStart(text, index);
    return scheme !== null && !isAddress(text, scheme - 1) ? scheme : null;
  }
  let start = index;
  while (start > 0 && index - start < MAX_HOST && IS_HOST[text.charCodeAt(start - 1)]) start -= 1;
  // `someone@zoom.us/…`, `evil.com/zoom.us/…` and the like are something else.
  return index - start < 5 || '/@:=%&?#+~'.includes(text.charAt(start - 1) || ' ') ? null : start;
}

/** Where `http` or `https` begins before the index. */
function schemeStart(text: string, index: number): number | null {
  const isSecure = (text.charCodeAt(index - 1) | 0x20) === 0x73;
  const start = index - (isSecure ? 5 : 4);
  return start >= 0 && text.slice(start, start + 4).toLowerCase() === 'http' ? start : null;
}

function hostAfter(text: string, from: number): string {
  let end = from;
  while (end < text.length && end - from < MAX_HOST && IS_HOST[text.charCodeAt(end)]) end += 1;
  return text.slice(from, end).toLowerCase();
}

function isAddress(text: string, index: number): boolean {
  return IS_ADDRESS[text.charCodeAt(index)] === 1;
}

/** Where an address ends: before what RFC 3986 does not allow in one, and before a second address glued to it. */
export function addressEnd(text: string, from: number): number {
  let end = from;
  for (; end < text.length && isAddress(text, end); end += 1) {
    if (text.charCodeAt(end) !== COLON || end < from + 5 || !text.startsWith('//', end + 1)) continue;
    const second = schemeStart(text, end);
    if (second !== null && second > from && !CARRIES_ON.has(text.charCodeAt(second - 1))) return second;
  }
  return end;
}

/** A line break inside an address, with what mail programs and iCalendar put at the new line's start. */
const LINE_BREAK = /\r?\n(?:[ \t]|(?:> ?){1,9})?/y;

/** Where an address may go on that ends at the index: behind one line break or tag; null when it cannot. */
export function nextPart(text: string, index: number): Found | null {
  let start = index;
  while (text[start] === SOFT_BREAK || text[start] === '\u00ad') start += 1;
  if (start === index) {
    LINE_BREAK.lastIndex = index;
    if (!LINE_BREAK.test(text)) return null;
    start = LINE_BREAK.lastIndex;
  }
  const end = addressEnd(text, start);
  return end > start ? { start, end } : null;
}

/** Whether an address stands in angle brackets, where line breaks are no part of it (RFC 3986 appendix C). */
export function isBracketed(text: string, start: number): boolean {
  return text[start - 1] === '<' || text[start - 1] === OPENING;
}
