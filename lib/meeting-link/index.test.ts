import { describe, expect, it } from 'vitest';
import { NEGATIVES, OPAQUE, POSITIVES } from '@/test/links/corpus';
import { EVENTS } from '@/test/links/corpus/events';
import { chooseMeetingLink, findMeetingLinks, findOpaqueLinks } from './';

describe('the corpus', () => {
  it('covers enough ground, says where each case comes from, and repeats none', () => {
    expect(POSITIVES.length).toBeGreaterThanOrEqual(300);
    expect(NEGATIVES.length).toBeGreaterThanOrEqual(200);
    expect(new Set(POSITIVES.map((one) => one.text)).size).toBe(POSITIVES.length);
    expect(new Set(NEGATIVES.map((one) => one.text)).size).toBe(NEGATIVES.length);
    for (const { source } of [...POSITIVES, ...NEGATIVES]) expect(source.length).toBeGreaterThan(10);
  });

  it.each(POSITIVES)('$key in $text', ({ text, url, platform, key }) => {
    const expected = { url, platform, key };
    expect(chooseMeetingLink({ description: text })).toEqual({ ...expected, foundIn: 'description' });
    expect(chooseMeetingLink({ location: text })).toEqual({ ...expected, foundIn: 'location' });
  });

  it.each(NEGATIVES)('$text is no link: $reason', ({ text }) => {
    expect(findMeetingLinks({ description: text, location: text, summary: text, hangoutLink: text })).toEqual(
      [],
    );
  });

  it.each(EVENTS)('$what', ({ event, candidates }) => {
    expect(findMeetingLinks(event).map((link) => [link.foundIn, link.key, link.url])).toEqual(candidates);
  });

  it.each(OPAQUE)('%s is shown, not joined', (text, url, platform) => {
    expect(findMeetingLinks({ description: text })).toEqual([]);
    expect(findOpaqueLinks({ description: text })).toEqual([
      { url: url === '=' ? text : url, platform, foundIn: 'description' },
    ]);
  });
});

describe('the links of an event', () => {
  const event = {
    conferenceData: { entryPoints: [{ entryPointType: 'video', uri: 'https://zoom.us/j/111111111' }] },
    hangoutLink: 'https://meet.google.com/abc-defg-hij',
    location: 'https://whereby.com/room-a',
    description: 'https://whereby.com/room-b',
    summary: 'https://whereby.com/room-c',
  };

  it('prefers conference data, then hangoutLink, location, description, summary', () => {
    expect(findMeetingLinks(event).map((link) => [link.foundIn, link.key])).toEqual([
      ['conferenceData', 'zoom:111111111'],
      ['hangoutLink', 'meet:abc-defg-hij'],
      ['location', 'whereby:room-a'],
      ['description', 'whereby:room-b'],
      ['summary', 'whereby:room-c'],
    ]);
  });

  it('takes the link a person chose as long as the event has it', () => {
    expect(chooseMeetingLink(event, 'whereby:room-b')?.url).toBe('https://whereby.com/room-b');
    expect(chooseMeetingLink(event, 'whereby:gone')?.key).toBe('zoom:111111111');
    expect(chooseMeetingLink(event, null)?.key).toBe('zoom:111111111');
    expect(chooseMeetingLink({}, 'whereby:room-b')).toBeNull();
  });

  it('takes the form of a link with a passcode, at the place of its first form', () => {
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

  it('prefers a short form of a link with a passcode to a long one without', () => {
    const description =
      'https://zoom.us/j/85012345678?uname=somebody-with-a-long-name https://zoom.us/j/85012345678?pwd=a';
    expect(chooseMeetingLink({ description })?.url).toBe('https://zoom.us/j/85012345678?pwd=a');
  });

  it('lists the links of a text in their order, after those whose words ask to join', () => {
    const keys = (description: string) => findMeetingLinks({ description }).map((link) => link.key);
    expect(keys('whereby.com/one whereby.com/two')).toEqual(['whereby:one', 'whereby:two']);
    expect(keys('Backup: whereby.com/one\nJoin whereby.com/two')).toEqual(['whereby:two', 'whereby:one']);
    expect(keys('300 participants: whereby.com/one\nJoint call: whereby.com/two')).toEqual([
      'whereby:one',
      'whereby:two',
    ]);
    expect(
      keys('<a href="https://whereby.com/one">Agenda</a> <a href="https://whereby.com/two">Join now</a>'),
    ).toEqual(['whereby:two', 'whereby:one']);
  });

  it('does not make a link of a word that stands on the next line by chance', () => {
    for (const description of [
      'https://whereby.com/\nAgenda',
      'https://acme.webex.com/meet/\nPasscode',
      'https://meet.goto.com/\nWelcome',
      'https://zoom.us/my/\nJane',
    ])
      expect(findMeetingLinks({ description })).toEqual([]);
  });

  it('ignores fields of the wrong shape', () => {
    const odd = {
      conferenceData: { entryPoints: [null, 3, { entryPointType: 'video', uri: 7 }] },
      location: 4,
      description: null,
    };
    expect(findMeetingLinks(odd as never)).toEqual([]);
    expect(findOpaqueLinks(odd as never)).toEqual([]);
  });
});
