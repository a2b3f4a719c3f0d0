import { z } from 'zod';
import { STATUS_GROUP_NAMES, STATUS_GROUPS } from '@/lib/scheduling/domain/bot-status';
import { activityEntry } from './activity';
import { botConfig, botConfigChanges, smallConfig } from './bot-config';
import { instant, queryCursor, queryLimit, utc } from './common';
import { botStatus } from './events';
import { DEFAULT_OCCURRENCES, MOST_BOTS } from './limits';
import { BOT_SOURCES } from './names';
import { filledText, shortText } from './texts';

export const scheduleBody = z
  .strictObject({
    bot_config: botConfig
      .optional()
      .describe(
        'Default: the default bot configuration. Of an automatic bot it replaces the one it has; `{}` keeps that.',
      ),
    occurrence_date: instant.optional().describe('Which meeting of a series, by its original start.'),
    schedule_all_occurrences: z
      .boolean()
      .default(false)
      .describe('Every meeting of the series that is to come.'),
    occurrence_limit: z
      .int('must be a whole number from 1 to 366')
      .min(1, 'must be from 1 to 366')
      .max(366, 'must be from 1 to 366')
      .default(DEFAULT_OCCURRENCES)
      .describe('Of all meetings to come, so many.'),
    recurring_event: z
      .boolean()
      .default(false)
      .describe(
        'When this meeting ends, schedule a bot for the next one with the same configuration, and so on.',
      ),
    deduplication_key: z
      .unknown()
      .optional()
      .describe('Accepted and ignored: each bot has a key of its own.'),
  })
  .refine(...smallConfig('bot_config'));

export const scheduleResponse = z.object({
  scheduled: z.literal(true),
  adopted: z
    .literal(true)
    .optional()
    .describe('The bot was scheduled automatically before, and is yours now: no rule removes it any more.'),
  notice: z
    .string()
    .optional()
    .describe(
      'What a person should know: so many bots are in meetings at that time that this one waits for a place.',
    ),
  schedule_id: z.string(),
  bot_id: z.string(),
  schedule_group: z.string().nullable().describe('Names the bots that were scheduled together.'),
  event_id: z.string(),
  scheduled_time: utc,
  existing_schedules: z.int().describe('Other bots of the same event that are booked or active.'),
  occurrence_date: utc.nullable(),
  is_recurring_occurrence: z.boolean(),
  bot_config: botConfig,
  bots: z.array(z.object({ bot_id: z.string(), occurrence_date: utc, scheduled_time: utc })).optional(),
  skipped: z
    .array(z.object({ occurrence_date: utc, reason: z.string(), bot_id: z.string().optional() }))
    .optional()
    .describe(
      'Meetings it could not be done for, and why. A bot they have already stays as it is; no rule takes it off any more.',
    ),
});

export const unscheduleBody = z.strictObject({
  cancel_all_occurrences: z.boolean().default(false).describe('All of the series, for good.'),
  from_date: instant.optional().describe('From this original start on; earlier ones stay.'),
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
  cursor: queryCursor,
});

export const scheduledBot = z
  .object({
    bot_id: z.string(),
    platform: z.string().nullable(),
    status: botStatus,
    status_reason: z.string().nullable(),
    scheduled_join_time: utc,
    sent_at: utc
      .nullable()
      .describe('When the provider accepted the bot; null before, and of bots of earlier releases.'),
    bot_username: z.string(),
    meeting_link: z.string(),
    custom_attributes: z.record(z.string(), z.string()),
    event_id: z.string().nullable(),
    occurrence_date: utc.nullable(),
    source: z.enum(BOT_SOURCES).describe('What led to it.'),
    bot_config: botConfig,
    title: z.string().describe('What the meeting is called.'),
    meeting_start: utc,
    meeting_end: utc,
    version: z.int().describe('Counts the changes of the scheduled bot.'),
  })
  .meta({ id: 'Bot', description: 'A bot with its meeting.' });

export const scheduledBotsResponse = z.object({
  scheduled_bots: z.array(scheduledBot),
  next: z.string().nullable(),
  has_more: z.boolean(),
});

