import { describe, expect, it } from 'vitest';
import { recognizeMeeting } from './platforms';

const THREAD = '19:meeting_abc@thread.v2';
const SHORT = '0123456789abcdef0123456789abcdef';
const coords = (value: object) => encodeURIComponent(btoa(JSON.stringify(value)));
const keyOf = (address: string) => recognizeMeeting(new URL(address))?.key ?? null;
const launch = (inner: string) =>
  `https://teams.microsoft.com/dl/launcher/launcher.html?url=${encodeURIComponent(inner)}`;

/** An address for each shape that a platform's links have, and its link key. */
const LINKS: [address: string, key: string][] = [
  ['https://meet.google.com/abc-defg-hij', 'meet:abc-defg-hij'],
  ['https://meet.google.com/_meet/abc-defg-hij', 'meet:abc-defg-hij'],
  ['https://meet.google.com/lookup/Standup', 'meet:lookup/standup'],
  ['https://meet.goto.com/123456789', 'goto:123456789'],
  ['https://meet.goto.com/123-456-789', 'goto:123456789'],
  ['https://meet.goto.com/Jane/Standup', 'goto:room/jane/standup'],
  ['https://www.gotomeet.me/Jane', 'goto:room/jane'],
  ['https://bluejeans.com/1234', 'bluejeans:1234'],
  ['https://bluejeans.com/m/1234', 'bluejeans:1234'],
  ['https://primetime.bluejeans.com/a2m/live-event/Abcd', 'bluejeans:event/abcd'],
  ['https://whereby.com/Team', 'whereby:team'],
  ['https://acme.whereby.com/Team', 'whereby:acme/team'],
  [`https://teams.microsoft.com/l/meetup-join/${THREAD}/17`, `teams:${THREAD}/17`],
  ['https://teams.live.com/meet/123456789', 'teams:123456789'],
  [
    `https://teams.microsoft.com/light-meetings/launch?coords=${coords({ conversationId: THREAD, messageId: '7' })}`,
    `teams:${THREAD}/7`,
  ],
  [launch(`/_#/l/meetup-join/${THREAD}/0`), `teams:${THREAD}/0`],
  [launch(encodeURIComponent(`/_#/l/meetup-join/${THREAD}/0`)), `teams:${THREAD}/0`],
  [launch(encodeURIComponent(encodeURIComponent(`/meet/123456789`))), 'teams:123456789'],
  ['https://acme.webex.com/meet/Jane', 'webex:acme.webex.com/jane'],
  ['https://acme.webex.com/acme/join/Jane', 'webex:acme.webex.com/jane'],
  [`https://acme.webex.com/m/${SHORT}`, `webex:${SHORT}`],
  ['https://acme.webex.com/webappng/sites/acme/meeting/info/ABCD1234', 'webex:abcd1234'],
  ['https://acme.webex.com/wbxmjs/joinservice/sites/acme/meeting/download/ABCD1234', 'webex:abcd1234'],
  ['https://acme.webex.com/collabs/meetings/join?uuid=ABCD-1234', 'webex:abcd-1234'],
  ['https://zoom.us/j/85012345678', 'zoom:85012345678'],
  ['https://zoom.us/wc/85012345678/join', 'zoom:85012345678'],
  ['https://zoom.us/my/Jane', 'zoom:my/jane'],
  ['https://zoomgov.com/j/1601234567', 'zoom:gov/1601234567'],
  ['https://reclaim.ai/z/Jane/Sync', 'zoom:reclaim/z/jane/sync'],
  ['https://zoom.us/join?confno=123456789', 'zoom:123456789'],
];

