import { z } from 'zod';
import { utc } from './common';
import { decision, recurrenceRule } from './events';

export const toggleRecurrenceBody = z.strictObject({
  event_id: z.string().min(1).describe('Id of a series, or of one of its occurrences.'),
  recurring_enabled: z.boolean({ error: 'must be true or false' }),
});

export const toggleRecurrenceResponse = z.object({
  event_id: z.string(),
  recurring_enabled: z.boolean(),
  recurrence_rule: recurrenceRule,
  recurrence: z.array(z.string()).describe('All RRULE, EXDATE and RDATE lines (RFC 5545).'),
  message: z.string(),
  summary: z.string().nullable(),
  start_time: utc.nullable(),
  end_time: utc.nullable().describe('`null`: as the rules say.'),
});

export const autoRescheduleBody = z.strictObject({
  event_id: z.string().min(1).describe('Id of a series, or of one of its occurrences.'),
  user_id: z.string().optional().describe('Accepted and ignored: the key says who asks.'),
  recurrence_rule: z.unknown().optional().describe('Accepted and ignored: the series says how it repeats.'),
});

export const autoRescheduleResponse = z.object({
  rescheduled: z.boolean(),
  event_id: z.string(),
  reason: z.string().nullable().describe('Why nothing was scheduled.'),
  bot_id: z.string().nullable(),
  scheduled_time: utc.nullable(),
});

export const overrideBody = z.strictObject({
  override: z.enum(['always', 'never'], { error: 'must be "always", "never" or null' }).nullable(),
});

export const overrideResponse = z.object({
  event_id: z.string(),
  decision,
  removed_bots: z
    .array(z.string())
    .describe('The bots of one meeting that it removed or recalled; `POST /bots/restore` brings them back.'),
});

export const seriesBotsResponse = z.object({
  event_id: z.string(),
  schedulable: z
    .int()
    .describe('Of its next 52 meetings, those that `schedule_all_occurrences` would schedule a bot for.'),
  scheduled: z.int().describe('Its bots that are booked or active.'),
  scheduled_from: z
    .int()
    .describe('Of these, those from the meeting of the id on; all by the id of the series.'),
  scheduled_by_series: z
    .int()
    .describe(
      'Of these, those whose meeting has no override of its own: a `never` of the series removes them.',
    ),
});

export type SeriesBotsResponse = z.infer<typeof seriesBotsResponse>;
export type ToggleRecurrenceResponse = z.infer<typeof toggleRecurrenceResponse>;
export type AutoRescheduleResponse = z.infer<typeof autoRescheduleResponse>;
export type OverrideResponse = z.infer<typeof overrideResponse>;
