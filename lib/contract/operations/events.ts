import { eventIdParams } from '../common';
import { eventsQuery, eventsResponse } from '../events';
import { chooseLinkBody, linkResponse } from '../meeting-links';
import { overrideBody, overrideResponse } from '../recurrence';
import { DECISION, EVENT_ID, EVENTS_PAGE } from './examples';
import type { Operation } from './operation';

export const listEvents = {
  id: 'listEvents',
  method: 'GET',
  path: '/calendar/events',
  group: 'Events',
  summary: 'List meetings, after a sync',
  description:
    'Syncs with Google first (only what has changed), then answers from the store, ordered by start, then id. When Google fails or takes longer than two seconds the answer is still 200, from the store, and `sync.ok` is false.',
  query: eventsQuery,
  response: eventsResponse,
  isLarge: true,
  answers: { 200: 'A page of meetings.' },
  checks: { account_id: 'needs `provider`', time_max: 'must be after `time_min`, or after its default' },
  example: {
    query: { q: 'design review', limit: '5' },
    answer: { ...EVENTS_PAGE, sync: { ok: true, error: null, synced_at: '2027-03-01T08:30:00.000Z' } },
  },
} satisfies Operation;

export const getEvents = {
  ...listEvents,
  id: 'getEvents',
  path: '/calendar/get_events',
  summary: 'List meetings, from the store',
  description: 'The same answer as `GET /calendar/events`, without calling Google.',
  example: { query: { has_link: 'true', has_bot: 'false' }, answer: EVENTS_PAGE },
} satisfies Operation;

export const setOverride = {
  id: 'setOverride',
  method: 'PUT',
  path: '/calendar/events/{event_id}/override',
  group: 'Events',
  summary: 'Always, never, or as the rules say',
  description:
    'Sets the override of one meeting or, by the id of the series, of the whole series. It beats every rule, survives resyncs, and takes effect at once. For one meeting `always` schedules its bot now, however far ahead it is; `never` removes the bot, or recalls an active one; `null` leaves the meeting to the rules, also where a person or client had scheduled its bot. The same request once more changes nothing.',
  params: eventIdParams,
  body: overrideBody,
  response: overrideResponse,
  answers: { 200: 'The override is stored; this is the decision now.' },
  errors: ['not_found', 'meeting_ended', 'meeting_cancelled'],
  example: {
    params: { event_id: EVENT_ID },
    body: { override: 'always' },
    answer: {
      event_id: EVENT_ID,
      decision: {
        ...DECISION,
        code: 'override_always',
        reason: 'You turned the bot on.',
        override: 'always',
      },
      removed_bots: [],
    },
  },
} satisfies Operation;

const MEET = 'https://meet.google.com/abc-defg-hij';
const ZOOM = 'https://us02web.zoom.us/j/85012345678?pwd=QWxs';

export const getLink = {
  id: 'getLink',
  method: 'GET',
  path: '/calendar/events/{event_id}/link',
  group: 'Events',
  summary: 'The links of a meeting, and the one bots join by',
  description:
    'Every link the event names in its conference data, location, description or title, unwrapped, one for each meeting behind a link. The bot joins by the first unless a person chose another.',
  params: eventIdParams,
  response: linkResponse,
  answers: { 200: 'The links.' },
  errors: ['not_found'],
  example: {
    params: { event_id: EVENT_ID },
    answer: {
      event_id: EVENT_ID,
      meeting_url: MEET,
      chosen_by: 'usher',
      choice_rests: false,
      choice_is_set: false,
      choice_of_series: false,
      candidates: [
        {
          meeting_url: MEET,
          platform: 'GMeet',
          found_in: 'conferenceData',
          chosen: true,
          joinable: true,
          problem: null,
        },
        {
          meeting_url: ZOOM,
          platform: 'Zoom',
          found_in: 'description',
          chosen: false,
          joinable: true,
          problem: null,
        },
      ],
    },
  },
} satisfies Operation;

export const chooseLink = {
  ...getLink,
  id: 'chooseLink',
  method: 'PUT',
  summary: 'Choose the link bots join by',
  description:
    'One of the links the event names, another link of a known platform (where the event names none, or a wrong one), or `null` for the best one of the event. A link that the event does not name holds until the links of the event change. The choice is for the whole series, or for the one meeting that has a text of its own; it survives resyncs, does not count while the event does not name that link, and counts again when it does. Bots change at once.',
  body: chooseLinkBody,
  answers: { 200: 'The choice is stored; these are the links now.' },
  checks: { meeting_url: 'must be a link to a meeting on a platform that Usher knows' },
  example: {
    params: { event_id: EVENT_ID },
    body: { meeting_url: ZOOM },
    answer: {
      event_id: EVENT_ID,
      meeting_url: ZOOM,
      chosen_by: 'person',
      choice_rests: false,
      choice_is_set: false,
      choice_of_series: false,
      candidates: [
        {
          meeting_url: MEET,
          platform: 'GMeet',
          found_in: 'conferenceData',
          chosen: false,
          joinable: true,
          problem: null,
        },
        {
          meeting_url: ZOOM,
          platform: 'Zoom',
          found_in: 'description',
          chosen: true,
          joinable: true,
          problem: null,
        },
      ],
    },
  },
} satisfies Operation;
