import { parseUrl, percentDecoded } from './decode';
import { WRAPPERS, type Wrapper } from './wrappers';

/** Mail filters do not wrap a link more often than this. */
const MAX_DEPTH = 8;
/** No program encodes an address more often than this. */
const MAX_ENCODED = 4;

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
    const target = inner ? parseUrl(asWeb(asWritten(inner))) : null;
    if (!target || target.href === url.href) return url;
    url = target;
  }
  return url;
}

/** An address that is encoded as a whole. */
const ENCODED = /^https?(?:%(?:25)*3A|:)%(?:25)*2F/i;
/** An address without a scheme. */
const BARE = /^(?:\/\/)?(?=[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}\/)/;

/** Returns the target of a redirect as it was before programs encoded it, cut it or put signs around it. */
function asWritten(inner: string): string {
  let target = inner.trim();
  // What is left of quoted-printable: `url==3Dhttps://…`
  target = target.replace(/^(?:=|3D)+(?=https?[:%])/i, '');
  for (let times = 0; times < MAX_ENCODED && ENCODED.test(target); times += 1)
    target = percentDecoded(target);
  return target
    .replace(/[\s<>].*/s, '')
    .replace(/^(https?)(?::|%(?:25)*3A)\/{0,3}(?=[^/])/i, '$1://')
    .replace(BARE, 'https://');
}

function asWeb(address: string): string {
  return address
    .replace(/^zoom(?:mtg|us):\/*/i, 'https://')
    .replace(/^msteams:\/*(?=teams\.)/i, 'https://')
    .replace(/^msteams:\/*/i, 'https://teams.microsoft.com/');
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
