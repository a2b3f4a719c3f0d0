import { describe, expect, it } from 'vitest';
import { findMeetingLinks, findOpaqueLinks } from './';
import { readLinks, readOpaque } from './read-links';

const keys = (text: string) => readLinks(text).map((link) => link.key);

describe('an address that is cut by a line break', () => {
  const SHORT = '0123456789abcdef0123456789abcdef';
  it.each([
    ['https://zoom.us/j/\n85012345678', 'zoom:85012345678'],
    ['https://meet.google.com/\nabc-defg-hij', 'meet:abc-defg-hij'],
    [`https://acme.webex.com/m/\n${SHORT}`, `webex:${SHORT}`],
    ['https://acme.webex.com/acme/j.php\n?MTID=m1234567890', 'webex:m1234567890'],
    ['https://acme.webex.com/acme/j.php?MTID=\nmabcdef012345', 'webex:mabcdef012345'],
    ['<https://whereby.com/\nmy.www.acme>', 'whereby:my.www.acme'],
    [`<https://whereby.com/${[...'twelve-parts'].join('\n')}>`, 'whereby:twelve-parts'],
  ])('%j goes on in the next line', (text, key) => {
    expect(keys(text)).toEqual([key]);
  });

  it.each([
    'https://whereby.com/\n123456789room',
    'https://whereby.com/\ndeadbeefdeadx',
    'https://whereby.com/\nabc-defg-hijk',
    'https://whereby.com/\na-defg-hij',
    'https://whereby.com/\nabc-d-hij',
    'https://whereby.com/\nabc-defg-h',
    'https://zoom.us/my/\nJane?x=1',
    '<https://whereby.com/\nwww.acme>',
    // Mail programs do not make thirteen lines of it.
    `<https://whereby.com/\n${[...'twelve-parts'].join('\n')}>`,
  ])('%j does not go on in the next line', (text) => {
    expect(keys(text)).toEqual([]);
  });
});

describe('a passcode that is cut off', () => {
  const ROOM = 'https://zoom.us/j/85012345678?pwd=';
  const urlOf = (text: string) => readLinks(text)[0]?.url;

  it.each([
    ['at the end of the text', `${ROOM}\nZx9Cv8`],
    ['on a line of its own', `${ROOM}\nZx9Cv8\nthanks`],
    ['on a line of its own in Windows', `${ROOM}\r\nZx9Cv8\r\nthanks`],
    ['in brackets', `<${ROOM}\nZx9Cv8> thanks`],
  ])('goes on %s', (_where, text) => {
    expect(urlOf(text)).toBe(`${ROOM}Zx9Cv8`);
  });

  it('may be letters alone, when small ones and capitals alternate', () => {
    expect(urlOf(`${ROOM}\nQwErTyUi`)).toBe(`${ROOM}QwErTyUi`);
  });

  it.each([
    ['words', 'Zx9Cv8 is the code'],
    ['a word', 'Thanks'],
    ['three signs', 'Zx9'],
    ['a name and a number', 'Pin:1234'],
  ])('does not go on with %s', (_what, line) => {
    expect(urlOf(`${ROOM}\n${line}`)).toBe(ROOM);
  });
});

describe('the links of a text', () => {
  it('have a position and are there once in each form', () => {
    const form = { url: 'https://zoom.us/j/85012345678', platform: 'Zoom', key: 'zoom:85012345678' };
    expect(readLinks('at zoom.us/j/85012345678 or zoom.us/j/85012345678')).toEqual([
      {
        ...form,
        spans: [
          { start: 3, end: 24 },
          { start: 28, end: 49 },
        ],
      },
    ]);
  });

  it('have the first four of their positions', () => {
    const text = Array<string>(5).fill('whereby.com/room').join(' ');
    expect(readLinks(text)[0]?.spans.map(({ start }) => start)).toEqual([0, 17, 34, 51]);
  });

  it('are of the first thousand addresses', () => {
    const text = Array.from({ length: 1_100 }, (_, i) => `whereby.com/r${i}`).join(' ');
    expect(readLinks(text)).toHaveLength(1_000);
  });

  it.each([
    ['http%3A%2F%2Fwhereby.com%2Froom', 'whereby:room'],
    ['_https://whereby.com/room_', 'whereby:room'],
    ['https://whereby.com/room_', 'whereby:room_'],
    ['https://whereby.com/room.*,', 'whereby:room'],
  ])('are read without what stands around them: %s', (text, key) => {
    expect(keys(text)).toEqual([key]);
  });

  it('that a filter hides name their platform, or are left out', () => {
    const url = 'https://protect-eu.mimecast.com/s/x?domain=zoom.us';
    expect(readOpaque(`${url} https://protect-eu.mimecast.com/s/y`)).toEqual([{ url, platform: 'Zoom' }]);
  });

  it('are read up to the same length, hidden or not', () => {
    const far = (text: string) => ({ description: `${' '.repeat(32_768)}${text}` });
    expect(findMeetingLinks(far('https://whereby.com/room'))).toEqual([]);
    expect(findOpaqueLinks(far('https://protect-eu.mimecast.com/s/x?domain=zoom.us'))).toEqual([]);
    expect(findOpaqueLinks({ description: 'No links.' })).toEqual([]);
  });

  it('have the longest form when none has a passcode', () => {
    const [short, long] = ['https://zoom.us/j/85012345678', 'https://acme.zoom.us/j/85012345678?a=b'];
    for (const description of [`${short} ${long}`, `${long} ${short}`])
      expect(findMeetingLinks({ description }).map((link) => link.url)).toEqual([long]);
  });
});
