import type { Found } from './find-urls';
import { oldParts } from './old-parts';
import type { MeetingPlatform, PlatformOrder } from './platform';
import type { RecognizedLink } from './platforms';
import type { ReadLink } from './read-links';
import { ABOUT_LINKS, CONDITION, JOIN, NEW, OLD, OTHER_THING, OTHER_TIME, SPARE } from './words';

/** What a link is in its text, best first. */
export const STANDING = {
  /** It has taken the place of another. */
  replacement: 0,
  /** It stands in a whole invitation of its platform, with the meeting's number. */
  invitation: 1,
  /** Its words ask to join, or name its platform. */
  asked: 2,
  plain: 3,
  /** Google's own lines about a Meet. */
  footer: 4,
  /** It is of another meeting: last week's recording, next week's call. */
  elsewhere: 5,
  /** It is for those who cannot join by the right one. */
  fallback: 6,
  /** It is struck out, quoted, or said to be old. In an old part the order above goes on behind it. */
  old: 7,
} as const;

export type RankedLink = RecognizedLink & { standing: number };

/** How many links of a text are judged by their words; no invitation has as many. */
const MAX_JUDGED = 40;
/** How many characters before a link may be its words. */
const REACH = 120;
/** How many characters behind a link may say what it is. */
const BEHIND = 80;
/** How far a whole invitation reaches around its link. */
const [BEFORE_LINK, AFTER_LINK] = [400, 1000];

/** Names of the platforms in titles and locations, where “meet” and “teams” are also ordinary words. */
const NAMES: [MeetingPlatform, RegExp][] = [
  ['Zoom', /(?<![\p{L}.])zoom(?![\p{L}])/iu],
  ['Teams', /(?:microsoft|ms)[ -]teams|(?<!\p{L})Teams(?!\p{L})/u],
  ['Webex', /(?<![\p{L}.])webex(?!\p{L})/iu],
  ['GMeet', /google ?(?:meet|hangout)|gmeet|hangouts?(?!\p{L})|(?<!\p{L})Meet[- ](?:call|link|room)/iu],
  ['GoToMeeting', /go ?to ?meeting|(?<!\p{L})goto(?!\p{L})/iu],
  ['BlueJeans', /blue ?jeans/iu],
  ['Whereby', /(?<![\p{L}.])whereby(?!\p{L})/iu],
];

/** Returns the only platform that a title or a location names outside its addresses, or null. */
export function namedPlatform(text: string): MeetingPlatform | null {
  const words = text.slice(0, 500).replace(/\S+[./]\S+/g, ' ');
  const named = NAMES.filter(([, name]) => name.test(words));
  return named.length === 1 && named[0] ? named[0][0] : null;
}

/**
 * Returns the links of a text with their standing, best first. Structure counts before words, and words before order.
 * @param named the platform that the event's location or title names: of links with the same standing its comes first
 * @param preferred platforms in the order in which a person prefers them: it orders links that nothing else does
 */
export function rankLinks(
  text: string,
  links: ReadLink[],
  named: MeetingPlatform | null,
  preferred: PlatformOrder = [],
): RankedLink[] {
  const last = Math.max(...links.slice(0, MAX_JUDGED).flatMap(({ spans }) => spans.map(({ end }) => end)));
  const old = oldParts(text.slice(0, last + 10));
  const neighbours = neighboursOf(links);
  const ranked = links.map((link, index) => {
    if (index >= MAX_JUDGED) return { ...link, standing: STANDING.plain };
    let standing: number = STANDING.old + 1;
    for (const span of link.spans) {
      const judged = standingOf(text, link, span, neighbours.get(span) ?? ALONE);
      const lifted = link.platform === named && liftable(judged) ? STANDING.invitation : judged;
      standing = Math.min(standing, isOld(old, span) ? STANDING.old + lifted / 10 : lifted);
      // The other places of the link cannot make it better.
      if (standing <= STANDING.invitation) break;
    }
    return { ...link, standing };
  });
  const order = (link: RankedLink) => link.standing - (link.platform === named ? 0.01 : 0);
  return ranked.sort(
    (one, other) => order(one) - order(other) || placeIn(preferred, one) - placeIn(preferred, other),
  );
}

/** Returns the place of a link's platform in a person's order; platforms that it does not name come last, all alike. */
export function placeIn(preferred: PlatformOrder, { platform }: RecognizedLink): number {
  const place = preferred.indexOf(platform);
  return place < 0 ? preferred.length : place;
}

function liftable(standing: number): boolean {
  return standing === STANDING.asked || standing === STANDING.footer;
}

