import { describe, expect, it } from 'vitest';
import { choicePasted, chooseMeetingLink, linkKeyOf } from './';

const ZOOM = 'https://us02web.zoom.us/j/85012345678?pwd=QWxs';
const MEET = 'https://meet.google.com/abc-defg-hij';
const ROOM = 'https://whereby.com/room';
const BOTH = { location: MEET, description: `Zoom: ${ZOOM}` };

/** Returns the choice of a pasted text, which has a link. */
function pasted(event: Parameters<typeof choicePasted>[0], text: string): string {
  const choice = choicePasted(event, text);
  expect(choice).not.toBeNull();
  return choice ?? '';
}

describe('a pasted link', () => {
  it.each([
    ['an address', ROOM, ROOM],
    ['an address without a scheme', ' whereby.com/room ', ROOM],
    ['an address in HTML', `<a href="${ROOM}">Join</a>`, ROOM],
    ['a redirect', `https://www.google.com/url?q=${encodeURIComponent(ROOM)}`, ROOM],
    ['the first of several', `${ROOM} or ${ZOOM}`, ROOM],
    [
      'a host’s link, without the host’s rights',
      'https://zoom.us/s/999999999?zak=a',
      'https://zoom.us/j/999999999',
    ],
  ])('may be %s', (_what, text, url) => {
    expect(chooseMeetingLink(BOTH, pasted(BOTH, text))).toMatchObject({ url, foundIn: 'person' });
  });

  it.each([
    ['no link', 'Room 4'],
    ['a link to something else', 'https://example.org/'],
    ['a link far behind', `${' '.repeat(8_192)}${ROOM}`],
  ])('is no choice when it is %s', (_what, text) => {
    expect(choicePasted(BOTH, text)).toBeNull();
  });

  it('has its platform and link key', () => {
    expect(chooseMeetingLink({}, pasted({}, ROOM))).toEqual({
      url: ROOM,
      platform: 'Whereby',
      key: 'whereby:room',
      foundIn: 'person',
    });
  });

  it('counts as long as the event names the same links, in any order', () => {
    const choice = pasted(BOTH, ROOM);
    expect(chooseMeetingLink({ location: ZOOM, description: MEET }, choice)?.url).toBe(ROOM);
    expect(chooseMeetingLink({ location: MEET }, choice)?.url).toBe(MEET);
    expect(chooseMeetingLink({ location: MEET, description: 'zoom.us/j/999999999' }, choice)?.url).toBe(MEET);
    expect(chooseMeetingLink({}, choice)).toBeNull();
  });

  it('leads to the event’s own form of it once the event names it', () => {
    const choice = pasted({}, 'https://zoom.us/j/85012345678');
    expect(chooseMeetingLink(BOTH, choice)).toMatchObject({ url: ZOOM, foundIn: 'description' });
  });

  it('is stored in a form that stays the same: stored choices would count no more', () => {
    expect(choicePasted({}, ROOM)).toBe('pasted:ztntfp7myykz:https://whereby.com/room');
    expect(choicePasted(BOTH, ROOM)).toBe('pasted:1yf1kpn1xgefqx:https://whereby.com/room');
  });
});

describe('the link key of a choice', () => {
  it.each([
    ['a link of the event', 'zoom:85012345678', 'zoom:85012345678'],
    ['a pasted link', 'pasted:abc:https://whereby.com/room', 'whereby:room'],
    ['a pasted link to no meeting', 'pasted:abc:https://example.org/', 'pasted:abc:https://example.org/'],
  ])('of %s, %s, is %s', (_what, choice, key) => {
    expect(linkKeyOf(choice)).toBe(key);
  });
});
