import { z } from 'zod';
import { activityEntry, activityFilters, activityQuery, activityResponse } from '../activity';
import { apiKeyIdParams, apiKeysResponse, createApiKeyBody, createdApiKey, revokedApiKey } from '../api-keys';
import { IN_THE_FUTURE } from '../checks';
import { metricsQuery, metricsResponse } from '../metrics';
import { endedSessions, sessionIdParams, sessionsResponse } from '../sessions';
import { calendarFeed, settings, updateSettingsBody } from '../settings';
import { BOT_ID, EVENT_ID } from './examples';
import type { Operation } from './operation';

const KEY = {
  id: 'key_7b2d9f0a4c6e8b1d3f5a7c9e',
  name: 'Notetaker',
  prefix: 'ush_4fT9bQx2',
  created_at: '2027-02-20T12:00:00.000Z',
  last_used_at: null,
  access: 'full',
  may_manage_keys: false,
  expires_at: null,
};

export const listApiKeys = {
  id: 'listApiKeys',
  method: 'GET',
  path: '/api_keys',
  group: 'Account',
  summary: 'List API keys',
  description: 'Those that can be used, newest first. The keys themselves are not stored.',
  response: apiKeysResponse,
  answers: { 200: 'The keys.' },
  example: { answer: { api_keys: [{ ...KEY, last_used_at: '2027-03-01T08:30:00.000Z' }] } },
} satisfies Operation;

export const createApiKey = {
  id: 'createApiKey',
  method: 'POST',
  path: '/api_keys',
  group: 'Account',
  summary: 'Create an API key',
  description:
    'The answer holds the key, this once. A person can have 50 keys. A key may create others only if it has `may_manage_keys`.',
  body: createApiKeyBody,
  response: createdApiKey,
  answers: { 201: 'Created.' },
  checks: { expires_at: IN_THE_FUTURE },
  errors: ['too_many_keys'],
  example: {
    body: { name: 'Notetaker', access: 'full' },
    answer: {
      ...KEY,
      key: 'ush_4fT9bQx2…',
      message: 'Copy this key now: it is not shown again.',
    },
  },
} satisfies Operation;

export const revokeApiKey = {
  id: 'revokeApiKey',
  method: 'DELETE',
  path: '/api_keys/{key_id}',
  group: 'Account',
  summary: 'Revoke an API key',
  description:
    'The next request with it is refused. A key may revoke itself, and others only if it has `may_manage_keys`.',
  params: apiKeyIdParams,
  response: revokedApiKey,
  answers: { 200: 'Revoked.' },
  errors: ['not_found'],
  example: {
    params: { key_id: KEY.id },
    answer: {
      id: KEY.id,
      revoked: true,
      message: 'The key is revoked: requests with it are refused from now on.',
    },
  },
} satisfies Operation;

const SESSION = {
  id: 'ses_3c5e7a9b1d2f4a6c8e0b2d4f',
  user_agent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 15_2) Firefox/153.0',
  created_at: '2027-02-20T12:00:00.000Z',
  last_seen_at: '2027-03-01T08:30:00.000Z',
  ends_at: '2027-03-22T12:00:00.000Z',
  is_current: true,
};

export const listSessions = {
  id: 'listSessions',
  isForPeople: true,
  method: 'GET',
  path: '/sessions',
  group: 'Account',
  summary: 'List where the person is signed in',
  description: 'The session that was used last comes first.',
  response: sessionsResponse,
  answers: { 200: 'The sessions.' },
  example: { answer: { sessions: [SESSION] } },
} satisfies Operation;

export const endOtherSessions = {
  id: 'endOtherSessions',
  isForPeople: true,
  method: 'DELETE',
  path: '/sessions',
  group: 'Account',
  summary: 'Sign out everywhere else',
  description: 'All sessions but the one that asks end at once.',
  response: endedSessions,
  answers: { 200: 'Signed out.' },
  example: { answer: { ended: 2, message: 'Signed out in 2 other browsers.' } },
} satisfies Operation;

export const endSession = {
  id: 'endSession',
  isForPeople: true,
  method: 'DELETE',
  path: '/sessions/{session_id}',
  group: 'Account',
  summary: 'Sign out in one browser',
  description: 'The next request of that browser is refused.',
  params: sessionIdParams,
  response: endedSessions,
  answers: { 200: 'Signed out.' },
  errors: ['not_found'],
  example: { params: { session_id: SESSION.id }, answer: { ended: 1, message: 'Signed out there.' } },
} satisfies Operation;

export const readSettings = {
  id: 'readSettings',
  method: 'GET',
  path: '/settings',
  group: 'Account',
  summary: "Read the person's settings",
  response: settings,
  answers: { 200: 'The settings.' },
  example: {
    answer: {
      time_zone: 'Asia/Tokyo',
      time_format: '24h',
      week_start: 'monday',
      platform_order: ['Zoom', 'Teams'],
    },
  },
} satisfies Operation;

