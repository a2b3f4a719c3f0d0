import { describe, expect, it } from 'vitest';
import { isOpaque, opaqueTarget, unwrapUrl } from './unwrap-url';

const LINK = 'https://whereby.com/a-b_c';
const encoded = encodeURIComponent(LINK);
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
