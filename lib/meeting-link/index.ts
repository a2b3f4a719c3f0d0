import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import { decodeQuotedPrintable } from './decode';
import { htmlToText } from './html-text';
import type { MeetingPlatform } from './platform';
import type { RecognizedLink } from './platforms';
import { joiningFirst, readLinks, readOpaque } from './read-links';

export type { MeetingPlatform } from './platform';

type Place = 'conferenceData' | 'hangoutLink' | 'location' | 'description' | 'summary';

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
  'conferenceData' | 'hangoutLink' | 'location' | 'description' | 'summary'
>;

/** Four times what Google stores of a description (8,192 characters); no person types more. */
const MAX_CHARACTERS = 32_768;

/**
 * Returns the meeting links of an event, best first, one for each link key. It searches conference data (video entry
 * points), hangoutLink, location, description and summary, in this order. Within a field, links whose words ask to join come
 * first. When several forms of a link are found, it has the place of the first, but the address and `foundIn` of the form
 * with a passcode, or of the longest form. Other pages of the platforms (registration, recordings, dial-in, help) and
 * look-alike hosts are no meeting links.
 * Never throws; it takes time linear in the length of the texts, and reads 32,768 characters of each.
 */
export function findMeetingLinks(event: EventTexts): MeetingLink[] {
  const best = new Map<string, MeetingLink>();
  for (const [foundIn, text] of textsOf(event)) {
    for (const { url, platform, key } of linksIn(text)) {
      const link = { url, platform, key, foundIn };
      const known = best.get(key);
      if (!known || isBetter(link, known)) best.set(key, link);
    }
  }
  return [...best.values()];
}

/**
 * Returns the link by which a bot joins, or null when there is none.
 * @param chosenKey the link key that a person chose; without it, or when the event has no such link, the first of
 * `findMeetingLinks` is returned
 */
export function chooseMeetingLink(event: EventTexts, chosenKey?: string | null): MeetingLink | null {
  const links = findMeetingLinks(event);
  return links.find((link) => link.key === chosenKey) ?? links[0] ?? null;
}

/** A link that a mail filter made unreadable, and that still names the platform it leads to. */
export type OpaqueLink = Pick<MeetingLink, 'url' | 'platform' | 'foundIn'>;

/**
 * Returns links to a meeting platform whose address a mail filter hides (Mimecast). They tell a person why there is no
 * meeting link; a bot cannot pass the filter's page.
 */
export function findOpaqueLinks(event: EventTexts): OpaqueLink[] {
  const found = [...textsOf(event)].flatMap(([foundIn, text]) =>
    readOpaque(htmlToText(text.slice(0, MAX_CHARACTERS))).map((link) => ({ ...link, foundIn })),
  );
  return [...new Map(found.map((link) => [link.url, link])).values()];
}

function* textsOf(event: EventTexts): Generator<[Place, string]> {
  const entryPoints = event.conferenceData?.entryPoints;
  for (const entry of Array.isArray(entryPoints) ? entryPoints : []) {
    if (entry?.entryPointType === 'video' && typeof entry.uri === 'string')
      yield ['conferenceData', entry.uri];
  }
  for (const field of ['hangoutLink', 'location', 'description', 'summary'] as const) {
    const text = event[field];
    if (typeof text === 'string') yield [field, text];
  }
}

function linksIn(text: string): RecognizedLink[] {
  const source = decodeQuotedPrintable(text.slice(0, MAX_CHARACTERS));
  const plain = htmlToText(source);
  const links = readLinks(plain);
  // A tag that is never closed hides the rest of the text.
  if (links.length === 0 && plain !== source) return readLinks(source);
  return joiningFirst(plain, links);
}

const PASSCODE = /[?&](?:pwd|password|tk|p|passcode|roomKey|integrationJoinToken|context)=[^&#]/i;

function isBetter(link: MeetingLink, known: MeetingLink): boolean {
  const [has, had] = [PASSCODE.test(link.url), PASSCODE.test(known.url)];
  return has === had ? link.url.length > known.url.length : has;
}
