import {
  autoRescheduleBody,
  autoRescheduleResponse,
  toggleRecurrenceBody,
  toggleRecurrenceResponse,
} from '../recurrence';
import { BOT_ID, EVENT, SERIES_ID } from './examples';
import type { Operation } from './operation';

export const toggleRecurrence = {
  id: 'toggleRecurrence',
  method: 'POST',
  path: '/calendar/toggle-recurrence',
  group: 'Recurrence',
  summary: "Turn a series' chain on or off",
  description:
    'On books the next meeting at once, and each further one when the one before it ends, as the booked bot is configured. Off leaves what is booked.',
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
      message: 'Each meeting of this series gets a bot.',
      summary: 'Design review',
      start_time: EVENT.start_time,
      end_time: EVENT.end_time,
    },
  },
} satisfies Operation;

export const autoReschedule = {
  id: 'autoReschedule',
  method: 'POST',
  path: '/calendar/auto-reschedule',
  group: 'Recurrence',
  summary: 'Book the next meeting of a series now',
  description:
    'A series that is over or cancelled, or whose next meeting has its bot, is no error: `rescheduled` is false, with the reason.',
  body: autoRescheduleBody,
  response: autoRescheduleResponse,
  answers: { 200: 'Booked, or why not.' },
  errors: ['not_found', 'not_recurring', 'no_meeting_link', 'calendar_off'],
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
