import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';

const video = (uri: string) => ({ entryPointType: 'video', uri });

type EventCase = {
  what: string;
  event: Partial<GoogleEvent>;
  /** Place and link key of every candidate, best first. */
  candidates: [foundIn: string, key: string, url: string][];
};

const ZOOM = 'https://us02web.zoom.us/j/85012345678?pwd=QWxs';
const MEET = 'https://meet.google.com/abc-defg-hij';
const SHORT = 'https://teams.microsoft.com/meet/2345678901234?p=AbC';

/** Events as Google sends them, with links in several places. */
export const EVENTS: EventCase[] = [
  {
    what: 'a Meet conference: the same link in conference data and hangoutLink',
    event: {
      hangoutLink: MEET,
      conferenceData: {
        conferenceId: 'abc-defg-hij',
        entryPoints: [
          video(MEET),
          { entryPointType: 'phone', uri: 'tel:+46-8-505-455-24', pin: '123' },
          { entryPointType: 'more', uri: 'https://tel.meet/abc-defg-hij?pin=123' },
        ],
      },
    },
    candidates: [['conferenceData', 'meet:abc-defg-hij', MEET]],
  },
  {
    what: 'Zoom by its add-on, with Google’s own link left in hangoutLink',
    event: {
      hangoutLink: MEET,
      conferenceData: { entryPoints: [video(ZOOM), { entryPointType: 'phone', uri: 'tel:+1' }] },
      location: ZOOM,
      description: `Join Zoom Meeting\n${ZOOM}`,
    },
    candidates: [
      ['conferenceData', 'zoom:85012345678', ZOOM],
      ['hangoutLink', 'meet:abc-defg-hij', MEET],
    ],
  },
  {
    what: 'a passcode that only the description has',
    event: {
      conferenceData: { entryPoints: [video('https://zoom.us/j/85012345678')] },
      description: `Passcode inside: ${ZOOM}`,
    },
    candidates: [['description', 'zoom:85012345678', ZOOM]],
  },
  {
    what: 'a link in the location, another in the description',
    event: { location: `Room 4; ${SHORT}`, description: `Backup: ${ZOOM}` },
    candidates: [
      ['location', 'teams:2345678901234', SHORT],
      ['description', 'zoom:85012345678', ZOOM],
    ],
  },
  {
    what: 'a link in the title',
    event: { summary: `1:1 whereby.com/jane-doe`, location: 'Room 4' },
    candidates: [['summary', 'whereby:jane-doe', 'https://whereby.com/jane-doe']],
  },
  {
    what: 'an add-on whose video entry is a page to register on',
    event: {
      conferenceData: { entryPoints: [video('https://zoom.us/meeting/register/tZ0kduC')] },
      location: ZOOM,
    },
    candidates: [['location', 'zoom:85012345678', ZOOM]],
  },
  {
    what: 'one link in five forms: one candidate',
    event: {
      hangoutLink: 'https://zoom.us/j/85012345678',
      location: 'https://app.zoom.us/wc/85012345678/join',
      description: `<a href="https://www.google.com/url?q=${encodeURIComponent(ZOOM)}&amp;sa=D">Zoom</a> zoommtg://zoom.us/join?confno=85012345678`,
      summary: 'zoom.us/j/85012345678',
    },
    candidates: [['description', 'zoom:85012345678', ZOOM]],
  },
  {
    what: 'links in a conference’s notes, in its other entry points and in the source',
    event: {
      conferenceData: {
        entryPoints: [{ entryPointType: 'more', uri: 'https://whereby.com/jane-doe' }],
        notes: `Zoom: ${ZOOM}`,
      },
      source: { url: SHORT, title: 'Booking' },
    },
    candidates: [
      ['conferenceData', 'zoom:85012345678', ZOOM],
      ['conferenceData', 'whereby:jane-doe', 'https://whereby.com/jane-doe'],
      ['source', 'teams:2345678901234', SHORT],
    ],
  },
  {
    what: 'an event without any link',
    event: {
      conferenceData: {
        entryPoints: [
          { entryPointType: 'phone', uri: 'tel:+1-555-0100' },
          { entryPointType: 'sip', uri: 'sip:85012345678@zoomcrc.com' },
          { entryPointType: 'more', uri: 'https://tel.meet/abc-defg-hij?pin=123' },
          { entryPointType: 'video' },
        ],
      },
      location: 'Room 4',
    },
    candidates: [],
  },
];
