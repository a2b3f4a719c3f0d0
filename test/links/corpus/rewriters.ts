import type { LinkCases } from './case';

const ZOOM = 'https://us06web.zoom.us/j/83456789012?pwd=Zx9Cv8.1';
const Z = 'zoom:83456789012';
const TEAMS = 'https://teams.microsoft.com/meet/24681357902468?p=Qw3Er4';
const T = 'teams:24681357902468';
const enc = encodeURIComponent;
const twice = (target: string) => enc(enc(target));
const key = (url: string) =>
  btoa(JSON.stringify({ token: 'x', url }))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');

/** Rewriters that carry the target in their own text. */
const REWRITERS: ((target: string) => string)[] = [
  (target) => `https://protect.checkpoint.com/v2/___${target}___.YzJ1OnQ6YzpvOmFi`,
  (target) => `https://protect.checkpoint.com/v2/r04/___${target.replace(':', '%3A')}___.YzJ1OnQ6YzpvOmFi`,
  (target) => `https://protect.checkpoint.com/v2/r05/___${target.replace('//', '/')}___.YzJ1OnQ6YzpvOmFi`,
  (target) => `https://url.avanan.click/v2/r01/___${target}___.YXAzOnQ6YTpvOmFi`,
  (target) =>
    `https://sonicwall.url-protection.com/v1/url?o=${target.replace(':', '%3A').replace(/[?=]/g, enc)}&g=Nj&h=Mz`,
  (target) => `https://clicktime.symantec.com/3aBcD?u=${enc(target)}`,
  (target) => `https://clicktime.symantec.com/a/1/x=?d=y&u=${twice(target)}`,
  (target) => `https://link.edgepilot.com/s/1a2b3c4d/XyZ?u=${target}`,
  (target) => `https://us-west.clicktime.cloud.postoffice.net/clicktime.php?U=${enc(target)}&E=a%40b.example`,
  (target) => `https://gws.eu.vadesecure.com/safeproxy/v3?f=a&i=b&k=c&r=d&u=${enc(target)}`,
  (target) =>
    `http://scanmail.trustwave.com/?c=8&d=x&u=${enc(target)
      .toLowerCase()
      .replace(
        /%2fj|zx9cv8|qw3er4/g,
        (one) => ({ '%2fj': '%2Fj', zx9cv8: 'Zx9Cv8', qw3er4: 'Qw3Er4' })[one] ?? one,
      )}`,
  (target) => `https://scanner.topsec.com/?d=9&r=auto&u=${enc(target)}&t=f`,
  (target) => `https://atpscan.global.hornetsecurity.com/?d=a&f=b&i=&k=c&m=d&n=e&r=f&s=1&u=${enc(target)}`,
  (target) => `https://linklock.titanhq.com/analyse?url=${twice(target)}&data=eJx`,
  (target) => `https://mibc-fr-11.mailinblack.com/securelink/?url=https://example.com&key=${key(target)}`,
  (target) => `https://www.linkedin.com/redir/redirect?url=${enc(target)}&urlhash=a`,
  (target) => `https://slack-redir.net/link?url=${enc(target)}`,
  (target) => `https://lm.facebook.com/l.php?u=${enc(target)}&h=AT0`,
  (target) => `https://l.instagram.com/?u=${enc(target)}&e=AT0`,
  (target) => `https://meet.google.com/linkredirect?dest=${enc(target)}`,
  (target) =>
    `https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/atp.html?data=${enc(target)}`,
  (target) => `https://secure-web.cisco.com/1aBcD/${twice(target)}`,
  (target) =>
    `https://hes32-ctp.trendmicro.com/wis/clicktime/v1/query?url==3D${enc(target)}&umid=3DA&auth==3Db`,
  (target) =>
    `https://emea01.safelinks.protection.outlook.com/?url=${enc(`${target}&data=05|01|a@b.example|x|0|0&sdata=y&reserved=0`)}`,
  (target) => `https://outlook.office365.com/owa/redir.aspx?REF=a&URL=${enc(target)}`,
  (target) => `https://deref-gmx.net/mail/client/aB/dereferrer/?redirectUrl=${enc(target)}`,
  (target) => `https://nam.safelink.emails.azure.net/redirect/?destination=${enc(target)}&p=a`,
  (target) => `https://protect.trellix.com/v1/url?k=a-b&q=1&u=${enc(target)}`,
  (target) => target.replace(/^(https:\/\/[^/]+)/, '$1.mcas.ms'),
];

