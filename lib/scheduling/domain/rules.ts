import { isSameAddress } from '@/lib/accounts/domain/address';

/**
 * The rules of auto-schedule. The first never-rule that matches a meeting refuses it; every only-rule must hold. They are
 * asked in the order of `RULE_CODES`.
 */

/** A person's answer to an invitation, in Google's words. */
export type ResponseStatus = 'needsAction' | 'declined' | 'tentative' | 'accepted';

export type Rules = {
  never: {
    /** The person's answers to the invitation for which no bot joins. */
    responses: ResponseStatus[];
    /** Google's `eventType`s. */
    event_types: string[];
    all_day: boolean;
    private: boolean;
    /** Events that show the person as available. */
    free: boolean;
    /** Invitations that the person has not answered, from someone outside their organization. */
    unanswered_external: boolean;
    title_keywords: string[];
    /** Google calendar ids. */
    calendars: string[];
    /** Domains from which no one may be invited. */
    attendee_domains: string[];
  };
  only: {
    organizer: 'me' | 'others' | null;
    /** `external`: someone from outside the person's organization must be invited; `internal`: no one may be. */
    attendees: 'external' | 'internal' | null;
    /** Domains from one of which someone must be invited. */
    attendee_domains: string[];
    /** Of people, the person included. */
    min_attendees: number | null;
    max_attendees: number | null;
    title_keywords: string[];
    calendars: string[];
    series: 'recurring' | 'single' | null;
  };
};

/** The rules, in the order in which they are asked. */
export const RULE_CODES = [
  'never_response',
  'never_event_type',
  'never_all_day',
  'never_private',
  'never_free',
  'never_unanswered_external',
  'never_title',
  'never_calendar',
  'never_domain',
  'only_organizer',
  'only_attendees',
  'only_domain',
  'only_min_attendees',
  'only_max_attendees',
  'only_title',
  'only_calendar',
  'only_series',
] as const;

export type RuleCode = (typeof RULE_CODES)[number];

/** What the rules look at in a meeting of a person. */
export type RuleFacts = {
  title: string;
  /** Google calendar id. */
  calendarId: string;
  /** The address of the account the calendar belongs to. */
  accountEmail: string;
  isAllDay: boolean;
  isRecurring: boolean;
  eventType: string;
  isPrivate: boolean;
  isFree: boolean;
  myResponse: ResponseStatus;
  organizedByMe: boolean;
  /** The organizer's address, in lower case; null where Google does not say it. */
  organizer: string | null;
  /** Addresses of the invited people, in lower case, without rooms and other resources. */
  attendees: string[];
  /** How many people there are, the person included; null when Google left some out. */
  attendeeCount: number | null;
};

export type Refusal = { code: RuleCode; reason: string };

export const DEFAULT_RULES: Rules = {
  never: {
    responses: ['declined'],
    event_types: ['focusTime', 'outOfOffice', 'workingLocation'],
    all_day: true,
    private: false,
    free: false,
    unanswered_external: false,
    title_keywords: [],
    calendars: [],
    attendee_domains: [],
  },
  only: {
    organizer: null,
    attendees: null,
    attendee_domains: [],
    min_attendees: null,
    max_attendees: null,
    title_keywords: [],
    calendars: [],
    series: null,
  },
};

/** Domains of mail providers: they do not say where someone works. */
const SHARED_DOMAINS = new Set(
  'gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com icloud.com me.com mac.com aol.com gmx.com gmx.de gmx.net web.de proton.me protonmail.com fastmail.com yandex.ru mail.ru qq.com 163.com'.split(
    ' ',
  ),
);

const ANSWER: Record<ResponseStatus, string> = {
  declined: 'You declined this meeting.',
  tentative: 'You answered “Maybe”.',
  needsAction: 'You haven’t responded yet.',
  accepted: 'You accepted this meeting.',
};

const EVENT_TYPE: Record<string, string> = {
  default: 'an ordinary event',
  focusTime: 'focus time',
  outOfOffice: 'out of office',
  workingLocation: 'a working location',
  birthday: 'a birthday',
  fromGmail: 'an event created from Gmail',
};

/** Returns the first rule that refuses a meeting, or null when a bot may join. */
export function refusal({ never, only }: Rules, facts: RuleFacts): Refusal | null {
  return neverRule(never, facts) ?? onlyRule(only, facts);
}

