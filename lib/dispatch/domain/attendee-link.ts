/** What a bot of Attendee joins by, or why it cannot: what kind of link it is, for a sentence. */
export type AttendeeLink = { url: string } | { kind: string };

/** Attendee stores so many characters of an address, and fails on more. */
const MOST_CHARACTERS = 2_048;

/**
 * Returns a meeting link in the form that Attendee knows (bots/meeting_url_utils.py of attendee-labs/attendee), or which kind
 * of link it is that Attendee does not know. It knows three platforms by their main hosts. From other addresses of these
 * platforms it takes the first digits, or the first word, that it finds, and joins another meeting: they are not joined.
 */
export function attendeeLink(meetingUrl: string): AttendeeLink {
  const url = parse(meetingUrl);
  if (!url) return { kind: 'links of this form' };
  const host = url.hostname.replace(/\.$/, '');
  const link =
    isWithin(host, 'zoom.us') || isWithin(host, 'zoom.com')
      ? zoomLink(url, host)
      : host === 'meet.google.com'
        ? meetLink(url)
        : TEAMS_HOSTS.has(host)
          ? teamsLink(url, TEAMS_HOSTS.get(host) ?? host)
          : { kind: otherKind(host) };
  return 'url' in link && link.url.length > MOST_CHARACTERS ? { kind: 'links as long as this one' } : link;
}

function parse(text: string): URL | null {
  try {
    return new URL(text.trim());
  } catch {
    return null;
  }
}

const isWithin = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`);

const OTHERS: [domain: string, kind: string][] = [
  ['webex.com', 'Webex meetings'],
  ['gotomeeting.com', 'GoTo meetings'],
  ['goto.com', 'GoTo meetings'],
  ['gotomeet.me', 'GoTo meetings'],
  ['bluejeans.com', 'BlueJeans meetings'],
  ['whereby.com', 'Whereby meetings'],
  ['appear.in', 'Whereby meetings'],
  ['zoomgov.com', 'Zoom for Government meetings'],
  ['zoom-x.de', 'Zoom X meetings'],
  ['zoom.com.cn', 'Zoom meetings in China'],
  ['zm.page', 'personal Zoom pages'],
  ['reclaim.ai', 'Zoom links of Reclaim'],
  ['teams.microsoft.us', 'Teams for Government meetings'],
];

function otherKind(host: string): string {
  return OTHERS.find(([domain]) => isWithin(host, domain))?.[1] ?? 'links of this form';
}

const ZOOM_NUMBER = /\/(?:j|s|wc\/join|wc)\/([\d-]{9,14})(?:\/|$)/i;
const ZOOM_WEBINAR = /\/w\/([\d-]{9,14})(?:\/|$)/i;

function zoomLink(url: URL, host: string): AttendeeLink {
  const path = url.pathname.replace(/\/{2,}/g, '/');
  const webinar = ZOOM_WEBINAR.exec(path)?.[1];
  const number = digits(webinar ?? ZOOM_NUMBER.exec(path)?.[1] ?? url.searchParams.get('confno') ?? '');
  if (!/^\d{9,12}$/.test(number)) {
    return { kind: /^\/(?:wc\/)?my\//i.test(path) ? 'personal Zoom links' : 'Zoom links of this form' };
  }
  const known = ['pwd', 'tk'].flatMap((name) => {
    const value = url.searchParams.get(name)?.trim();
    return value ? [`${name}=${encodeURIComponent(value)}`] : [];
  });
  const query = known.length > 0 ? `?${known.join('&')}` : '';
  return { url: `https://${host.replace(/zoom\.com$/, 'zoom.us')}/${webinar ? 'w' : 'j'}/${number}${query}` };
}

const digits = (text: string) => text.replaceAll('-', '');

function meetLink({ pathname }: URL): AttendeeLink {
  const code = /^\/(?:_meet\/)?([a-z]{3}-[a-z]{4}-[a-z]{3})\/?$/i.exec(pathname)?.[1]?.toLowerCase();
  return code ? { url: `https://meet.google.com/${code}` } : { kind: 'Google Meet links with a name' };
}

/** Teams' hosts, each with the one of the same service that Attendee knows. */
const TEAMS_HOSTS = new Map([
  ['teams.microsoft.com', 'teams.microsoft.com'],
  ['teams.cloud.microsoft', 'teams.microsoft.com'],
  ['teams.live.com', 'teams.live.com'],
]);

/** @param host by which Attendee knows the service */
function teamsLink(url: URL, host: string, depth = 0): AttendeeLink {
  const path = percentDecoded(url.pathname);
  const [, thread, message = '0'] = /\/l\/meetup-join\/(19:[^/]+)(?:\/([^/]*))?\/?$/i.exec(path) ?? [];
  const context = parameter(url, 'context');
  if (thread) {
    const ids = teamsIds(thread, message, fieldsOf(context));
    return ids ?? { kind: 'Teams links that do not name the organization' };
  }
  const number = /\/meet\/(\w{6,})\/?$/i.exec(path)?.[1];
  if (number) {
    const passcode = parameter(url, 'p');
    if (!passcode) return { kind: 'Teams links without a passcode' };
    return { url: `https://${host}/meet/${number}?p=${encodeURIComponent(passcode)}` };
  }
  const coords = /^\/light-meetings\/launch\/?$/i.test(path)
    ? fieldsOf(fromBase64(parameter(url, 'coords')))
    : {};
  if (typeof coords.conversationId === 'string') {
    const ids = { Tid: coords.tenantId, Oid: coords.organizerId };
    const found = teamsIds(coords.conversationId, String(coords.messageId ?? '0'), ids);
    return found ?? { kind: 'Teams links that do not name the organization' };
  }
  // The web client has the real address behind `#`, its launcher in `?url=`.
  const inner = (parameter(url, 'url') || url.hash.slice(1)).replace(/^\/?_#/, '');
  const target = depth < 3 && inner.startsWith('/') ? parse(`${url.origin}${inner}`) : null;
  return target ? teamsLink(target, host, depth + 1) : { kind: 'Teams links of this form' };
}

function teamsIds(thread: string, message: string, ids: Record<string, unknown>): AttendeeLink | null {
  const { Tid, Oid } = ids;
  if (typeof Tid !== 'string' || typeof Oid !== 'string' || !Tid || !Oid) return null;
  const context = `{"Tid":"${Tid}","Oid":"${Oid}"}`;
  return { url: `https://teams.microsoft.com/l/meetup-join/${thread}/${message || '0'}?context=${context}` };
}

/** Returns a parameter of an address, also one that stands behind `&amp;`. */
function parameter(url: URL, name: string): string {
  return url.searchParams.get(name) ?? url.searchParams.get(`amp;${name}`) ?? '';
}

function fieldsOf(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(percentDecoded(json));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function fromBase64(text: string): string {
  try {
    return atob(percentDecoded(text).replaceAll(' ', '+'));
  } catch {
    return '';
  }
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
