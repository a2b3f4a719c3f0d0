import { fromBase64, parseUrl, percentDecoded } from './decode';
import { proofpointV3 } from './proofpoint';

/** A link wrapped more often than this was not wrapped by mail filters. */
const MAX_DEPTH = 8;

type Wrapper = {
  /** What the host ends in; one that begins with a dot stands for all hosts below it. */
  hosts: string[];
  /** The address inside, or null when there is none to read. */
  inner(url: URL): string | null;
};

const parameter =
  (...names: string[]) =>
  ({ searchParams }: URL) =>
    names.map((name) => searchParams.get(name)).find((value) => value) ?? null;

const WRAPPERS: Wrapper[] = [
  {
    // Google Calendar and Mail. The country's ending is looked at below.
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

/** Whether addresses on this host may hold another address. */
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
 * Reads an address as written: programs' own schemes are turned into https, and the redirects that calendars and
 * mail filters wrap around links are taken off. Redirects that are not known stay as they are: where they lead
 * cannot be told from their text, or anybody could forge them.
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

const MIMECAST = /\.mimecast(?:protect)?\.com$/;

/** Whether addresses on this host hold another address that only the filter can read. */
export function isOpaque(hostname: string): boolean {
  return MIMECAST.test(hostname);
}

/** The site an unreadable address leads to, where it says so (Mimecast's `?domain=`); else null. */
export function opaqueTarget(url: URL): string | null {
  if (!isOpaque(url.hostname)) return null;
  return url.searchParams.get('domain')?.split('/', 1)[0]?.toLowerCase() ?? null;
}