export const updateSettings = {
  id: 'updateSettings',
  method: 'PATCH',
  path: '/settings',
  group: 'Account',
  summary: "Change the person's settings",
  description:
    'What is left out stays. The time zone is for the dashboard alone: times in the API are UTC, and meetings stay when they are. Another order of platforms changes the links of meetings, and their bots, at once.',
  body: updateSettingsBody,
  response: settings,
  answers: { 200: 'The settings as they are now.' },
  example: {
    body: { time_zone: 'Asia/Tokyo', time_format: '24h' },
    answer: {
      time_zone: 'Asia/Tokyo',
      time_format: '24h',
      week_start: 'monday',
      platform_order: ['Zoom', 'Teams'],
    },
  },
} satisfies Operation;

const FEED = {
  address: 'https://usher.example.com/api/feeds/feed_2c4b6d8e0f1a3c5b7d9e2f4a/1hQ…xY.ics',
};

export const readCalendarFeed = {
  id: 'readCalendarFeed',
  method: 'GET',
  path: '/calendar_feed',
  group: 'Account',
  summary: 'Read the address of the calendar feed',
  description:
    'An iCalendar feed (RFC 5545) of the meetings of the last 30 and the next 90 days that have or had a bot, for calendar programs to subscribe to.',
  response: calendarFeed,
  answers: { 200: 'The address.' },
  example: { answer: FEED },
} satisfies Operation;

export const renewCalendarFeed = {
  id: 'renewCalendarFeed',
  method: 'POST',
  path: '/calendar_feed',
  group: 'Account',
  summary: 'Turn the calendar feed on, or give it a new address',
  description: 'An earlier address is refused from then on.',
  response: calendarFeed,
  answers: { 200: 'The new address.' },
  example: { answer: FEED },
} satisfies Operation;

export const revokeCalendarFeed = {
  id: 'revokeCalendarFeed',
  method: 'DELETE',
  path: '/calendar_feed',
  group: 'Account',
  summary: 'Turn the calendar feed off',
  description: 'Its address is refused from then on.',
  response: calendarFeed,
  answers: { 200: 'There is no feed any more.' },
  example: { answer: { address: null } },
} satisfies Operation;

const ENTRY = {
  id: '1204',
  at: '2027-02-26T15:04:05.000Z',
  actor: 'google',
  action: 'bot.moved',
  cause: 'scheduled_manually',
  summary: '“Design review” moved; its bot moved with it.',
  event_id: EVENT_ID,
  bot_id: BOT_ID,
  before: { joinAt: '2027-03-01T08:29:00.000Z' },
  after: { joinAt: '2027-03-01T08:59:00.000Z' },
  delay_ms: 1180,
  api_key: null,
};

export const listActivity = {
  id: 'listActivity',
  method: 'GET',
  path: '/activity',
  group: 'Account',
  summary: 'List what has happened',
  description: 'Who or what did what, when and why, latest first.',
  query: activityQuery,
  response: activityResponse,
  answers: { 200: 'A page of entries.' },
  example: {
    query: { kind: 'bot', limit: '20' },
    answer: { next: null, has_more: false, results: [ENTRY] },
  },
} satisfies Operation;

export const exportActivityAsCsv = {
  id: 'exportActivityAsCsv',
  method: 'GET',
  path: '/activity.csv',
  group: 'Account',
  summary: 'Export what has happened, as CSV',
  description:
    'All entries the filters leave, latest first. A text that a spreadsheet would take for a formula has an apostrophe before it.',
  query: activityFilters,
  response: z.string(),
  mediaType: 'text/csv',
  answers: { 200: 'The file.' },
  example: { query: { kind: 'bot' }, answer: '"at","actor","action",…' },
} satisfies Operation;

export const exportActivityAsJson = {
  ...exportActivityAsCsv,
  id: 'exportActivityAsJson',
  path: '/activity.json',
  summary: 'Export what has happened, as JSON',
  description: 'All entries the filters leave, latest first.',
  response: z.array(activityEntry),
  mediaType: undefined,
  example: { query: { kind: 'bot' }, answer: [ENTRY] },
} satisfies Operation;

export const readMetrics = {
  id: 'readMetrics',
  method: 'GET',
  path: '/metrics',
  group: 'Account',
  summary: 'How punctual the bots were',
  description:
    'How late bots were sent, and how soon they changed after a change at Google. Each measured value stands in the activity as well, as `delay_ms`. Not measured: what a first sync brings, what changed while sync was off for a calendar, and deleted meetings, since Google does not say when they were deleted.',
  query: metricsQuery,
  response: metricsResponse,
  answers: { 200: 'What was measured.' },
  example: {
    query: { days: '7' },
    answer: {
      days: 7,
      since: '2027-02-22T08:30:00.000Z',
      join_lateness: { count: 31, p50_ms: 240, p95_ms: 610, p99_ms: 1900, max_ms: 1900 },
      joins_missed: 0,
      change_to_schedule: { count: 12, p50_ms: 1180, p95_ms: 2400, p99_ms: 2400, max_ms: 2400 },
    },
  },
} satisfies Operation;
