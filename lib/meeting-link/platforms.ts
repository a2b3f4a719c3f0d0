import { bluejeans, goto, meet, whereby } from './other-platforms';
import type { MeetingPlatform, Platform } from './platform';
import { teams } from './teams';
import { webex } from './webex';
import { zoom } from './zoom';

const PLATFORMS = [meet, zoom, teams, webex, goto, bluejeans, whereby];

const BY_HOST = new Map(PLATFORMS.flatMap((platform) => platform.hosts.map((host) => [host, platform])));

/** Returns the platform that a host belongs to, by whole labels from the end, or null. */
export function platformOf(hostname: string): Platform | null {
  const exact = BY_HOST.get(hostname);
  if (exact) return exact;
  for (let dot = 0; dot >= 0; dot = hostname.indexOf('.', dot + 1)) {
    const found = BY_HOST.get(dot === 0 ? `.${hostname}` : hostname.slice(dot));
    if (found) return found;
  }
  return null;
}

/** No platform has longer links, and the keys stand in an index of the database, which takes 2,704 bytes. */
const MAX_ADDRESS = 4_096;
const MAX_KEY = 512;

export type RecognizedLink = { url: string; platform: MeetingPlatform; key: string };

/** A file that a platform serves beside its meetings, such as a picture in a mail. */
const FILE = /\.(?:png|ico|svg|jpe?g|gif|webp|css|js|json|xml|txt|pdf|woff2?|webmanifest|ics)$/i;

/**
 * Decides whether an address is a meeting link, by its parsed host and path: `zoom.us.evil.com` and `zoom.us@evil.com` are
 * other hosts.
 * @returns the address to join by (https), its platform and the link key; null for every other address
 */
export function recognizeMeeting(written: URL): RecognizedLink | null {
  if (!['http:', 'https:'].includes(written.protocol) || written.username || written.password) return null;
  const { hostname } = written;
  const platform = platformOf(hostname.endsWith('.') ? hostname.slice(0, -1) : hostname);
  if (!platform || written.port) return null;
  const url = tidy(written);
  const link = platform.recognize(url);
  if (!link || FILE.test(url.pathname)) return null;
  const address = (link.url ?? url.href)
    .replace(/^http:/, 'https:')
    // People and programs put these characters around an address: they would end it when it is read again.
    .replace(/["'`()[\]{}|\\^<>]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  const key = `${platform.prefix}:${link.linkId}`;
  if (address.length > MAX_ADDRESS || key.length > MAX_KEY) return null;
  return { url: address, platform: platform.name, key };
}

/** Begins of a query that people and programs got wrong. */
const UNTIDY_QUERY = /^\?(?:[&?]|\w{1,20}%3D)/i;

/** Returns an address without a dot behind its host and doubled slashes, and with `?` and `=` where they belong. */
function tidy(url: URL): URL {
  const { pathname, hostname } = url;
  const isTidy = !pathname.includes('//') && !pathname.includes('&') && !/%3F/i.test(pathname);
  if (isTidy && !hostname.endsWith('.') && !UNTIDY_QUERY.test(url.search)) return url;
  const [path = '', ...behind] = pathname.replace(/\/{2,}/g, '/').split(/%3F|&/i);
  const search = url.search.replace(/^\?[&?]*/, '').replace(/^(\w{1,20})%3D/i, '$1=');
  const parameters = [...behind.map((part) => part.replace(/%3D/i, '=').replace(/%26/g, '&')), search];
  const query = parameters.filter((part) => part !== '').join('&');
  return new URL(`${url.protocol}//${url.host.replace(/\.$/, '')}${path}${query && `?${query}`}${url.hash}`);
}
