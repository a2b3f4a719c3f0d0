import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import { htmlToText } from './html-text';
import { joiningFirst } from './join-words';
import type { MeetingPlatform } from './platform';
import type { RecognisedLink } from './platforms';
import { decodeQuotedPrintable } from './quoted-printable';
import { readLinks, readOpaque } from './read-links';

export type { MeetingPlatform } from './platform';

type Place = 'conferenceData' | 'hangoutLink' | 'location' | 'description' | 'summary';

/** A way into a meeting, found in an event. */
export type MeetingLink = {
  /** https address to join by, with its passcode where one was found. */
  url: string;
  platform: MeetingPlatform;
  /** Same room → same key, e.g. `zoom:85012345678`. */
  key: string;
  foundIn: Place;
};

type EventTexts = Pick<
  GoogleEvent,
  'conferenceData' | 'hangoutLink' | 'location' | 'description' | 'summary'
>;

/** Four times what Google keeps of a description (8192 characters); what is longer was not typed by a person. */
const MAX_CHARACTERS = 32_768;

/**
 * All meeting links of an event, best first, one per room. Fields are searched in the order conference data (video
 * entry points), hangoutLink, location, description, summary; of several rooms in one field those whose words ask to
 * join come first. A room found several times keeps its best place and takes the form with a passcode, else the
 * longest, together with where that form was found. Pages that are no door to a meeting (registration, recordings,
 * dial-in, help) and look-alike hosts are not links.
 * Never throws; time is linear in the length of the texts, of which 32,768 characters each are read.
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
 * The link a bot should join by, or null when there is none.
 * @param chosenKey the room a person chose; without it, or when the event does not name that room, it is the first of
 * `findMeetingLinks`
 */
export function chooseMeetingLink(event: EventTexts, chosenKey?: string | null): MeetingLink | null {
  const links = findMeetingLinks(event);
  return links.find((link) => link.key === chosenKey) ?? links[0] ?? null;
}

/** A link that a mail filter made unreadable, but that names the platform it leads to. */
export type OpaqueLink = Pick<MeetingLink, 'url' | 'platform' | 'foundIn'>;

/**
 * Links that lead to a meeting platform through a mail filter that hides the address (Mimecast). They are kept as
 * found so that a person can be told why there is no link to join by; no bot could go through the filter's page.
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

function linksIn(text: string): RecognisedLink[] {
  const source = decodeQuotedPrintable(text.slice(0, MAX_CHARACTERS));
  const plain = htmlToText(source);
  const links = readLinks(plain);
  // A tag that is never closed swallows the rest of the text.
  if (links.length === 0 && plain !== source) return readLinks(source);
  return joiningFirst(plain, links);
}

const PASSCODE = /[?&](?:pwd|password|tk|p|passcode|roomKey|integrationJoinToken|context)=[^&#]/i;

function isBetter(link: MeetingLink, known: MeetingLink): boolean {
  const [has, had] = [PASSCODE.test(link.url), PASSCODE.test(known.url)];
  return has === had ? link.url.length > known.url.length : has;
}
