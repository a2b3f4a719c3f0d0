import { describe, expect, it } from 'vitest';
import { ORDERED } from '@/test/links/corpus/ordered';
import { chooseMeetingLink } from './';
import { htmlToText } from './html-text';
import type { MeetingPlatform } from './platform';
import { namedPlatform, rankLinks, STANDING } from './rank-links';
import { readLinks } from './read-links';

const ZOOM = 'https://zoom.us/j/81234567890';
const MEET = 'https://meet.google.com/abc-defg-hij';
const ONE = 'https://whereby.com/one';
const TWO = 'https://whereby.com/two';
const NUMBER = 'Meeting ID: 812 3456 7890';
const LONG = 'and bring your notes of the talks that we had with them '.repeat(20);

/** Returns the links of a text with their standing, best first. */
function rank(html: string, named: MeetingPlatform | null = null) {
  const text = htmlToText(html);
  return rankLinks(text, readLinks(text), named, []);
}

/** Returns the standing of each link of a text, in the order of the text. */
function standings(html: string, named: MeetingPlatform | null = null): string[] {
  const ranked = rank(html, named);
  return readLinks(htmlToText(html)).map(({ url }) => {
    const standing = ranked.find((link) => link.url === url)?.standing ?? -1;
    return Object.entries(STANDING).find(([, value]) => value === Math.floor(standing))?.[0] ?? 'none';
  });
}

describe('of several meetings the right one is chosen', () => {
  it.each(ORDERED)('%s', (_what, event, key) => {
    expect(chooseMeetingLink(event)?.key).toBe(key);
  });

  it('the passcode of the better place counts, of two in one text the fuller one', () => {
    const link = 'https://us02web.zoom.us/j/81234567890';
    expect(
      chooseMeetingLink({ location: `${link}?pwd=New.1`, description: `${link}?pwd=OldAndLonger` })?.url,
    ).toBe(`${link}?pwd=New.1`);
    expect(chooseMeetingLink({ description: `${link}?pwd=Nm9 ${link}?pwd=Nm9wQWxs` })?.url).toBe(
      `${link}?pwd=Nm9wQWxs`,
    );
    expect(
      chooseMeetingLink({ description: `Old link: ${link}?pwd=OldAndLonger\nNew link: ${link}?pwd=New` })
        ?.url,
    ).toBe(`${link}?pwd=New`);
  });
});

