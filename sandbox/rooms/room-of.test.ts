import { expect, it } from 'vitest';
import { linkFields, linkOf, type Place, type Platform } from '../seed/links';
import { roomsOf } from './events-of-rooms';
import { roomOf, roomsIn } from './room-of';

it.each([
  ['https://us02web.zoom.us/j/81234567890?pwd=abc', 'https://zoom.us/j/81234567890'],
  ['https://us02web.zoom.us/j/81234567890', 'https://app.zoom.us/wc/81234567890/join?pwd=x'],
  ['https://meet.google.com/abc-defg-hij?authuser=1', 'https://MEET.google.com/abc-defg-hij/'],
  [
    'https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0?context=x',
    'https://teams.microsoft.com/l/meetup-join/19:meeting_ABC@thread.v2/0',
  ],
  ['https://global.gotomeeting.com/join/123456789', 'https://meet.goto.com/123456789'],
])('takes %s and %s for one room', (one, other) => {
  expect(roomOf(one)).toBe(roomOf(other));
});

it('tells rooms apart', () => {
  const links = [
    'https://zoom.us/j/81234567890',
    'https://zoom.us/j/81234567891',
    'https://whereby.com/a',
    'https://whereby.com/b',
  ];
  expect(new Set(links.map(roomOf)).size).toBe(links.length);
});

it('finds the room of every link that the demo writes, wherever it writes it', () => {
  const platforms: Platform[] = [
    'meet',
    'zoom',
    'teams',
    'teams-meet',
    'webex',
    'goto',
    'bluejeans',
    'whereby',
  ];
  const places: Place[] = ['conference', 'location', 'plain', 'html', 'redirect', 'safelink'];
  for (const platform of platforms) {
    for (const place of places) {
      const event = linkFields(platform, place, 'standup', 'Notes');
      const rooms = roomsOf({ id: 'e', status: 'confirmed', ...event });
      expect(rooms, `${platform} ${place}`).toContain(roomOf(linkOf(platform, 'standup')));
    }
  }
});

it('reads no room from a text without links', () => {
  expect(roomsIn('See you at 5 % of https')).toEqual([]);
});