function isOld(parts: { from: number; to: number }[], { start }: Found): boolean {
  return parts.some(({ from, to }) => from <= start && start < to);
}

/** The end of the link before, and the start of the link behind; also of those that lead to another meeting. */
type Neighbours = { before: number; behind: number; otherBefore: number; otherBehind: number };

const FAR = Number.POSITIVE_INFINITY;
const ALONE: Neighbours = { before: 0, behind: FAR, otherBefore: 0, otherBehind: FAR };

/** Returns the neighbours of all places of all links. */
function neighboursOf(links: ReadLink[]): Map<Found, Neighbours> {
  const all = links
    .flatMap(({ key, spans }) => spans.map((span) => ({ span, key, near: { ...ALONE } })))
    .sort((one, other) => one.span.start - other.span.start);
  for (const [index, { key, near }] of all.entries()) {
    const before = all[index - 1];
    if (!before) continue;
    near.before = before.span.end;
    near.otherBefore = before.key === key ? before.near.otherBefore : before.span.end;
  }
  for (let index = all.length - 2; index >= 0; index -= 1) {
    const [one, behind] = all.slice(index, index + 2);
    if (!one || !behind) continue;
    one.near.behind = behind.span.start;
    one.near.otherBehind = behind.key === one.key ? behind.near.otherBehind : behind.span.start;
  }
  return new Map(all.map(({ span, near }) => [span, near]));
}

/** A link at one place of a text, with the words around it in lower case. */
type Placed = { text: string; link: ReadLink; span: Found; near: Neighbours; words: string; behind: string };

function standingOf(text: string, link: ReadLink, span: Found, near: Neighbours): number {
  const words = wordsBefore(text, span, near.before);
  const behind = wordsBehind(text, span, near.behind);
  const placed = { text, link, span, near, words, behind };
  if (OLD.test(words) || OLD.test(behind)) return STANDING.old;
  if (SPARE.test(words) || SPARE.test(behind)) return STANDING.fallback;
  // The words of a platform's own invitation say how to join, in any language.
  const invited = isInvitation(placed);
  if (!invited && isConditional(placed)) return STANDING.fallback;
  if (!invited && OTHER_TIME.test(words)) return STANDING.elsewhere;
  if (isReplacement(words)) return STANDING.replacement;
  if (link.platform === 'GMeet' && isFooter(placed)) return STANDING.footer;
  if (invited) return STANDING.invitation;
  const asks = JOIN.test(words) && !OTHER_THING.test(words);
  return asks || namesItself(words, link) ? STANDING.asked : STANDING.plain;
}

/**
 * Tells whether a condition or a negation makes a link a fallback. “If you cannot join by Zoom (<Zoom link>), use <Meet link>”
 * speaks of the second one.
 */
function isConditional({ text, link, span, near, words, behind }: Placed): boolean {
  if (behind.startsWith('(') && CONDITION.test(behind)) return true;
  if (CONDITION.test(words)) {
    const nextOnLine = near.behind - span.end < REACH && !text.slice(span.end, near.behind).includes('\n');
    return !(nextOnLine && namesItself(words, link));
  }
  // The condition may stand before the link in front of this one.
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  if (near.before <= lineStart || !/\p{L}/u.test(text.slice(near.before, span.start))) return false;
  const line = text.slice(Math.max(lineStart, near.before - 2 * REACH), near.before).toLowerCase();
  return !line.includes(': http') && CONDITION.test(withoutAddresses(line));
}

