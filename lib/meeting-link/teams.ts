import { fromBase64, parseUrl, percentDecoded } from './decode';
import { firstGroup, type Platform, type PlatformLink } from './platform';

const MEETUP = /^\/l\/meetup-join\/(19:[^/@]+@[^/@]+)(?:\/(\d+))?\/?$/i;
const NUMBER = /^\/meet\/(\d{9,18})\/?$/i;
/** What the launcher adds behind the meeting's own parameters, where they stand unencoded. */
const OF_LAUNCHER =
  /&(?:type|deeplinkId|directDl|msLaunch|enableMobilePage|suppressPrompt|launchAgent|correlationId|fqdn)=[^&#]*/gi;

export const teams: Platform = {
  name: 'Teams',
  prefix: 'teams',
  hosts: [
    'teams.microsoft.com',
    'gov.teams.microsoft.com',
    'dod.teams.microsoft.com',
    'gov.teams.microsoft.us',
    'dod.teams.microsoft.us',
    'teams.microsoft.us',
    'teams.live.com',
    'teams.cloud.microsoft',
    'teams.microsoftonline.cn',
  ],
  recognize: (url) => linkAt(url, 0),
};

/** Reads an address, or the one within it: the web client has the real address behind `#`, its launcher in `?url=`. */
function linkAt(url: URL, depth: number): PlatformLink | null {
  const path = percentDecoded(url.pathname);
  // Encoded once more than an address may be: two programs in turn did it.
  if (depth < 3 && path !== url.pathname && /^\/l\/meetup-join\/19%(?:25)*3a/i.test(path)) {
    const decoded = parseUrl(path + percentDecoded(url.search), url.origin);
    const link = decoded && linkAt(decoded, depth + 1);
    return link && { url: decoded.href, ...link };
  }
  const thread = MEETUP.exec(path);
  // Meetings of a channel have the same thread, and differ in the message that announced them.
  if (thread) return { linkId: `${thread[1]}/${thread[2] ?? '0'}` };
  const number = firstGroup(NUMBER, path);
  if (number) return { linkId: number };
  if (/^\/light-meetings\/launch\/?$/i.test(path)) return lightMeeting(url.searchParams);
  const inner = innerOf(url, /^\/dl\/launcher\/launcher\.html$/i.test(path));
  if (depth === 3 || !inner?.startsWith('/')) return null;
  const target = parseUrl(inner, url.origin);
  // The inner address may be on another host.
  if (target?.origin !== url.origin) return null;
  const link = linkAt(target, depth + 1);
  return link && { url: target.href, ...link };
}

function innerOf(url: URL, isLauncher: boolean): string | null {
  let inner = isLauncher ? url.searchParams.get('url') : url.hash.slice(1);
  if (inner && /^%(?:25)*2F/i.test(inner)) inner = percentDecoded(percentDecoded(inner));
  // As it stands in the address bar, the target's `#` begins the fragment of the launcher itself.
  if (isLauncher && /^\/_?$/.test(inner ?? '')) inner = url.hash.slice(1).replace(OF_LAUNCHER, '');
  return inner?.replace(/^\/_#/, '') ?? null;
}

function lightMeeting(params: URLSearchParams): PlatformLink | null {
  const coords = params.get('coords');
  if (!coords) return null;
  const written = fromBase64(coords);
  const thread = firstGroup(/"conversationId":"(19:[^"]+)"/, written);
  const message = firstGroup(/"messageId":"(\d+)"/, written);
  return { linkId: thread ? `${thread}/${message ?? '0'}` : `coords/${coords}` };
}
