import { fromBase64, percentDecoded } from './decode';

/** A redirect whose target stands in its own text. */
export type Wrapper = {
  /** Hosts; one that begins with a dot means all hosts below it as well. */
  hosts: string[];
  /** Returns the address inside, or null when there is none. */
  inner(url: URL): string | null;
};

/** Parameters that a meeting link needs, and that a target written without encoding loses to the redirect around it. */
const OF_MEETINGS = /^(?:pwd|tk|password|passcode|mtid|context|roomkey)$/i;

/** Returns the first of these parameters that has a value; their names are compared without regard to case. */
function parameter(...names: string[]) {
  return ({ searchParams, hash }: URL): string | null => {
    const given = [...searchParams];
    for (const name of names) {
      const index = given.findIndex(([key, value]) => value !== '' && key.toLowerCase() === name);
      if (index >= 0) return withLostParts(given[index]?.[1] ?? '', given.slice(index + 1), hash);
    }
    return null;
  };
}

function withLostParts(target: string, rest: [string, string][], hash: string): string {
  if (!target.includes('?')) return target;
  const lost = rest.filter(([name]) => OF_MEETINGS.test(name));
  const whole = lost.reduce((one, [name, value]) => `${one}&${name}=${encodeURIComponent(value)}`, target);
  // Teams' web client has its address behind `#/`.
  return hash.startsWith('#/') && !whole.includes('#') ? whole + hash : whole;
}

const onPath =
  (path: RegExp, inner: Wrapper['inner']): Wrapper['inner'] =>
  (url) =>
    path.test(url.pathname) ? inner(url) : null;

