import { eventIdParams } from '../common';
import { scheduleBody, scheduleResponse, unscheduleBody, unscheduleResponse } from '../schedule';
import { BOOKING, BOT_CONFIG, BOT_ID, EVENT_ID } from './examples';
import type { Operation } from './operation';

export const schedule = {
  id: 'scheduleBot',
  method: 'POST',
  path: '/calendar/schedule/{event_id}',
  group: 'Scheduling',
  summary: 'Book a bot for a meeting',
  description:
    'By default it joins one minute before the start. The id of a series means its next meeting; `occurrence_date` another one; `schedule_all_occurrences` as many as `occurrence_limit` allows (from `occurrence_date` on, if there is one), where what can be booked is booked and the rest is listed in `skipped`. With `recurring_event` the next meeting is booked each time one ends, from this one on. What is asked for a series takes the place of its override; asked for from a meeting on (`occurrence_date`, or the id of a meeting), what was wished for the meetings before it stays: an `always` for the series is kept, and a `never` becomes one for each of them.',
  params: eventIdParams,
  body: scheduleBody,
  response: scheduleResponse,
  answers: { 201: 'Booked.' },
  errors: [
    'not_found',
    'meeting_cancelled',
    'meeting_ended',
    'no_meeting_link',
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
    'A lasting wish: nothing books that meeting (or that series, from `from_date` on) again until someone schedules it or sets its override. A bot under way is called back. `from_date` keeps what is earlier, also beside `cancel_all_occurrences`. For a series the wish counts also when no bot is booked yet but one would come by its chain, a wish or auto-schedule: that is 200 with `schedules_cancelled: 0`. Where nothing is booked and nothing would be: 404, and nothing changes.',
  params: eventIdParams,
  body: unscheduleBody,
  response: unscheduleResponse,
  answers: { 200: 'Taken off.' },
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