describe('the words of a link', () => {
  it.each([
    ['are before it', `Notes: ${ONE}\nJoin: ${TWO}`, ['plain', 'asked']],
    ['may be its platform', `Whereby: ${ONE}\nZoom: ${TWO}`, ['asked', 'plain']],
    ['are on the line above, when it stands alone', `1) ${ONE}\nJoin here:\n2) ${TWO}`, ['plain', 'asked']],
    ['are above a line without words', `${ONE}\nJoin here:\n---\n${TWO}`, ['plain', 'asked']],
    ['are on the nearest line with words', `Join us\nNotes:\n${ONE}`, ['plain']],
    ['are on its own line rather than above', `Join us\nNotes: ${ONE}`, ['plain']],
    ['are none', `${ONE} ${TWO}`, ['plain', 'plain']],
    [
      'are not those behind another link',
      `Notes: ${ONE} for those who join later\n${TWO}`,
      ['plain', 'plain'],
    ],
    [
      'are on the line above, however long it is',
      `${LONG.slice(0, 200)} and the others; join here:\n${ONE}`,
      ['asked'],
    ],
    ['are on the line above, also nine', `Please join us all at ten in our room:\n${ONE}`, ['asked']],
    ['are not far before it', `Join us ${LONG.slice(0, 130)} ${ONE}`, ['plain']],
    ['are not those of an address', `Notes: example.org/backup ${ONE}\nJoin: ${TWO}`, ['plain', 'asked']],
    ['may have a slash', `24/7 backup ${ONE}`, ['fallback']],
    ['ask for something else', `Join our mailing list: ${ONE}`, ['plain']],
    ['are the best of all its places', `Notes: ${ONE}\nJoin: ${ONE}`, ['asked']],
    [
      'stand at each of its places',
      `Notes: ${ONE}\nJoin: ${TWO}\nAgenda of the call: ${ONE}`,
      ['plain', 'asked'],
    ],
  ])('%s', (_what, text, expected) => {
    expect(standings(text)).toEqual(expected);
  });

  it.each([
    ['a word', `Backup link\nhere ${ONE}`, 'fallback'],
    ['two words', `Backup link\nclick here ${ONE}`, 'fallback'],
    ['three words', `Backup link\nor click here ${ONE}`, 'asked'],
    ['a word with a colon', `Backup link\nWhereby: ${ONE}`, 'asked'],
    ['a word below eight', `The backup that we have for all guests\nhere ${ONE}`, 'fallback'],
    ['a word below nine', `The backup that we have for all our guests\nhere ${ONE}`, 'plain'],
    ['a word below a line with a number', `Backup of 3 May\nhere ${ONE}`, 'plain'],
  ])('that are %s may go with the line above', (_what, text, standing) => {
    expect(standings(text)).toEqual([standing]);
  });

  it('are before an HTML link whose words are its address, not between the two', () => {
    for (const words of ['Backup:', 'If Zoom fails, use', 'Recording of last week:', 'Old link:'])
      expect(
        rank(`${words} <a href="${MEET}">${MEET}</a><br>${ZOOM}`).map(({ key }) => key),
        words,
      ).toEqual(['zoom:81234567890', 'meet:abc-defg-hij']);
    const redirect = `https://www.google.com/url?q=${encodeURIComponent(`${ZOOM}?pwd=Nm9w`)}`;
    expect(standings(`Backup: <a href="${redirect}">${ZOOM}</a>`)).toEqual(['fallback', 'fallback']);
    expect(standings(`Backup: ${ONE}, join: ${ONE}`)).toEqual(['asked']);
    expect(standings(`> ${ONE}\n${ONE}`)).toEqual(['plain']);
  });
});

describe('the words behind a link', () => {
  it.each([
    ['may stand in brackets', `${ONE} (old)`, ['old']],
    ['may stand in square brackets', `${ONE} [backup]`, ['fallback']],
    ['may stand in wide brackets', `${ONE}（予備）`, ['fallback']],
    ['may stand behind an HTML link', `<s></s><a href="${ONE}">Call</a> (old)`, ['old']],
    ['may stand behind a link in angle brackets', `<${ONE}> (old)`, ['old']],
    ['may stand behind a dash', `${ONE} – backup`, ['fallback']],
    ['may stand behind a hyphen without spaces', `${ONE} -old`, ['old']],
    ['may stand behind an arrow', `${ONE} <-- old`, ['old']],
    ['may stand behind a short arrow', `${ONE} <- old`, ['old']],
    ['may stand behind a true arrow', `${ONE} ← backup`, ['fallback']],
    ['may be a condition in brackets', `${ONE} (if Zoom fails)`, ['fallback']],
    ['are no condition behind a dash', `${ONE} – problems? Call Jo`, ['plain']],
    ['are no condition about links in brackets', `${ONE} (for all)`, ['plain']],
    ['are not behind other words', `${ONE} for all (old and new)`, ['plain']],
    ['are not behind other words and a dash', `${ONE} for all - old and new`, ['plain']],
    ['are not on the next line', `${ONE}\n(old)`, ['plain']],
    ['are not on the next line, behind a dash', `${ONE}\n- old notes`, ['plain']],
    ['end with the line', `${ONE} (our\nold) room`, ['plain']],
    [
      'are not a sentence',
      `${ONE} – we talk about the notes, and who keeps the old ones from now on`,
      ['plain'],
    ],
    [
      'are not a sentence in brackets',
      `${ONE} (we talk about the notes, and about who keeps the old ones from now on)`,
      ['plain'],
    ],
    ['are not about the next link', `${ONE} (old: ${TWO})`, ['plain', 'old']],
    ['are not about the next link, behind a dash', `${ONE} - old: ${TWO}`, ['plain', 'old']],
    ['may stand between two links', `${ONE} (old) ${TWO}`, ['old', 'plain']],
    ['are not the words of a Markdown link', `${ONE} [backup](${TWO})`, ['plain', 'fallback']],
    ['are not those of the next line', `${ONE}\n[backup](${TWO})`, ['plain', 'fallback']],
    ['are not those in brackets on the next line', `${ONE}\n(backup) ${TWO}`, ['plain', 'fallback']],
    ['may stand between two lines', `${ONE} - old\n${TWO}`, ['old', 'plain']],
  ])('%s', (_what, text, expected) => {
    expect(standings(text)).toEqual(expected);
  });
});

