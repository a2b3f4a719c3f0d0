import { percentDecoded } from './decode';
import { addressEnd, type Found, findUrls, isBracketed, nextPart } from './find-urls';
import { UNSEEN } from './html-text';
import { platformOf, type RecognizedLink, recognizeMeeting } from './platforms';
import { isOpaque, isWrapper, opaqueTarget, unwrapUrl } from './unwrap-url';

/** Mail programs do not cut an address into more lines than this. */
const MAX_PARTS = 12;
/** No address is longer, since no description of Google's is. */
const MAX_ADDRESS = 8192;
/** How many addresses on known hosts, with their continuations, are read in one text; no invitation has as many. */
const MAX_READ = 1000;
/** How many times a link may stand in a text and be looked at. */
const MAX_SPANS = 4;

/** A closing or opening bracket, or a line break, that arrived percent-encoded. */
const ENCODED_END = /%(?:3[CE]|0[AD])/i;
const TRAILING = '.,;:!?*~&|';
/** Percent-encoded spaces, quotes and brackets that programs took for a part of the address. */
const ENCODED_TRAILING = /%(?:20|09|22|27|28|29|5B|5C|5D|60|7C|C2%A0|E2%80%8B|EF%BB%BF)$/i;
/** Link keys with a number or code: a word that stands on the next line by chance does not look like one. */
const NUMBERED = /:(?:gov\/)?(?:\d{9,}$|19:|m?[\da-f-]{12,}$|[a-z]{3}-[a-z]{4}-[a-z]{3}$)/;

/** A meeting link in a text, and where it stands: the first times it does. */
export type ReadLink = RecognizedLink & { spans: Found[] };

/** Returns the meeting links in a plain text, each form of a link once, in order of appearance. */
export function readLinks(text: string): ReadLink[] {
  const known = new Map<string, RecognizedLink | null>();
  let reads = 0;
  const read = (address: string): RecognizedLink | null => {
    reads += 1;
    const before = known.get(address);
    if (before !== undefined) return before;
    const url = unwrapUrl(address);
    const link = url && recognizeMeeting(url);
    known.set(address, link);
    return link;
  };
  const links = new Map<string, ReadLink>();
  let taken = 0;
  for (const found of findUrls(text, isOfInterest)) {
    if (reads >= MAX_READ) break;
    if (found.start < taken) continue;
    const { link, end } = readAt(text, found, read);
    if (!link) continue;
    const span = { start: found.start, end };
    const before = links.get(link.url);
    if (!before)
      links.set(link.url, { url: link.url, platform: link.platform, key: link.key, spans: [span] });
    else if (before.spans.length < MAX_SPANS) before.spans.push(span);
    taken = end;
  }
  return [...links.values()];
}

/** Returns the addresses in a text that hide a platform's address. */
export function readOpaque(text: string): Pick<RecognizedLink, 'url' | 'platform'>[] {
  return [...findUrls(text, isOpaque)].flatMap(({ start, end }) => {
    const url = unwrapUrl(addressOf(text, start, text.slice(start, end)));
    const platform = url && platformOf(opaqueTarget(url) ?? '');
    return platform ? { url: url.href, platform: platform.name } : [];
  });
}

/** Tells whether addresses on a host may be meeting links, or hold one. */
function isOfInterest(host: string): boolean {
  return platformOf(host) !== null || isWrapper(host);
}

type Read = (address: string) => RecognizedLink | null;

