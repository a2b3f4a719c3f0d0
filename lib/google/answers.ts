import { z } from 'zod';
import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import { soundEvent as readEvent } from '@/lib/occurrences/domain/sound-event';
import { GoogleFailure } from './errors';

// Google's answers, as far as we read them. Fields that we do not name are left as they are.

export { readEvent };

/**
 * A page says what it is, or has items. An object that does neither is not Google's word, but that of a proxy or a portal: as
 * an empty page it would delete every meeting, or every calendar.
 */
function isPage(kind: string): (page: { kind?: unknown; items?: unknown[] | null }) => boolean {
  return (page) => page.kind === kind || Array.isArray(page.items);
}
const NO_PAGE = 'neither says what it is nor has items';

export const eventPage = z
  .object({
    kind: z.unknown().optional(),
    items: z.array(z.unknown()).nullish(),
    nextPageToken: z.string().nullish(),
    nextSyncToken: z.string().nullish(),
  })
  .refine(isPage('calendar#events'), NO_PAGE);

// A field that cannot be read is left out, not its entry: a calendar that is missing has left the list.
const listText = z.string().nullish().catch(undefined);
const listFlag = z.boolean().nullish().catch(undefined);
const listEntry = z.object({
  id: z.string().min(1).max(1_024),
  ...{ summary: listText, summaryOverride: listText, description: listText },
  ...{ timeZone: listText, accessRole: listText, backgroundColor: listText, foregroundColor: listText },
  ...{ primary: listFlag, selected: listFlag, hidden: listFlag, deleted: listFlag },
});
/** A calendar in the list of an account. */
export type CalendarListEntry = z.output<typeof listEntry>;

export const calendarListPage = z
  .object({
    kind: z.unknown().optional(),
    // An entry without an id is left out.
    items: z.array(listEntry.nullable().catch(null)).nullish(),
    nextPageToken: z.string().nullish(),
  })
  .refine(isPage('calendar#calendarList'), NO_PAGE);

/** One event. @throws in parsing where it has no id */
export const oneEvent = z.unknown().transform((answer, context): GoogleEvent => {
  const event = readEvent(answer);
  if (event) return event;
  context.issues.push({ code: 'custom', message: 'is no event', input: answer });
  return z.NEVER;
});

/**
 * What Google says of a channel that it has opened. Any answer that says so is one, whatever its fields look like: a channel
 * that we took for failed could never be stopped. What cannot be read is null.
 */
export const channel = z
  .object({ resourceId: z.unknown().optional(), expiration: z.unknown().optional() })
  .catch({ resourceId: undefined, expiration: undefined })
  .transform(({ resourceId, expiration }) => ({
    resourceId: readId(resourceId),
    expiresAt: readTime(expiration),
  }));

function readId(id: unknown): string | null {
  return typeof id === 'string' && id !== '' ? id : null;
}

/** Reads milliseconds since 1970, as text (as Google documents it) or as a number, and a date as HTTP or ISO writes it. */
function readTime(time: unknown): Date | null {
  if (typeof time !== 'string' && typeof time !== 'number') return null;
  const text = String(time).trim();
  const date = new Date(/^[\d.]+$/.test(text) ? Number(text) : text);
  return Number.isNaN(+date) ? null : date;
}

const claim = z.string().min(1).nullable().catch(null);
/** Who an account belongs to (userinfo of OpenID Connect). `sub` names the person for good; the rest may change. */
export const userInfo = z.object({ sub: claim, name: claim });

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
