import { attendeeLink } from './attendee-link';

const TITLES: Record<string, string> = { meetstream: 'MeetStream', attendee: 'Attendee' };

/** Returns a bot provider's name for people. */
export function providerTitle(provider: string): string {
  return TITLES[provider] ?? provider;
}

/**
 * Returns why the bots of a provider cannot join by a link, in a sentence such as “Attendee cannot join Webex meetings.”, or
 * null when they can. MeetStream is asked about every link, as is a provider of another name.
 */
export function cannotJoin(provider: string, meetingUrl: string): string | null {
  if (provider !== 'attendee') return null;
  const link = attendeeLink(meetingUrl);
  return 'url' in link ? null : `${providerTitle(provider)} cannot join ${link.kind}.`;
}