describe('a condition', () => {
  it.each([
    ['is about the link behind it', `If Zoom fails: ${ONE}`, ['fallback']],
    ['may name its own link', `If you cannot join by Zoom (${ZOOM}), use ${ONE}`, ['asked', 'fallback']],
    ['may stand below', `Hello,\nif you cannot join by Zoom (${ZOOM}), use ${ONE}`, ['asked', 'fallback']],
    ['may be about two links in a row', `If Zoom fails, ${ONE}, ${TWO}`, ['fallback', 'fallback']],
    ['may be in capitals', `IF YOU CANNOT JOIN BY ZOOM (${ZOOM}) USE ${ONE}`, ['asked', 'fallback']],
    ['may be about the first of two links', `If Zoom fails https://example.org/help or ${ONE}`, ['fallback']],
    ['may be about both of two links', `If Zoom fails: ${ONE} or use ${TWO}`, ['fallback', 'plain']],
    ['may be about two links', `If Zoom fails (${ONE}) then ${TWO}`, ['fallback', 'fallback']],
    [
      'that names its link ends with the line',
      `If Teams fails, Zoom: ${ZOOM}\nMeet: ${MEET}`,
      ['fallback', 'asked'],
    ],
    [
      'that names its link says nothing of one far behind',
      `If Teams fails, Zoom: ${ZOOM} ${LONG.slice(0, 130)} ${ONE}`,
      ['fallback', 'plain'],
    ],
    [
      'is not about a link on the next line',
      `If Zoom fails (${ONE})\nor the minutes: ${TWO}`,
      ['fallback', 'plain'],
    ],
    [
      'is about the link behind its colon alone',
      `If Zoom fails: ${ONE} Minutes: ${TWO}`,
      ['fallback', 'plain'],
    ],
    [
      'is not a word of an address',
      `Notes (example.org/if-zoom-fails, ${ONE}) and ${TWO}`,
      ['plain', 'plain'],
    ],
    ['says nothing in a whole invitation', `Cannot join?\n${ZOOM}\n${NUMBER}`, ['invitation']],
    [
      'is not about a link far behind',
      `If Zoom fails (${ONE}) ${LONG.slice(0, 300)} ${TWO}`,
      ['fallback', 'fallback'],
    ],
  ])('%s', (_what, text, expected) => {
    expect(standings(text)).toEqual(expected);
  });
});

describe('a new link', () => {
  it.each([
    ['is announced by a word', `New: ${ONE}`, 'replacement'],
    ['is announced by three words', `New from today: ${ONE}`, 'replacement'],
    ['is announced by a line about links', `The new link for all of us is ${ONE}`, 'replacement'],
    ['is not announced by new people', `New colleagues from Spain: ${ONE}`, 'plain'],
  ])('%s', (_what, text, standing) => {
    expect(standings(text)).toEqual([standing]);
  });
});