/** Reads one address. When it makes no link on its own, it may continue in the next lines. */
function readAt(text: string, found: Found, read: Read): { link: RecognizedLink | null; end: number } {
  const bracketed = isBracketed(text, found.start);
  let written = text.slice(found.start, found.end).slice(0, MAX_ADDRESS);
  let { end } = found;
  const loose = looseEnd(text, end, written);
  if (loose) ({ written, end } = loose);
  let best = { link: read(addressOf(text, found.start, written)), end };
  for (let parts = 1; parts < MAX_PARTS && written.length < MAX_ADDRESS; parts += 1) {
    const next = nextPart(text, end);
    if (!next) break;
    const part = text.slice(next.start, next.end);
    if (/^(?:https?:|www\.)/i.test(part)) break;
    const goesOn =
      text[end] === UNSEEN || /^[%/?&=#]/.test(part) || isIncomplete(written, part, text[next.end]);
    const isClosed = bracketed && text[next.end] === '>';
    if (best.link && !goesOn && !bracketed) break;
    end = next.end;
    written += part;
    const link = read(addressOf(text, found.start, written));
    if (link && (isClosed || goesOn || (!best.link && NUMBERED.test(link.key)))) best = { link, end };
    if (isClosed) break;
  }
  return best;
}

/**
 * Tells whether an address was cut before a part: Teams' context, percent-encoded JSON, when its brace is not closed; a
 * passcode when its value is missing, and the next line is nothing but a text that looks like one.
 */
function isIncomplete(written: string, part: string, behind: string | undefined): boolean {
  if (/[?&]context=%7b(?!.*%7d)/i.test(written)) return true;
  const isAlone = behind === undefined || '\n\r>'.includes(behind);
  return (
    isAlone &&
    /[?&](?:pwd|p|tk|passcode|password)=$/i.test(written) &&
    /^(?=.*(?:\d|[a-z][A-Z]))[\w.+/=%-]{4,}$/.test(part)
  );
}

/** Teams' context as JSON in braces, some of it perhaps encoded. */
const BRACES = /(?:\{|%7b)?[\w\s"'\\:,.%-]{0,400}?(?:\}|%7d)/iy;
const BEFORE_NUMBER = /\/(?:j|w|s|wc|join|meet)\/(?:\d{3})?$/i;
/** Numbers in groups, as invitations write them beside the link. */
const GROUPS = /[ \u00a0]\d{2,11}(?:[ \u00a0]\d{2,4}){0,5}(?!\d)/y;
const PARAMETERS = /[ \u00a0](?=\?(?:pwd|p|tk|mtid|context)=)/iy;

/** Returns an address with what stands behind a sign that no address has, and yet belongs to it; else null. */
function looseEnd(text: string, end: number, written: string): { written: string; end: number } | null {
  const sign = text[end];
  if (sign === undefined || !'{"\'\\ \u00a0'.includes(sign)) return null;
  const taken = (pattern: RegExp): string | null => {
    pattern.lastIndex = end;
    return pattern.exec(text)?.[0] ?? null;
  };
  const carriedOn = (middle: string, from: number) => {
    const to = '?&#'.includes(text[from] ?? ' ') ? addressEnd(text, from) : from;
    return { written: written + middle + text.slice(from, to), end: to };
  };
  if (sign !== ' ' && sign !== '\u00a0') {
    const braces = /[?&]context=(?:%7b[^{}]*)?$/i.test(written) && taken(BRACES);
    if (!braces) return null;
    return carriedOn(encodeURIComponent(percentDecoded(braces).replace(/\\|\s/g, '')), end + braces.length);
  }
  if (text[end + 1] === '?') {
    const gap = taken(PARAMETERS);
    return gap ? carriedOn('', end + gap.length) : null;
  }
  const groups = BEFORE_NUMBER.test(written) && taken(GROUPS);
  return groups ? carriedOn(groups.replace(/\D/g, ''), end + groups.length) : null;
}

function addressOf(text: string, start: number, written: string): string {
  let address = written.slice(0, ENCODED_END.exec(written)?.index ?? written.length);
  const emphasised = text[start - 1] === '_';
  for (;;) {
    let end = address.length;
    while (end > 0 && (TRAILING.includes(address[end - 1] ?? '') || (emphasised && address[end - 1] === '_')))
      end -= 1;
    const last = address.slice(Math.max(0, end - 9), end);
    end -= ENCODED_TRAILING.exec(last)?.[0].length ?? 0;
    if (end === address.length) break;
    address = address.slice(0, end);
  }
  if (/^https?%3A/i.test(address)) return percentDecoded(address);
  return /^(?:https?|zoommtg|zoomus|msteams):/i.test(address) ? address : `https://${address}`;
}
