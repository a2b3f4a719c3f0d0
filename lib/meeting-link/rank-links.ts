import type { Found } from './find-urls';
import { oldParts } from './old-parts';
import type { MeetingPlatform, PlatformOrder } from './platform';
import type { RecognizedLink } from './platforms';
import type { ReadLink } from './read-links';
import { countWords } from './word-pattern';
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
  const words = text.slice(0, 500).replace(/\S+[./]\S+/g, '');
  const [first, second] = NAMES.filter(([, name]) => name.test(words));
  return first && !second ? first[0] : null;
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
  preferred: PlatformOrder,
): RankedLink[] {
  const last = Math.max(...links.slice(0, MAX_JUDGED).flatMap(({ spans }) => spans.map(({ end }) => end)));
  const old = oldParts(text.slice(0, last + 10));
  const places = placesOf(text, links);
  const ranked = links.map((link, index) => {
    if (index >= MAX_JUDGED) return { ...link, standing: STANDING.plain };
    const own = new Set(link.spans.flatMap((span) => places.get(span) ?? []));
    const standings = Array.from(own, (place) => {
      const judged = standingOf(text, link, place);
      const lifted = link.platform === named && LIFTABLE.has(judged) ? STANDING.invitation : judged;
      return isOld(old, place) ? STANDING.old + lifted / 10 : lifted;
    });
    return { ...link, standing: Math.min(...standings) };
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

/** What is as good as an invitation when the event's location or title names the platform. */
const LIFTABLE = new Set<number>([STANDING.asked, STANDING.footer]);

function isOld(parts: { from: number; to: number }[], { start }: Found): boolean {
  return parts.some(({ from, to }) => from <= start && start < to);
}

/** Where a link stands in a text. When no word is between, the same link again belongs to it: `<a href="link">link</a>`. */
type Place = Found & {
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
function placesOf(text: string, links: ReadLink[]): Map<Found, Place> {
  const all = links
    .flatMap(({ key, spans }) => spans.map((span) => ({ span, key })))
    .sort((one, other) => one.span.start - other.span.start);
  const places = new Map<Found, Place>();
  let before: Place | undefined;
  for (const { span, key } of all) {
    const isSame = before?.key === key;
    if (before && isSame && !hasLetter(text.slice(before.end, span.start))) before.end = span.end;
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

/** A link at one place of a text, with the words around it in lower case. */
type Placed = { text: string; link: ReadLink; place: Place; words: string; behind: string };

function standingOf(text: string, link: ReadLink, place: Place): number {
  const words = wordsBefore(text, place);
  const behind = wordsBehind(text, place);
  const placed = { text, link, place, words, behind };
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
function isConditional({ text, link, place, words, behind }: Placed): boolean {
  if (behind.startsWith('(') && CONDITION.test(behind)) return true;
  if (CONDITION.test(words)) {
    const nextOnLine =
      place.behind - place.end < REACH && !text.slice(place.end, place.behind).includes('\n');
    return !(nextOnLine && namesItself(words, link));
  }
  // The condition may stand before the link in front of this one.
  const lineStart = text.lastIndexOf('\n', place.start - 1) + 1;
  if (place.before <= lineStart || !hasLetter(text.slice(place.before, place.start))) return false;
  const line = text.slice(Math.max(lineStart, place.before - 2 * REACH), place.before).toLowerCase();
  return !line.includes(': http') && CONDITION.test(withoutAddresses(line));
}

/** An address: what stands between spaces and has a scheme, or a slash behind a dot. */
const ADDRESS = /\S*(?::\/|\.[^\s/]{2,})\/\S*/g;

function withoutAddresses(text: string): string {
  return text.includes('/') ? text.replace(ADDRESS, '') : text;
}

function hasLetter(text: string): boolean {
  return /\p{L}/u.test(text);
}

/** What stands in brackets directly behind a link: “(old)”. */
const BRACKET = /^(?:[^\S\n]|[>\u200b\ue000-\ue003])*[(（[]([^()（）\]\n]{0,60})[)）\]](?!\()/;
/** What stands behind a dash or an arrow directly behind a link, to the end of the line: “– backup”, “<-- old”. */
const DASH = /^[\s>\u200b\ue000-\ue003]*(?:[-–—←]|[<\u2039]-+)\s*(\p{L}[^\n]{0,40})$/u;

/**
 * Returns the words of a link. They stand before it on its line or, when it stands alone, on the line above. A word or two,
 * such as the words of an HTML link, are read together with a short line above.
 */
function wordsBefore(text: string, { start, before }: Place): string {
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
function wordsBehind(text: string, { end, behind }: Place): string {
  const line = text
    .slice(end, Math.min(behind, end + BEHIND))
    .replace(/\n.*/s, '')
    .toLowerCase();
  const bracket = BRACKET.exec(line);
  if (bracket) return `(${bracket[1]}`;
  const isLastOnLine = behind > end + line.length;
  return (isLastOnLine && DASH.exec(line)?.[1]) || '';
}

/** Tells whether words announce a new link: a few words, or some that speak of a link. */
function isReplacement(words: string): boolean {
  if (!NEW.test(words)) return false;
  return countWords(words) <= 3 || ABOUT_LINKS.test(words);
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

function isFooter({ text, link: { key }, place: { start, end, otherBehind } }: Placed): boolean {
  const [before, after] = [
    text.slice(Math.max(0, start - BEFORE_LINK), start),
    text.slice(end, Math.min(end + AFTER_LINK, otherBehind)),
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

function isInvitation({ text, link, place }: Placed): boolean {
  const before = text.slice(Math.max(place.otherBefore, place.start - BEFORE_LINK), place.start);
  const after = text.slice(place.end, Math.min(place.otherBehind, place.end + AFTER_LINK));
  // The number of another meeting says nothing.
  const number = /^(?:zoom:(?:gov\/)?|goto:)(\d+)$/.exec(link.key)?.[1];
  if (number) {
    const written = grouped(number);
    return written.test(after) || written.test(before);
  }
  const own = INVITED[link.platform];
  return own !== undefined && (own.test(after) || (link.platform === 'Teams' && own.test(before)));
}

/** Returns a pattern for a number outside of addresses, also in groups. */
function grouped(number: string): RegExp {
  return new RegExp(
    `(?<![\\d/=]|%(?:25)*(?:2F|3D))${[...number].join('[ \u00a0-]?')}(?![ \u00a0-]?\\d)`,
    'i',
  );
}
