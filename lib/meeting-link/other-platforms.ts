import { firstGroup, type Platform } from './platform';

const MEET_CODE = /^\/(?:_meet\/|u\/\d+\/)?([a-z]{3}-[a-z]{4}-[a-z]{3})\/?$/i;
const MEET_SHORT = /^\/meet\/([a-z]{3}-[a-z]{4}-[a-z]{3})\/?$/i;
const MEET_LOOKUP = /^\/lookup\/([\w-]{3,})\/?$/i;

export const meet: Platform = {
  name: 'GMeet',
  prefix: 'meet',
  // No bot joins by stream.meet.google.com, which is for viewers, or tel.meet, which is for phones.
  hosts: ['meet.google.com', 'g.co'],
  recognize({ hostname, pathname }) {
    const short = hostname === 'g.co';
    const code = firstGroup(short ? MEET_SHORT : MEET_CODE, pathname)?.toLowerCase();
    // Parameters such as `authuser` belong to the person who copied the link.
    if (code) return { linkId: code, url: `https://meet.google.com/${code}` };
    const name = short ? undefined : firstGroup(MEET_LOOKUP, pathname)?.toLowerCase();
    return name ? { linkId: `lookup/${name}` } : null;
  },
};

const GOTO_NUMBER = /^\/(?:join\/|meeting\/)?(\d{9}|\d{3}-\d{3}-\d{3})\/?$/i;
const GOTO_ROOM = /^\/([a-z][\w.-]*(?:\/[\w.-]+)?)\/?$/i;
const GOTO_PAGES =
  /^(?:join|meeting|register|registration|webinar|opener|install|download|help|support|test|login|privacy|terms|recording|transcript|numbersdisplay)(?:[/.]|$)/i;

export const goto: Platform = {
  name: 'GoToMeeting',
  prefix: 'goto',
  hosts: ['.gotomeeting.com', 'meet.goto.com', 'app.goto.com', 'gotomeet.me', 'www.gotomeet.me'],
  recognize({ hostname, pathname, searchParams }) {
    const named =
      hostname === 'app.gotomeeting.com'
        ? (searchParams.get('meetingId') ?? searchParams.get('meetingid'))
        : null;
    const number =
      firstGroup(GOTO_NUMBER, pathname)?.replaceAll('-', '') ??
      (named && /^\d{9}$/.test(named) ? named : null);
    if (number) return { linkId: number };
    if (hostname !== 'meet.goto.com' && !hostname.endsWith('gotomeet.me')) return null;
    const linkId = firstGroup(GOTO_ROOM, pathname)?.toLowerCase();
    return linkId && !GOTO_PAGES.test(linkId) ? { linkId: `room/${linkId}` } : null;
  },
};

const BLUEJEANS_NUMBER = /^\/(?:m\/)?(\d{4,})(?:\/\w+)?\/?$/i;
const BLUEJEANS_EVENT = /^\/a2m\/live-event\/(\w+)\/?$/i;

export const bluejeans: Platform = {
  name: 'BlueJeans',
  prefix: 'bluejeans',
  hosts: ['.bluejeans.com'],
  recognize({ hostname, pathname }) {
    if (/^(?:support|www\.support|community|status)\./i.test(hostname)) return null;
    const number = firstGroup(BLUEJEANS_NUMBER, pathname);
    if (number) return { linkId: number };
    const event = firstGroup(BLUEJEANS_EVENT, pathname)?.toLowerCase();
    return event && hostname === 'primetime.bluejeans.com' ? { linkId: `event/${event}` } : null;
  },
};

const WHEREBY_ROOM = /^\/([\w.@-]{2,})\/?$/;
const WHEREBY_PAGES =
  /^(?:information|user|users|org|organization|blog|pricing|login|log-in|signin|sign-in|signup|sign-up|about|business|careers|jobs|support|help|contact|press|privacy|terms|legal|security|features|download|integrations|embedded|developers?|meetings|customers|status|new|create|rooms|settings|account|logout|sitemap\.xml|robots\.txt|favicon\.ico)$/i;
const WHEREBY_SERVICE_HOST = /^(?:help|docs|support|status|api|blog|careers|developers?|about|cdn|press)\./i;

export const whereby: Platform = {
  name: 'Whereby',
  prefix: 'whereby',
  hosts: ['.whereby.com', 'appear.in', 'www.appear.in'],
  recognize({ hostname, pathname }) {
    const linkId = firstGroup(WHEREBY_ROOM, pathname)?.toLowerCase();
    if (!linkId || WHEREBY_PAGES.test(linkId) || WHEREBY_SERVICE_HOST.test(hostname)) return null;
    const organisation = /^(?!www\.)([\w-]+)\.whereby\.com$/i.exec(hostname)?.[1];
    return { linkId: organisation ? `${organisation}/${linkId}` : linkId };
  },
};
