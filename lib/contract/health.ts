import { z } from 'zod';
import { calendar } from './calendars';

/** What is not as it should be, in words, and what mends it. */
const problem = z.object({
  code: z.enum([
    'revoked',
    'missing_scopes',
    'sync_failing',
    'sync_late',
    'push_failing',
    'notifications_missed',
    'not_readable',
  ]),
  message: z.string(),
  /** `reconnect` the account, `resync` here, or `wait`: Usher tries again automatically. */
  action: z.enum(['reconnect', 'resync', 'wait']),
});

/** One calendar, with how it is kept in sync with Google. */
const calendarHealth = calendar.extend({
  /** Google has announced a change that is not stored yet, or the first sync is still to come. */
  sync_pending: z.boolean(),
  /** Events that the first sync has read so far; they appear when all of them are read. */
  events_read: z.int(),
  /** How we hear of changes: Google pushes them, we poll, or not at all. */
  mode: z.enum(['push', 'poll', 'off']),
  /** Why it is not pushed, in a sentence. */
  mode_reason: z.string().nullable(),
  last_sync_error: z.string().nullable(),
  /** When a sync that failed is tried again; null also when it waits for a person. */
  next_retry_at: z.string().nullable(),
  last_push_at: z.string().nullable(),
  channel_expires_at: z.string().nullable(),
  /** Changes that the safety poll found without a notification, and when the last of them was found. */
  missed_notifications: z.int(),
  last_missed_notification_at: z.string().nullable(),
  problems: z.array(problem),
});

/** How calendars are kept in sync, read from the store, without calling Google. */
export const healthResponse = z.object({
  /** No problem anywhere. */
  ok: z.boolean(),
  /** `push` when Google can reach this installation, else `polling`. */
  mode: z.enum(['push', 'polling']),
  connections: z.array(
    z.object({
      id: z.string(),
      email: z.string(),
      name: z.string().nullable(),
      status: z.enum(['active', 'revoked']),
      status_reason: z.string().nullable(),
      /** Permissions that Usher needs and the person did not grant. */
      missing_scopes: z.array(z.string()),
      /** When Google was last asked which calendars there are. */
      list_read_at: z.string().nullable(),
      problems: z.array(problem),
      calendars: z.array(calendarHealth),
    }),
  ),
});

/** A bot provider that refuses this installation (its key, or the address of its API): its bots wait. */
const stoppedProvider = z.object({
  name: z.string(),
  title: z.string(),
  since: z.string(),
  /** Why, in a sentence, with the provider's own words. */
  message: z.string(),
  /** Your bots that are due and wait. They are sent as soon as the provider accepts one. */
  bots_waiting: z.int(),
});

/** Whether the Inngest server calls that carries the jobs. */
const inngestServer = z.object({
  /** It has not called for a minute and a half, or never: Usher runs its jobs itself until it does. */
  is_away: z.boolean(),
  /** Null = it never has. */
  last_call_at: z.string().nullable(),
});

/** `GET /calendar/health`; `ok` is false also while a bot provider refuses this installation. */
export const calendarHealthResponse = healthResponse.extend({
  stopped_providers: z.array(stoppedProvider),
  /** Null where no Inngest server is configured. */
  inngest_server: inngestServer.nullable(),
});

export const resyncBody = z.strictObject({
  /** Only this account (its id or address), only this calendar (`usher_id` or Google's id); by default all. */
  account_id: z.string().optional(),
  calendar_id: z.string().optional(),
});

export const resyncResponse = z.object({
  message: z.string(),
  /** Calendars that were resynced. */
  resynced: z.int(),
  failed: z.array(
    z.object({ account_id: z.string(), calendar_id: z.string().nullable(), error: z.string() }),
  ),
  health: healthResponse,
});

export type CalendarHealthResponse = z.infer<typeof calendarHealthResponse>;
export type HealthResponse = z.infer<typeof healthResponse>;
export type ConnectionHealth = HealthResponse['connections'][number];
export type CalendarHealth = ConnectionHealth['calendars'][number];
export type ResyncBody = z.infer<typeof resyncBody>;
export type ResyncResponse = z.infer<typeof resyncResponse>;