describe('another meeting', () => {
  it.each([
    ['is next week’s', `Next week: ${ONE}`, 'elsewhere'],
    ['is not that of a whole invitation', `Next meeting: ${ZOOM}\n${NUMBER}`, 'invitation'],
  ])('%s', (_what, text, standing) => {
    expect(standings(text)).toEqual([standing]);
  });
});

describe('Google’s own lines about a Meet', () => {
  const LINE = '-::~:~::~:~::-';
  it.each([
    ['begin with a line of signs', `${LINE}\nThis event has a video call.\nJoin: ${MEET}`, ['footer']],
    ['begin with its name', `Join with Google Meet: ${MEET}`, ['footer']],
    ['have the telephone numbers', `Join: ${MEET}\nhttps://tel.meet/abc-defg-hij?pin=1`, ['footer']],
    ['do not have those of another Meet', `Join: ${MEET}\nhttps://tel.meet/xyz-defg-hij?pin=1`, ['asked']],
    [
      'end with the next link',
      `Join: ${MEET}\n${ONE}\nhttps://tel.meet/abc-defg-hij?pin=1`,
      ['asked', 'plain'],
    ],
    ['end after a while', `Join: ${MEET}\n${LONG}https://tel.meet/abc-defg-hij?pin=1`, ['asked']],
    ['do not begin far before', `${LINE}\n${LONG}\nJoin: ${MEET}`, ['asked']],
    [
      'do not begin with its name far before',
      `Join with Google Meet, or come to our office in the next street.\nJoin: ${MEET}`,
      ['asked'],
    ],
    ['do not begin behind it', `Join: ${MEET}\n${LINE}`, ['asked']],
    ['are not about other links', `${LINE}\nJoin: ${ONE}`, ['asked']],
  ])('%s', (_what, text, expected) => {
    expect(standings(text)).toEqual(expected);
  });
});

describe('a whole invitation', () => {
  const TEAMS = 'https://teams.microsoft.com/meet/29876543210987?p=Zy9Xw8';
  const BROWSER = 'https://app.zoom.us/wc/81234567890/join';
  const RULE = '_'.repeat(30);
  it.each([
    ['has the number behind its link', `${ZOOM}\n${NUMBER}`, ['invitation']],
    ['has the number before its link', `${NUMBER}\n${ZOOM}`, ['invitation']],
    ['begins with the number', `812 3456 7890\n${ZOOM}`, ['invitation']],
    ['has the number without spaces', `${ZOOM}\nID: 81234567890`, ['invitation']],
    ['has the number at its end', `${ZOOM}\nDial in: +46850539728,,81234567890#`, ['invitation']],
    ['may have two links to it', `${ZOOM}\nBrowser: ${BROWSER}\n${NUMBER}`, ['invitation', 'invitation']],
    ['may have two links behind it', `${NUMBER}\n${ZOOM}\nBrowser: ${BROWSER}`, ['invitation', 'invitation']],
    [
      'of the government cloud has its number',
      'https://www.zoomgov.com/j/1612345678\nMeeting ID: 161 234 5678',
      ['invitation'],
    ],
    ['to a personal room has a number', 'https://zoom.us/my/jane\nMeeting ID: 555 123 4567', ['invitation']],
    ['of GoTo has its number', 'https://meet.goto.com/123456789\nAccess Code: 123-456-789', ['invitation']],
    [
      'to a room of GoTo has a number',
      'https://meet.goto.com/acme/standup\nAccess Code: 123-456-789',
      ['invitation'],
    ],
    ['of Teams has a number', `${TEAMS}\nMeeting ID: 298 765 432 109 87`, ['invitation']],
    ['of Teams has a rule above', `${RULE}\nMicrosoft Teams\n${TEAMS}`, ['invitation']],
    [
      'of BlueJeans has its number',
      'https://bluejeans.com/123456789\nMeeting ID\n123 456 789',
      ['invitation'],
    ],
  ])('%s', (_what, text, expected) => {
    expect(standings(text)).toEqual(expected);
  });

  it.each([
    ['another number', `${ZOOM}\nMeeting ID: 912 3456 7890`, ['plain']],
    ['a longer number', `${ZOOM}\nMeeting ID: 812 3456 7890 1`, ['plain']],
    ['the number in an address', `${ZOOM}\nhttps://acme.zoom.us/skype/81234567890`, ['plain']],
    [
      'the number in an encoded address',
      `${ZOOM}\nNotes: https://example.org/?of=${encodeURIComponent(ZOOM)}`,
      ['plain'],
    ],
    [
      'the number in an address that is encoded twice',
      `${ZOOM}\nNotes: https://example.org/?of=${encodeURIComponent(encodeURIComponent(ZOOM))}`,
      ['plain'],
    ],
    ['the number far behind', `${ZOOM}\n${LONG}${NUMBER}`, ['plain']],
    ['the number far before', `${NUMBER}\n${LONG}\n${ZOOM}`, ['plain']],
    ['the number behind another link', `${ZOOM}\n${ONE}\n${NUMBER}`, ['plain', 'plain']],
    ['the number before another link', `${NUMBER}\n${ONE}\n${ZOOM}`, ['plain', 'plain']],
    ['a telephone before a room', 'Call 5: 555 123 456\nhttps://meet.goto.com/acme/standup', ['plain']],
    ['a number beside a Meet', `${MEET}\nPIN: 812 345 678`, ['plain']],
  ])('is not %s', (_what, text, expected) => {
    expect(standings(text)).toEqual(expected);
  });
});