const filters = {
  view: z.enum(['all', 'upcoming', 'past']).default('all'),
  status_group: z
    .enum(STATUS_GROUP_NAMES, { error: `must be one of ${STATUS_GROUP_NAMES.join(', ')}` })
    .optional()
    .describe(
      `Bots whose status is of this group: ${STATUS_GROUP_NAMES.map((name) => `\`${name}\` (${STATUS_GROUPS[name].join(', ')})`).join(', ')}.`,
    ),
  source: z
    .enum(BOT_SOURCES, { error: `must be one of ${BOT_SOURCES.join(', ')}` })
    .optional()
    .describe('What led to them.'),
  time_min: instant.optional().describe('Bots of meetings that start at this time or later.'),
  time_max: instant.optional().describe('Bots of meetings that start before this time.'),
  q: shortText(200).optional().describe('Words of the meeting’s title or of the bot’s name.'),
};

/** What narrows the list of bots down, in the list, in its counts and in its export. */
export const botFilters = z.strictObject(filters);

/** `GET /bots`: bots of every state, latest first; of one view, `upcoming` soonest first, `past` latest first. */
export const botsQuery = z.strictObject({
  ...filters,
  limit: queryLimit(100),
  cursor: queryCursor,
});

export const botCountsResponse = z.object({
  total: z.int().describe('Bots that all filters leave.'),
  status_groups: z
    .record(z.enum(STATUS_GROUP_NAMES), z.int())
    .describe('Bots of each group, with the other filters as they are.'),
  sources: z
    .record(z.enum(BOT_SOURCES), z.int())
    .describe('Bots of each source, with the other filters as they are.'),
});

/** The columns of the CSV export. */
export const BOT_COLUMNS = [
  'bot_id',
  'title',
  'meeting_start',
  'meeting_end',
  'status',
  'status_reason',
  'source',
  'scheduled_join_time',
  'sent_at',
  'bot_username',
  'platform',
  'meeting_link',
  'event_id',
] as const satisfies (keyof ScheduledBotRow)[];

export const botsResponse = scheduledBotsResponse.extend({
  bots: z.array(scheduledBot).describe('The same as `scheduled_bots`.'),
  hasNextPage: z.boolean().describe('The same as `has_more`.'),
  nextCursor: z.string().nullable().describe('The same as `next`: the `cursor` of the next page.'),
});

export const botStatusResponse = scheduledBot.pick({ bot_id: true, status: true, custom_attributes: true });

export type BotFilters = z.infer<typeof botFilters>;
export type BotCountsResponse = z.infer<typeof botCountsResponse>;
export type BotsResponse = z.infer<typeof botsResponse>;
export type BotStatusResponse = z.infer<typeof botStatusResponse>;
export type ScheduleBody = z.infer<typeof scheduleBody>;
export type ScheduleResponse = z.infer<typeof scheduleResponse>;
export type UnscheduleBody = z.infer<typeof unscheduleBody>;
export type UnscheduleResponse = z.infer<typeof unscheduleResponse>;
export type ScheduledBotRow = z.infer<typeof scheduledBot>;
export type ScheduledBotsResponse = z.infer<typeof scheduledBotsResponse>;

export const updateBotBody = z
  .strictObject({
    scheduled_join_time: instant
      .nullable()
      .optional()
      .describe('In the future, and before the meeting ends; `null`: one minute before the start, as usual.'),
    bot_username: filledText(100).nullable().optional().describe('`null`: “Usher” again.'),
    custom_attributes: z
      .record(z.string(), z.string({ error: 'must be text' }))
      .nullable()
      .optional()
      .describe('Replaces all of them; `null`: none.'),
    bot_config: botConfigChanges.optional(),
    version: z
      .int('must be the version of a bot')
      .min(1, 'must be the version of a bot')
      .max(2_147_483_647, 'must be the version of a bot')
      .optional()
      .describe('The one that was read: when the bot has changed since, nothing is written (`bot_changed`).'),
  })
  .refine(...smallConfig('bot_config'));

export const updateBotResponse = z.object({
  message: z.string(),
  bot_id: z.string(),
  updated_fields: z.array(z.string()),
  schedule_updated: z.boolean().describe('The join time was among them.'),
});

export const deleteBotResponse = z.object({ message: z.string(), bot_id: z.string() });

export const botIdsBody = z.strictObject({
  bot_ids: z
    .array(z.string({ error: 'must be the id of a bot' }).min(1, 'must be the id of a bot'), {
      error: 'must be a list of ids',
    })
    .min(1, 'must name a bot')
    .max(MOST_BOTS, `must name at most ${MOST_BOTS} bots`),
});

const skippedBots = z
  .array(z.object({ bot_id: z.string(), reason: z.string() }))
  .describe('Those that it could not be done for, and why.');

export const cancelBotsResponse = z.object({ cancelled: z.array(z.string()), skipped: skippedBots });

export const restoreBotsResponse = z.object({
  restored: z
    .array(
      z.object({
        bot_id: z.string(),
        restored_as: z.string().describe('The bot that was scheduled in its place.'),
      }),
    )
    .describe('Those whose meeting has its bot again.'),
  skipped: skippedBots,
});

export type CancelBotsResponse = z.infer<typeof cancelBotsResponse>;
export type RestoreBotsResponse = z.infer<typeof restoreBotsResponse>;

/** One bot with everything that happened to it, oldest first. */
export const botWithTimeline = scheduledBot.extend({ timeline: z.array(activityEntry) });

export type UpdateBotBody = z.infer<typeof updateBotBody>;
export type UpdateBotResponse = z.infer<typeof updateBotResponse>;
export type BotWithTimeline = z.infer<typeof botWithTimeline>;
