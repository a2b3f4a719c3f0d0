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

const WRONG_NAMES = ['client_id', 'client_secret', 'refresh_token'] as const;

export const createCalendarBody = z
  .looseObject({
    google_client_id: z.string({ error: 'is required' }).min(1, 'must not be empty'),
    google_client_secret: z.string({ error: 'is required' }).min(1, 'must not be empty'),
    google_refresh_token: z.string({ error: 'is required' }).min(1, 'must not be empty'),
  })
  .check((ctx) => {
    for (const key of Object.keys(ctx.value)) {
      if (
        key.startsWith('google_') &&
        ['google_client_id', 'google_client_secret', 'google_refresh_token'].includes(key)
      )
        continue;
      const wrong = WRONG_NAMES.find((name) => name === key);
      ctx.issues.push({
        code: 'custom',
        input: undefined,
        path: [key],
        message: wrong ? `is not a field here: use google_${wrong}` : 'is not a field here',
      });
    }
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
export type CreateCalendarBody = z.infer<typeof createCalendarBody>;
export type CreateCalendarResponse = z.infer<typeof createCalendarResponse>;
