import {
  autoScheduleSettings,
  disableAutoScheduleBody,
  disableAutoScheduleResponse,
  enableAutoScheduleBody,
  enableAutoScheduleResponse,
} from '../auto-schedule';
import { BOT_CONFIG } from './examples';
import type { Operation } from './operation';

export const enableAutoSchedule = {
  id: 'enableAutoSchedule',
  method: 'POST',
  path: '/calendar/auto-schedule/enable',
  group: 'Auto-schedule',
  summary: 'Turn auto-schedule on',
  description:
    'The next 24 hours are covered at once, the following ones each midnight UTC. Without `default_bot_config` the stored one stays.',
  body: enableAutoScheduleBody,
  response: enableAutoScheduleResponse,
  answers: { 200: 'On.' },
  example: {
    body: { default_bot_config: BOT_CONFIG },
    answer: {
      message: 'Auto-schedule is on.',
      auto_schedule_enabled: true,
      default_bot_config: BOT_CONFIG,
      scheduled_now: 4,
    },
  },
} satisfies Operation;

export const disableAutoSchedule = {
  id: 'disableAutoSchedule',
  method: 'POST',
  path: '/calendar/auto-schedule/disable',
  group: 'Auto-schedule',
  summary: 'Turn auto-schedule off',
  description:
    'No new bots. Those it has booked stay, unless `cancel_scheduled`; those booked by hand always stay.',
  body: disableAutoScheduleBody,
  response: disableAutoScheduleResponse,
  answers: { 200: 'Off.' },
  example: {
    body: { cancel_scheduled: true },
    answer: { message: 'Auto-schedule is off.', auto_schedule_enabled: false },
  },
} satisfies Operation;

export const readAutoScheduleSettings = {
  id: 'readAutoScheduleSettings',
  method: 'GET',
  path: '/calendar/auto-schedule/settings',
  group: 'Auto-schedule',
  summary: "Auto-schedule's settings",
  response: autoScheduleSettings,
  answers: { 200: 'The settings.' },
  example: { answer: { auto_schedule_enabled: true, default_bot_config: BOT_CONFIG } },
} satisfies Operation;
