/** The platforms a bot can join, with their shortest common names. */
const MEETING_PLATFORMS = ['GMeet', 'Zoom', 'Teams', 'Webex', 'GoToMeeting', 'BlueJeans', 'Whereby'] as const;

export type MeetingPlatform = (typeof MEETING_PLATFORMS)[number];

/** A room recognised in an address. */
type Room = {
  /** Same room → same text, whatever the form of the link. */
  room: string;
  /** The address to join by, when the one found is not fit for it. */
  url?: string;
};

type Platform = {
  name: MeetingPlatform;
  prefix: string;
  /** Hosts; one that begins with a dot stands for all hosts below it as well. */
  hosts: string[];
  /** The room an address on these hosts leads to; null for every page that is not a door to a meeting. */
  recognise(url: URL): Room | null;
};

const MEET_CODE = /^\/(?:_meet\/)?([a-z]{3}-[a-z]{4}-[a-z]{3})\/?$/i;
const MEET_LOOKUP = /^\/lookup\/([\w-]{3,})\/?$/i;

const meet: Platform = {
  name: 'GMeet',
  prefix: 'meet',
  // stream.meet.google.com is for viewers, tel.meet for phones: neither is a room to join.
  hosts: ['meet.google.com'],
  recognise({ pathname }) {
    const code = MEET_CODE.exec(pathname)?.[1]?.toLowerCase();
    // `authuser` and the like are about the person who copied the link.
    if (code) return { room: code, url: `https://meet.google.com/${code}` };
    const name = MEET_LOOKUP.exec(pathname)?.[1]?.toLowerCase();
    return name ? { room: `lookup/${name}` } : null;
  },
};

const ZOOM_NUMBER = /^\/(?:j|w|s|wc\/join)\/([\d-]{9,14})\/?$/i;
const ZOOM_WEB_CLIENT = /^\/wc\/(\d{9,12})\/(?:join|start)\/?$/i;
const ZOOM_PERSONAL = /^\/(?:my|wc\/my)\/([\w.-]{2,})\/?$/i;

const zoom: Platform = {
  name: 'Zoom',
  prefix: 'zoom',
  hosts: [
    '.zoom.us',
    '.zoom.com',
    '.zoom-x.de',
    '.zoom.com.cn',
    '.zoomgov.com',
    '.zm.page',
    'reclaim.ai',
    'app.reclaim.ai',
  ],
  recognise(url) {
    const { hostname, pathname } = url;
    if (hostname.endsWith('reclaim.ai')) {
      return /^\/z\/[\w.-]+(?:\/[\w.-]+)?\/?$/i.test(pathname)
        ? { room: `reclaim${trimSlash(pathname)}` }
        : null;
    }
    if (hostname.endsWith('.zm.page')) return pathname === '/' ? { room: hostname } : null;
    // The government cloud numbers its meetings by itself.
    const cloud = isHost(hostname, '.zoomgov.com') ? 'gov/' : '';
    const written = (ZOOM_NUMBER.exec(pathname) ?? ZOOM_WEB_CLIENT.exec(pathname))?.[1];
    const number = written?.replaceAll('-', '');
    if (number) return /^\d{9,12}$/.test(number) ? { room: `${cloud}${number}` } : null;
    const person = ZOOM_PERSONAL.exec(pathname)?.[1]?.toLowerCase();
    if (person) return { room: `${cloud}my/${person}` };
    const conference = url.searchParams.get('confno');
    if (!conference || !/^\d{9,12}$/.test(conference) || !/^\/(?:join|start)\/?$/.test(pathname)) return null;
    const joined = new URL(`https://${url.host}/j/${conference}`);
    for (const name of ['pwd', 'tk']) {
      const value = url.searchParams.get(name);
      if (value) joined.searchParams.set(name, value);
    }
    return { room: `${cloud}${conference}`, url: joined.href };
  },
};

const TEAMS_MEETUP = /^\/l\/meetup-join\/(19:[^/@]+@[^/@]+)(?:\/(\d+))?\/?$/i;
const TEAMS_NUMBER = /^\/meet\/(\d{9,18})\/?$/i;

