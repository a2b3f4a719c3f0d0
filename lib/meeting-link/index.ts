import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import { decodeQuotedPrintable } from './decode';
import { htmlToText } from './html-text';
import { pastedChoice, readPastedChoice } from './pasted-link';
import type { MeetingPlatform, PlatformOrder } from './platform';
import { type RecognizedLink, recognizeMeeting } from './platforms';
import { namedPlatform, placeIn, type RankedLink, rankLinks, STANDING } from './rank-links';
import { type ReadLink, readLinks, readOpaque } from './read-links';

export { linkKeyOf } from './pasted-link';
export type { MeetingPlatform, PlatformOrder } from './platform';

type Place = 'conferenceData' | 'hangoutLink' | 'location' | 'description' | 'summary' | 'source' | 'person';

/** A meeting link that was found in an event. */
export type MeetingLink = {
  /** https address to join by, with its passcode where one was found. */
  url: string;
  platform: MeetingPlatform;
  /** The link key: the same for all forms of the link, e.g. `zoom:85012345678`. */
  key: string;
  foundIn: Place;
};

type EventTexts = Pick<
  GoogleEvent,
  'conferenceData' | 'hangoutLink' | 'location' | 'description' | 'summary' | 'source'
>;

/** Four times what Google stores of a description (8,192 characters); no person types more. */
const MAX_CHARACTERS = 32_768;

/** Where a link counts, best first. */
const RANK = {
  /** The video call of an add-on (Zoom, Webex, Teams). */
  conference: 0,
  /** A link of another platform in the location, and a whole invitation, where Google added its own Meet. */
  instead: 1,
  googleMeet: 2,
  location: 3,
  description: 4,
  summary: 5,
  /** Old links, and those for people who cannot join by the right one. */
  setBack: 6,
  /** What a conference says beside its video call, and where an event was made from. */
  last: 7,
};

type Candidate = RecognizedLink & { foundIn: Place; rank: number };
type RankedCandidate = Candidate & RankedLink;

/**
 * Returns the meeting links of an event, best first, one for each link key. It searches conference data (video entry
 * points), hangoutLink, location, description and summary, in this order, and last the conference's notes and other entry
 * points and the event's source. Where Google added a Meet itself, another platform's link in the location and another
 * platform's whole invitation come first. Within a text `rankLinks` orders. When several forms of a link are found, it has
 * the place of the best, but the address and `foundIn` of the first form with a passcode, or of the longest form. Other pages
 * of the platforms (registration, recordings, dial-in, help) and look-alike hosts are no meeting links.
 * Never throws; it takes time linear in the length of the texts, and reads 32,768 characters of each.
 * @param preferred platforms in a person's order: it orders links of one text that have the same standing
 */
export function findMeetingLinks(event: EventTexts, preferred: PlatformOrder = []): MeetingLink[] {
  const texts: ReadText[] = [];
  forEachText(event, (foundIn, text, rank) => {
    const read = readText(text);
    if (read.links.length > 0) texts.push({ foundIn, rank, plain: read.plain, links: read.links });
  });
  const [first] = texts;
  if (!first) return [];
  const [link] = first.links;
  // Nothing is to be ordered.
  if (link && texts.length === 1 && first.links.length === 1) return [toLink(link, first.foundIn)];
  const best = new Map<string, Candidate>();
  for (const form of isOneMeeting(texts) ? formsOf(texts) : candidatesOf(event, texts, preferred)) {
    const known = best.get(form.key);
    if (!known || isBetter(form, known)) best.set(form.key, form);
  }
  return [...best.values()].map((form) => toLink(form, form.foundIn));
}

function toLink({ url, platform, key }: RecognizedLink, foundIn: Place): MeetingLink {
  return { url, platform, key, foundIn };
}

/**
 * Returns the link by which a bot joins, or null when there is none.
 * @param choice what a person chose: the link key of one of the event's links, or a pasted link (`choicePasted`); without it,
 * or when it does not count, the first of `findMeetingLinks` is returned
 * @param preferred platforms in a person's order
 */
export function chooseMeetingLink(
  event: EventTexts,
  choice?: string | null,
  preferred: PlatformOrder = [],
): MeetingLink | null {
  const links = findMeetingLinks(event, preferred);
  if (!choice) return links[0] ?? null;
  const pasted = readPastedChoice(choice, keysOf(links));
  const own = links.find((link) => link.key === (pasted?.link.key ?? choice));
  if (own) return own;
  return pasted?.counts ? toLink(pasted.link, 'person') : (links[0] ?? null);
}

/** Returns the choice of a pasted link for an event, or null when the text has no meeting link. */
export function choicePasted(event: EventTexts, text: string): string | null {
  return pastedChoice(text, keysOf(findMeetingLinks(event)));
}

/**
 * Returns the address by which a guest joins, for a stored address: links that were stored before hosts' links were
 * recognized may let whoever has them start the meeting as its host. An address that is no meeting link stays as it is.
 */
export function guestAddress(stored: string): string {
  return (URL.canParse(stored) && recognizeMeeting(new URL(stored))?.url) || stored;
}

function keysOf(links: MeetingLink[]): string[] {
  return links.map((link) => link.key);
}

/** A link that a mail filter made unreadable, and that still names the platform it leads to. */
export type OpaqueLink = Pick<MeetingLink, 'url' | 'platform' | 'foundIn'>;

/**
 * Returns links to a meeting platform whose address a mail filter hides (Mimecast). They tell a person why there is no
 * meeting link; a bot cannot pass the filter's page.
 */
