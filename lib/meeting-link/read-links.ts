import { percentDecoded } from './decode';
import { type Found, findUrls, isBracketed, nextPart } from './find-urls';
import { platformOf, type RecognizedLink, recognizeMeeting } from './platforms';
import { isOpaque, isWrapper, opaqueTarget, unwrapUrl } from './unwrap-url';

/** Mail programs do not cut an address into more lines than this. */
const MAX_PARTS = 12;
/** No address is longer, since no description of Google's is. */
const MAX_ADDRESS = 8192;
/** How many addresses on known hosts, with their continuations, are read in one text; no invitation has as many. */
const MAX_READ = 1000;

/** A closing or opening bracket that arrived percent-encoded. */
const ENCODED_BRACKET = /%3[CE]/i;
const TRAILING = '.,;:!?*~&';
/** Link keys with a number or code: a word that stands on the next line by chance does not look like one. */
const NUMBERED = /:(?:gov\/)?(?:\d{9,}$|19:|m?[\da-f-]{12,}$|[a-z]{3}-[a-z]{4}-[a-z]{3}$)/;

/** A meeting link in a text, and its position. */
export type ReadLink = RecognizedLink & { at: number };

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
  const links = new Map<RecognizedLink, ReadLink>();
  let taken = 0;
  for (const found of findUrls(text, isOfInterest)) {
    if (reads >= MAX_READ) break;
    if (found.start < taken) continue;
    const { link, end } = readAt(text, found, read);
    if (!link) continue;
    if (!links.has(link)) links.set(link, { ...link, at: found.start });
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
  let best = { link: read(addressOf(text, found.start, written)), end };
  for (let parts = 1; parts < MAX_PARTS && written.length < MAX_ADDRESS; parts += 1) {
    const next = nextPart(text, end);
    if (!next) break;
    const part = text.slice(next.start, next.end);
    if (/^(?:https?:|www\.)/i.test(part)) break;
    const goesOn = /^[%/?&=#]/.test(part) || isIncomplete(written);
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

/** Tells whether Teams' context, percent-encoded JSON, was cut: then its brace is not closed. */
function isIncomplete(written: string): boolean {
  return /[?&]context=%7b(?!.*%7d)/i.test(written);
}

function addressOf(text: string, start: number, written: string): string {
  let end = ENCODED_BRACKET.exec(written)?.index ?? written.length;
  const emphasised = text[start - 1] === '_';
  while (end > 0 && (TRAILING.includes(written[end - 1] ?? '') || (emphasised && written[end - 1] === '_')))
    end -= 1;
  const address = written.slice(0, end);
  if (/^https?%3A/i.test(address)) return percentDecoded(address);
  return /^(?:https?|zoommtg|zoomus|msteams):/i.test(address) ? address : `https://${address}`;
}

/** How many characters before a link may be its words. */
const REACH = 120;

/** "Join", as the platforms' invitations and people write it. */
const JOIN =
  /\bjoin\b|click here|beitreten|teilnehmen|teilzunehmen|\bparticip(?:er|ez|ar|e)\b|partecip|rejoindre|\bentrar\b|unirse|deelneme|deel te nemen|\bdelta\b|\banslut|\bdeltag|osallistu|liity|dołącz|připoj|katıl|подключ|присоедин|приєдна|参加|加入|참가|참여|الانضمام|הצטרף|להצטרף|เข้าร่วม|tham gia/iu;

/**
 * Returns the links with those first whose words ask to join; otherwise their order stays. The words of a link stand before
 * it on its line or, when it stands alone, on the line above.
 */
export function joiningFirst(text: string, links: ReadLink[]): ReadLink[] {
  if (new Set(links.map((link) => link.key)).size < 2) return links;
  const asks = new Map(links.map((link) => [link, JOIN.test(wordsBefore(text, link.at))]));
  return [...links.filter((link) => asks.get(link)), ...links.filter((link) => !asks.get(link))];
}

function wordsBefore(text: string, at: number): string {
  const lines = text.slice(Math.max(0, at - REACH), at).split(/\r?\n/);
  const own = lines.pop() ?? '';
  if (/\p{L}/u.test(own)) return own;
  return lines.reverse().find((line) => /\p{L}/u.test(line)) ?? '';
}
