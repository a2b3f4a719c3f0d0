import type { LinkCases } from './case';

const ZOOM = 'https://us02web.zoom.us/j/85012345678?pwd=QWxs';
const Z = 'zoom:85012345678';
const TEAMS =
  'https://teams.microsoft.com/l/meetup-join/19%3ameeting_NzA4YzIxMDct%40thread.v2/0?context=%7b%22Tid%22%3a%22d1c2-4f%22%2c%22Oid%22%3a%22a0b1-77%22%7d';
const T = 'teams:19:meeting_NzA4YzIxMDct@thread.v2/0';
const enc = encodeURIComponent;
const safe = (target: string, host = 'eur01.safelinks.protection.outlook.com') =>
  `https://${host}/?url=${enc(target)}&data=05%7C01%7Cjane%40example.com%7C31d1&sdata=MYX%3D&reserved=0`;
const google = (target: string) =>
  `https://www.google.com/url?q=${enc(target)}&sa=D&source=calendar&ust=1700000000000000&usg=AOvVaw0`;
const V2 =
  'https://urldefense.proofpoint.com/v2/url?u=https-3A__us02web.zoom.us_j_85012345678-3Fpwd-3DQWxs&d=DwMFAg&c=x&r=y&m=z&s=w&e=';
const V3 = 'https://urldefense.com/v3/__https://us02web.zoom.us/j/85012345678?pwd=QWxs__;!!AbC-d!xYz_1$';

