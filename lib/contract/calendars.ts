import { z } from 'zod';
import { shortText } from './texts';

export const calendar = z.object({
  /** Google's id of the calendar; the same in every account that lists it. */
  id: z.string(),
  /** Ours, for this calendar in this account. */
  usher_id: z.string(),
  /** The connection it comes from. */
  account_id: z.string(),
  summary: z.string(),
  description: z.string().nullable(),
  isPrimary: z.boolean(),
  accessRole: z.string(),
  timeZone: z.string(),
  backgroundColor: z.string().nullable(),
  foregroundColor: z.string().nullable(),
  selected: z.boolean(),
  hidden: z.boolean(),
  sync_enabled: z.boolean(),
  last_synced_at: z.string().nullable(),
  push_status: z.enum(['watching', 'opening', 'polling', 'failed', 'off']),
});

export const calendarsResponse = z.object({
  total: z.int(),
  user_id: z.string(),
  calendars: z.array(calendar),
  /** Accounts that Google could not be asked about; their calendars are as stored. */
  failed: z.array(z.object({ account_id: z.string(), email: z.string(), error: z.string() })).optional(),
});

export const calendarParams = z.object({ id: shortText(1024).min(1) });

export const updateCalendarBody = z.strictObject({
  sync_enabled: z.boolean(),
  /** Say what would happen, and change nothing. */
  dry_run: z.boolean().default(false),
});

export const updateCalendarResponse = z.object({
  message: z.string(),
  dry_run: z.boolean(),
  calendar,
  /** Scheduled bots that are canceled, active bots that are recalled, bots that are scheduled. */
  bots_cancelled: z.int(),
  bots_recalled: z.int(),
  bots_scheduled: z.int(),
});

const required = z.string({ error: 'is required' }).min(1, 'must not be empty');
/** A name that people try; the answer says which is meant. */
const meant = (name: string) => z.never({ error: `is not a field here: use ${name}` }).optional();

export const createCalendarBody = z.strictObject({
  google_client_id: required,
  google_client_secret: required,
  google_refresh_token: required,
  client_id: meant('google_client_id'),
  client_secret: meant('google_client_secret'),
  refresh_token: meant('google_refresh_token'),
});

const channelSetUp = z.object({
  calendar_id: z.string(),
  calendar_summary: z.string(),
  channel_id: z.string().nullable(),
  expiration: z.string().nullable(),
  error: z.string().optional(),
});

export const createCalendarResponse = z.object({
  calendar_id: z.string(),
  platform: z.literal('google_calendar'),
  user_email: z.string(),
  user_name: z.string().nullable(),
  primary_calendar_id: z.string(),
  message: z.string(),
  calendars: z.array(calendar),
  watch_setup: z.object({
    // MeetStream's fields, then ours.
    success: z.boolean().describe('Every calendar with sync on has a push channel.'),
    status: z.enum(['success', 'partial', 'failed']),
    message: z.string(),
    watches_setup: z.int().describe('How many calendars have a channel.'),
    failed_calendars: z.array(
      z.object({ calendar_id: z.string(), calendar_summary: z.string(), error: z.string() }),
    ),
    watch_results: z.array(
      z.object({
        calendar_id: z.string(),
        calendar_summary: z.string(),
        channel_id: z.string(),
        expiration: z.string().nullable(),
      }),
    ),
    total: z.int(),
    succeeded: z.int(),
    failed: z.int(),
    channels: z.array(channelSetUp),
  }),
});

export type CalendarRow = z.infer<typeof calendar>;
export type CalendarsResponse = z.infer<typeof calendarsResponse>;
export type UpdateCalendarBody = z.infer<typeof updateCalendarBody>;
export type UpdateCalendarResponse = z.infer<typeof updateCalendarResponse>;
export type ChannelSetUp = z.infer<typeof channelSetUp>;
export type CreateCalendarResponse = z.infer<typeof createCalendarResponse>;

export const disconnectBody = z.strictObject({
  provider: z.string().optional().describe('`google_calendar`, or `google`.'),
  account_id: z.string().optional(),
  purge_events: z.boolean().default(true),
  dry_run: z.boolean().default(false).describe('Only say what would happen.'),
  // Sent by clients of the original API; which account is meant follows from provider and account_id.
  google_client_id: z.unknown().optional(),
  google_client_secret: z.unknown().optional(),
  google_refresh_token: z.unknown().optional(),
});

export const disconnectResponse = z.object({
  disconnected: z.boolean().describe('`false` after a dry run.'),
  user_id: z.string(),
  watch_channel_stopped: z.boolean(),
  events_deleted: z.int(),
  schedules_cancelled: z.int(),
  schedules_recalled: z.int().describe('Active bots that are recalled.'),
  message: z.string(),
});

export type DisconnectBody = z.infer<typeof disconnectBody>;
export type DisconnectResponse = z.infer<typeof disconnectResponse>;
