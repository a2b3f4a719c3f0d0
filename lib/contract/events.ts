import { z } from 'zod';
import { instant, queryBoolean, queryLimit } from './common';

export const BOT_STATUSES = [
  'Scheduled',
  'Joining',
  'WaitingRoom',
  'InMeeting',
  'Recording',
  'Leaving',
  'Done',
  'Cancelled',
  'Denied',
  'NotAllowed',
  'Error',
  'Missed',
] as const;

export const MEETING_PLATFORM_NAMES = [
  'GMeet',
  'Zoom',
  'Teams',
  'Webex',
  'GoToMeeting',
  'BlueJeans',
  'Whereby',
] as const;

export const DECISION_CODES = [
  'cancelled',
  'calendar_off',
  'over',
  'no_link',
  'had_bot',
  'override_never',
  'override_always',
  'series_never',
  'series_always',
  'scheduled_by_hand',
  'series_chain',
  'already_booked',
  'auto_schedule_off',
  'auto_schedule',
] as const;

/** Whether a bot will join an occurrence, by which rule, in a sentence. */
export const decision = z.object({
  will_join: z.boolean(),
  code: z.enum(DECISION_CODES),
  reason: z.string(),
  override: z.enum(['always', 'never']).nullable(),
});

/** A bot as shown inside an event. */
export const eventBot = z.object({
  id: z.string(),
  status: z.enum(BOT_STATUSES),
  status_reason: z.string().nullable(),
  scheduled_join_time: z.string(),
  bot_username: z.string(),
  platform: z.string().nullable(),
  is_scheduled: z.boolean(),
});

/** An event or one occurrence of a series. `raw` is Google's resource as received. */
export const event = z.object({
  id: z.string(),
  start_time: z.string(),
  end_time: z.string(),
  is_all_day: z.boolean(),
  time_zone: z.string(),
  calendar_id: z.string(),
  platform: z.literal('google_calendar'),
  platform_id: z.string(),
  ical_uid: z.string().nullable(),
  meeting_platform: z.enum(MEETING_PLATFORM_NAMES).nullable(),
  meeting_url: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  is_deleted: z.boolean(),
  raw: z.record(z.string(), z.unknown()),
  /** Newest first; the live one, if there is one, is the first. */
  bots: z.array(eventBot),
  recurring_event_id: z.string().nullable(),
  original_start_time: z.string().nullable(),
  recurrence_rule: z.array(z.string()).nullable(),
  /** The rule in words, such as "Every 2 weeks on Tuesday". */
  recurrence_text: z.string().nullable(),
  recurring_enabled: z.boolean(),
  decision,
});

/** How fresh the answer is: `ok: false` when it comes from the store because Google did not answer. */
export const syncState = z.object({
  ok: z.boolean(),
  error: z.string().nullable(),
  synced_at: z.string().nullable(),
});

export const eventsQuery = z
  .strictObject({
    calendar_id: z.string().min(1).optional(),
    time_min: instant.optional(),
    time_max: instant.optional(),
    sync: queryBoolean.optional(),
    limit: queryLimit(50),
    cursor: z.string().optional(),
    provider: z.string().optional(),
    account_id: z.string().optional(),
    expand: queryBoolean.default(true),
    updated_min: instant.optional(),
    show_deleted: queryBoolean.default(false),
    has_link: queryBoolean.optional(),
    has_bot: queryBoolean.optional(),
    q: z.string().max(200).optional(),
  })
  .refine((query) => !(query.account_id && !query.provider), {
    path: ['account_id'],
    message: 'needs provider',
  });

export const eventsResponse = z.object({
  next: z.string().nullable(),
  previous: z.string().nullable(),
  has_more: z.boolean(),
  results: z.array(event),
  sync: syncState.optional(),
});

export type BotStatusName = (typeof BOT_STATUSES)[number];
export type EventsQuery = z.infer<typeof eventsQuery>;
export type EventsResponse = z.infer<typeof eventsResponse>;
export type CalendarEvent = z.infer<typeof event>;
export type EventBot = z.infer<typeof eventBot>;
export type SyncState = z.infer<typeof syncState>;
