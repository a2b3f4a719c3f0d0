import type { GoogleEvent } from '@/lib/domain/google-event';
import { findUrls } from './find-urls';
import { htmlToText } from './html-text';
import { type MeetingPlatform, recogniseMeeting } from './platforms';
import { unwrapUrl } from './unwrap-url';

export type { MeetingPlatform } from './platforms';

/** A way into a meeting, found in an event. */
export type MeetingLink = {
  /** https address to join by, with its passcode where one was found. */
  url: string;
  platform: MeetingPlatform;
  /** Same room → same key, e.g. `zoom:85012345678`. */
  key: string;
  foundIn: 'conferenceData' | 'hangoutLink' | 'location' | 'description' | 'summary';
};

type EventTexts = Pick<
  GoogleEvent,
  'conferenceData' | 'hangoutLink' | 'location' | 'description' | 'summary'
>;

/** Google limits descriptions to 8192 characters; what is longer was not typed by a person. */
const MAX_CHARACTERS = 100_000;

/**
 * All meeting links of an event, best first, one per room. Fields are searched in the order conference data (video
 * entry points), hangoutLink, location, description, summary. A room found several times keeps its best place
 * and takes the form with a passcode, else the longest, together with where that form was found. Pages that are no
 * door to a meeting (registration, recordings, dial-in, help) and look-alike hosts are not links.
 * Never throws; time is linear in the length of the texts, of which 100,000 characters each are read.
 */
export function findMeetingLinks(event: EventTexts): MeetingLink[] {
  const best = new Map<string, MeetingLink>();
  for (const [foundIn, text] of textsOf(event)) {
    for (const link of linksIn(text, foundIn)) {
      const known = best.get(link.key);
      if (!known || isBetter(link, known)) best.set(link.key, link);
    }
  }
  return [...best.values()];
}

/** The link a bot should join by: the first of `findMeetingLinks`, or null. */
export function chooseMeetingLink(event: EventTexts): MeetingLink | null {
  return findMeetingLinks(event)[0] ?? null;
}

function* textsOf(event: EventTexts): Generator<[MeetingLink['foundIn'], string]> {
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

function linksIn(text: string, foundIn: MeetingLink['foundIn']): MeetingLink[] {
  const source = text.slice(0, MAX_CHARACTERS);
  const links = roomsIn(htmlToText(source));
  // A tag that is never closed swallows the rest of the text.
  return (links.length > 0 ? links : roomsIn(source)).map((link) => ({ ...link, foundIn }));
}

function roomsIn(text: string): Omit<MeetingLink, 'foundIn'>[] {
  return findUrls(text).flatMap(({ address, joined }) => {
    const link = read(address);
    // A broken line is joined only where that makes sense of it: the address leads nowhere, or plainly goes on.
    const goesOn = joined !== null && (link === null || /^[%/?&=#]/.test(joined.slice(address.length)));
    return (goesOn ? read(joined) : null) ?? link ?? [];
  });
}

function read(address: string): Omit<MeetingLink, 'foundIn'> | null {
  const web = address
    .replace(/^zoom(?:mtg|us):\/*/i, 'https://')
    .replace(/^msteams:\/*(?=teams\.)/i, 'https://')
    .replace(/^msteams:\/*/i, 'https://teams.microsoft.com/');
  if (!URL.canParse(web)) return null;
  const inner = unwrapUrl(new URL(web));
  return recogniseMeeting(inner);
}

const PASSCODE = /[?&](?:pwd|tk|p|passcode|roomKey|integrationJoinToken|context)=[^&#]/i;

function isBetter(link: MeetingLink, known: MeetingLink): boolean {
  const [has, had] = [PASSCODE.test(link.url), PASSCODE.test(known.url)];
  return has === had ? link.url.length > known.url.length : has;
}