export const WRAPPERS: Wrapper[] = [
  {
    // Google Calendar and Mail; GOOGLE in unwrap-url.ts knows the endings of the countries.
    hosts: ['google'],
    inner: onPath(/^\/url$/, parameter('q', 'url')),
  },
  { hosts: ['meet.google.com'], inner: onPath(/^\/linkredirect\/?$/, parameter('dest')) },
  {
    // Outlook Safe Links, also as Teams shows them; `&data=05|` within the target is the filter's own.
    hosts: [
      '.safelinks.protection.outlook.com',
      '.safelinks.protection.office365.us',
      '.safelinks.protection.partner.outlook.cn',
      'statics.teams.cdn.office.net',
      'statics.teams.microsoft.com',
      'teams.public.onecdn.static.microsoft',
    ],
    inner: (url) => parameter('url', 'data')(url)?.replace(/[?&]data=\d\d(?:\||%7C).*/i, '') ?? null,
  },
  {
    // Outlook on the web, before Safe Links; mails that Azure sends; Defender for Cloud Apps
    hosts: ['outlook.office365.com', 'outlook.office.com', 'outlook.live.com'],
    inner: onPath(/^\/owa\/redir(?:\.aspx)?$/i, parameter('url')),
  },
  { hosts: ['.safelink.emails.azure.net'], inner: parameter('destination') },
  {
    hosts: ['.mcas.ms', '.mcas-gov.us', '.mcas-gov.ms'],
    inner: (url) =>
      parameter('originalurl')(url) ??
      url.href.replace(/^(https?:\/\/[^/?#]+?)\.mcas(?:-gov)?\.(?:ms|us)(?=[/?#])/, '$1'),
  },
  {
    // Proofpoint URL Defense
    hosts: ['urldefense.com', 'urldefense.us', 'urldefense.proofpoint.com', 'www.urldefense.com'],
    inner(url) {
      if (url.pathname.startsWith('/v3/')) return proofpointV3(url.href);
      const written = url.searchParams.get('u');
      return written && url.pathname.startsWith('/v2/')
        ? percentDecoded(written.replace(/-/g, '%').replace(/_/g, '/'))
        : written;
    },
  },
  // Barracuda Link Protection
  { hosts: ['.linkprotect.cudasvc.com'], inner: parameter('a') },
  {
    // Filters that keep the target in `u`: Libraesva, Trellix (FireEye), Symantec, EdgePilot and AppRiver, Vade, Trustwave,
    // Topsec, Hornetsecurity
    hosts: [
      'urlsand.esvalabs.com',
      '.esvalabs.com',
      '.fireeye.com',
      '.trellix.com',
      '.clicktime.symantec.com',
      'link.edgepilot.com',
      '.clicktime.cloud.postoffice.net',
      '.vadesecure.com',
      '.scanmail.trustwave.com',
      'scanner.topsec.com',
      '.hornetsecurity.com',
    ],
    inner: parameter('u', 'url'),
  },
  // Trend Micro, TitanHQ
  { hosts: ['.trendmicro.com', '.titanhq.com'], inner: parameter('url') },
  {
    hosts: ['.protection.sophos.com'],
    inner: ({ searchParams }) => fromBase64(searchParams.get('u') ?? '') || null,
  },
  {
    // Check Point (Avanan, SonicWall): v1 in a parameter, v2 between underscores
    hosts: ['.url-protection.com', 'protect.checkpoint.com', '.avanan.click'],
    inner: (url) => checkPointV2(url.href) ?? parameter('o')(url),
  },
  { hosts: ['.mailinblack.com'], inner: mailinblack },
  {
    // Amazon's click tracking keeps the target as one segment of the path.
    hosts: ['.awstrack.me'],
    inner: ({ pathname }) => percentDecoded(/^\/L\d\/([^/]+)/.exec(pathname)?.[1] ?? '') || null,
  },
  {
    // Cisco Secure Email: a signature, then the target, encoded or not.
    hosts: ['secure-web.cisco.com'],
    inner: (url) => /^https?:\/\/[^/]+\/[^/]+\/(.+)$/.exec(url.href)?.[1] ?? null,
  },
  // Sites that show a page before they let someone go
  {
    hosts: ['www.linkedin.com', 'linkedin.com'],
    inner: onPath(/^\/(?:safety\/go|redir\/)/, parameter('url')),
  },
  { hosts: ['.slack-redir.net'], inner: parameter('url') },
  {
    hosts: [
      'l.facebook.com',
      'lm.facebook.com',
      'l.messenger.com',
      'l.instagram.com',
      'l.workplace.com',
      'l.threads.com',
      'l.wl.co',
    ],
    inner: parameter('u'),
  },
  { hosts: ['www.youtube.com'], inner: onPath(/^\/redirect$/, parameter('q')) },
  {
    // GMX, WEB.DE, mail.com, 1&1
    hosts: [
      'deref-gmx.net',
      'deref-gmx.com',
      'deref-web.de',
      'deref-web-02.de',
      'deref-mail.com',
      'deref-mail-02.com',
      'deref-1und1.de',
    ],
    inner: parameter('redirecturl'),
  },
];

const RUN_LENGTHS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * Returns the address inside Proofpoint URL Defense v3, `/v3/__<url>__;<base64>!!…`, or null when there is none. In the URL
 * `*` stands for the next byte of the base64 part, `**` and a letter for a run of 2 to 65 bytes.
 */
function proofpointV3(href: string): string | null {
  const start = href.indexOf('/v3/__') + 6;
  const end = href.lastIndexOf('__;');
  if (start < 6 || end <= start) return null;
  const [bytes = ''] = href.slice(end + 3).split('!', 1);
  const replaced = fromBase64(bytes);
  let used = 0;
  return href.slice(start, end).replace(/\*(?:\*([A-Za-z0-9_-]))?/g, (_, run: string | undefined) => {
    const length = run === undefined ? 1 : RUN_LENGTHS.indexOf(run) + 2;
    used += length;
    return replaced.slice(used - length, used);
  });
}

/**
 * Returns the address inside Check Point's v2, `/v2/[r01/]___<url>___.<signature>`, or null when there is none. A percent
 * sign of the target may be written as `*`.
 */
function checkPointV2(href: string): string | null {
  const written = /^https?:\/\/[^/]+\/v2\/(?:[\w-]+\/)?___(.+)$/.exec(href)?.[1];
  if (!written) return null;
  const end = written.lastIndexOf('___');
  return (end > 0 ? written.slice(0, end) : written).replace(/\*(?=[\dA-F]{2})/gi, '%');
}

/** Returns the address inside Mailinblack's `key`, base64 of JSON; its `url` is only the site. */
function mailinblack({ searchParams }: URL): string | null {
  const key = /"url"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(fromBase64(searchParams.get('key') ?? ''))?.[1];
  try {
    return key ? String(JSON.parse(key)) : searchParams.get('url');
  } catch {
    return searchParams.get('url');
  }
}
