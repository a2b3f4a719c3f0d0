import { fromBase64, parseUrl, percentDecoded } from './decode';

/** Mail filters do not wrap a link more often than this. */
const MAX_DEPTH = 8;

type Wrapper = {
  /** Hosts; one that begins with a dot means all hosts below it as well. */
  hosts: string[];
  /** Returns the address inside, or null when there is none. */
  inner(url: URL): string | null;
};

const parameter =
  (...names: string[]) =>
  ({ searchParams }: URL) =>
    names.map((name) => searchParams.get(name)).find((value) => value) ?? null;

const WRAPPERS: Wrapper[] = [
  {
    // Google Calendar and Mail; GOOGLE knows the endings of the countries.
    hosts: ['google'],
    inner: (url) => (url.pathname === '/url' ? parameter('q', 'url')(url) : null),
  },
  {
    // Outlook Safe Links
    hosts: [
      '.safelinks.protection.outlook.com',
      '.safelinks.protection.office365.us',
      '.safelinks.protection.partner.outlook.cn',
      'statics.teams.cdn.office.net',
      'teams.public.onecdn.static.microsoft',
    ],
    inner: parameter('url'),
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
  // Libraesva, Trellix (FireEye)
  { hosts: ['urlsand.esvalabs.com', 'protect2.fireeye.com'], inner: parameter('u') },
  { hosts: ['.trendmicro.com'], inner: parameter('url') },
  {
    hosts: ['.protection.sophos.com'],
    inner: ({ searchParams }) => fromBase64(searchParams.get('u') ?? '') || null,
  },
  {
    // Amazon's click tracking keeps the target as one segment of the path.
    hosts: ['.awstrack.me'],
    inner: ({ pathname }) => percentDecoded(/^\/L\d\/([^/]+)/.exec(pathname)?.[1] ?? '') || null,
  },
  {
    // Cisco Secure Email: a signature, then the target, encoded or not.
    hosts: ['secure-web.cisco.com'],
    inner(url) {
      const target = /^https?:\/\/[^/]+\/[^/]+\/(.+)$/.exec(url.href)?.[1];
      return target ? (/^https?:\/\//i.test(target) ? target : percentDecoded(target)) : null;
    },
  },
];

const BY_HOST = new Map(WRAPPERS.flatMap((wrapper) => wrapper.hosts.map((host) => [host, wrapper])));
const GOOGLE = /^(?:www\.)?google\.(?:com?\.)?[a-z]{2,3}$/;

/** Tells whether addresses on a host may hold another address. */
export function isWrapper(hostname: string): boolean {
  return wrapperOf(hostname) !== undefined;
}

function wrapperOf(hostname: string): Wrapper | undefined {
  const exact = BY_HOST.get(hostname) ?? BY_HOST.get(`.${hostname}`);
  if (exact || GOOGLE.test(hostname)) return exact ?? BY_HOST.get('google');
  for (let dot = hostname.indexOf('.'); dot >= 0; dot = hostname.indexOf('.', dot + 1)) {
    const found = BY_HOST.get(hostname.slice(dot));
    if (found) return found;
  }
  return undefined;
}

/**
 * Parses an address as written: it turns the schemes of apps into https, and takes off the redirects that calendars and
 * mail filters wrap around links. Unknown redirects stay: their text does not tell where they lead, or anyone could forge
 * them.
 * @returns null when it is no address
 */
export function unwrapUrl(address: string): URL | null {
  let url = parseUrl(asWeb(address));
  for (let depth = 0; url && depth < MAX_DEPTH; depth += 1) {
    const inner = wrapperOf(url.hostname)?.inner(url);
    const target = inner ? parseUrl(asWeb(inner)) : null;
    if (!target) return url;
    url = target;
  }
  return url;
}

function asWeb(address: string): string {
  return address
    .replace(/^zoom(?:mtg|us):\/*/i, 'https://')
    .replace(/^msteams:\/*(?=teams\.)/i, 'https://')
    .replace(/^msteams:\/*/i, 'https://teams.microsoft.com/');
}

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
  return href
    .slice(start, end)
    .replace(/\*(?:\*([A-Za-z0-9_-]))?/g, (_, run: string | undefined) => {
      const length = run === undefined ? 1 : RUN_LENGTHS.indexOf(run) + 2;
      used += length;
      return replaced.slice(used - length, used);
    })
    .replace(/^(https?):\/(?!\/)/, '$1://');
}

const MIMECAST = /\.mimecast(?:protect)?\.com$/;

/** Tells whether addresses on a host hold another address that only the mail filter can read. */
export function isOpaque(hostname: string): boolean {
  return MIMECAST.test(hostname);
}

/** Returns the site that an unreadable address names as its target (Mimecast's `?domain=`), or null. */
export function opaqueTarget(url: URL): string | null {
  if (!isOpaque(url.hostname)) return null;
  return url.searchParams.get('domain')?.split('/', 1)[0]?.toLowerCase() ?? null;
}
