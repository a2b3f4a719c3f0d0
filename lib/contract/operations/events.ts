import { eventIdParams } from '../common';
import { eventsQuery, eventsResponse } from '../events';
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
  answers: { 200: 'A page of meetings.' },
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
    'A lasting wish for one meeting or, by the id of the series, for the whole series. It beats every rule, outlives resyncs, and is acted on at once.',
  params: eventIdParams,
  body: overrideBody,
  response: overrideResponse,
  answers: { 200: 'The wish is kept; this is the verdict now.' },
  errors: ['not_found', 'meeting_ended'],
  example: {
    params: { event_id: EVENT_ID },
    body: { override: 'always' },
    answer: {
      event_id: EVENT_ID,
      decision: {
        ...DECISION,
        code: 'override_always',
        reason: 'You always want a bot here.',
        override: 'always',
      },
    },
  },
} satisfies Operation;