export const WRAPPED: LinkCases[] = [
  {
    platform: 'Zoom',
    source: 'https://github.com/ClearURLs/Addon/issues/332 (links in Google Calendar)',
    cases: [
      [google(ZOOM), ZOOM, Z],
      ['https://www.google.de/url?url=https://zoom.us/j/85012345678', 'https://zoom.us/j/85012345678', Z],
      [
        'https://www.google.co.uk/url?q=https://zoom.us/j/85012345678&sa=D',
        'https://zoom.us/j/85012345678',
        Z,
      ],
      [
        'https://google.com/url?sa=t&url=https%3A%2F%2Fzoom.us%2Fj%2F85012345678',
        'https://zoom.us/j/85012345678',
        Z,
      ],
      [`<a href="${google(ZOOM).replaceAll('&', '&amp;')}">Zoom</a>`, ZOOM, Z],
      [
        `<a href="${google(ZOOM).replaceAll('&', '&amp;')}" target="_blank" id="ow1234" __is_owner="true">${ZOOM}</a>`,
        ZOOM,
        Z,
      ],
    ],
  },
  {
    platform: 'Zoom',
    source: 'https://github.com/sfsam/Itsycal/issues/181 (Safe Links)',
    cases: [
      [safe(ZOOM), ZOOM, Z],
      [`Join Zoom Meeting<${safe(ZOOM)}>`, ZOOM, Z],
      [
        'https://eur03.safelinks.protection.outlook.com/?url=https%3A%2F%2Fus02web.zoom.us%2Fj%2F850123456&data=xxxx',
        'https://us02web.zoom.us/j/850123456',
        'zoom:850123456',
      ],
      [safe(ZOOM, 'gcc02.safelinks.protection.office365.us'), ZOOM, Z],
      [safe(ZOOM, 'chn01.safelinks.protection.partner.outlook.cn'), ZOOM, Z],
      [safe('zoommtg://zoom.us/join?confno=85012345678&pwd=Q'), 'https://zoom.us/j/85012345678?pwd=Q', Z],
    ],
  },
  {
    platform: 'Teams',
    source:
      'https://github.com/caleb531/open-conference-url/issues/37, https://github.com/IsmaelMartinez/teams-for-linux/issues/1410',
    cases: [
      [safe(TEAMS, 'aus01.safelinks.protection.outlook.com'), TEAMS, T],
      [`https://gcc02.safelinks.protection.outlook.com/ap/t-59584e83/?url=${enc(TEAMS)}&data=05`, TEAMS, T],
      [
        `<a href="${safe(TEAMS).replaceAll('&', '&amp;')}" originalsrc="${TEAMS}" shash="x">Join the meeting now</a>`,
        TEAMS,
        T,
      ],
      [
        safe('msteams:/l/meetup-join/19%3ameeting_NzA4YzIxMDct%40thread.v2/0'),
        'https://teams.microsoft.com/l/meetup-join/19%3ameeting_NzA4YzIxMDct%40thread.v2/0',
        T,
      ],
    ],
  },
  {
    platform: 'Teams',
    source:
      'https://github.com/wtimme/firefox-remove-safelinks/pull/1, https://github.com/aloneguid/bt/issues/234 (Safe Links inside Teams)',
    cases: [
      [
        `https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/atp-safelinks.html?url=${enc(TEAMS)}&locale=en-us`,
        TEAMS,
        T,
      ],
      [
        `https://teams.public.onecdn.static.microsoft/evergreen-assets/safelinks/2/atp-safelinks.html?url=${enc(TEAMS)}`,
        TEAMS,
        T,
      ],
    ],
  },
  {
    platform: 'Zoom',
    source:
      'https://github.com/cardi/proofpoint-url-decoder/blob/main/decode_test.py (URL Defense v2 and v3)',
    cases: [
      [V2, ZOOM, Z],
      [
        'https://urldefense.com/v2/url?u=https-3A__zoom.us_j_85012345678&d=&c=&r=&m=&s=&e=',
        'https://zoom.us/j/85012345678',
        Z,
      ],
      [
        'https://urldefense.proofpoint.com/v2/url?u=https-3A__zoom.us_my_jane-5Fdoe&d=x',
        'https://zoom.us/my/jane_doe',
        'zoom:my/jane_doe',
      ],
      [
        'https://urldefense.proofpoint.com/v2/url?u=https-3A__acme-2Dcorp.zoom.us_j_85012345678-3Fpwd-3DQ-2Dx-26from-3Daddon&amp;d=x',
        'https://acme-corp.zoom.us/j/85012345678?pwd=Q-x&from=addon',
        Z,
      ],
      [V3, ZOOM, Z],
      ['urldefense.com/v3/__https://zoom.us/j/85012345678__;!!foo!bar$', 'https://zoom.us/j/85012345678', Z],
      [
        'https://urldefense.com/v3/__https://zoom.us/j/85012345678*success__;Iw!!foo!bar$',
        'https://zoom.us/j/85012345678#success',
        Z,
      ],
      [
        'https://urldefense.com/v3/__https:/*zoom.us/j/85012345678__;Lw!!A!b$',
        'https://zoom.us/j/85012345678',
        Z,
      ],
      [
        'https://urldefense.com/v3/__https:/zoom.us/j/85012345678__;!!A!b$',
        'https://zoom.us/j/85012345678',
        Z,
      ],
      [
        'https://urldefense.com/v3/__https://zoom.us/j/850**A345678__;MTI!!A!b$',
        'https://zoom.us/j/85012345678',
        Z,
      ],
      [
        'https://urldefense.us/v3/__https://acme.zoomgov.com/j/1612345678__;!!A!b$',
        'https://acme.zoomgov.com/j/1612345678',
        'zoom:gov/1612345678',
      ],
      [
        'https://urldefense.com/v3/__https://us02web.zoom.us/j/85012345678?pwd=QWxs__;!!AbC-d!xYz_1$ [us02web[.]zoom[.]us]',
        ZOOM,
        Z,
      ],
    ],
  },
  {
    platform: 'Zoom',
    source:
      'https://github.com/ninoseki/kachi/blob/main/tests/test_main.py (URL Defense v1, as written and encoded)',
    cases: [
      [
        'https://urldefense.proofpoint.com/v1/url?u=https%3A%2F%2Fzoom.us%2Fj%2F85012345678&k=x',
        'https://zoom.us/j/85012345678',
        Z,
      ],
      [
        'https://urldefense.proofpoint.com/v1/url?u=https://zoom.us/j/85012345678&k=foo',
        'https://zoom.us/j/85012345678',
        Z,
      ],
    ],
  },
  {
    platform: 'Teams',
    source: 'URL Defense around Teams links: the percent signs are the bytes taken out',
    cases: [
      [
        'https://urldefense.com/v3/__https://teams.microsoft.com/l/meetup-join/19*3ameeting_NzA4YzIxMDct*40thread.v2/0__;JSU!!A!b$',
        'https://teams.microsoft.com/l/meetup-join/19%3ameeting_NzA4YzIxMDct%40thread.v2/0',
        T,
      ],
      [
        'https://urldefense.com/v3/__https://teams.microsoft.com/l/meetup-join/19*3ameeting_NzA4YzIxMDct*40thread.v2/0?context=*7b*22Tid*22*3a*22d1c2-4f*22*2c*22Oid*22*3a*22a0b1-77*22*7d__;JSUlJSUlJSUlJSUlJSUl!!A!b$',
        TEAMS,
        T,
      ],
      [
        'https://urldefense.proofpoint.com/v2/url?u=https-3A__teams.microsoft.com_l_meetup-2Djoin_19-253ameeting-5FNzA4YzIxMDct-2540thread.v2_0&d=x',
        'https://teams.microsoft.com/l/meetup-join/19%3ameeting_NzA4YzIxMDct%40thread.v2/0',
        T,
      ],
    ],
  },
  {
    platform: 'Zoom',
    source: 'https://campus.barracuda.com/doc/49055519 (Barracuda Link Protection)',
    cases: [
      [`https://linkprotect.cudasvc.com/url?a=${enc(ZOOM)}&c=E,1,5bEVim247z1f&typo=1`, ZOOM, Z],
      [
        'https://linkprotect.cudasvc.com/url?a=https://zoom.us/j/85012345678&c=E,1,5bEV,1&typo=1',
        'https://zoom.us/j/85012345678',
        Z,
      ],
    ],
  },
  {
    platform: 'Zoom',
    source: 'https://github.com/ninoseki/kachi/blob/main/tests/test_main.py (other mail filters)',
    cases: [
      [`https://x.linkprotect.cudasvc.com/?a=${enc(ZOOM)}`, ZOOM, Z],
      [`https://urlsand.esvalabs.com/?u=${enc(ZOOM)}`, ZOOM, Z],
      [`https://protect2.fireeye.com/v1/url?k=31323334-50bba2bf&q=1&e=ab&u=${enc(ZOOM)}`, ZOOM, Z],
      [`https://imsva91.ctp.trendmicro.com/wis/clicktime/v1/query?url=${enc(ZOOM)}&umid=1`, ZOOM, Z],
      [`https://imsva91-ctp.trendmicro.com:443/wis/clicktime/v1/query?url=${enc(ZOOM)}&umid=1`, ZOOM, Z],
      [`https://abc.r.us-east-1.awstrack.me/L0/${enc(ZOOM)}/1/0100018c/sig=1`, ZOOM, Z],
      [
        `https://eu-central-1.protection.sophos.com/?d=zoom.us&u=${enc(btoa(ZOOM))}&i=NjJk&t=OGE0&h=0d5a&s=AVNP`,
        ZOOM,
        Z,
      ],
    ],
  },
  {
    platform: 'Zoom',
    source:
      'https://github.com/cardi/proofpoint-url-decoder/issues/9 (Cisco Secure Email keeps the target at the end)',
    cases: [
      [`https://secure-web.cisco.com/1G_SeRH3AwLxm6UgXB2UDNDVNmryPBbanypz-A4a5/${enc(ZOOM)}`, ZOOM, Z],
      [
        'http://secure-web.cisco.com/1S1h_Cy8Q/https://zoom.us/j/85012345678',
        'https://zoom.us/j/85012345678',
        Z,
      ],
    ],
  },
  {
    platform: 'Zoom',
    source: 'https://ovlasiuk.github.io (filters in turn: each wraps the one before)',
    cases: [
      [google(safe(ZOOM)), ZOOM, Z],
      [safe(V2, 'nam02.safelinks.protection.outlook.com'), ZOOM, Z],
      [safe(V3), ZOOM, Z],
      [google(safe(google(safe(ZOOM)))), ZOOM, Z],
      [safe(safe(safe(ZOOM))), ZOOM, Z],
      [`https://linkprotect.cudasvc.com/url?a=${enc(safe(ZOOM))}&c=E`, ZOOM, Z],
    ],
  },
];
