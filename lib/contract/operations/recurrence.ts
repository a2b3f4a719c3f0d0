import { eventIdParams } from '../common';
import {
  autoRescheduleBody,
  autoRescheduleResponse,
  seriesBotsResponse,
  toggleRecurrenceBody,
  toggleRecurrenceResponse,
} from '../recurrence';
import { BOT_ID, EVENT, EVENT_ID, SERIES_ID } from './examples';
import type { Operation } from './operation';

export const toggleRecurrence = {
  id: 'toggleRecurrence',
  method: 'POST',
  path: '/calendar/toggle-recurrence',
  group: 'Recurrence',
  summary: 'Turn auto-reschedule of a series on or off',
  description:
    'On schedules a bot for the next meeting at once, and for each further one when the one before it ends, configured like the scheduled bot. Off leaves scheduled bots as they are.',
  body: toggleRecurrenceBody,
  response: toggleRecurrenceResponse,
  answers: { 200: 'Turned. The times are those of the next meeting.' },
  errors: ['not_found', 'not_recurring', 'meeting_cancelled'],
  example: {
    body: { event_id: SERIES_ID, recurring_enabled: true },
    answer: {
      event_id: SERIES_ID,
      recurring_enabled: true,
      recurrence_rule: EVENT.recurrence_rule,
      recurrence: EVENT.recurrence,
      message: 'Each meeting of this series gets a bot.',
      summary: 'Design review',
      start_time: EVENT.start_time,
      end_time: EVENT.end_time,
    },
  },
} satisfies Operation;

export const countSeriesBots = {
  id: 'countSeriesBots',
  method: 'GET',
  path: '/calendar/events/{event_id}/series',
  group: 'Recurrence',
  summary: 'Count the bots of a series',
  description: 'What scheduling or removing the bots of a series would do, before it is done.',
  params: eventIdParams,
  response: seriesBotsResponse,
  answers: { 200: 'The counts.' },
  errors: ['not_found', 'not_recurring'],
  example: {
    params: { event_id: EVENT_ID },
    answer: {
      event_id: EVENT_ID,
      schedulable: 51,
      scheduled: 1,
      scheduled_from: 1,
      scheduled_by_series: 1,
    },
  },
} satisfies Operation;

export const autoReschedule = {
  id: 'autoReschedule',
  method: 'POST',
  path: '/calendar/auto-reschedule',
  group: 'Recurrence',
  summary: 'Schedule a bot for the next meeting of a series now',
  description:
    'A series that has ended or is canceled, or whose next meeting has its bot, is no error: `rescheduled` is false, with the reason.',
  body: autoRescheduleBody,
  response: autoRescheduleResponse,
  answers: { 200: 'Scheduled, or why not.' },
  errors: ['not_found', 'not_recurring', 'no_meeting_link', 'provider_cannot_join', 'calendar_off'],
  example: {
    body: { event_id: SERIES_ID },
    answer: {
      rescheduled: true,
      event_id: SERIES_ID,
      reason: null,
      bot_id: BOT_ID,
      scheduled_time: '2027-03-08T08:59:00.000Z',
    },
  },
} satisfies Operation;
