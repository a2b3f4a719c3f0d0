import { describe, expect, it } from 'vitest';
import { isOpaque, opaqueTarget, unwrapUrl } from './unwrap-url';

const LINK = 'https://whereby.com/a-b_c';
const encoded = encodeURIComponent(LINK);
const encodedTimes = (times: number): string =>
  times === 0 ? LINK : encodeURIComponent(encodedTimes(times - 1));
const wrap = (times: number): string =>
  times === 0 ? LINK : `https://www.google.com/url?q=${encodeURIComponent(wrap(times - 1))}`;

describe('a wrapped address', () => {
  it.each([
    ['Google', `https://www.google.co.uk/url?url=${encoded}`],
    ['Proofpoint 1', `https://urldefense.proofpoint.com/v1/url?u=${encoded}&k=x`],
    ['Proofpoint 2', 'https://urldefense.proofpoint.com/v2/url?u=https-3A__whereby.com_a-2Db-5Fc&d=x'],
    ['Proofpoint 3', `https://urldefense.com/v3/__${LINK}__;!!x`],
    ['Cisco', `https://secure-web.cisco.com/1aB/${encoded}`],
    ['Cisco, not encoded', `https://secure-web.cisco.com/1aB/${LINK}`],
    ['Amazon', `https://abc.r.us-east-1.awstrack.me/L0/${encoded}/1/x`],
    ['Sophos', `https://eu.protection.sophos.com/?u=${encodeURIComponent(btoa(LINK))}`],
    ['Trend Micro', `https://imsva91-ctp.trendmicro.com/wis?url=${encoded}`],
    ['Google, its first parameter empty', `https://www.google.com/url?q=&url=${encoded}`],
    ['Google, with a space before it', `https://www.google.com/url?q=%20${encoded}%20`],
    ['Google, with more behind it', `https://www.google.com/url?q=${encoded}%3E%0A%0Athanks`],
    ['Google, encoded four times more', `https://www.google.com/url?q=${encodedTimes(5)}`],
    ['Google, in quoted-printable', `https://www.google.com/url?q=3D${encoded}`],
    ['Google, without its scheme', 'https://www.google.com/url?q=whereby.com/a-b_c'],
    ['a filter of a cloud', `https://x.mcas.ms/aad_login?originalUrl=${encoded}`],
    ['a proxy of a cloud', 'https://whereby.com.mcas.ms/a-b_c'],
    ['Check Point 1', `https://protect.checkpoint.com/v1/url?o=${encoded}&g=x`],
    ['Check Point 2', `https://protect.checkpoint.com/v2/___${LINK}___.Yz`],
    ['Check Point 2, cut', `https://protect.checkpoint.com/v2/___${LINK}`],
    [
      'Check Point 2, with signs encoded',
      'https://protect.checkpoint.com/v2/___https*3A//whereby.com/a-b_c___.Yz',
    ],
    [
      'Mailinblack',
      `https://x.mailinblack.com/securelink/?url=https://h.example&key=${btoa(`{"url" : "${LINK}"}`)}`,
    ],
    ['Mailinblack, without a key', `https://x.mailinblack.com/securelink/?url=${encoded}`],
    [
      'Mailinblack, with another key',
      `https://x.mailinblack.com/securelink/?url=${encoded}&key=${btoa('{}')}`,
    ],
    [
      'Mailinblack, with a broken key',
      `https://x.mailinblack.com/securelink/?url=${encoded}&key=${btoa('{"url": "\\x"}')}`,
    ],
  ])('is taken out of what %s made of it', (_filter, address) => {
    expect(unwrapUrl(address)?.href).toBe(LINK);
  });

  it('is taken out of eight wrappers, and no more', () => {
    expect(unwrapUrl(wrap(8))?.href).toBe(LINK);
    expect(unwrapUrl(wrap(9))?.href).toBe(wrap(1));
  });

  it.each([
    ['http', 'https://secure-web.cisco.com/1aB/http://whereby.com/a', 'http://whereby.com/a'],
    [
      'an address in its own parameters',
      `https://secure-web.cisco.com/1aB/${encodeURIComponent('https://whereby.com/a?b=')}https://c/`,
      'https://whereby.com/a?b=https://c/',
    ],
    [
      'its passcode behind it, not encoded',
      'https://www.google.com/url?sa=D&q=https://zoom.us/j/123456789?from=a&pwd=b%20c&usg=d&tk=e',
      'https://zoom.us/j/123456789?from=a&pwd=b%20c&tk=e',
    ],
    [
      'a parameter of the redirect that is named like a passcode',
      'https://www.google.com/url?pwd=a&q=https://zoom.us/j/123456789?from=a',
      'https://zoom.us/j/123456789?from=a',
    ],
    [
      'no parameters, and the redirect one of that name',
      'https://www.google.com/url?q=https://zoom.us/j/123456789&tk=e',
      'https://zoom.us/j/123456789',
    ],
    [
      'the path of a web client behind it, not encoded',
      'https://www.google.com/url?q=https://teams.microsoft.com/v2/?a=b#/meet/123456789',
      'https://teams.microsoft.com/v2/?a=b#/meet/123456789',
    ],
    [
      'a path of its own, and the redirect a mark',
      `https://www.google.com/url?q=${encodeURIComponent('https://teams.microsoft.com/v2/?a=b#/meet/123456789')}#/x`,
      'https://teams.microsoft.com/v2/?a=b#/meet/123456789',
    ],
    [
      'a question mark, and the redirect a mark',
      'https://www.google.com/url?q=https://zoom.us/j/123456789?a=b#success',
      'https://zoom.us/j/123456789?a=b',
    ],
    ['http behind a proxy', 'http://whereby.com.mcas.ms/a', 'http://whereby.com/a'],
    [
      'http between underscores',
      'http://protect.checkpoint.com/v2/___http://whereby.com/a___.Yz',
      'http://whereby.com/a',
    ],
    [
      'http in quoted-printable',
      'https://www.google.com/url?q==3Dhttp://whereby.com/a',
      'http://whereby.com/a',
    ],
    [
      'a star that is none of its signs',
      'https://protect.checkpoint.com/v2/___https://whereby.com/a*b___.Yz',
      'https://whereby.com/a*b',
    ],
    [
      'data of a filter within it',
      `https://x.safelinks.protection.outlook.com/?url=${encodeURIComponent('https://zoom.us/j/123456789?data=05|01|a')}`,
      'https://zoom.us/j/123456789',
    ],
    ['one slash', 'https://urldefense.com/v3/__http:/whereby.com/a__;!!x', 'http://whereby.com/a'],
    [
      'one slash in its parameters',
      'https://urldefense.com/v3/__https://whereby.com/a?b=https:/c__;!!x',
      'https://whereby.com/a?b=https:/c',
    ],
    [
      'a replaced byte',
      'https://urldefense.com/v3/__https://whereby.com/a*b__;Kw!!x',
      'https://whereby.com/a+b',
    ],
    [
      'runs of replaced bytes',
      'https://urldefense.com/v3/__https://whereby.com/a**Ab**Bc*d__;KyssLCwt!!x',
      'https://whereby.com/a++b,,,c-d',
    ],
  ])('may have %s', (_what, address, inner) => {
    expect(unwrapUrl(address)?.href).toBe(inner);
  });

  it.each([
    ['a host that ends like a wrapper', `https://notgoogle.com/url?q=${encoded}`],
    ['another page of a wrapper', `https://www.google.com/search?q=${encoded}`],
    ['a wrapper without an address', 'https://eu.protection.sophos.com/'],
    ['a wrapper with another path', 'https://abc.r.us-east-1.awstrack.me/x/L0/'],
    ['a wrapper without a path', 'https://secure-web.cisco.com/'],
    ['a wrapper without its marks', 'https://urldefense.com/v3/x__;!!x'],
    ['a wrapper with nothing between its marks', 'https://urldefense.com/v3/____;!!x'],
    ['a wrapper that is not closed', `https://urldefense.com/v3/__${LINK}`],
    ['Safe Links without an address', 'https://x.safelinks.protection.outlook.com/?data=05'],
    ['an address encoded five times more', `https://www.google.com/url?q=${encodedTimes(6)}`],
    ['a wrapper of no address', 'https://www.google.com/url?q=soon'],
    [
      "an app's scheme behind its beginning",
      'https://zoom.us/j/1?a=zoommtg://b&c=msteams:teams.d&e=msteams:f',
    ],
  ])('is not in %s', (_what, address) => {
    expect(unwrapUrl(address)?.href).toBe(address);
  });

  it.each([
    ['zoommtg://zoom.us/join?confno=1', 'https://zoom.us/join?confno=1'],
    ['zoomus:zoom.us/join', 'https://zoom.us/join'],
    ['msteams:/l/meetup-join/x', 'https://teams.microsoft.com/l/meetup-join/x'],
    ['msteams://l/meetup-join/x', 'https://teams.microsoft.com/l/meetup-join/x'],
    ['msteams://teams.live.com/meet/1', 'https://teams.live.com/meet/1'],
  ])('of an app, %s, is %s', (address, web) => {
    expect(unwrapUrl(address)?.href).toBe(web);
  });

  it('is null when it cannot be parsed', () => {
    expect(unwrapUrl('https://[')).toBeNull();
  });
});

describe('an address that only the filter can read', () => {
  it('is on a host of Mimecast', () => {
    const hosts = ['url.uk.m.mimecastprotect.com', 'protect-eu.mimecast.com', 'a.mimecast.com.example'];
    expect(hosts.map(isOpaque)).toEqual([true, true, false]);
  });

  it.each([
    ['https://protect-eu.mimecast.com/s/x?domain=Zoom.us/j', 'zoom.us'],
    ['https://protect-eu.mimecast.com/s/x', null],
    ['https://example.com/s/x?domain=zoom.us', null],
  ])('%s names %s as its target', (address, target) => {
    expect(opaqueTarget(new URL(address))).toBe(target);
  });
});
