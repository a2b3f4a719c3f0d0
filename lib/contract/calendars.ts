import { z } from 'zod';

export const calendar = z.object({
  id: z.string(),
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

export const createCalendarResponse = z.object({
  calendar_id: z.string(),
  platform: z.literal('google_calendar'),
  user_email: z.string(),
  user_name: z.string().nullable(),
  primary_calendar_id: z.string(),
  message: z.string(),
  calendars: z.array(calendar),
  watch_setup: z.object({
    total: z.int(),
    succeeded: z.int(),
    failed: z.int(),
    channels: z.array(
      z.object({
        calendar_id: z.string(),
        channel_id: z.string().nullable(),
        expiration: z.string().nullable(),
        error: z.string().optional(),
      }),
    ),
  }),
});

export type CalendarRow = z.infer<typeof calendar>;
export type CalendarsResponse = z.infer<typeof calendarsResponse>;
export type CreateCalendarResponse = z.infer<typeof createCalendarResponse>;

export const disconnectBody = z.strictObject({
  provider: z.string().optional(),
  account_id: z.string().optional(),
  purge_events: z.boolean().default(true),
  // Sent by clients of the original API; which account is meant follows from provider and account_id.
  google_client_id: z.unknown().optional(),
  google_client_secret: z.unknown().optional(),
  google_refresh_token: z.unknown().optional(),
});

export const disconnectResponse = z.object({
  disconnected: z.literal(true),
  user_id: z.string(),
  watch_channel_stopped: z.boolean(),
  events_deleted: z.int(),
  schedules_cancelled: z.int(),
  message: z.string(),
});

export type DisconnectBody = z.infer<typeof disconnectBody>;
export type DisconnectResponse = z.infer<typeof disconnectResponse>;
