import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseMeetingLink, findMeetingLinks } from './index';
import { HITS } from './links.fixture';
import { MISSES } from './not-links.fixture';

describe('links', () => {
  it.each(HITS)('%s → %s', (text, key) => {
    const link = chooseMeetingLink({ description: text });
    expect(link?.key).toBe(key);
    expect(link?.url).toMatch(/^https:\/\//);
    expect(chooseMeetingLink({ location: text })?.key).toBe(key);
  });

  it('covers enough ground', () => {
    expect(HITS.length).toBeGreaterThanOrEqual(100);
    expect(MISSES.length).toBeGreaterThanOrEqual(60);
    expect(new Set(HITS.map(([text]) => text)).size).toBe(HITS.length);
    expect(new Set(MISSES.map(([text]) => text)).size).toBe(MISSES.length);
  });

  it.each(MISSES)('%s is no link: %s', (text) => {
    expect(findMeetingLinks({ description: text, location: text, summary: text, hangoutLink: text })).toEqual(
      [],
    );
  });
});

describe('order and choice', () => {
  const video = (uri: string) => ({ entryPoints: [{ entryPointType: 'video', uri }] });

  it('prefers conference data, then hangoutLink, location, description, summary', () => {
    const event = {
      conferenceData: video('https://zoom.us/j/111111111'),
      hangoutLink: 'https://meet.google.com/abc-defg-hij',
      location: 'https://whereby.com/room-a',
      description: 'https://whereby.com/room-b',
      summary: 'https://whereby.com/room-c',
    };
    expect(findMeetingLinks(event).map((link) => [link.foundIn, link.key])).toEqual([
      ['conferenceData', 'zoom:111111111'],
      ['hangoutLink', 'meet:abc-defg-hij'],
      ['location', 'whereby:room-a'],
      ['description', 'whereby:room-b'],
      ['summary', 'whereby:room-c'],
    ]);
  });

  it('takes the form with a passcode for the same room and keeps its rank', () => {
    const links = findMeetingLinks({
      location: 'https://zoom.us/j/85012345678',
      description: 'https://whereby.com/other https://us02web.zoom.us/j/85012345678?pwd=QWxs',
    });
    expect(links.map((link) => link.url)).toEqual([
      'https://us02web.zoom.us/j/85012345678?pwd=QWxs',
      'https://whereby.com/other',
    ]);
    expect(links[0]?.foundIn).toBe('description');
  });

  it('prefers a short form with a passcode to a long one without', () => {
    const description =
      'https://zoom.us/j/85012345678?uname=somebody-with-a-long-name https://zoom.us/j/85012345678?pwd=a';
    expect(chooseMeetingLink({ description })?.url).toBe('https://zoom.us/j/85012345678?pwd=a');
  });

  it('ignores dial-in, SIP and pending entry points', () => {
    const conferenceData = {
      entryPoints: [
        { entryPointType: 'phone', uri: 'tel:+1-555-0100' },
        { entryPointType: 'sip', uri: 'sip:85012345678@zoomcrc.com' },
        { entryPointType: 'more', uri: 'https://tel.meet/abc-defg-hij?pin=123' },
        { entryPointType: 'video' },
      ],
    };
    expect(findMeetingLinks({ conferenceData })).toEqual([]);
    expect(findMeetingLinks({})).toEqual([]);
  });

  it('keeps the passcode, drops the account of whoever copied a Meet link, and answers in https', () => {
    const url = (description: string) => chooseMeetingLink({ description })?.url;
    expect(url('http://zoom.us/j/85012345678?pwd=a.1')).toBe('https://zoom.us/j/85012345678?pwd=a.1');
    expect(url('https://meet.google.com/abc-defg-hij?authuser=2')).toBe(
      'https://meet.google.com/abc-defg-hij',
    );
    expect(url('zoommtg://zoom.us/join?action=join&confno=85012345678&pwd=x%26y')).toBe(
      'https://zoom.us/j/85012345678?pwd=x%26y',
    );
    expect(url('<a href="https://zoom.us/j/85012345678?a=1&amp;pwd=b">Join</a>')).toBe(
      'https://zoom.us/j/85012345678?a=1&pwd=b',
    );
    expect(
      url(
        'https://teams.microsoft.com/l/meetup-join/19%3ameeting_Zg%40thread.v2/0\n?context=%7b%22Tid%22%3a%22t%22%7d',
      ),
    ).toBe(
      'https://teams.microsoft.com/l/meetup-join/19%3ameeting_Zg%40thread.v2/0?context=%7b%22Tid%22%3a%22t%22%7d',
    );
  });
});

describe('whatever is written', () => {
  const pieces = fc.constantFrom(
    'https://',
    'zoom.us',
    '/j/',
    '85012345678',
    '<a href="',
    '">',
    '</a>',
    '&amp;',
    '%3E',
    '__;',
    'meet.google.com/',
    'abc-defg-hij',
    'https://www.google.com/url?q=',
    'https://urldefense.com/v3/__',
    '!!',
    '*',
    '**',
    '\n',
    ' ',
    '.',
    'msteams:',
    'zoommtg://zoom.us/join?confno=',
    'https://teams.microsoft.com',
    '/l/meetup-join/19:x@thread.v2/0',
    '#/',
    '?',
    '&url=',
    '<',
    '>',
    '%',
    '%E0%A4%A',
    '\u0000',
    '会',
    '@',
    '\\',
    'https://x.safelinks.protection.outlook.com/?url=',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 40 }).map((all) => all.join('')),
  );

  it('never throws, and every link is https on a known host with a stable key', () => {
    fc.assert(
      fc.property(text, text, text, (location, description, summary) => {
        for (const link of findMeetingLinks({ location, description, summary })) {
          expect(link.url).toMatch(/^https:\/\/[\w.-]+\//);
          expect(chooseMeetingLink({ location: link.url })).toMatchObject({ key: link.key, url: link.url });
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('survives fields of the wrong shape', () => {
    const odd = {
      conferenceData: { entryPoints: [null, 3, { entryPointType: 'video', uri: 7 }] },
      location: 4,
      description: null,
    };
    expect(findMeetingLinks(odd as never)).toEqual([]);
  });

  it('takes linear time on hostile text', () => {
    const hostile = [
      'https://',
      'ahttps://',
      '<',
      '<b>',
      '</x>',
      '<a href="',
      '&amp;',
      '&',
      '.',
      'a.',
      'zoom.us/',
      'https://zoom.us/j/1.',
      '19:@',
      '\n',
      'https://a\n',
      '__;',
      '*',
      '%3',
      '<!--',
      'https://teams.microsoft.com/l/meetup-join/19:@',
      'https://www.google.com/url?q=',
    ];
    for (const piece of hostile) {
      for (const before of [
        '',
        'https://zoom.us/',
        'https://teams.microsoft.com/l/meetup-join/19:',
        'https://urldefense.com/v3/__',
      ]) {
        const description = (before + piece.repeat(1_000_000 / piece.length)).concat('x');
        const started = performance.now();
        findMeetingLinks({ description });
        expect(performance.now() - started, JSON.stringify(before + piece)).toBeLessThan(1000);
      }
    }
  });
});
