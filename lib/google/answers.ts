import { z } from 'zod';
import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import { GoogleFailure } from './errors';

// Google's answers, as far as we read them. Fields that we do not name are left as they are.

const text = z.string().optional();
const flag = z.boolean().optional();
const time = z.object({ dateTime: text, date: text, timeZone: text }).optional();
const person = z.object({ email: text, displayName: text, self: flag });
const response = z.enum(['needsAction', 'declined', 'tentative', 'accepted']).optional();
const attendee = person.extend({ organizer: flag, resource: flag, optional: flag, responseStatus: response });
const entryPoint = z.object({
  ...{ entryPointType: text, uri: text, label: text },
  ...{ meetingCode: text, passcode: text, password: text, pin: text },
});
const conferenceData = z.object({
  conferenceId: text,
  conferenceSolution: z.object({ name: text, key: z.object({ type: text }).optional() }).optional(),
  entryPoints: z.array(entryPoint).optional(),
});

/**
 * The fields that an event is checked for. The event itself goes on as it came: copying it would cost more than checking
 * it.
 */
const event: z.ZodType<GoogleEvent> = z.object({
  id: z.string(),
  status: z.enum(['confirmed', 'tentative', 'cancelled']).optional(),
  ...{ etag: text, iCalUID: text, summary: text, description: text, location: text },
  ...{ hangoutLink: text, htmlLink: text, conferenceData: conferenceData.optional() },
  ...{ start: time, end: time, recurrence: z.array(z.string()).optional() },
  ...{ recurringEventId: text, originalStartTime: time },
  ...{ attendees: z.array(attendee).optional(), attendeesOmitted: flag },
  ...{ organizer: person.optional(), creator: person.optional() },
  ...{ eventType: text, transparency: text, visibility: text, created: text, updated: text },
  sequence: z.number().optional(),
});

/**
 * Returns an event of Google's, without the fields that are not what Google documents, so that a damaged
 * event stops no sync.
 * @returns null for what has no id
 */
export function readEvent(answer: unknown): GoogleEvent | null {
  const { error } = event.safeParse(answer);
  if (!error) return answer as GoogleEvent;
  const rest = structuredClone(answer);
  // From the last to the first, so that the places of a list's other items stay.
  for (const { path } of error.issues.reverse()) {
    const name = path.at(-1);
    if (name === undefined || (path.length === 1 && name === 'id')) return null;
    const holder = path.slice(0, -1).reduce(at, rest);
    if (Array.isArray(holder)) holder.splice(Number(name), 1);
    else Reflect.deleteProperty(holder ?? {}, name);
  }
  return rest as GoogleEvent;
}

function at(holder: unknown, name: PropertyKey): object | undefined {
  return (holder as Record<PropertyKey, object> | undefined)?.[name];
}

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
