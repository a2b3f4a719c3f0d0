import {
  calendarParams,
  calendarsResponse,
  createCalendarBody,
  createCalendarResponse,
  disconnectBody,
  disconnectResponse,
  updateCalendarBody,
  updateCalendarResponse,
} from '../calendars';
import { calendarHealthResponse, resyncBody, resyncResponse } from '../health';
import { CALENDAR } from './examples';
import type { Operation } from './operation';

const CONNECTION = 'cal_0b5a7c9d1e3f4a6b8c0d2e4f';
const USER = 'usr_3f8e1d7c5b9a4e2f8d6c4b2a';

export const createCalendar = {
  id: 'createCalendar',
  method: 'POST',
  path: '/calendar/create_calendar',
  group: 'Calendars',
  summary: 'Connect a Google account',
  description:
    'The credentials are tried against Google before anything is stored; bad ones leave an existing connection as it was. For an account that is connected already they replace the stored ones: bots and settings stay. `watch_setup` says for each calendar with sync on whether Google will push its changes; one without a channel has an `error`, counts as failed, and is polled.',
  body: createCalendarBody,
  response: createCalendarResponse,
  answers: {
    200: 'Connected before: the credentials are replaced.',
    201: 'Connected. The first sync has begun.',
  },
  errors: ['invalid_google_credentials', 'google_unavailable'],
  example: {
    body: {
      google_client_id: '1234.apps.googleusercontent.com',
      google_client_secret: 'GOCSPX-…',
      google_refresh_token: '1//0g…',
    },
    answer: {
      calendar_id: CONNECTION,
      platform: 'google_calendar',
      user_email: 'ada@northwind.example',
      user_name: 'Ada',
      primary_calendar_id: 'ada@northwind.example',
      message: 'Google Calendar connected.',
      calendars: [CALENDAR],
      watch_setup: {
        success: true,
        status: 'success',
        message: 'Google reports the changes of the calendar.',
        watches_setup: 1,
        failed_calendars: [],
        watch_results: [
          {
            calendar_id: 'ada@northwind.example',
            calendar_summary: 'Ada Lovelace',
            channel_id: '5a0c6f1e-3d2b-4b8a-9c7d-1e2f3a4b5c6d',
            expiration: '2027-03-08T08:30:00.000Z',
          },
        ],
        total: 1,
        succeeded: 1,
        failed: 0,
        channels: [
          {
            calendar_id: 'ada@northwind.example',
            calendar_summary: 'Ada Lovelace',
            channel_id: '5a0c6f1e-3d2b-4b8a-9c7d-1e2f3a4b5c6d',
            expiration: '2027-03-08T08:30:00.000Z',
          },
        ],
      },
    },
  },
} satisfies Operation;

export const listCalendars = {
  id: 'listCalendars',
  method: 'GET',
  path: '/calendar',
  group: 'Calendars',
  summary: 'List calendars, live',
  description: "Reads Google's calendar list now; how each calendar is synced comes from the store.",
  response: calendarsResponse,
  answers: { 200: 'The calendars of all connected accounts.' },
  errors: ['no_connection', 'google_revoked', 'google_failed', 'google_unavailable'],
  example: { answer: { total: 1, user_id: USER, calendars: [CALENDAR] } },
} satisfies Operation;

export const listCalendarsByName = {
  ...listCalendars,
  id: 'listCalendarsByName',
  path: '/calendar/calendars',
  summary: 'List calendars, live (other name)',
  description: 'The same as `GET /calendar`.',
} satisfies Operation;

export const updateCalendar = {
  id: 'updateCalendar',
  method: 'PATCH',
  path: '/calendar/calendars/{id}',
  group: 'Calendars',
  summary: 'Switch a calendar on or off',
  description:
    'Off cancels its scheduled bots, recalls active ones and says how many; on brings them back as they were, with every override. `dry_run` says what would happen and changes nothing. The id is `usher_id`, or `id` where only one account has the calendar.',
  params: calendarParams,
  body: updateCalendarBody,
  response: updateCalendarResponse,
  answers: { 200: 'Done, or with `dry_run` what would be.' },
  errors: ['not_found', 'ambiguous_calendar', 'calendar_not_readable'],
  example: {
    params: { id: 'ada@northwind.example' },
    body: { sync_enabled: false },
    answer: {
      message: '“ada@northwind.example” is off: 3 bots canceled.',
      dry_run: false,
      calendar: { ...CALENDAR, sync_enabled: false, push_status: 'off' },
      bots_cancelled: 3,
      bots_recalled: 0,
      bots_scheduled: 0,
    },
  },
} satisfies Operation;

