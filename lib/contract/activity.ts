import { z } from 'zod';
import { instant, queryCursor, queryLimit, utc } from './common';
import { ACTIVITY_KINDS, ACTORS } from './names';
import { shortText } from './texts';

export const activityEntry = z
  .object({
    id: z.string(),
    at: utc,
    actor: z
      .enum(ACTORS)
      .describe('A person in the dashboard, an API client, Google, the bot provider, or Usher itself.'),
    action: z.string().describe('What was done, such as `bot.scheduled`.'),
    cause: z
      .string()
      .nullable()
      .describe('What led to it: the code of a decision, or of what was asked or found.'),
    summary: z.string().describe('The same in a sentence.'),
    event_id: z.string().nullable().describe('The occurrence or event it is about.'),
    bot_id: z.string().nullable(),
    before: z.unknown().describe('What has changed, as it was; a field that did not exist is null.'),
    after: z.unknown().describe('The same fields, as they are since.'),
    delay_ms: z
      .int()
      .nullable()
      .describe(
        'Milliseconds after the change at Google that led to it, or of a bot that set out, after it was due; null where that is not measured.',
      ),
    api_key: z
      .string()
      .nullable()
      .describe(
        'Of an API client: the name that its key had, which stays when the key is revoked; else null.',
      ),
  })
  .meta({ id: 'ActivityEntry', description: 'What happened, who or what did it, when, and why.' });

/** The columns of the CSV export. */
export const ACTIVITY_COLUMNS = [
  'at',
  'actor',
  'action',
  'cause',
  'summary',
  'event_id',
  'bot_id',
  'before',
  'after',
  'delay_ms',
  'api_key',
] as const satisfies (keyof ActivityRow)[];

const filters = {
  event_id: z
    .string()
    .min(1, 'must name an event')
    .optional()
    .describe('One occurrence with what was done to its whole series; by the id of a series, all of that.'),
  bot_id: z.string().min(1, 'must name a bot').optional(),
  actor: z.enum(ACTORS, { error: `must be one of ${ACTORS.join(', ')}` }).optional(),
  kind: z
    .enum(ACTIVITY_KINDS, { error: `must be one of ${ACTIVITY_KINDS.join(', ')}` })
    .optional()
    .describe('The first part of `action`; with `override` also whatever else changed an override.'),
  time_min: instant.optional(),
  time_max: instant.optional().describe('Entries from before this time.'),
  q: shortText(200).optional().describe('Words of the summary.'),
};

/** What narrows the list down, in the list and in its exports. */
export const activityFilters = z.strictObject(filters);

export const activityQuery = z.strictObject({
  ...filters,
  group_by: z
    .enum(['bot'], { error: 'must be bot' })
    .optional()
    .describe(
      '`bot`: one entry a bot, its latest that the filters leave. Entries that are about no bot stand for themselves.',
    ),
  limit: queryLimit(50),
  cursor: queryCursor,
});

const listedActivity = activityEntry.extend({
  bot_entries: z.int().optional().describe('With `group_by=bot`: how many entries its bot has in all.'),
});

export const activityResponse = z.object({
  next: z.string().nullable(),
  has_more: z.boolean(),
  results: z.array(listedActivity),
});

export type ActivityFilters = z.infer<typeof activityFilters>;
export type ActivityQuery = z.infer<typeof activityQuery>;
export type ActivityRow = z.infer<typeof activityEntry>;
export type ListedActivity = z.infer<typeof listedActivity>;
export type ActivityResponse = z.infer<typeof activityResponse>;