describe('the order of links', () => {
  it('in an old part is the same as elsewhere, behind all others', () => {
    const text = `> Notes: ${ONE}\n> Join: ${TWO}\nOld: https://whereby.com/three\nBackup: ${ZOOM}`;
    expect(rank(text).map(({ key }) => key)).toEqual([
      'zoom:81234567890',
      'whereby:three',
      'whereby:two',
      'whereby:one',
    ]);
  });

  it('begins with the platform that the event names, of links that are equally good', () => {
    expect(rank(`${ONE} ${ZOOM}`, 'Zoom').map(({ platform }) => platform)).toEqual(['Zoom', 'Whereby']);
    expect(rank(`Join: ${ONE}\n${ZOOM}`, 'Zoom').map(({ platform }) => platform)).toEqual([
      'Whereby',
      'Zoom',
    ]);
  });

  it('has a link that asks to join among the invitations, when the event names its platform', () => {
    expect(standings(`Join: ${ONE}\n${TWO}`, 'Whereby')).toEqual(['invitation', 'plain']);
    expect(standings(`Join with Google Meet: ${MEET}`, 'GMeet')).toEqual(['invitation']);
    expect(standings(`Join: ${ONE}`, 'Zoom')).toEqual(['asked']);
    expect(standings(`Backup: ${ONE}`, 'Whereby')).toEqual(['fallback']);
  });

  it('counts the words of forty links', () => {
    const rooms = Array.from({ length: 41 }, (_, index) => `Join: whereby.com/room-${index}`);
    expect(standings(rooms.join('\n'))).toEqual([...Array<string>(40).fill('asked'), 'plain']);
    expect(rank(rooms.join('\n')).at(-1)).toMatchObject({ key: 'whereby:room-40', platform: 'Whereby' });
  });
});

describe('the platform that a title or a location names', () => {
  it.each([
    ['Zoom call with Jo', 'Zoom'],
    ['Microsoft Teams', 'Teams'],
    ['Meet Jo', null],
    ['Meet the teams', null],
    ['Zoom or Teams', null],
    ['Room 4', null],
    ['https://zoom.us/j/81234567890', null],
    ['zoom-rooms.example/4', null],
    ['jo.roe-zoom', null],
    [`${' '.repeat(500)}Zoom`, null],
  ])('of “%s” is %s', (text, platform) => {
    expect(namedPlatform(text)).toBe(platform);
  });
});