describe('a meeting link', () => {
  it.each(LINKS)('%s has the link key %s, also with a slash at its end', (address, key) => {
    const slashed = new URL(address);
    // A script's name has no slash behind it.
    if (!/\.(php|html)$/.test(slashed.pathname)) slashed.pathname += '/';
    expect([keyOf(address), keyOf(slashed.href)]).toEqual([key, key]);
  });

  it.each(LINKS)('%s is none when more stands before or behind its path', (address) => {
    const [before, behind] = [new URL(address), new URL(address)];
    before.pathname = `/x/y${before.pathname}`;
    behind.pathname = `${behind.pathname}/x/y`;
    expect([keyOf(before.href), keyOf(behind.href)]).toEqual([null, null]);
  });

  it.each([
    ['another scheme', 'xhttp://zoom.us/j/85012345678'],
    ['a file transfer', 'ftp://zoom.us/j/85012345678'],
    ['a user', 'https://zoom.us@zoom.us/j/85012345678'],
    ['a password', 'https://:secret@zoom.us/j/85012345678'],
    ['a port', 'https://zoom.us:8443/j/85012345678'],
    ['a longer host', 'https://zoom.us.example/j/85012345678'],
    ['a page of a Zoom hub', 'https://acme.zm.page/x'],
    ['a number in letters', 'https://zoom.us/join?confno=x123456789'],
    ['a number with letters', 'https://zoom.us/join?confno=123456789x'],
    ['a number that is missing', 'https://zoom.us/join'],
    ['a number in hyphens only', 'https://zoom.us/j/---------'],
    ['a longer number of GoTo', 'https://app.gotomeeting.com/?meetingId=1234567890'],
    ['a number of GoTo with letters', 'https://app.gotomeeting.com/?meetingId=x123456789'],
    ['a number of GoTo on another host', 'https://www.gotomeeting.com/?meetingId=123456789'],
    ['a name on a host of GoTo without rooms', 'https://global.gotomeeting.com/jane'],
    ['a page of GoTo', 'https://meet.goto.com/join'],
    ['an event on a host of BlueJeans without events', 'https://bluejeans.com/a2m/live-event/abcd'],
    ['another page of the host of BlueJeans with events', 'https://primetime.bluejeans.com/about'],
    ['the support of BlueJeans', 'https://support.bluejeans.com/1234'],
    ['a page of Whereby', 'https://whereby.com/developer'],
    ['a service of Whereby', 'https://developer.whereby.com/team'],
    ['a page of Webex', 'https://help.webex.com/meet/jane'],
    ['a Webex host without a site', 'https://webex.com/meet/jane'],
    ['a script of Webex with more behind it', 'https://acme.webex.com/acme/j.php/x?MTID=m1234567890'],
    ['a number of Webex with a sign before it', 'https://acme.webex.com/acme/j.php?MTID=-m1234567890'],
    ['a number of Webex with a sign behind it', 'https://acme.webex.com/acme/j.php?MTID=m1234567890-'],
    ['a number of Webex on another page', 'https://acme.webex.com/acme/other?MTID=m1234567890'],
    ['Webex without its number', 'https://acme.webex.com/collabs/meetings/join'],
    ['Webex with a sign before its number', 'https://acme.webex.com/collabs/meetings/join?uuid=!ABCD-1234'],
    ['Webex with a sign behind its number', 'https://acme.webex.com/collabs/meetings/join?uuid=ABCD-1234!'],
    ['a short number of Webex', 'https://acme.webex.com/acme/m.php?AT=JM&MK=12345'],
    ['a long number of Webex', 'https://acme.webex.com/acme/m.php?AT=JM&MK=1234567890123'],
    ['a number of Webex in letters', 'https://acme.webex.com/acme/m.php?AT=JM&MK=x123456789'],
    ['a number of Webex to do something else', 'https://acme.webex.com/acme/m.php?AT=HM&MK=123456789'],
    ['a number of Webex to join without the script', 'https://acme.webex.com/acme/other?AT=JM&MK=123456789'],
    ['a page of Webex to join without a number', 'https://acme.webex.com/acme/m.php?AT=JM'],
    ['another page of Webex with a number', 'https://acme.webex.com/collabs/other?uuid=ABCD-1234'],
    ['the launcher of Teams without an address', 'https://teams.microsoft.com/dl/launcher/launcher.html'],
    ['the launcher of Teams with a relative address', launch('meet/123456789')],
    ['the launcher of Teams with another host', launch('//teams.example/meet/123456789')],
    ['the launcher of Teams with no address', launch('//[')],
    ['a launch of Teams without a meeting', 'https://teams.microsoft.com/light-meetings/launch'],
    ['an address within four others', 'https://teams.microsoft.com/#/a#/b#/c#/meet/123456789'],
  ])('is not %s: %s', (_what, address) => {
    expect(recognizeMeeting(new URL(address))).toBeNull();
  });

  it.each([
    ['a page of GoTo', 'https://meet.goto.com/my-join', 'goto:room/my-join'],
    ['a page of Whereby in its beginning', 'https://whereby.com/pricing-team', 'whereby:pricing-team'],
    ['a page of Whereby in its end', 'https://whereby.com/my-pricing', 'whereby:my-pricing'],
    ['a service of Whereby', 'https://my-help.whereby.com/team', 'whereby:my-help/team'],
    ['the support of BlueJeans', 'https://my-support.bluejeans.com/1234', 'bluejeans:1234'],
    ['a page of Webex', 'https://my-help.webex.com/meet/jane', 'webex:my-help.webex.com/jane'],
  ])('may have a name like that of %s: %s', (_what, address, key) => {
    expect(keyOf(address)).toBe(key);
  });

  it('is found within three other addresses of Teams', () => {
    expect(recognizeMeeting(new URL('https://teams.microsoft.com/#/a#/b#/meet/123456789'))).toEqual({
      url: 'https://teams.microsoft.com/meet/123456789',
      platform: 'Teams',
      key: 'teams:123456789',
    });
  });

  it.each([
    [{ conversationId: THREAD }, `teams:${THREAD}/0`],
    [{ messageId: '7' }, `teams:coords/${btoa('{"messageId":"7"}')}`],
  ])('to a light meeting %j has the link key %s', (value, key) => {
    expect(keyOf(`https://teams.microsoft.com/light-meetings/launch?coords=${coords(value)}`)).toBe(key);
  });

  it('is no longer than an index of the database takes, and than any that a platform makes', () => {
    const room = (length: number) => `https://whereby.com/${'r'.repeat(length)}`;
    expect(keyOf(room(504))).toHaveLength(512);
    expect(keyOf(room(505))).toBeNull();
    const passcode = (length: number) => `https://zoom.us/j/5551234567?pwd=${'p'.repeat(length)}`;
    expect(keyOf(passcode(4_096 - passcode(0).length))).toBe('zoom:5551234567');
    expect(keyOf(passcode(4_097 - passcode(0).length))).toBeNull();
  });

  it('by a number of Zoom keeps its passcode and its token', () => {
    const written = 'https://acme.zoom.us/start?confno=123456789&pwd=a&tk=b&zc=0';
    expect(recognizeMeeting(new URL(written))?.url).toBe('https://acme.zoom.us/j/123456789?pwd=a&tk=b');
  });

  it.each([
    ['https://zoom.us/j/123456789?pwd%3Da&b%3Dc', 'https://zoom.us/j/123456789?pwd=a&b%3Dc'],
    ['https://zoom.us/j/123456789?&?pwd=a', 'https://zoom.us/j/123456789?pwd=a'],
    ['https://zoom.us/j/123456789&pwd=a?from=b', 'https://zoom.us/j/123456789?pwd=a&from=b'],
    ['https://zoom.us/j/123456789%3Fpwd%3Da%26from=b', 'https://zoom.us/j/123456789?pwd=a&from=b'],
    ['https://zoom.us/j/123456789?pwd=a&next=?b', 'https://zoom.us/j/123456789?pwd=a&next=?b'],
    ['https://zoom.us//j/123456789?pwd=a&next=?b%3Dc', 'https://zoom.us/j/123456789?pwd=a&next=?b%3Dc'],
  ])('with its signs in the wrong place, %s, is %s', (written, address) => {
    expect(recognizeMeeting(new URL(written))?.url).toBe(address);
  });

  it('by a number of Webex may have it in groups', () => {
    expect(keyOf('https://acme.webex.com/acme/m.php?at=jm&mk=255+123-4567')).toBe(
      'webex:acme.webex.com/mk/2551234567',
    );
  });

  it('of Teams may be in the launcher’s own fragment', () => {
    const launcher = 'https://teams.microsoft.com/dl/launcher/launcher.html?url=/';
    expect(keyOf(`${launcher}#/meet/123456789?p=a&type=meet`)).toBe('teams:123456789');
    expect(recognizeMeeting(new URL(`${launcher}_#/meet/123456789?p=a&type=meet`))?.url).toBe(
      'https://teams.microsoft.com/meet/123456789?p=a',
    );
  });

  it('is https, and another address within it stays as it is', () => {
    const rest = 'zoom.us/j/85012345678?from=http://a.example';
    expect(recognizeMeeting(new URL(`http://${rest}`))?.url).toBe(`https://${rest}`);
    expect(recognizeMeeting(new URL(`https://${rest}`))?.url).toBe(`https://${rest}`);
  });

  it('has the brackets and quotes in it percent-encoded, which would end it in a text', () => {
    const { url } = recognizeMeeting(new URL('https://zoom.us/j/85012345678?pwd=(a)[b]{c}|^`')) ?? {};
    expect(url).toBe('https://zoom.us/j/85012345678?pwd=%28a%29%5Bb%5D%7Bc%7D%7C%5E%60');
  });
});
