import { z } from 'zod';
import { CONFIG_CHECK } from '../checks';
import { botIdParams } from '../common';
import {
  botCountsResponse,
  botFilters,
  botIdsBody,
  botStatusResponse,
  botsQuery,
  botsResponse,
  botWithTimeline,
  cancelBotsResponse,
  deleteBotResponse,
  restoreBotsResponse,
  scheduledBotsQuery,
  scheduledBotsResponse,
  updateBotBody,
  updateBotResponse,
} from '../schedule';
import { BOT, BOT_ID, BOTS_PAGE, EVENT_ID, SCHEDULED_BOTS_PAGE } from './examples';
import type { Operation } from './operation';

export const listScheduledBots = {
  id: 'listScheduledBots',
  method: 'GET',
  path: '/calendar/scheduled_bots',
  group: 'Bots',
  summary: 'List bots that are still to join',
  description: 'Every bot whose join time is in the future, soonest first.',
  query: scheduledBotsQuery,
  response: scheduledBotsResponse,
  isLarge: true,
  answers: { 200: 'A page of bots.' },
  example: { query: { limit: '20' }, answer: SCHEDULED_BOTS_PAGE },
} satisfies Operation;

export const listBots = {
  id: 'listBots',
  method: 'GET',
  path: '/bots',
  group: 'Bots',
  summary: 'List bots of every state',
  description:
    'All of them, the latest join time first; or by `view`: `upcoming`, booked or active, soonest first; `past`, ended, latest first. `bots`, `hasNextPage` and `nextCursor` are what clients of MeetStream read; `scheduled_bots`, `has_more` and `next` say the same.',
  query: botsQuery,
  response: botsResponse,
  isLarge: true,
  answers: { 200: 'A page of bots.' },
  example: { query: { view: 'upcoming' }, answer: BOTS_PAGE },
} satisfies Operation;

export const countBots = {
  id: 'countBots',
  method: 'GET',
  path: '/bots/counts',
  group: 'Bots',
  summary: 'Count bots by status and source',
  description:
    'How many bots the filters of the list leave, and how many they would with another choice of one of them.',
  query: botFilters,
  response: botCountsResponse,
  answers: { 200: 'The counts.' },
  example: {
    query: { view: 'past', status_group: 'failed' },
    answer: {
      total: 3,
      status_groups: { scheduled: 0, active: 0, done: 118, failed: 3, cancelled: 16 },
      sources: { manual: 1, batch: 0, auto_reschedule: 0, auto: 2, always: 0 },
    },
  },
} satisfies Operation;

export const exportBotsAsCsv = {
  id: 'exportBotsAsCsv',
  method: 'GET',
  path: '/bots.csv',
  group: 'Bots',
  summary: 'Export bots, as CSV',
  description:
    'All bots that the filters leave, in the order of the list. Times are ISO 8601 in UTC. A text that a spreadsheet would take for a formula has an apostrophe before it.',
  query: botFilters,
  response: z.string(),
  mediaType: 'text/csv',
  answers: { 200: 'The file.' },
  example: { query: { view: 'past' }, answer: '"bot_id","title","meeting_start",…' },
} satisfies Operation;

export const readBotStatus = {
  id: 'readBotStatus',
  method: 'GET',
  path: '/bots/{bot_id}/status',
  group: 'Bots',
  summary: 'The status of one bot',
  params: botIdParams,
  response: botStatusResponse,
  answers: { 200: 'Its status, and its attributes.' },
  errors: ['not_found'],
  example: {
    params: { bot_id: BOT_ID },
    answer: { bot_id: BOT_ID, status: 'Recording', custom_attributes: BOT.custom_attributes },
  },
} satisfies Operation;

