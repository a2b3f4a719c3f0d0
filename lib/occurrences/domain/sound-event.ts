import type { GoogleEvent } from './google-event';

/**
 * Checks a value and returns it as it is, or without the parts that are not what Google documents, or undefined where
 * nothing is left of it.
 */
type Check = (value: unknown) => unknown;

const text: Check = (value) => (typeof value === 'string' ? value : undefined);
const flag: Check = (value) => (typeof value === 'boolean' ? value : undefined);
const number: Check = (value) => (typeof value === 'number' ? value : undefined);
const oneOf =
  (...names: string[]): Check =>
  (value) =>
    names.includes(value as string) ? value : undefined;

/** Google's ids have up to 1,024 ASCII characters. What stands in an index of the database must not be longer. */
const key: Check = (value) =>
  typeof value === 'string' && /^[\x20-\x7e]{1,1024}$|^.{1,500}$/s.test(value) ? value : undefined;

function list(item: Check): Check {
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    let isSound = true;
    const items = value.flatMap((one) => {
      const sound = item(one);
      isSound &&= sound === one && sound !== undefined;
      return sound === undefined ? [] : [sound];
    });
    return isSound ? value : items;
  };
}

function object(fields: Record<string, Check>): Check {
  const checks = Object.entries(fields);
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    let sound = value as Record<string, unknown>;
    for (const [name, check] of checks) {
      const before = sound[name];
      if (before === undefined) continue;
      const after = check(before);
      if (after === before) continue;
      // It is nearly always sound, so nothing is copied until something is not.
      if (sound === value) sound = { ...sound };
      if (after === undefined) delete sound[name];
      else sound[name] = after;
    }
    return sound;
  };
}

/** Beyond this many characters nothing of a recurrence is followed, so no more is stored: see `followedLines`. */
const MAX_RECURRENCE = 131_072;
const texts = list(text);

const recurrence: Check = (value) => {
  const lines = texts(value) as string[] | undefined;
  if (!lines) return undefined;
  let left = MAX_RECURRENCE;
  const first = lines.findIndex((line) => {
    left -= line.length + 1;
    return left < 0;
  });
  if (first < 0) return lines;
  const cut = (lines[first] ?? '').slice(0, MAX_RECURRENCE);
  return [...lines.slice(0, first), cut.slice(0, Math.max(cut.lastIndexOf(','), 0) || undefined)];
};

const time = object({ dateTime: text, date: text, timeZone: text });
const PERSON = { email: text, displayName: text, self: flag };
const FIELDS: Record<Exclude<keyof GoogleEvent, 'id'>, Check> = {
  status: oneOf('confirmed', 'tentative', 'cancelled'),
  ...{ etag: text, iCalUID: key, summary: text, description: text, location: text },
  ...{ hangoutLink: text, htmlLink: text },
  conferenceData: object({
    conferenceId: text,
    conferenceSolution: object({ name: text, key: object({ type: text }) }),
    entryPoints: list(
      object({
        ...{ entryPointType: text, uri: text, label: text },
        ...{ meetingCode: text, passcode: text, password: text, pin: text },
      }),
    ),
    notes: text,
  }),
  source: object({ url: text, title: text }),
  ...{ start: time, end: time, recurrence, recurringEventId: key, originalStartTime: time },
  attendees: list(
    object({
      ...PERSON,
      ...{ organizer: flag, resource: flag, optional: flag },
      responseStatus: oneOf('needsAction', 'declined', 'tentative', 'accepted'),
    }),
  ),
  ...{ attendeesOmitted: flag, organizer: object(PERSON), creator: object(PERSON) },
  ...{ eventType: text, transparency: text, visibility: text, created: text, updated: text },
  sequence: number,
};
const checkFields = object(FIELDS);

/**
 * Returns an event of Google's without the fields that are not what Google documents, so that a damaged event stops no sync
 * and breaks no page. A sound event is returned as it is: copying it would cost more than checking it.
 * @returns null for what has no id
 */
export function soundEvent(value: unknown): GoogleEvent | null {
  const event = checkFields(value) as GoogleEvent | undefined;
  return event && key(event.id) !== undefined ? event : null;
}

/** Returns the fields of a stored event as `soundEvent` does, also where it has no id; none of what is no event. */
export function soundFields(value: unknown): Partial<GoogleEvent> {
  return (checkFields(value) as Partial<GoogleEvent> | undefined) ?? {};
}

/** A title is shown in lists and stored with each date of a series. */
const MAX_TITLE = 1_000;

/** Returns the title of an event, cut where no one reads on; undefined where it has none. */
export function titleText(summary: string | undefined): string | undefined {
  if (summary === undefined || summary.length <= MAX_TITLE) return summary;
  // Half of a character of two code units cannot be stored.
  return summary.slice(0, MAX_TITLE).replace(/[\uD800-\uDBFF]$/, '');
}
