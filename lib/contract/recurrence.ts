import { z } from 'zod';
import { decision } from './events';

export const toggleRecurrenceBody = z.strictObject({
  event_id: z.string().min(1),
  recurring_enabled: z.boolean({ error: 'must be true or false' }),
});

export const toggleRecurrenceResponse = z.object({
  event_id: z.string(),
  recurring_enabled: z.boolean(),
  recurrence_rule: z.array(z.string()),
  message: z.string(),
  summary: z.string().nullable(),
  start_time: z.string().nullable(),
  end_time: z.string().nullable(),
});

export const autoRescheduleBody = z.strictObject({
  event_id: z.string().min(1),
  // Accepted from clients of the original API: the key says who asks, the series says how it repeats.
  user_id: z.string().optional(),
  recurrence_rule: z.unknown().optional(),
});

export const autoRescheduleResponse = z.object({
  rescheduled: z.boolean(),
  event_id: z.string(),
  reason: z.string().nullable(),
  bot_id: z.string().nullable(),
  scheduled_time: z.string().nullable(),
});

export const overrideBody = z.strictObject({
  override: z.enum(['always', 'never'], { error: 'must be "always", "never" or null' }).nullable(),
});

export const overrideResponse = z.object({ event_id: z.string(), decision });

export type ToggleRecurrenceResponse = z.infer<typeof toggleRecurrenceResponse>;
export type AutoRescheduleResponse = z.infer<typeof autoRescheduleResponse>;
export type OverrideResponse = z.infer<typeof overrideResponse>;