function neverRule(never: Rules['never'], facts: RuleFacts): Refusal | null {
  if (never.responses.includes(facts.myResponse)) {
    return { code: 'never_response', reason: ANSWER[facts.myResponse] };
  }
  if (never.event_types.includes(facts.eventType)) {
    const kind = EVENT_TYPE[facts.eventType] ?? facts.eventType;
    return { code: 'never_event_type', reason: `This is ${kind}.` };
  }
  if (never.all_day && facts.isAllDay) return { code: 'never_all_day', reason: 'All-day event.' };
  if (never.private && facts.isPrivate) return { code: 'never_private', reason: 'Private event.' };
  if (never.free && facts.isFree) return { code: 'never_free', reason: 'Shown as free.' };
  if (never.unanswered_external && isFromOutside(facts)) {
    return {
      code: 'never_unanswered_external',
      reason: 'Unanswered invitation from outside your domain.',
    };
  }
  const word = findKeyword(never.title_keywords, facts.title);
  if (word) return { code: 'never_title', reason: `Title contains “${word}”.` };
  if (never.calendars.includes(facts.calendarId)) {
    return { code: 'never_calendar', reason: 'Its calendar is excluded.' };
  }
  const domain = findDomain(never.attendee_domains, facts.attendees);
  if (domain) return { code: 'never_domain', reason: `A guest is from ${domain}.` };
  return null;
}

function onlyRule(only: Rules['only'], facts: RuleFacts): Refusal | null {
  if (only.organizer && (only.organizer === 'me') !== facts.organizedByMe) {
    const reason = facts.organizedByMe ? 'You’re the organizer.' : 'Someone else is the organizer.';
    return { code: 'only_organizer', reason };
  }
  if (only.attendees && (only.attendees === 'external') !== hasExternal(facts)) {
    const reason = only.attendees === 'external' ? 'All guests are internal.' : 'A guest is external.';
    return { code: 'only_attendees', reason };
  }
  if (only.attendee_domains.length > 0 && !findDomain(only.attendee_domains, facts.attendees)) {
    return { code: 'only_domain', reason: `No guest is from ${list(only.attendee_domains)}.` };
  }
  const count = facts.attendeeCount;
  if (only.min_attendees !== null && count !== null && count < only.min_attendees) {
    return { code: 'only_min_attendees', reason: `Fewer than ${only.min_attendees} people are invited.` };
  }
  if (only.max_attendees !== null && count !== null && count > only.max_attendees) {
    return { code: 'only_max_attendees', reason: `More than ${only.max_attendees} people are invited.` };
  }
  if (only.title_keywords.length > 0 && !findKeyword(only.title_keywords, facts.title)) {
    const words = list(only.title_keywords.map((word) => `“${word}”`));
    return { code: 'only_title', reason: `Title doesn’t contain ${words}.` };
  }
  if (only.calendars.length > 0 && !only.calendars.includes(facts.calendarId)) {
    return { code: 'only_calendar', reason: 'Its calendar is not included.' };
  }
  if (only.series && (only.series === 'recurring') !== facts.isRecurring) {
    const reason = facts.isRecurring ? 'Recurring meeting.' : 'One-time meeting.';
    return { code: 'only_series', reason };
  }
  return null;
}

/** Returns the first keyword that the title has anywhere, without regard to case, in any script. */
function findKeyword(keywords: string[], title: string): string | undefined {
  const text = fold(title);
  return keywords.find((keyword) => text.includes(fold(keyword)));
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function findDomain(domains: string[], addresses: string[]): string | undefined {
  return domains.find((domain) => addresses.some((address) => isOfDomain(address, domain)));
}

/** Returns whether an address is of a domain or of one of its subdomains. */
function isOfDomain(address: string, domain: string): boolean {
  const host = domainOf(address);
  const wanted = domain.toLowerCase();
  return host === wanted || host.endsWith(`.${wanted}`);
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** Returns whether someone from another domain is invited; for a person with a mail provider's address, anyone else. */
function hasExternal({ accountEmail, attendees }: RuleFacts): boolean {
  return attendees.some((address) => isOutside(address, accountEmail));
}

/** Returns whether a meeting is an unanswered invitation from outside. An organizer whom Google does not name is outside. */
function isFromOutside({ myResponse, organizedByMe, organizer, accountEmail }: RuleFacts): boolean {
  if (myResponse !== 'needsAction' || organizedByMe) return false;
  return organizer === null || isOutside(organizer, accountEmail);
}

function isOutside(address: string, accountEmail: string): boolean {
  const mine = domainOf(accountEmail.toLowerCase());
  return !isSameAddress(address, accountEmail) && (SHARED_DOMAINS.has(mine) || !isOfDomain(address, mine));
}

function list(words: string[]): string {
  const last = words.at(-1) ?? '';
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${last}` : last;
}
