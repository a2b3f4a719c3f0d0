import { describe, expect, it } from 'vitest';
import { chooseMeetingLink, findMeetingLinks, guestAddress, type PlatformOrder } from './';

const ZOOM = 'https://us02web.zoom.us/j/81234567890';
const MEET = 'https://meet.google.com/qrs-tuvw-xyz';
const OTHER_MEET = 'https://meet.google.com/abc-defg-hij';
const TEAMS = 'https://teams.microsoft.com/meet/29876543210987?p=Zy9Xw8';
const WHEREBY = 'https://whereby.com/room-b';
const INVITATION = `Join Zoom Meeting\n${ZOOM}?pwd=Nm9w\n\nMeeting ID: 812 3456 7890\nPasscode: 445566`;

type Case = [
  what: string,
  event: Parameters<typeof chooseMeetingLink>[0],
  preferred: PlatformOrder,
  url: string,
];

const followed: Case[] = [
  ['no preference', { description: `${ZOOM} ${TEAMS}` }, [], ZOOM],
  ['a platform that stands second', { description: `${ZOOM} ${TEAMS}` }, ['Teams'], TEAMS],
  ['a platform that stands first', { description: `${ZOOM} ${TEAMS}` }, ['Zoom', 'Teams'], ZOOM],
  ['the order of two', { description: `${WHEREBY} ${ZOOM} ${TEAMS}` }, ['Teams', 'Zoom'], TEAMS],
  ['a platform that is not there', { description: `${ZOOM} ${TEAMS}` }, ['Webex'], ZOOM],
  ['the second where the first is missing', { description: `${ZOOM} ${TEAMS}` }, ['Webex', 'Teams'], TEAMS],
  ['links whose words name them', { description: `Zoom: ${ZOOM}\nTeams: ${TEAMS}` }, ['Teams'], TEAMS],
  ['links in the location', { location: `${ZOOM}, ${TEAMS}` }, ['Teams'], TEAMS],
  ['a Meet in the location beside another', { location: `${ZOOM}, ${MEET}` }, ['GMeet'], MEET],
  ['a link beside a Meet in the location', { location: `${MEET}, ${ZOOM}` }, ['Zoom'], ZOOM],
  ['a Meet in the title', { summary: `Standup ${ZOOM} ${MEET}` }, ['GMeet'], MEET],
];

const called = {
  hangoutLink: MEET,
  conferenceData: {
    conferenceSolution: { key: { type: 'hangoutsMeet' } },
    entryPoints: [{ entryPointType: 'video', uri: MEET }],
  },
};
const addOn = {
  conferenceData: {
    conferenceSolution: { key: { type: 'addOn' } },
    entryPoints: [{ entryPointType: 'video', uri: ZOOM }],
  },
};

const outweighed: Case[] = [
  ['the conference of an add-on', { ...addOn, description: TEAMS, location: TEAMS }, ['Teams'], ZOOM],
  ['a link in the location', { location: ZOOM, description: TEAMS }, ['Teams'], ZOOM],
  ['a link in the location over Google’s Meet', { ...called, location: ZOOM }, ['GMeet'], ZOOM],
  [
    'a link in the location over Google’s Meet that stands there too',
    { ...called, location: `${ZOOM} ${MEET}` },
    ['GMeet'],
    ZOOM,
  ],
  [
    'a link in the location over another Meet, beside Google’s',
    { ...called, location: `${ZOOM} ${OTHER_MEET}` },
    ['GMeet'],
    ZOOM,
  ],
  ['Google’s Meet over a bare link in the description', { ...called, description: ZOOM }, ['Zoom'], MEET],
  ['a whole invitation', { description: `${TEAMS}\n\n${INVITATION}` }, ['Teams'], `${ZOOM}?pwd=Nm9w`],
  [
    'a whole invitation over Google’s Meet',
    { ...called, description: INVITATION },
    ['GMeet'],
    `${ZOOM}?pwd=Nm9w`,
  ],
  ['words that ask to join', { description: `${TEAMS}\nPlease join here: ${ZOOM}` }, ['Teams'], ZOOM],
  [
    'the platform that the title names',
    { summary: 'Zoom call', description: `${TEAMS} ${ZOOM}` },
    ['Teams'],
    ZOOM,
  ],
  ['a link said to be new', { description: `${TEAMS}\nNew link: ${ZOOM}` }, ['Teams'], ZOOM],
  ['a current link over a fallback', { description: `${ZOOM}\nBackup: ${TEAMS}` }, ['Teams'], ZOOM],
  ['a current link over an old one', { description: `Old link: ${TEAMS}\n${ZOOM}` }, ['Teams'], ZOOM],
  [
    'a current link in the title over an old one',
    { description: `Old link: ${TEAMS}`, summary: `Call ${ZOOM}` },
    ['Teams'],
    ZOOM,
  ],
];

describe('A person’s order of platforms', () => {
  it.each(followed)('decides among links that are equally good: %s', (_what, event, preferred, url) => {
    expect(chooseMeetingLink(event, null, preferred)?.url).toBe(url);
    expect(findMeetingLinks(event, preferred)[0]?.url).toBe(url);
  });

  it.each(outweighed)('does not outweigh %s', (_what, event, preferred, url) => {
    expect(chooseMeetingLink(event, null, preferred)?.url).toBe(url);
  });

  it('does not outweigh a link that a person chose', () => {
    const event = { description: `${ZOOM} ${TEAMS}` };
    expect(chooseMeetingLink(event, 'zoom:81234567890', ['Teams'])?.url).toBe(ZOOM);
    expect(chooseMeetingLink(event, 'zoom:999999999', ['Teams'])?.url).toBe(TEAMS);
  });

  it('changes no link where no platform of it is named', () => {
    const event = { location: `${MEET}, ${ZOOM}` };
    expect(findMeetingLinks(event, ['Webex'])).toEqual(findMeetingLinks(event));
  });
});

describe('guestAddress', () => {
  it.each([
    ['https://us02web.zoom.us/s/81234567890?zak=eyJ0&pwd=Nm9w', `${ZOOM}?pwd=Nm9w`],
    [`${ZOOM}?pwd=Nm9w&zak=eyJ0`, `${ZOOM}?pwd=Nm9w`],
    [`${ZOOM}?pwd=Nm9w`, `${ZOOM}?pwd=Nm9w`],
    [TEAMS, TEAMS],
    ['https://example.com/room', 'https://example.com/room'],
    ['no address', 'no address'],
  ])('%s → %s', (stored, sent) => {
    expect(guestAddress(stored)).toBe(sent);
  });
});
