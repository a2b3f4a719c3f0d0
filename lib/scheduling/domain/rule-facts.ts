import { isSameAddress } from '@/lib/accounts/domain/address';
import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import type { ResponseStatus, RuleFacts } from './rules';

/** The fields of Google's resource that rules read. */
export type RuleSource = Pick<
  GoogleEvent,
  'attendees' | 'attendeesOmitted' | 'organizer' | 'eventType' | 'visibility' | 'transparency'
>;

export type RuleContext = Pick<
  RuleFacts,
  'title' | 'isAllDay' | 'isRecurring' | 'calendarId' | 'accountEmail'
>;

/** What the rules look at in a resource itself. */
export type SourceFacts = Omit<RuleFacts, keyof RuleContext>;

/** Returns what the rules look at. @param known what they look at in the resource itself, where it was worked out before */
export function ruleFacts(source: RuleSource, context: RuleContext, known?: SourceFacts): RuleFacts {
  return { ...context, ...(known ?? sourceFacts(source, context.accountEmail)) };
}

/**
 * Returns what the rules look at in Google's resource. Any field of it may be missing or have another shape. A person who
 * is not among the attendees (a group was invited, or no one) has accepted a meeting that they organize, and has not
 * answered another's. Without `transparency` an event shows as busy.
 * @see https://developers.google.com/workspace/calendar/api/v3/reference/events#resource
 */
export function sourceFacts(source: RuleSource, accountEmail: string): SourceFacts {
  const { people, organizedByMe, me } = whoIsWho(source, accountEmail);
  return {
    eventType: source.eventType ?? 'default',
    isPrivate: source.visibility === 'private' || source.visibility === 'confidential',
    isFree: source.transparency === 'transparent',
    myResponse: me?.responseStatus ?? (organizedByMe ? 'accepted' : 'needsAction'),
    organizedByMe,
    organizer: typeof source.organizer?.email === 'string' ? source.organizer.email.toLowerCase() : null,
    attendees: people
      .map(({ email }) => email)
      .filter((email) => typeof email === 'string')
      .map((email) => email.toLowerCase()),
    attendeeCount: source.attendeesOmitted ? null : Math.max(1, people.length),
  };
}

/**
 * Returns what a person has answered at an event, or null where it asks them for no answer: they are not among the
 * attendees. Whoever organizes a meeting with others has accepted it.
 */
export function answerAt(source: RuleSource, accountEmail: string): ResponseStatus | null {
  const { people, organizedByMe, me } = whoIsWho(source, accountEmail);
  if (me) return me.responseStatus ?? null;
  return organizedByMe && people.length > 0 ? 'accepted' : null;
}

function whoIsWho(source: RuleSource, accountEmail: string) {
  const people = (Array.isArray(source.attendees) ? source.attendees : []).filter(
    (attendee) => attendee && !attendee.resource,
  );
  return {
    people,
    organizedByMe: source.organizer?.self === true || isSame(source.organizer?.email, accountEmail),
    me: people.find((attendee) => attendee.self) ?? people.find(({ email }) => isSame(email, accountEmail)),
  };
}

function isSame(email: unknown, accountEmail: string): boolean {
  return typeof email === 'string' && isSameAddress(email, accountEmail);
}