export function findOpaqueLinks(event: EventTexts): OpaqueLink[] {
  const found: OpaqueLink[] = [];
  forEachText(event, (foundIn, text) => {
    for (const link of readOpaque(htmlToText(text.slice(0, MAX_CHARACTERS))))
      found.push({ ...link, foundIn });
  });
  return [...new Map(found.map((link) => [link.url, link])).values()];
}

const FIELDS = [
  ['hangoutLink', RANK.googleMeet],
  ['location', RANK.location],
  ['description', RANK.description],
  ['summary', RANK.summary],
] as const;

/** Calls back with the texts of an event in which links may stand. Most events have few: nothing is made of the others. */
function forEachText(event: EventTexts, read: (foundIn: Place, text: string, rank: number) => void): void {
  const add = (foundIn: Place, text: unknown, rank: number) => {
    if (typeof text === 'string' && text !== '') read(foundIn, text, rank);
  };
  const { conferenceData } = event;
  const points = Array.isArray(conferenceData?.entryPoints) ? conferenceData.entryPoints : [];
  for (const entry of points)
    if (entry?.entryPointType === 'video') add('conferenceData', entry.uri, RANK.conference);
  for (const [field, rank] of FIELDS) add(field, event[field], rank);
  add('conferenceData', conferenceData?.notes, RANK.last);
  for (const entry of points)
    if (entry?.entryPointType === 'more') add('conferenceData', entry.uri, RANK.last);
  add('source', event.source?.url, RANK.last);
}

/** Returns the plain form of a text, and its links. */
function readText(text: string): { plain: string; links: ReadLink[] } {
  const source = decodeQuotedPrintable(text.slice(0, MAX_CHARACTERS));
  const plain = htmlToText(source);
  const links = readLinks(plain);
  // A tag that is never closed hides the rest of the text.
  return links.length === 0 && plain !== source
    ? { plain: source, links: readLinks(source) }
    : { plain, links };
}

/** Tells whether all links lead to one meeting, and at most one has a passcode: then no words matter. */
function isOneMeeting(texts: ReadText[]): boolean {
  const key = texts[0]?.links[0]?.key;
  let passcodes = 0;
  return texts.every(({ links }) =>
    links.every((link) => {
      if (PASSCODE.test(link.url)) passcodes += 1;
      return link.key === key && passcodes < 2;
    }),
  );
}

function formsOf(texts: ReadText[]): Candidate[] {
  return texts.flatMap(({ foundIn, links, rank }) => links.map((link) => ({ ...link, foundIn, rank })));
}

/** A text with links. */
type ReadText = { foundIn: Place; rank: number; plain: string; links: ReadLink[] };

/** Returns all forms of all links of an event, best first. */
function candidatesOf(event: EventTexts, texts: ReadText[], preferred: PlatformOrder): Candidate[] {
  const named = [event.location, event.summary].map((text) =>
    typeof text === 'string' ? namedPlatform(text) : null,
  );
  const isGoogles = !texts.some(
    ({ rank, links }) => rank === RANK.conference && links.some((link) => !isAddedByGoogle(event, link)),
  );
  const hasCall = texts.some(({ rank }) => rank <= RANK.googleMeet);
  const candidates = texts.flatMap(({ foundIn, plain, links, rank }) => {
    const isText = rank > RANK.googleMeet;
    const ranked = isText
      ? rankLinks(plain, links, named[0] ?? named[1] ?? null, preferred)
      : links.map((link): RankedLink => ({ ...link, standing: STANDING.plain }));
    const placed = ranked.map((link) => ({
      ...link,
      foundIn,
      rank: rankOf(link, rank, {
        isGoogles,
        isAdded: rank === RANK.conference && isAddedByGoogle(event, link),
      }),
    }));
    return hasCall ? placed : raisePreferred(placed, preferred);
  });
  return candidates.sort((one, other) => one.rank - other.rank);
}

function rankOf(
  { platform, standing }: RankedLink,
  rank: number,
  { isGoogles, isAdded }: { isGoogles: boolean; isAdded: boolean },
): number {
  if (isAdded) return RANK.googleMeet;
  if (rank <= RANK.googleMeet || rank === RANK.last) return rank;
  if (standing >= STANDING.elsewhere) return RANK.setBack;
  const isOwn = platform !== 'GMeet' && (rank === RANK.location || standing <= STANDING.invitation);
  return isGoogles && isOwn && rank !== RANK.summary ? RANK.instead : rank;
}

/**
 * Gives each link at least the rank of those in its text that have the same standing and that a person prefers less: without
 * a video call of the event, a Meet in a text is as good as a link of another platform beside it.
 */
function raisePreferred(links: RankedCandidate[], preferred: PlatformOrder): RankedCandidate[] {
  if (preferred.length === 0) return links;
  return links.map((link) => {
    const less = links.filter(
      (other) => other.standing === link.standing && placeIn(preferred, other) > placeIn(preferred, link),
    );
    return { ...link, rank: Math.min(link.rank, ...less.map(({ rank }) => rank)) };
  });
}

function isAddedByGoogle({ conferenceData }: EventTexts, { platform }: RecognizedLink): boolean {
  return platform === 'GMeet' && conferenceData?.conferenceSolution?.key?.type !== 'addOn';
}

const PASSCODE = /[?&](?:pwd|password|tk|p|passcode|roomKey|integrationJoinToken|context)=[^&#]/i;

/** Tells whether a form of a link is better than one from a place that is as good or better. */
function isBetter(form: Candidate, known: Candidate): boolean {
  const [has, had] = [PASSCODE.test(form.url), PASSCODE.test(known.url)];
  if (has !== had) return has;
  return (!has || form.rank === known.rank) && form.url.length > known.url.length;
}
