import type { CalendarEvent } from './events';
import type { LinkResponse } from './meeting-links';

export type MeetingPlatform = NonNullable<CalendarEvent['meeting_platform']>;

/** What people call the platforms. */
export const PLATFORM_NAMES: Record<MeetingPlatform, string> = {
  GMeet: 'Google Meet',
  Zoom: 'Zoom',
  Teams: 'Microsoft Teams',
  Webex: 'Webex',
  GoToMeeting: 'GoTo Meeting',
  BlueJeans: 'BlueJeans',
  Whereby: 'Whereby',
};

/** Where in an event a link is found: “in the description”. */
export const PLACE_WORDS: Record<LinkResponse['candidates'][number]['found_in'], string> = {
  conferenceData: 'the video call of the event',
  hangoutLink: 'the video call of the event',
  location: 'the location',
  description: 'the description',
  summary: 'the title',
  source: 'the page it was made from',
  person: 'what you set',
};