const HEALTH = {
  ok: true,
  mode: 'push',
  connections: [
    {
      id: CONNECTION,
      email: 'ada@northwind.example',
      name: 'Ada',
      status: 'active',
      status_reason: null,
      missing_scopes: [],
      list_read_at: '2027-03-01T08:12:00.000Z',
      problems: [],
      calendars: [
        {
          ...CALENDAR,
          sync_pending: false,
          events_read: 214,
          mode: 'push',
          mode_reason: null,
          last_sync_error: null,
          next_retry_at: null,
          last_push_at: '2027-03-01T08:29:58.000Z',
          channel_expires_at: '2027-03-08T08:30:00.000Z',
          missed_notifications: 0,
          last_missed_notification_at: null,
          problems: [],
        },
      ],
    },
  ],
};

export const calendarHealth = {
  id: 'calendarHealth',
  method: 'GET',
  path: '/calendar/health',
  group: 'Calendars',
  summary: 'How each calendar is kept in sync with Google',
  description:
    'From the store, without calling Google: last sync, last push, when the channel runs out, whether changes are pushed or polled and why, missed notifications, and each problem in words with what to do. `stopped_providers` are bot providers that refuse the key or the address that Usher has for them: their bots stay `Scheduled`, can be changed, and are sent as soon as the provider accepts one. `inngest_server` says whether the Inngest server calls, where one is configured; while it is away, Usher runs its jobs itself.',
  response: calendarHealthResponse,
  answers: { 200: 'Connected accounts with their calendars; none is an empty list.' },
  example: { answer: { ...HEALTH, stopped_providers: [], inngest_server: null } },
} satisfies Operation;

export const resyncCalendars = {
  id: 'resyncCalendars',
  method: 'POST',
  path: '/calendar/health/resync',
  group: 'Calendars',
  summary: 'Resync',
  description:
    'Reads the calendar lists, reads every calendar with sync on in full and compares it with what is stored, and opens push channels where there is none or where notifications were missed. Safe to repeat. Without a body: all accounts.',
  body: resyncBody,
  response: resyncResponse,
  answers: { 200: 'What could be repaired has been; `failed` names the rest.' },
  errors: ['no_connection', 'not_found', 'ambiguous_calendar'],
  example: {
    body: { account_id: 'ada@northwind.example' },
    answer: {
      message: '1 calendar resynced, everything is in order.',
      resynced: 1,
      failed: [],
      health: HEALTH,
    },
  },
} satisfies Operation;

export const disconnect = {
  id: 'disconnect',
  method: 'POST',
  path: '/calendar/disconnect',
  group: 'Calendars',
  summary: 'Disconnect a Google account',
  description:
    'Stops the push channels, cancels every `Scheduled` bot, recalls active ones, deletes the events and the credentials. Bots that have run keep their records. It completes here also when Google does not answer. With several accounts connected, name one; without a name nothing is touched. A `dry_run` says how many bots would go, and changes nothing.',
  body: disconnectBody,
  response: disconnectResponse,
  answers: { 200: 'Disconnected.' },
  errors: ['no_connection', 'ambiguous_disconnect'],
  example: {
    body: { provider: 'google_calendar', account_id: 'ada@northwind.example' },
    answer: {
      disconnected: true,
      user_id: USER,
      watch_channel_stopped: true,
      events_deleted: 48,
      schedules_cancelled: 3,
      schedules_recalled: 0,
      message: 'Disconnected ada@northwind.example.',
    },
  },
} satisfies Operation;

export const disconnectByDelete = {
  ...disconnect,
  id: 'disconnectByDelete',
  method: 'DELETE',
  summary: 'Disconnect a Google account (other method)',
  description: 'The same as `POST /calendar/disconnect`.',
} satisfies Operation;
