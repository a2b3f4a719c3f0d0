import { CONFIG_CHECK } from '../checks';
import { eventIdParams } from '../common';
import { scheduleBody, scheduleResponse, unscheduleBody, unscheduleResponse } from '../schedule';
import { BOOKING, BOT_CONFIG, BOT_ID, EVENT_ID } from './examples';
import type { Operation } from './operation';

export const schedule = {
  id: 'scheduleBot',
  method: 'POST',
  path: '/calendar/schedule/{event_id}',
  group: 'Scheduling',
  summary: 'Schedule a bot for a meeting',
  description:
    'By default it joins one minute before the start. The id of a series means its next meeting; `occurrence_date` another one; `schedule_all_occurrences` as many as `occurrence_limit` allows (from `occurrence_date` on, if there is one): bots are scheduled where that is possible, and the other meetings are listed in `skipped`. With `recurring_event` a bot for the next meeting is scheduled each time one ends, from this one on. A request for a series replaces its override. A request from a meeting on (`occurrence_date`, or the id of a meeting) leaves the meetings before it as they were: an `always` of the series stays, and a `never` becomes one for each of them.',
  params: eventIdParams,
  body: scheduleBody,
  response: scheduleResponse,
  answers: { 201: 'Scheduled.' },
  checks: {
    bot_config: CONFIG_CHECK,
    occurrence_date:
      'must not be further ahead than meetings can be scheduled; the message names the last date',
  },
  errors: [
    'not_found',
    'meeting_cancelled',
    'meeting_ended',
    'no_meeting_link',
    'provider_cannot_join',
    'not_recurring',
    'no_such_occurrence',
    'already_scheduled',
    'calendar_off',
  ],
  example: { params: { event_id: EVENT_ID }, body: { bot_config: BOT_CONFIG }, answer: BOOKING },
} satisfies Operation;

export const unschedule = {
  id: 'unscheduleBot',
  method: 'DELETE',
  path: '/calendar/schedule/{event_id}',
  group: 'Scheduling',
  summary: 'Take the bot off a meeting',
  description:
    'Sets a lasting override: no bot is scheduled for that meeting (or that series, from `from_date` on) again until someone schedules one or changes the override. An active bot is recalled. `from_date` leaves earlier meetings as they are, also beside `cancel_all_occurrences`. A series also gets the override when no bot is scheduled yet but one would come by auto-reschedule, an override or auto-schedule: that is 200 with `schedules_cancelled: 0`. Where no bot is scheduled and none would come: 404, and nothing changes.',
  params: eventIdParams,
  body: unscheduleBody,
  response: unscheduleResponse,
  answers: { 200: 'Removed.' },
  errors: ['not_found', 'nothing_scheduled', 'not_recurring'],
  example: {
    params: { event_id: EVENT_ID },
    answer: {
      unscheduled: true,
      event_id: EVENT_ID,
      cancelled_schedules: [BOT_ID],
      schedules_cancelled: 1,
      bots_deleted: 1,
      cancel_all_occurrences: false,
      is_recurring_series: true,
    },
  },
} satisfies Operation;
