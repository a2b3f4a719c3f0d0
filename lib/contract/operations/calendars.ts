import {
  calendarsResponse,
  createCalendarBody,
  createCalendarResponse,
  disconnectBody,
  disconnectResponse,
} from '../calendars';
import { healthResponse } from '../health';
import { CALENDAR } from './examples';
import type { Operation } from './operation';

const CONNECTION = 'cal_0b5a7c9d1e3f4a6b8c0d2e4f6a8b0c2d';
const USER = 'usr_3f8e1d7c5b9a4e2f8d6c4b2a0e9f7d5b';

export const createCalendar = {
  id: 'createCalendar',
  method: 'POST',
  path: '/calendar/create_calendar',
  group: 'Calendars',
  summary: 'Connect a Google account',
  description:
    'The credentials are tried against Google before anything is stored; bad ones leave an existing connection as it was. For an account that is connected already they replace the stored ones: bookings and settings stay.',
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
        total: 1,
        succeeded: 1,
        failed: 0,
        channels: [
          {
            calendar_id: 'ada@northwind.example',
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
  description: "Reads Google's calendar list now; how each calendar is followed comes from the store.",
  response: calendarsResponse,
  answers: { 200: 'The calendars of all connected accounts.' },
  errors: ['no_connection', 'google_failed', 'google_unavailable'],
  example: { answer: { total: 1, user_id: USER, calendars: [CALENDAR] } },
} satisfies Operation;

export const listCalendarsByName = {
  ...listCalendars,
  id: 'listCalendarsByName',
  path: '/calendar/calendars',
  summary: 'List calendars, live (other name)',
  description: 'The same as `GET /calendar`.',
} satisfies Operation;

export const calendarHealth = {
  id: 'calendarHealth',
  method: 'GET',
  path: '/calendar/health',
  group: 'Calendars',
  summary: 'How each calendar follows Google',
  description: 'From the store, without calling Google: last sync, last push, when the channel runs out.',
  response: healthResponse,
  answers: { 200: 'Connected accounts with their calendars; none is an empty list.' },
  example: {
    answer: {
      mode: 'push',
      connections: [
        {
          id: CONNECTION,
          email: 'ada@northwind.example',
          name: 'Ada',
          status: 'active',
          status_reason: null,
          calendars: [
            {
              ...CALENDAR,
              sync_pending: false,
              last_sync_error: null,
              last_push_at: '2027-03-01T08:29:58.000Z',
              channel_expires_at: '2027-03-08T08:30:00.000Z',
            },
          ],
        },
      ],
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
    'Stops the push channels, cancels every `Scheduled` bot, deletes the events and the credentials. Bots that have run keep their records. It completes here also when Google does not answer. With several accounts connected, name one; without a name nothing is touched.',
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
