import { z } from 'zod';
import { calendar } from './calendars';

/** One synced or known calendar, with how it follows Google. */
export const calendarHealth = calendar.extend({
  /** Google has told us of something that is not stored yet, or the first sync is still to come. */
  sync_pending: z.boolean(),
  last_sync_error: z.string().nullable(),
  last_push_at: z.string().nullable(),
  channel_expires_at: z.string().nullable(),
});

/** `GET /calendar/health`: read from the store, without calling Google. */
export const healthResponse = z.object({
  /** `push` when Google can reach this installation, else `polling`. */
  mode: z.enum(['push', 'polling']),
  connections: z.array(
    z.object({
      id: z.string(),
      email: z.string(),
      name: z.string().nullable(),
      status: z.enum(['active', 'revoked']),
      status_reason: z.string().nullable(),
      calendars: z.array(calendarHealth),
    }),
  ),
});

export type HealthResponse = z.infer<typeof healthResponse>;