export const REWRITTEN: LinkCases[] = (
  [
    ['Zoom', ZOOM, Z],
    ['Teams', TEAMS, T],
  ] as const
).map(([platform, url, linkKey]) => ({
  platform,
  source: 'Mail filters and sites that rewrite links: alone, in brackets, in HTML, and one within another',
  cases: REWRITERS.flatMap((rewrite): [string, string, string][] => {
    const written = rewrite(url);
    return [
      [`Join <${written}>`, url, linkKey],
      [`<p><a href="${written.replaceAll('&', '&amp;')}">Join</a></p>`, url, linkKey],
      [`https://www.google.com/url?q=${enc(written)}&sa=D`, url, linkKey],
    ];
  }),
}));

/** Addresses that people and programs got wrong. */
export const WRONG: LinkCases[] = [
  {
    platform: 'Zoom',
    source: 'Addresses typed or pasted with a slip: slashes, dots, schemes, question marks, groups of digits',
    cases: [
      ['https://https://zoom.us/j/83456789012', 'https://zoom.us/j/83456789012', Z],
      ['http://https://zoom.us/j/83456789012', 'https://zoom.us/j/83456789012', Z],
      ['https:/zoom.us/j/83456789012', 'https://zoom.us/j/83456789012', Z],
      ['https:///zoom.us/j/83456789012', 'https://zoom.us/j/83456789012', Z],
      ['https://zoom.us./j/83456789012', 'https://zoom.us/j/83456789012', Z],
      ['https://zoom.us//j//83456789012', 'https://zoom.us/j/83456789012', Z],
      ['https://zoom.us/j/83456789012&pwd=Zx9', 'https://zoom.us/j/83456789012?pwd=Zx9', Z],
      ['https://zoom.us/j/83456789012%3Fpwd=Zx9', 'https://zoom.us/j/83456789012?pwd=Zx9', Z],
      ['https://zoom.us/j/83456789012%3Fpwd%3DZx9', 'https://zoom.us/j/83456789012?pwd=Zx9', Z],
      ['https://zoom.us/j/83456789012??pwd=Zx9', 'https://zoom.us/j/83456789012?pwd=Zx9', Z],
      ['https://zoom.us/j/83456789012 ?pwd=Zx9', 'https://zoom.us/j/83456789012?pwd=Zx9', Z],
      ['https://zoom.us/j/834 5678 9012', 'https://zoom.us/j/83456789012', Z],
      ['https://zoom.us/j/834\u00a05678\u00a09012', 'https://zoom.us/j/83456789012', Z],
      ['https://zoom.us/j/834 5678 9012?pwd=Zx9 ok', 'https://zoom.us/j/83456789012?pwd=Zx9', Z],
      ['https://zoom.us/j/83456789012?pwd=\nZx9Cv8Bn7', 'https://zoom.us/j/83456789012?pwd=Zx9Cv8Bn7', Z],
      ['https://zoom.us/j/83456789012?pwd=Zx9%20 then', 'https://zoom.us/j/83456789012?pwd=Zx9', Z],
      ['https://zoom.us/j/83456789012%0A', 'https://zoom.us/j/83456789012', Z],
      ['https://zoom.us/j/834567\u206089012', 'https://zoom.us/j/83456789012', Z],
      ['https://zoom.us/j/83456789012?pwd=Zx\u00ad9Cv', 'https://zoom.us/j/83456789012?pwd=Zx9Cv', Z],
      ['https&#58;&#47&#47zoom&period;us&sol;j&sol;83456789012', 'https://zoom.us/j/83456789012', Z],
    ],
  },
  {
    platform: 'Teams',
    source:
      'https://github.com/Meeting-BaaS/meet-teams-bot/issues/210 and links encoded twice, or not at all',
    cases: [
      [
        'https://teams.microsoft.com/dl/launcher/launcher.html?url=/_#/meet/24681357902468?p=Qw3Er4&anon=true&type=meet&deeplinkId=9&directDl=true',
        `${TEAMS}&anon=true`,
        T,
      ],
      [
        'https://gov.teams.microsoft.us/dl/launcher/launcher.html?url=/_#/meet/24681357902468?p=Qw3Er4&type=meet',
        'https://gov.teams.microsoft.us/meet/24681357902468?p=Qw3Er4',
        T,
      ],
      ['https://gov.teams.microsoft.com/meet/24681357902468?p=Qw3Er4', '=', T],
      [
        'https://teams.microsoft.com/l/meetup-join/19:meeting_Zz@thread.v2/0?context={"Tid":"t-1","Oid":"o-1"} thanks',
        'https://teams.microsoft.com/l/meetup-join/19:meeting_Zz@thread.v2/0?context=%7B%22Tid%22%3A%22t-1%22%2C%22Oid%22%3A%22o-1%22%7D',
        'teams:19:meeting_Zz@thread.v2/0',
      ],
      [
        'https://teams.microsoft.com/l/meetup-join/19:meeting_Zz@thread.v2/0?context=%7b"Tid":"t-1"%7d thanks',
        'https://teams.microsoft.com/l/meetup-join/19:meeting_Zz@thread.v2/0?context=%7b%22Tid%22%3A%22t-1%22%7D',
        'teams:19:meeting_Zz@thread.v2/0',
      ],
      [
        'https://teams.microsoft.com/l/meetup-join/19:meeting_Zz@thread.v2/0?context={\\"Tid\\": \\"t-1\\"}&anon=true thanks',
        'https://teams.microsoft.com/l/meetup-join/19:meeting_Zz@thread.v2/0?context=%7B%22Tid%22%3A%22t-1%22%7D&anon=true',
        'teams:19:meeting_Zz@thread.v2/0',
      ],
      [
        'https://teams.microsoft.com/l/meetup-join/19%253ameeting_Zz%2540thread.v2/0?context=%257b%2522Tid%2522%253a%2522t-1%2522%257d',
        'https://teams.microsoft.com/l/meetup-join/19%3ameeting_Zz%40thread.v2/0?context=%7b%22Tid%22%3a%22t-1%22%7d',
        'teams:19:meeting_Zz@thread.v2/0',
      ],
    ],
  },
  {
    platform: 'Webex',
    source:
      'https://pastebin.com/2juuuJyZ (events), https://developer.cisco.com/docs/webex-meetings/url-api, Webex in China',
    cases: [
      [
        'https://umbrella.webex.com/umbrella/onstage/g.php?MTID=e0123456789abcdef',
        '=',
        'webex:e0123456789abcdef',
      ],
      ['https://umbrella.webex.com/umbrella/k2/j.php?MTID=t0123456789abcdef', '=', 'webex:t0123456789abcdef'],
      ['https://huoshan.webex.com.cn/huoshan/j.php?MTID=m0123456789abcdef', '=', 'webex:m0123456789abcdef'],
      ['https://huoshan.webex.com.cn/meet/li', '=', 'webex:huoshan.webex.com.cn/li'],
      [
        'https://umbrella.webex.com/umbrella/m.php?AT=JM&MK=987654321',
        '=',
        'webex:umbrella.webex.com/mk/987654321',
      ],
    ],
  },
  {
    platform: 'GMeet',
    source: 'https://github.com/leits/MeetingBar/issues/847 (short links, accounts, slips)',
    cases: [
      ['https://g.co/meet/qrs-tuvw-xyz', 'https://meet.google.com/qrs-tuvw-xyz', 'meet:qrs-tuvw-xyz'],
      ['g.co/meet/qrs-tuvw-xyz', 'https://meet.google.com/qrs-tuvw-xyz', 'meet:qrs-tuvw-xyz'],
      [
        'https://meet.google.com/u/1/qrs-tuvw-xyz',
        'https://meet.google.com/qrs-tuvw-xyz',
        'meet:qrs-tuvw-xyz',
      ],
      [
        'https://meet.google.com/qrs-tuvw-xyz&hs=1',
        'https://meet.google.com/qrs-tuvw-xyz',
        'meet:qrs-tuvw-xyz',
      ],
      [
        'https://meet.google.com//qrs-tuvw-xyz%0A',
        'https://meet.google.com/qrs-tuvw-xyz',
        'meet:qrs-tuvw-xyz',
      ],
    ],
  },
];
