import { describe, expect, it } from 'vitest';
import { findUrls, isBracketed, nextPart } from './find-urls';

const find = (text: string, ...hosts: string[]) =>
  [...findUrls(text, (host) => hosts.includes(host))].map(({ start, end }) => text.slice(start, end));

describe('an address in a text', () => {
  it.each([
    ['with a scheme', 'see https://zoom.us/j/1 now', ['https://zoom.us/j/1']],
    ['in capitals', 'HTTP://ZOOM.US/j/1', ['HTTP://ZOOM.US/j/1']],
    ['without a scheme', '(zoom.us/j/1)', ['zoom.us/j/1']],
    ['behind another one', 'example.com/a zoom.us/b', ['zoom.us/b']],
    ['percent-encoded', 'http%3A%2F%2Fzoom.us%2Fj', ['http%3A%2F%2Fzoom.us%2Fj']],
    ['of an app', 'zoommtg:x', ['zoommtg:x']],
    [
      'glued to another one',
      'https://zoom.us/ahttps://zoom.us/b',
      ['https://zoom.us/a', 'https://zoom.us/b'],
    ],
    [
      'with another one in it',
      'https://zoom.us/a=https://zoom.us/b',
      ['https://zoom.us/a=https://zoom.us/b'],
    ],
    ['with its scheme twice', 'https://http://https://zoom.us/a', ['https://zoom.us/a']],
    ['with another one that is encoded', 'https://zoom.us/a%3A%2F%2Fb', ['https://zoom.us/a%3A%2F%2Fb']],
    [
      'with one to three slashes',
      'https:/zoom.us/a https:///zoom.us/b',
      ['https:/zoom.us/a', 'https:///zoom.us/b'],
    ],
    ['with a colon', 'https://zoom.us/a:b://c', ['https://zoom.us/a:b://c']],
    ['with a scheme in its name', 'https://zoom.us/ahttps:b', ['https://zoom.us/ahttps:b']],
    ['up to a control character', 'https://zoom.us/a\u007fb', ['https://zoom.us/a']],
    ['up to a letter that is not ASCII', 'https://zoom.us/aé', ['https://zoom.us/a']],
  ])('is found %s', (_how, text, found) => {
    expect(find(text, 'zoom.us')).toEqual(found);
  });

  it.each([
    ['a host that is not wanted', 'https://example.com/a example.com/b'],
    ['a scheme without slashes', 'https:zoom.us/x'],
    ['a scheme with four slashes', 'https:////zoom.us/x'],
    ['another scheme', 'ftp://zoom.us/x'],
    ['another scheme, percent-encoded', 'ftp%3A%2F%2Fzoom.us%2Fx'],
    ['a percent sign behind a scheme', 'https%20x'],
    ['an encoded address within another one', 'u=https%3A%2F%2Fzoom.us%2Fx'],
    ['the name of an app in front of a colon', 'zoomus.://zoom.us/'],
    ['an address for mails', 'me@zoom.us/x'],
  ])('is not %s', (_what, text) => {
    expect(find(text, 'zoom.us')).toEqual([]);
  });

  it('has a bare host of five characters or more', () => {
    expect(find('zm.us/x t.co/x', 'zm.us', 't.co')).toEqual(['zm.us/x']);
  });

  it.each(['https://', ''])('has a host of which 255 characters are read (%j)', (scheme) => {
    const asked: string[] = [];
    const host = `${'a'.repeat(300)}.example`;
    for (const _ of findUrls(`${scheme}${host}/x`, (name) => !asked.push(name)));
    expect(asked).toEqual([scheme ? host.slice(0, 255) : host.slice(-255)]);
  });
});

describe('the next part of an address', () => {
  it.each([
    ['behind a line break', 'x\nab c', 'ab'],
    ['behind a line break of Windows', 'x\r\nab', 'ab'],
    ['behind an indented line break, as iCalendar folds', 'x\r\n ab', 'ab'],
    ['behind marks of quoted mails', 'x\n> >> ab', 'ab'],
    ['behind a tag or a soft hyphen', 'x\u200b\u00adab', 'ab'],
  ])('stands %s', (_where, text, part) => {
    const next = nextPart(text, 1);
    expect(next && text.slice(next.start, next.end)).toBe(part);
  });

  it.each([
    ['a space', 'x ab'],
    ['an empty line', 'x\n\nab'],
    ['a line break at the end', 'x\n '],
  ])('is missing behind %s', (_what, text) => {
    expect(nextPart(text, 1)).toBeNull();
  });
});

it('an address stands in brackets when one is before it, also when it opens no tag', () => {
  expect(['<h', '\u2039h', '>h', 'h<'].map((text) => isBracketed(text, 1))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
