import { z } from 'zod';
import { botConfig } from './bot-config';
import { instant, queryLimit } from './common';
import { BOT_STATUSES } from './events';

export const scheduleBody = z.strictObject({
  bot_config: botConfig.optional(),
  occurrence_date: instant.optional(),
  schedule_all_occurrences: z.boolean().default(false),
  occurrence_limit: z.int().min(1, 'must be from 1 to 366').max(366, 'must be from 1 to 366').default(52),
  recurring_event: z.boolean().default(false),
});

export const scheduleResponse = z.object({
  scheduled: z.literal(true),
  schedule_id: z.string(),
  bot_id: z.string(),
  schedule_group: z.string().nullable(),
  event_id: z.string(),
  scheduled_time: z.string(),
  existing_schedules: z.int(),
  occurrence_date: z.string().nullable(),
  is_recurring_occurrence: z.boolean(),
  bot_config: botConfig,
  bots: z
    .array(z.object({ bot_id: z.string(), occurrence_date: z.string(), scheduled_time: z.string() }))
    .optional(),
  skipped: z
    .array(z.object({ occurrence_date: z.string(), reason: z.string(), bot_id: z.string().optional() }))
    .optional(),
});

export const unscheduleBody = z.strictObject({
  cancel_all_occurrences: z.boolean().default(false),
  from_date: instant.optional(),
});

export const unscheduleResponse = z.object({
  unscheduled: z.boolean(),
  event_id: z.string(),
  cancelled_schedules: z.array(z.string()),
  schedules_cancelled: z.int(),
  bots_deleted: z.int(),
  cancel_all_occurrences: z.boolean(),
  is_recurring_series: z.boolean(),
});

export const scheduledBotsQuery = z.strictObject({
  limit: queryLimit(100),
  cursor: z.string().optional(),
});

export const BOT_SOURCES = ['manual', 'batch', 'chain', 'auto', 'always'] as const;

export const scheduledBot = z.object({
  bot_id: z.string(),
  platform: z.string().nullable(),
  status: z.enum(BOT_STATUSES),
  status_reason: z.string().nullable(),
  scheduled_join_time: z.string(),
  bot_username: z.string(),
  meeting_link: z.string(),
  custom_attributes: z.record(z.string(), z.string()),
  event_id: z.string().nullable(),
  occurrence_date: z.string().nullable(),
  source: z.enum(BOT_SOURCES),
  bot_config: botConfig,
  /** What the meeting is called, and when it is: for people's eyes. */
  title: z.string(),
  meeting_start: z.string(),
  meeting_end: z.string(),
});

export const scheduledBotsResponse = z.object({
  scheduled_bots: z.array(scheduledBot),
  next: z.string().nullable(),
  has_more: z.boolean(),
});

/** `GET /bots`: bots of every state for the dashboard: `upcoming` soonest first, `past` latest first. */
export const botsQuery = z.strictObject({
  view: z.enum(['upcoming', 'past']).default('upcoming'),
  limit: queryLimit(100),
  cursor: z.string().optional(),
});

export type ScheduleBody = z.infer<typeof scheduleBody>;
export type ScheduleResponse = z.infer<typeof scheduleResponse>;
export type UnscheduleBody = z.infer<typeof unscheduleBody>;
export type UnscheduleResponse = z.infer<typeof unscheduleResponse>;
export type ScheduledBotRow = z.infer<typeof scheduledBot>;
export type ScheduledBotsResponse = z.infer<typeof scheduledBotsResponse>;

export const updateBotBody = z.strictObject({
  scheduled_join_time: instant.optional(),
  bot_username: z
    .string()
    .min(1, 'must be 1 to 100 characters')
    .max(100, 'must be 1 to 100 characters')
    .optional(),
  custom_attributes: z.record(z.string(), z.string({ error: 'must be text' })).optional(),
  bot_config: botConfig.optional(),
});

export const updateBotResponse = z.object({
  message: z.string(),
  bot_id: z.string(),
  updated_fields: z.array(z.string()),
  schedule_updated: z.boolean(),
});

export const deleteBotResponse = z.object({ message: z.string(), bot_id: z.string() });

export const activityEntry = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.enum(['person', 'api', 'google', 'provider', 'usher']),
  action: z.string(),
  summary: z.string(),
  before: z.unknown(),
  after: z.unknown(),
});

/** One bot with everything that happened to it, oldest first. */
export const botWithTimeline = scheduledBot.extend({ timeline: z.array(activityEntry) });

export type UpdateBotBody = z.infer<typeof updateBotBody>;
export type UpdateBotResponse = z.infer<typeof updateBotResponse>;
export type BotWithTimeline = z.infer<typeof botWithTimeline>;
