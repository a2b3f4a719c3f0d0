import { z } from 'zod';
import { GoogleFailure } from './errors';

// Google's answers, as far as we read them. Fields that we do not name are left as they are.

export { soundEvent as readEvent } from '@/lib/occurrences/domain/sound-event';

export const eventPage = z.object({
  items: z.array(z.unknown()).nullish(),
  nextPageToken: z.string().nullish(),
  nextSyncToken: z.string().nullish(),
});

// A field that cannot be read is left out, not its entry: a calendar that is missing has left the list.
const listText = z.string().nullish().catch(undefined);
const listFlag = z.boolean().nullish().catch(undefined);
const listEntry = z.object({
  id: z.string().min(1),
  ...{ summary: listText, summaryOverride: listText, description: listText },
  ...{ timeZone: listText, accessRole: listText, backgroundColor: listText, foregroundColor: listText },
  ...{ primary: listFlag, selected: listFlag, hidden: listFlag, deleted: listFlag },
});
/** A calendar in the list of an account. */
export type CalendarListEntry = z.output<typeof listEntry>;

export const calendarListPage = z.object({
  // An entry without an id is left out.
  items: z.array(listEntry.nullable().catch(null)).nullish(),
  nextPageToken: z.string().nullish(),
});

/** When a channel ends comes as text: milliseconds since 1970. */
export const channel = z.object({
  resourceId: z.string().default(''),
  expiration: z.coerce.number().transform((ms) => new Date(ms)),
});

export const userInfo = z.object({ name: z.string().min(1) });

/**
 * Parses an answer.
 * @throws GoogleFailure `unavailable` for an answer that is not what Google documents
 */
export function readAnswer<T>(schema: z.ZodType<T>, answer: unknown): T {
  const { data, error } = schema.safeParse(answer);
  if (!error) return data;
  const message = `Google’s answer cannot be read. (${z.prettifyError(error)})`;
  throw new GoogleFailure('unavailable', 'unreadable', message, { cause: error });
}
