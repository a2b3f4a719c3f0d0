import type { Found } from './find-urls';
import { oldParts } from './old-parts';
import type { MeetingPlatform } from './platform';
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
 */
export function rankLinks(text: string, links: ReadLink[], named: MeetingPlatform | null): RankedLink[] {
  const old = oldParts(text);
  const all = links
    .flatMap(({ key, spans }) => spans.map((span) => ({ ...span, key })))
    .sort((one, other) => one.start - other.start);
  const ranked = links.map((link, index) => {
    const judged = index < MAX_JUDGED ? link.spans : [];
    const standings = judged.map((span) => {
      const standing = standingOf(text, link, span, neighboursOf(all, span, link.key));
      const lifted = link.platform === named && liftable(standing) ? STANDING.invitation : standing;
      return isOld(old, span) ? STANDING.old + lifted / 10 : lifted;
    });
    return { ...link, standing: Math.min(...standings, standings.length === 0 ? STANDING.plain : STANDING.old + 1) };
  });
  const order = (link: RankedLink) => link.standing - (link.platform === named ? 0.01 : 0);
  return ranked.sort((one, other) => order(one) - order(other));
}

function liftable(standing: number): boolean {
  return standing === STANDING.asked || standing === STANDING.footer;
}

function isOld(parts: { from: number; to: number }[], { start }: Found): boolean {
  return parts.some(({ from, to }) => from <= start && start < to);
}

/** The end of the link before, and the start of the link behind; also of those that lead to another meeting. */
type Neighbours = { before: number; behind: number; otherBefore: number; otherBehind: number };

function neighboursOf(all: (Found & { key: string })[], { start }: Found, key: string): Neighbours {
  const index = all.findIndex((one) => one.start === start);
  return {
    before: all[index - 1]?.end ?? 0,
    behind: all[index + 1]?.start ?? Number.POSITIVE_INFINITY,
    otherBefore: all.slice(0, index).findLast((one) => one.key !== key)?.end ?? 0,
    otherBehind: all.slice(index).find((one) => one.key !== key)?.start ?? Number.POSITIVE_INFINITY,
  };
}

function standingOf(text: string, link: ReadLink, span: Found, near: Neighbours): number {
  const words = wordsBefore(text, span, near.before);
  const behind = wordsBehind(text, span, near.behind);
  const invited = isInvitation(text, link, span, near);
  if (OLD.test(words.own) || OLD.test(behind)) return STANDING.old;
  if (SPARE.test(words.any) || SPARE.test(behind)) return STANDING.fallback;
  if (!invited && isConditional(text, link, span, { words: words.any, behind, near })) return STANDING.fallback;
  if (OTHER_TIME.test(words.any) && !invited) return STANDING.elsewhere;
  if (isReplacement(words.any)) return STANDING.replacement;
  if (link.platform === 'GMeet' && isFooter(text, link, span, near)) return STANDING.footer;
  if (invited) return STANDING.invitation;
  const asks = JOIN.test(words.any) && !OTHER_THING.test(words.any);
  return asks || namesItself(words.own, link) ? STANDING.asked : STANDING.plain;
}

/**
 * Tells whether a condition or a negation makes a link a fallback. “If you cannot join by Zoom (<Zoom link>), use <Meet link>”
 * speaks of the second one.
 */
