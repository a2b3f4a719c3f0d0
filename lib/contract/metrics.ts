import { z } from 'zod';
import { utc } from './common';

const DAYS = { error: 'must be a whole number from 1 to 90' };

export const metricsQuery = z.strictObject({
  days: z.coerce
    .number(DAYS)
    .int(DAYS)
    .min(1, DAYS)
    .max(90, DAYS)
    .default(7)
    .describe('How many days are measured, back from now.'),
});

const milliseconds = z.int().nullable();

/** Measured values, none between two. */
const delays = z.object({
  count: z.int().describe('How many were measured.'),
  p50_ms: milliseconds.describe('Half of them took so long or less; null where there are none.'),
  p95_ms: milliseconds,
  p99_ms: milliseconds,
  max_ms: milliseconds,
});

export const metricsResponse = z.object({
  days: z.int(),
  since: utc,
  join_lateness: delays.describe(
    'From when a bot was due (its join time, or when it was asked for if that was later) until its provider had said yes. A bot that set out early took nothing.',
  ),
  joins_missed: z.int().describe('Bots due in that time that were not sent before their meeting ended.'),
  change_to_schedule: delays.describe(
    'From a change at Google, by its `updated`, until the bot was scheduled, moved, given another link, canceled or recalled.',
  ),
});

export type MetricsQuery = z.infer<typeof metricsQuery>;
export type MetricsResponse = z.infer<typeof metricsResponse>;
export type Delays = z.infer<typeof delays>;
