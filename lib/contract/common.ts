import { z } from 'zod';

/** The written years that are taken: JSON Schema can say this of a text, and not what instant it is. */
const FROM_1970 = '^(?:19[7-9]|[2-9][0-9]{2})[0-9]-';

/** An instant: ISO 8601 with an offset (`Z` or `±hh:mm`). A time without one is refused, never guessed. */
export const instant = z.iso
  .datetime({ offset: true, error: 'must be an ISO 8601 time with an offset, such as 2026-03-01T09:00:00Z' })
  .refine((value) => new RegExp(FROM_1970).test(value), 'must not be before 1970')
  .meta({ pattern: `${FROM_1970}.*T.*(?:Z|[+-][0-9]{2}:[0-9]{2})$` });

/** An instant in an answer: ISO 8601 in UTC. */
export const utc = z.string().meta({ format: 'date-time' });

/** Whether a `provider` that a client names is Google: clients of the original API call it `google`. */
export function isGoogle(provider: string): boolean {
  return provider === 'google_calendar' || provider === 'google';
}

/** `true` or `false` in a query string. */
export const queryBoolean = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((value) => value === 'true')
  .meta({
    override: ({ jsonSchema }: { jsonSchema: { type?: unknown; enum?: unknown } }) => {
      jsonSchema.type = 'boolean';
      delete jsonSchema.enum;
    },
  });

/** Where a page begins, in a query string. */
export const queryCursor = z.string().optional().describe('`next` or `previous` of an earlier page.');

/**
 * A page size in a query string.
 * @param fallback used when the parameter is absent
 */
export function queryLimit(fallback: number) {
  return z.coerce
    .number({ error: 'must be a whole number from 1 to 100' })
    .int('must be a whole number from 1 to 100')
    .min(1, 'must be from 1 to 100')
    .max(100, 'must be from 1 to 100')
    .default(fallback)
    .describe('How many at most.');
}

/** The path of what concerns one meeting. */
export const eventIdParams = z.object({
  event_id: z
    .string()
    .describe('Id of an event, or of one occurrence: `<series id>_<original start as YYYYMMDDTHHMMSSZ>`.'),
});

/** The path of what concerns one bot. */
export const botIdParams = z.object({ bot_id: z.string().describe('Id of a bot.') });