const teams: Platform = {
  name: 'Teams',
  prefix: 'teams',
  hosts: [
    'teams.microsoft.com',
    'gov.teams.microsoft.us',
    'dod.teams.microsoft.us',
    'teams.microsoft.us',
    'teams.live.com',
    'teams.cloud.microsoft',
  ],
  recognise: (url) => teamsRoom(url, url.pathname, url.searchParams, 0),
};

/** The web client keeps the real path behind `#`, its launcher in `?url=`, so a path may hold another. */
function teamsRoom(url: URL, path: string, params: URLSearchParams, depth: number): Room | null {
  if (depth > 3) return null;
  const decoded = decode(path).replace(/^\/_#/, '');
  const thread = TEAMS_MEETUP.exec(decoded);
  // Meetings in a channel share its thread and differ by the message that announced them.
  if (thread) return { room: `${thread[1]}/${thread[2] ?? '0'}` };
  const number = TEAMS_NUMBER.exec(decoded)?.[1];
  if (number) return { room: number };
  if (/^\/light-meetings\/launch\/?$/i.test(decoded)) return lightMeeting(params);
  const inner = /^\/dl\/launcher\/launcher\.html$/i.test(decoded) ? params.get('url') : url.hash.slice(1);
  if (!inner?.startsWith('/')) return null;
  const [innerPath = '', query = ''] = inner.replace(/^\/_#/, '').split('?', 2);
  return teamsRoom(new URL(url.origin), innerPath, new URLSearchParams(query), depth + 1);
}

function lightMeeting(params: URLSearchParams): Room | null {
  const coords = params.get('coords');
  if (!coords) return null;
  const thread = /"conversationId":"(19:[^"]+)"/.exec(decodeBase64(coords))?.[1];
  return { room: thread ? `${thread}/0` : `coords/${coords}` };
}

const WEBEX_SERVICE_HOST =
  /^(?:www|help|support|signin|blog|learning?|developer|status|community|apphub|settings|admin|teams|pricing|essentials)\./i;
const WEBEX_PERSONAL = /^(?:\/[\w.-]+)?\/(?:meet|join)\/([\w.@-]+)\/?$/i;
const WEBEX_DOWNLOAD =
  /^\/(?:wbxmjs\/joinservice|webappng)\/sites\/[\w.-]+\/meeting\/(?:download|info)\/(\w{8,})\/?$/i;

const webex: Platform = {
  name: 'Webex',
  prefix: 'webex',
  hosts: ['.webex.com'],
  recognise({ hostname, pathname, searchParams }) {
    if (hostname === 'webex.com' || WEBEX_SERVICE_HOST.test(hostname)) return null;
    const params = new Map([...searchParams].map(([name, value]) => [name.toLowerCase(), value]));
    const meeting = params.get('mtid');
    if (/\/[je]\.php$/i.test(pathname) && meeting && /^\w{8,}$/.test(meeting))
      return { room: meeting.toLowerCase() };
    const service = WEBEX_DOWNLOAD.exec(pathname)?.[1];
    if (service) return { room: service.toLowerCase() };
    const person = WEBEX_PERSONAL.exec(pathname)?.[1]?.toLowerCase();
    return person ? { room: `${hostname}/${person}` } : null;
  },
};

const GOTO_NUMBER = /^\/(?:join\/|meeting\/)?(\d{9})\/?$/i;
const GOTO_ROOM = /^\/([a-z][\w.-]*(?:\/[\w.-]+)?)\/?$/i;
const GOTO_PAGES =
  /^(?:join|meeting|register|registration|webinar|opener|install|download|help|support|test|login|privacy|terms|recording|transcript|numbersdisplay)(?:[/.]|$)/i;

