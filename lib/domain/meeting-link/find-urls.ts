import { KNOWN_HOSTS } from './platforms';

/**
 * What ends an address in running text: all that RFC 3986 does not allow in one, brackets, and a second address
 * glued to it (one that follows `=`, `/` or the like belongs to the first's query or path).
 */
const STOP = /[^\x21-\x7e]|[<>"'`()[\]{}|\\^]|(?<=[^=/_:.&?%])https?:\/\//gi;
const TRAILING = '.,;:!?*~&';
/** A closing or opening bracket that arrived percent-encoded. */
const ENCODED_BRACKET = /%3[CE]/i;
const SCHEME = 'https?:\\/\\/|zoommtg:|zoomus:|msteams:';
/** No host name is longer than what is looked at before a bare host. */
const MAX_LABELS = 80;

/**
 * The addresses in a text, in order: with a scheme, or a bare host of a meeting platform. Each is given as it stands
 * and, where a line break may have cut it, also joined with the next line. Linear in the length of the text.
 */
export function findUrls(text: string): { address: string; joined: string | null }[] {
  const found: { address: string; joined: string | null }[] = [];
  const starts = new RegExp(`(?:${SCHEME}|(?:${KNOWN_HOSTS.map(escapeForRegExp).join('|')})\\/)`, 'gi');
  let end = 0;
  for (let match = starts.exec(text); match; match = starts.exec(text)) {
    if (match.index < end) continue;
    const hasScheme = match[0].endsWith(':') || match[0].endsWith('//');
    const start = hasScheme ? match.index : hostStart(text, match.index);
    if (start === null || start < end) continue;
    end = endOf(text, match.index + match[0].length);
    const prefix = hasScheme ? '' : 'https://';
    const written = text.slice(start, end);
    const continued = continuation(text, end);
    found.push({
      address: prefix + trimmed(written),
      joined: continued && prefix + trimmed(written + continued),
    });
    starts.lastIndex = Math.max(end, starts.lastIndex);
  }
  return found;
}

/** Where the host begins that ends in a known one; null when it is part of something else (mail, path, query). */
function hostStart(text: string, index: number): number | null {
  let start = index;
  while (start > 0 && index - start < MAX_LABELS && /[\w.-]/.test(text[start - 1] ?? '')) start -= 1;
  return /[/@:=%&?#+~\w.-]/.test(text[start - 1] ?? ' ') ? null : start;
}

function endOf(text: string, from: number): number {
  STOP.lastIndex = from;
  return STOP.exec(text)?.index ?? text.length;
}

/** The text after a single line break, when an address may go on there. */
function continuation(text: string, end: number): string | null {
  const breakLength = text.startsWith('\r\n', end) ? 2 : text[end] === '\n' ? 1 : 0;
  if (breakLength === 0) return null;
  const start = end + breakLength;
  return text.slice(start, endOf(text, start)) || null;
}

function trimmed(written: string): string {
  let end = ENCODED_BRACKET.exec(written)?.index ?? written.length;
  while (end > 0 && TRAILING.includes(written[end - 1] ?? ' ')) end -= 1;
  return written.slice(0, end);
}

function escapeForRegExp(text: string): string {
  return text.replace(/[.-]/g, '\\$&');
}