export const readBot = {
  id: 'readBot',
  method: 'GET',
  path: '/calendar/scheduled_bots/{bot_id}',
  group: 'Bots',
  summary: 'One bot with its timeline',
  params: botIdParams,
  response: botWithTimeline,
  answers: { 200: 'The bot, and everything that happened to it, oldest first.' },
  errors: ['not_found'],
  example: {
    params: { bot_id: BOT_ID },
    answer: {
      ...BOT,
      timeline: [
        {
          id: '1204',
          at: '2027-02-26T15:04:05.000Z',
          actor: 'api',
          action: 'bot.scheduled',
          cause: 'requested',
          summary: 'Bot scheduled for “Design review”.',
          event_id: EVENT_ID,
          bot_id: BOT_ID,
          before: { status: null, joinAt: null, meetingUrl: null },
          after: { status: 'Scheduled', joinAt: BOT.scheduled_join_time, meetingUrl: BOT.meeting_link },
          delay_ms: null,
          api_key: 'Notetaker',
        },
      ],
    },
  },
} satisfies Operation;

export const updateBot = {
  id: 'updateBot',
  method: 'PATCH',
  path: '/calendar/scheduled_bots/{bot_id}',
  group: 'Bots',
  summary: 'Change a bot',
  description:
    'Only what is sent changes; each field of `bot_config` that is sent replaces the stored one, and `null` removes it. `bot_username` and `custom_attributes` are the same as `bot_name` and `custom_attributes` of `bot_config`, and win where both are sent; without a name it is “Usher” again. With `version` nothing is written when the bot has changed since it was read. A join time that is set here stays until the meeting moves; then the bot joins at the same distance from the new start.',
  params: botIdParams,
  body: updateBotBody,
  response: updateBotResponse,
  answers: { 200: 'Changed.' },
  checks: {
    scheduled_join_time: 'must be in the future, and before the meeting ends',
    bot_config: `${CONFIG_CHECK}; together with what is stored`,
    custom_attributes:
      'must fit into the configuration with what is stored, and be taken by the bot provider',
  },
  errors: ['not_found', 'bot_not_editable', 'bot_changed'],
  example: {
    params: { bot_id: BOT_ID },
    body: { scheduled_join_time: '2027-03-01T08:55:00Z', bot_username: 'Scribe' },
    answer: {
      message: 'Bot updated.',
      bot_id: BOT_ID,
      updated_fields: ['scheduled_join_time', 'bot_username'],
      schedule_updated: true,
    },
  },
} satisfies Operation;

export const deleteBot = {
  id: 'deleteBot',
  method: 'DELETE',
  path: '/calendar/scheduled_bots/{bot_id}',
  group: 'Bots',
  summary: 'Cancel a bot',
  description:
    'Sets the same override as removing the bot from its meeting. A bot that has joined already is a conflict.',
  params: botIdParams,
  response: deleteBotResponse,
  answers: { 200: 'Cancelled.' },
  errors: ['not_found', 'bot_not_editable'],
  example: { params: { bot_id: BOT_ID }, answer: { message: 'Bot canceled.', bot_id: BOT_ID } },
} satisfies Operation;

export const cancelBots = {
  id: 'cancelBots',
  method: 'POST',
  path: '/bots/cancel',
  group: 'Bots',
  summary: 'Cancel several bots',
  description:
    'Sets for each the same override as removing the bot from its meeting. What can be canceled is canceled; a bot that has joined or has ended is in `skipped`.',
  body: botIdsBody,
  response: cancelBotsResponse,
  answers: { 200: 'Those that are canceled, and those that are not.' },
  example: { body: { bot_ids: [BOT_ID] }, answer: { cancelled: [BOT_ID], skipped: [] } },
} satisfies Operation;

export const restoreBots = {
  id: 'restoreBots',
  method: 'POST',
  path: '/bots/restore',
  group: 'Bots',
  summary: 'Undo the canceling of bots',
  description:
    'For bots that a person or client removed. Each meeting gets a bot again with the same time, name, attributes and configuration, and its override is again what it was before. Where an override was set, a bot scheduled or another decision made since, that stays: then the bot is in `skipped`, with the reason.',
  body: botIdsBody,
  response: restoreBotsResponse,
  answers: { 200: 'Those that are back, and those that are not.' },
  example: {
    body: { bot_ids: [BOT_ID] },
    answer: { restored: [{ bot_id: BOT_ID, restored_as: 'bot_1f3b5d7e9a2c4b6d8e0f1a3c' }], skipped: [] },
  },
} satisfies Operation;
