import { DEFAULT_RULES } from '@/lib/scheduling/domain/rules';
import {
  autoScheduleSettings,
  disableAutoScheduleBody,
  disableAutoScheduleResponse,
  enableAutoScheduleBody,
  enableAutoScheduleResponse,
  updateAutoScheduleSettingsBody,
} from '../auto-schedule';
import { ATTENDEES_CHECK, CONFIG_CHECK } from '../checks';
import { previewRulesBody, previewRulesResponse, rules, setRulesResponse } from '../rules';
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
  checks: { default_bot_config: CONFIG_CHECK },
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
    'No new bots are scheduled. Those it has scheduled stay, unless `cancel_scheduled`; those scheduled manually always stay. `default_bot_config` is stored as with `enable`: clients send it with both.',
  body: disableAutoScheduleBody,
  response: disableAutoScheduleResponse,
  answers: { 200: 'Off.' },
  checks: { default_bot_config: CONFIG_CHECK },
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
  example: { answer: { auto_schedule_enabled: true, default_bot_config: BOT_CONFIG, rules: DEFAULT_RULES } },
} satisfies Operation;

export const updateAutoScheduleSettings = {
  id: 'updateAutoScheduleSettings',
  method: 'PATCH',
  path: '/calendar/auto-schedule/settings',
  group: 'Auto-schedule',
  summary: 'Change the default bot configuration',
  description:
    'Bots without a configuration of their own are scheduled with it, by auto-schedule or manually. Auto-schedule stays on or off as it is.',
  body: updateAutoScheduleSettingsBody,
  response: autoScheduleSettings,
  answers: { 200: 'Stored; these are the settings now.' },
  checks: { default_bot_config: CONFIG_CHECK },
  example: {
    body: { default_bot_config: BOT_CONFIG },
    answer: { auto_schedule_enabled: false, default_bot_config: BOT_CONFIG, rules: DEFAULT_RULES },
  },
} satisfies Operation;

const CUSTOMERS = { ...DEFAULT_RULES, only: { ...DEFAULT_RULES.only, attendees: 'external' as const } };

export const setRules = {
  id: 'setRules',
  method: 'PUT',
  path: '/calendar/auto-schedule/rules',
  group: 'Auto-schedule',
  summary: 'Replace the rules',
  description:
    'Which meetings auto-schedule takes: the first never-rule that matches refuses a meeting, then each only-rule must hold, in the order of the fields here. What is left out has its default. Bots of the next 24 hours change at once.',
  body: rules,
  response: setRulesResponse,
  answers: { 200: 'Stored, and acted on.' },
  checks: { 'only.max_attendees': ATTENDEES_CHECK },
  example: {
    body: { only: { attendees: 'external' } },
    answer: { message: 'Rules stored.', rules: CUSTOMERS, scheduled_now: 0, cancelled_now: 2 },
  },
} satisfies Operation;

export const previewRules = {
  id: 'previewRules',
  method: 'POST',
  path: '/calendar/auto-schedule/preview',
  changesNothing: true,
  group: 'Auto-schedule',
  summary: 'Try rules out on the next 28 days',
  description:
    'Compares what happens today with what would happen with auto-schedule on and these rules. Nothing is written; meetings that an override or a manual bot decides stay as they are.',
  body: previewRulesBody,
  response: previewRulesResponse,
  answers: { 200: 'What would be added, and what dropped, with the reasons.' },
  checks: { 'rules.only.max_attendees': ATTENDEES_CHECK },
  example: {
    body: { rules: { only: { attendees: 'external' } } },
    answer: {
      auto_schedule_enabled: true,
      time_min: '2026-03-02T08:00:00.000Z',
      time_max: '2026-03-30T08:00:00.000Z',
      joins_now: 31,
      would_join: 30,
      added: [],
      dropped: [
        {
          event_id: 'evt_2x9k_20260303T090000Z',
          title: 'Team standup',
          start_time: '2026-03-03T09:00:00.000Z',
          end_time: '2026-03-03T09:15:00.000Z',
          code: 'only_attendees',
          reason: 'All guests are internal.',
        },
      ],
    },
  },
} satisfies Operation;
