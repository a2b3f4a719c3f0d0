import type { Found } from './find-urls';
import type { ReadLink } from './read-links';
import { countWords } from './word-pattern';

/** How many characters before a link may be its words. */
export const REACH = 120;
/** How many characters behind a link may say what it is. */
const BEHIND = 80;

/**
 * Where a link stands in a text. The same link again on its line belongs to it, when no word is between:
 * `<a href="link">link</a>`.
 */
export type Place = Found & {
  key: string;
  /** The end of the link before, and the start of the link behind; also of those that lead to another meeting. */
  before: number;
  behind: number;
  otherBefore: number;
  otherBehind: number;
};

/** Behind the end of any text. */
const FAR = 1_000_000_000;

/** Returns the place of each span of all links. */
export function placesOf(text: string, links: ReadLink[]): Map<Found, Place> {
  const all = links
    .flatMap(({ key, spans }) => spans.map((span) => ({ span, key })))
    .sort((one, other) => one.span.start - other.span.start);
  const places = new Map<Found, Place>();
  let before: Place | undefined;
  for (const { span, key } of all) {
    const isSame = before?.key === key;
    if (before && isSame && !/[\p{L}\n]/u.test(text.slice(before.end, span.start))) before.end = span.end;
    else {
      const last = before?.end ?? 0;
      const otherBefore = (isSame ? before?.otherBefore : last) ?? 0;
      const { start, end } = span;
      before = { start, end, key, before: last, otherBefore, behind: FAR, otherBehind: FAR };
    }
    places.set(span, before);
  }
  let behind: Place | undefined;
  for (const one of [...new Set(places.values())].reverse()) {
    if (behind) {
      one.behind = behind.start;
      one.otherBehind = behind.key === one.key ? behind.otherBehind : behind.start;
    }
    behind = one;
  }
  return places;
}

/** What stands in brackets directly behind a link: “(old)”. */
const BRACKET = /^(?:[^\S\n]|[>\u200b\ue000-\ue003])*[(（[]([^()（）\]\n]{0,60})[)）\]](?!\()/;
/** What stands behind a dash or an arrow directly behind a link, to the end of the line: “– backup”, “<-- old”. */
const DASH = /^[\s>\u200b\ue000-\ue003]*(?:[-–—←]|[<\u2039]-+)\s*(\p{L}[^\n]{0,40})$/u;

/**
 * Returns the words of a link. They stand before it on its line or, when it stands alone, on the line above. A word or two,
 * such as the words of an HTML link, are read together with a short line above.
 */
export function wordsBefore(text: string, { start, before }: Place): string {
  const from = Math.max(before, start - REACH);
  const isBehindLink = from > 0 && from === before;
  const said = text.slice(from, start);
  const [own = '', ...lines] = (isBehindLink ? said.replace(BRACKET, '') : said)
    .toLowerCase()
    .split('\n')
    .map(withoutAddresses)
    .reverse();
  // What stands behind another link on its line is about that one.
  if (isBehindLink) lines.pop();
  const above = lines.find(hasLetter) ?? '';
  if (!hasLetter(own)) return above;
  const isBrief = countWords(own) <= 2 && !/[:：]/.test(own);
  return isBrief && countWords(above) <= 8 && !/\d/.test(above) ? `${above}\n${own}` : own;
}

/** Returns what a bracket or a dash behind a link says of it; what stands in a bracket keeps its first sign. */
export function wordsBehind(text: string, { end, behind }: Place): string {
  const line = text
    .slice(end, Math.min(behind, end + BEHIND))
    .replace(/\n.*/s, '')
    .toLowerCase();
  const bracket = BRACKET.exec(line);
  if (bracket) return `(${bracket[1]}`;
  const isLastOnLine = behind > end + line.length;
  return (isLastOnLine && DASH.exec(line)?.[1]) || '';
}

/** An address: what stands between spaces and has a scheme, or a slash behind a dot. */
const ADDRESS = /\S*(?::\/|\.[^\s/]{2,})\/\S*/g;

/** Returns a text without its addresses, whose words say nothing. */
export function withoutAddresses(text: string): string {
  return text.includes('/') ? text.replace(ADDRESS, '') : text;
}

function hasLetter(text: string): boolean {
  return /\p{L}/u.test(text);
}