function withoutAddresses(text: string): string {
  if (!text.includes('/')) return text;
  return text.replace(/\S+/g, (word) => (word.includes('/') && /:\/\/|\.\S{2,}\//.test(word) ? ' ' : word));
}

/**
 * Returns the words of a link. They stand before it on its line or, when it stands alone, on the line above. A word or two,
 * such as the words of an HTML link, are read together with a short line above.
 */
function wordsBefore(text: string, { start }: Found, before: number): string {
  const lines = text
    .slice(Math.max(before, start - REACH), start)
    .toLowerCase()
    .split('\n')
    .map(withoutAddresses);
  const own = lines.pop() ?? '';
  // What stands behind another link on its line is about that one.
  if (before > start - REACH && before > 0) lines.shift();
  const above = lines.findLast((line) => /\p{L}/u.test(line)) ?? '';
  if (!/\p{L}/u.test(own)) return above;
  const isBrief = own.trim().split(/\s+/).length <= 2 && !/[:：]/.test(own);
  return isBrief && above.trim().split(/\s+/).length <= 8 && !/\d/.test(above) ? `${above}\n${own}` : own;
}

/** Returns what a bracket or a dash behind a link says of it: “(old)”, “– backup”. */
function wordsBehind(text: string, { end }: Found, behind: number): string {
  const line = /^[^\n]*/.exec(text.slice(end, end + BEHIND))?.[0].toLowerCase() ?? '';
  const bracket = /^[\s>\u200b\ue000-\ue003]*[(（[]([^()（）\]\n]{0,60})[)）\]]/.exec(line);
  if (bracket && end + bracket[0].length <= behind) return `(${bracket[1]}`;
  const isLast = behind > end + line.length;
  return isLast
    ? (/^[\s>\u200b\ue000-\ue003]*(?:[-–—←]|<-+)\s*(\p{L}[^\n]{0,40})$/u.exec(line)?.[1] ?? '')
    : '';
}

/** Tells whether words announce a new link: a few words, or some that speak of a link. */
function isReplacement(words: string): boolean {
  if (!NEW.test(words)) return false;
  const count = words.trim().split(/\s+/).length;
  return count <= 3 || ABOUT_LINKS.test(words);
}

/** What a platform is called before a link of its own. */
const OWN_NAME: Record<MeetingPlatform, RegExp> = {
  GMeet: /(?<!\p{L})g?meet(?!\p{L})|hangout/u,
  Zoom: /(?<!\p{L})zoom(?!\p{L})/u,
  Teams: /(?<!\p{L})teams(?!\p{L})/u,
  Webex: /(?<!\p{L})webex/u,
  GoToMeeting: /(?<!\p{L})go ?to(?: ?meeting)?(?!\p{L})/u,
  BlueJeans: /blue ?jeans/u,
  Whereby: /(?<!\p{L})whereby/u,
};

function namesItself(words: string, { platform }: ReadLink): boolean {
  return OWN_NAME[platform].test(words);
}

function isFooter({ text, link: { key }, span: { start, end }, near }: Placed): boolean {
  const [before, after] = [
    text.slice(Math.max(0, start - BEFORE_LINK), start),
    text.slice(end, Math.min(end + AFTER_LINK, near.otherBehind)),
  ];
  return (
    before.includes('-::~') ||
    /join with google meet/i.test(before.slice(-40)) ||
    after.includes(`tel.meet/${key.slice(5)}`)
  );
}

/** What only a platform's own invitation has around a link. */
const INVITED: Partial<Record<MeetingPlatform, RegExp>> = {
  Zoom: /[:：]\s*\d{3}[ \u00a0-]\d{3,4}[ \u00a0-]\d{3,4}(?!\d)|,,\d{9,11}#|@zoomcrc\.com/,
  Teams:
    /aka\.ms\/JoinTeams|teams\.microsoft\.com\/meetingOptions|dialin\.teams\.microsoft|[:：]\s*\d{3}(?:[ \u00a0]\d{2,3}){2,5}(?!\d)|_{20}(?:.|\n)*teams/i,
  Webex: /[:：]\s*\d{3,4}[ \u00a0]\d{3}[ \u00a0]\d{3,4}(?!\d)|@[\w.-]{1,60}webex\.com|globalcallin/i,
  GoToMeeting: /[:：]\s*\d{3}[ -]\d{3}[ -]\d{3}(?!\d)|numbersdisplay|gotomeeting\.com\/install/i,
  BlueJeans: /\d{3}[ ]\d{3}[ ]\d{3}|bjn\.vc|premium-numbers/i,
};

function isInvitation({ text, link, span: { start, end }, near }: Placed): boolean {
  const before = text.slice(Math.max(near.otherBefore, start - BEFORE_LINK), start);
  const after = text.slice(end, Math.min(near.otherBehind, end + AFTER_LINK));
  const number = /^(?:zoom|teams|goto):(?:gov\/)?(\d{9,15})$/.exec(link.key)?.[1];
  const own = INVITED[link.platform];
  if (!own) return false;
  if (link.platform === 'Teams' || !number)
    return own.test(after) || (link.platform === 'Teams' && own.test(before));
  // The number of another meeting says nothing.
  return hasNumber(after, number) || hasNumber(before, number);
}

/** Tells whether a text has a number outside of addresses, also in groups. */
function hasNumber(text: string, number: string): boolean {
  const begin = number.slice(0, 3);
  for (let at = text.indexOf(begin); at >= 0; at = text.indexOf(begin, at + 1)) {
    if (/[\d/=]/.test(text[at - 1] ?? ' ')) continue;
    const digits = text.slice(at, at + 2 * number.length).replace(/(?<=\d)[ \u00a0-](?=\d)/g, '');
    if (digits.startsWith(number) && !/\d/.test(digits[number.length] ?? ' ')) return true;
  }
  return false;
}