function isConditional(
  text: string,
  link: ReadLink,
  span: Found,
  { words, behind, near }: { words: string; behind: string; near: Neighbours },
): boolean {
  if (/^\s*[(（[]/.test(behind) && CONDITION.test(behind)) return true;
  if (CONDITION.test(words)) {
    const nextOnLine = near.behind - span.end < REACH && !text.slice(span.end, near.behind).includes('\n');
    return !(nextOnLine && namesItself(words, link));
  }
  // The condition may stand before the link in front of this one.
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  if (near.before <= lineStart || !/\p{L}/u.test(text.slice(near.before, span.start))) return false;
  const line = text.slice(Math.max(lineStart, near.before - 2 * REACH), near.before);
  return !line.includes(': http') && CONDITION.test(withoutAddresses(line));
}

function withoutAddresses(text: string): string {
  return text.replace(/https?:\S+|\S+\.\S+\/\S*/g, ' ');
}

/**
 * Returns the words of a link. They stand before it on its line or, when it stands alone, on the line above.
 * @returns `own`: those on its line, or else on the line above it; `any`: the same, for patterns that look at all of them
 */
function wordsBefore(text: string, { start }: Found, before: number): { own: string; any: string } {
  const lines = text.slice(Math.max(before, start - REACH), start).split(/\r?\n/);
  const own = withoutAddresses(lines.pop() ?? '');
  if (/\p{L}/u.test(own)) return { own, any: own };
  const above = withoutAddresses(lines.reverse().find((line) => /\p{L}/u.test(withoutAddresses(line))) ?? '');
  return { own: above, any: above };
}

/** Returns what a bracket or a dash behind a link says of it: “(old)”, “– backup”. */
function wordsBehind(text: string, { end }: Found, behind: number): string {
  const line = /^[^\n]*/.exec(text.slice(end, end + BEHIND))?.[0] ?? '';
  const bracket = /^[\s>\u200b\ue000-\ue003]*[(（[]([^()（）\]\n]{0,60})[)）\]]/.exec(line);
  if (bracket && end + bracket[0].length <= behind) return `(${bracket[1]}`;
  const isLast = behind > end + line.length;
  return isLast ? (/^[\s>\u200b\ue000-\ue003]*(?:[-–—←]|<-+)\s*(\p{L}[^\n]{0,40})$/u.exec(line)?.[1] ?? '') : '';
}

/** Tells whether words announce a new link: a few words, or some that speak of a link. */
function isReplacement(words: string): boolean {
  if (!NEW.test(words)) return false;
  const count = words.trim().split(/\s+/).length;
  return count <= 3 || ABOUT_LINKS.test(words);
}

function namesItself(words: string, { platform }: ReadLink): boolean {
  const name = NAMES.find(([one]) => one === platform)?.[1];
  return name?.test(words) || (platform === 'GMeet' && /(?<!\p{L})meet(?!\p{L})/iu.test(words)) || false;
}

function isFooter(text: string, { key }: ReadLink, { start, end }: Found, near: Neighbours): boolean {
  const [before, after] = [text.slice(Math.max(0, start - BEFORE_LINK), start), text.slice(end, Math.min(end + AFTER_LINK, near.otherBehind))];
  return before.includes('-::~') || /join with google meet/i.test(before.slice(-40)) || after.includes(`tel.meet/${key.slice(5)}`);
}

/** What only a platform's own invitation has around a link. */
const INVITED: Partial<Record<MeetingPlatform, RegExp>> = {
  Zoom: /[:：]\s*\d{3}[ \u00a0-]\d{3,4}[ \u00a0-]\d{3,4}(?!\d)|,,\d{9,11}#|@zoomcrc\.com/,
  Teams: /aka\.ms\/JoinTeams|teams\.microsoft\.com\/meetingOptions|dialin\.teams\.microsoft|[:：]\s*\d{3}(?:[ \u00a0]\d{2,3}){2,5}(?!\d)|_{20}[^]*teams/i,
  Webex: /[:：]\s*\d{3,4}[ \u00a0]\d{3}[ \u00a0]\d{3,4}(?!\d)|@[\w.-]{1,60}webex\.com|globalcallin/i,
  GoToMeeting: /[:：]\s*\d{3}[ -]\d{3}[ -]\d{3}(?!\d)|numbersdisplay|gotomeeting\.com\/install/i,
  BlueJeans: /\d{3}[ ]\d{3}[ ]\d{3}|bjn\.vc|premium-numbers/i,
};

function isInvitation(text: string, link: ReadLink, { start, end }: Found, near: Neighbours): boolean {
  const before = text.slice(Math.max(near.otherBefore, start - BEFORE_LINK), start);
  const after = text.slice(end, Math.min(near.otherBehind, end + AFTER_LINK));
  const number = /^(?:zoom|teams|goto):(?:gov\/)?(\d{9,15})$/.exec(link.key)?.[1];
  const own = INVITED[link.platform];
  if (!own) return false;
  if (link.platform === 'Teams' || !number) return own.test(after) || (link.platform === 'Teams' && own.test(before));
  // The number of another meeting says nothing.
  const digits = (before + after).replace(/(?<=\d)[ \u00a0-](?=\d)/g, '');
  return new RegExp(`(?<![\\d/=])${number}(?!\\d)`).test(withoutAddresses(digits));
}