const goto: Platform = {
  name: 'GoToMeeting',
  prefix: 'goto',
  hosts: ['.gotomeeting.com', 'meet.goto.com', 'app.goto.com', 'gotomeet.me', 'www.gotomeet.me'],
  recognise({ hostname, pathname, searchParams }) {
    const named =
      hostname === 'app.gotomeeting.com'
        ? (searchParams.get('meetingId') ?? searchParams.get('meetingid'))
        : null;
    const number = GOTO_NUMBER.exec(pathname)?.[1] ?? (named && /^\d{9}$/.test(named) ? named : null);
    if (number) return { room: number };
    if (hostname !== 'meet.goto.com' && !hostname.endsWith('gotomeet.me')) return null;
    const room = GOTO_ROOM.exec(pathname)?.[1]?.toLowerCase();
    return room && !GOTO_PAGES.test(room) ? { room: `room/${room}` } : null;
  },
};

const BLUEJEANS_NUMBER = /^\/(?:m\/)?(\d{4,})(?:\/\w+)?\/?$/i;
const BLUEJEANS_EVENT = /^\/a2m\/live-event\/(\w+)\/?$/i;

const bluejeans: Platform = {
  name: 'BlueJeans',
  prefix: 'bluejeans',
  hosts: ['.bluejeans.com'],
  recognise({ hostname, pathname }) {
    if (/^(?:support|www\.support|community|status)\./i.test(hostname)) return null;
    const number = BLUEJEANS_NUMBER.exec(pathname)?.[1];
    if (number) return { room: number };
    const event = BLUEJEANS_EVENT.exec(pathname)?.[1]?.toLowerCase();
    return event && hostname === 'primetime.bluejeans.com' ? { room: `event/${event}` } : null;
  },
};

const WHEREBY_ROOM = /^\/([\w.@-]{2,})\/?$/;
const WHEREBY_PAGES =
  /^(?:information|user|users|org|organization|blog|pricing|login|log-in|signin|sign-in|signup|sign-up|about|business|careers|jobs|support|help|contact|press|privacy|terms|legal|security|features|download|integrations|embedded|developers?|meetings|customers|status|new|create|rooms|settings|account|logout|sitemap\.xml|robots\.txt|favicon\.ico)$/i;
const WHEREBY_SERVICE_HOST = /^(?:help|docs|support|status|api|blog|careers|developers?|about|cdn|press)\./i;

const whereby: Platform = {
  name: 'Whereby',
  prefix: 'whereby',
  hosts: ['.whereby.com', 'appear.in', 'www.appear.in'],
  recognise({ hostname, pathname }) {
    const room = WHEREBY_ROOM.exec(pathname)?.[1]?.toLowerCase();
    if (!room || WHEREBY_PAGES.test(room) || WHEREBY_SERVICE_HOST.test(hostname)) return null;
    const organisation = /^(?!www\.)([\w-]+)\.whereby\.com$/i.exec(hostname)?.[1];
    return { room: organisation ? `${organisation}/${room}` : room };
  },
};

const PLATFORMS = [meet, zoom, teams, webex, goto, bluejeans, whereby];

/** Hosts under which links are found even where people leave out `https://`. */
export const KNOWN_HOSTS = [
  ...new Set(PLATFORMS.flatMap((platform) => platform.hosts).map((host) => host.replace(/^\./, ''))),
];

/**
 * Decides whether an address is a door to a meeting, by its parsed host and path (never by a part of the text:
 * `zoom.us.evil.com` and `zoom.us@evil.com` are other hosts).
 * @returns the address to join by (https), its platform and the room's key; null for everything else.
 */
export function recogniseMeeting(url: URL): { url: string; platform: MeetingPlatform; key: string } | null {
  if (!/^https?:$/.test(url.protocol) || url.username || url.password || url.port) return null;
  const platform = PLATFORMS.find(({ hosts }) => hosts.some((host) => isHost(url.hostname, host)));
  const room = platform?.recognise(url);
  if (!platform || !room) return null;
  const address = room.url ?? url.href.replace(/^http:/, 'https:');
  return { url: address, platform: platform.name, key: `${platform.prefix}:${room.room}` };
}

function isHost(hostname: string, host: string): boolean {
  return host.startsWith('.') ? hostname === host.slice(1) || hostname.endsWith(host) : hostname === host;
}

function trimSlash(path: string): string {
  return path.replace(/\/$/, '').toLowerCase();
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function decodeBase64(text: string): string {
  try {
    return atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  } catch {
    return '';
  }
}
