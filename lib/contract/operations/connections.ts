import {
  callbackSecretResponse,
  connection,
  connectionIdParams,
  connectionsResponse,
  updateConnectionBody,
} from '../connections';
import { PREVIOUS_SECRET_HOURS } from '../limits';
import type { Operation } from './operation';

const CONNECTION = {
  id: 'cal_0b5a7c9d1e3f4a6b8c0d2e4f',
  email: 'ada@northwind.example',
  name: 'Ada',
  status: 'active' as const,
  status_reason: null,
  bot_provider: null,
};

const SECRET = {
  callback_secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw…',
  previous_valid_until: null,
};

export const listConnections = {
  id: 'listConnections',
  method: 'GET',
  path: '/calendar/connections',
  group: 'Calendars',
  summary: 'List connected accounts',
  description: 'From the store, and which bot providers there are to choose from.',
  response: connectionsResponse,
  answers: { 200: 'The accounts; none is an empty list.' },
  example: {
    answer: {
      connections: [CONNECTION],
      bot_providers: [
        {
          name: 'meetstream',
          title: 'MeetStream',
          is_default: true,
          is_configured: true,
          missing_settings: [],
        },
        {
          name: 'attendee',
          title: 'Attendee',
          is_default: false,
          is_configured: false,
          missing_settings: ['ATTENDEE_API_URL', 'ATTENDEE_API_KEY', 'ATTENDEE_WEBHOOK_SECRET'],
        },
      ],
    },
  },
} satisfies Operation;

export const updateConnection = {
  id: 'updateConnection',
  method: 'PATCH',
  path: '/calendar/connections/{connection_id}',
  group: 'Calendars',
  summary: 'Choose who sends the bots of an account',
  description:
    'Counts for every bot that has not set out yet; one that has stays with the provider it was sent through. A provider whose settings are missing here is refused, and the answer names them.',
  params: connectionIdParams,
  body: updateConnectionBody,
  response: connection,
  answers: { 200: 'The account as it is now.' },
  checks: { bot_provider: 'must be set up here' },
  errors: ['not_found'],
  example: {
    params: { connection_id: CONNECTION.id },
    body: { bot_provider: 'attendee' },
    answer: { ...CONNECTION, bot_provider: 'attendee' },
  },
} satisfies Operation;

export const readCallbackSecret = {
  id: 'readCallbackSecret',
  method: 'GET',
  path: '/callback_secret',
  group: 'Bots',
  summary: 'Read the secret that signs callbacks',
  description:
    "What a bot's provider reports is passed on to the `callback_url` of its `bot_config`, in the provider's words, with `bot_id` replaced by the id that `schedule` returned (the provider's own is `provider_bot_id`). Each message is signed as Standard Webhooks does (`webhook-id`, `webhook-timestamp`, `webhook-signature`), and for bots of MeetStream's as MeetStream does too (`X-MeetStream-Signature`, with the whole secret as the key). Messages of one bot come in their order, at least once each: one with a `webhook-id` seen before is a repetition. Any answer of 2xx within ten seconds is taken for received; else it is tried again for a day.",
  response: callbackSecretResponse,
  answers: { 200: 'The secret of this user.' },
  example: { answer: SECRET },
} satisfies Operation;

export const replaceCallbackSecret = {
  id: 'replaceCallbackSecret',
  method: 'POST',
  path: '/callback_secret',
  group: 'Bots',
  summary: 'Replace the secret that signs callbacks',
  description: `For ${PREVIOUS_SECRET_HOURS} hours \`webhook-signature\` has a signature by the new secret and one by the secret before it, with a space between them: a receiver that accepts either, as Standard Webhooks asks for, misses nothing. \`X-MeetStream-Signature\` has room for one, by the new secret: a receiver that checks only that refuses messages until it has it, and they are delivered again for a day. An even earlier secret is no longer valid.`,
  response: callbackSecretResponse,
  answers: { 200: 'The new secret.' },
  example: { answer: { ...SECRET, previous_valid_until: '2027-03-02T08:30:00.000Z' } },
} satisfies Operation;

export const endPreviousSecret = {
  id: 'endPreviousSecret',
  method: 'DELETE',
  path: '/callback_secret/previous',
  group: 'Bots',
  summary: 'End the previous callback secret now',
  description: 'For a secret that others know. Where there is none that is valid, nothing changes.',
  response: callbackSecretResponse,
  answers: { 200: 'The secret that is left.' },
  example: { answer: SECRET },
} satisfies Operation;
