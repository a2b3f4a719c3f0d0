import type { Found } from './find-urls';
import { type Place, placesOf, REACH, withoutAddresses, wordsBefore, wordsBehind } from './link-place';
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
  const line = text.slice(Math.max(lineStart, place.before - 2 * REACH), place.before).toLowerCase();
  return !line.includes(': http') && CONDITION.test(withoutAddresses(line));
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
