import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import { ruleFacts } from './rule-facts';
import { DEFAULT_RULES, RULE_CODES, type Rules, refusal } from './rules';

type Given = { never?: Partial<Rules['never']>; only?: Partial<Rules['only']> };

const ME = 'Ada@Northwind.example';
const meeting = (source: Partial<GoogleEvent> = {}, context = {}) =>
  ruleFacts(source, {
    title: 'Quarterly review',
    calendarId: 'team@group.calendar.google.com',
    accountEmail: ME,
    isAllDay: false,
    isRecurring: false,
    ...context,
  });
const people = (...emails: string[]) => ({ attendees: emails.map((email) => ({ email })) });
const complete = ({ never, only }: Given): Rules => ({
  never: { ...DEFAULT_RULES.never, ...never },
  only: { ...DEFAULT_RULES.only, ...only },
});
const code = (rules: Given, facts = meeting()) => refusal(complete(rules), facts)?.code ?? null;

describe('The facts that the rules look at', () => {
  it('have the person’s answer, which is accepted for a meeting that they organize and are not invited to', () => {
    const answer = (source: Partial<GoogleEvent>) => meeting(source).myResponse;
    expect(answer({ attendees: [{ self: true, responseStatus: 'tentative' }] })).toBe('tentative');
    expect(answer({ attendees: [{ email: 'ada@northwind.example', responseStatus: 'declined' }] })).toBe(
      'declined',
    );
    expect(answer({ organizer: { self: true } })).toBe('accepted');
    expect(answer({ organizer: { email: 'ada@northwind.example' } })).toBe('accepted');
    expect(
      answer({ organizer: { email: 'team@northwind.example' }, ...people('team@northwind.example') }),
    ).toBe('needsAction');
  });

  it('count people and not rooms, at least the person, and have no number when Google leaves some out', () => {
    const room = { email: 'room@resource.calendar.google.com', resource: true };
    expect(meeting({ attendees: [{ email: 'a@b.example' }, { self: true }, room] }).attendeeCount).toBe(2);
    expect(meeting().attendeeCount).toBe(1);
    expect(meeting({ attendees: [{ self: true }], attendeesOmitted: true }).attendeeCount).toBeNull();
  });

  it('are read from a resource of any shape', () => {
    fc.assert(
      fc.property(fc.object({ maxDepth: 2 }), fc.anything(), (source, attendees) => {
        const facts = meeting({ ...source, attendees } as Partial<GoogleEvent>);
        expect(() => code({ only: { attendees: 'external', min_attendees: 2 } }, facts)).not.toThrow();
      }),
    );
  });
});

describe('Never-rules', () => {
  it('refuse by default what the person declined, what is no meeting, and what lasts all day', () => {
    expect(code({})).toBeNull();
    expect(code({}, meeting({ attendees: [{ self: true, responseStatus: 'declined' }] }))).toBe(
      'never_response',
    );
    for (const eventType of ['focusTime', 'outOfOffice', 'workingLocation']) {
      expect(code({}, meeting({ eventType }))).toBe('never_event_type');
    }
    expect(code({}, meeting({}, { isAllDay: true }))).toBe('never_all_day');
    expect(code({ never: { all_day: false } }, meeting({}, { isAllDay: true }))).toBeNull();
  });

  it('refuse private and free events, title words, calendars and domains', () => {
    expect(code({ never: { private: true } }, meeting({ visibility: 'confidential' }))).toBe('never_private');
    expect(code({ never: { private: true } }, meeting({ visibility: 'public' }))).toBeNull();
    expect(code({ never: { free: true } }, meeting({ transparency: 'transparent' }))).toBe('never_free');
    expect(code({ never: { title_keywords: ['REVIEW'] } })).toBe('never_title');
    expect(code({ never: { title_keywords: ['straße'] } }, meeting({}, { title: 'Straße 4' }))).toBe(
      'never_title',
    );
    expect(code({ never: { calendars: ['team@group.calendar.google.com'] } })).toBe('never_calendar');
    const guests = meeting(people('bo@eu.rival.example'));
    expect(code({ never: { attendee_domains: ['rival.example'] } }, guests)).toBe('never_domain');
    expect(code({ never: { attendee_domains: ['val.example'] } }, guests)).toBeNull();
  });
});

describe('Only-rules', () => {
  const theirs = meeting({ organizer: { email: 'bo@rival.example' }, ...people(ME, 'bo@rival.example') });
  const ours = meeting({ organizer: { self: true }, ...people(ME, 'cy@eu.northwind.example') });

  it('ask who organizes a meeting, and whether someone from outside is invited', () => {
    expect(code({ only: { organizer: 'me' } }, theirs)).toBe('only_organizer');
    expect(code({ only: { organizer: 'me' } }, ours)).toBeNull();
    expect(code({ only: { organizer: 'others' } }, ours)).toBe('only_organizer');
    expect(code({ only: { attendees: 'external' } }, ours)).toBe('only_attendees');
    expect(code({ only: { attendees: 'external' } }, theirs)).toBeNull();
    expect(code({ only: { attendees: 'internal' } }, theirs)).toBe('only_attendees');
    expect(code({ only: { attendee_domains: ['rival.example'] } }, ours)).toBe('only_domain');
  });

  it('take everyone else for an outsider when the person’s address is a mail provider’s', () => {
    const guests = people('ada@gmail.com', 'bo@gmail.com');
    const facts = meeting(guests, { accountEmail: 'ada@gmail.com' });
    expect(code({ only: { attendees: 'external' } }, facts)).toBeNull();
  });

  it('ask for the number of people, title words, calendars, and whether a meeting repeats', () => {
    expect(code({ only: { min_attendees: 3 } }, ours)).toBe('only_min_attendees');
    expect(code({ only: { max_attendees: 1 } }, ours)).toBe('only_max_attendees');
    expect(code({ only: { min_attendees: 2, max_attendees: 2 } }, ours)).toBeNull();
    expect(code({ only: { min_attendees: 9 } }, meeting({ attendeesOmitted: true }))).toBeNull();
    expect(code({ only: { title_keywords: ['customer'] } })).toBe('only_title');
    expect(code({ only: { title_keywords: ['customer', 'review'] } })).toBeNull();
    expect(code({ only: { calendars: ['other'] } })).toBe('only_calendar');
    expect(code({ only: { series: 'recurring' } })).toBe('only_series');
    expect(code({ only: { series: 'single' } })).toBeNull();
  });
});

it('rules are asked in their documented order', () => {
  // A meeting that breaks every rule: lifting the one that answers lets the next one answer.
  const facts = meeting(
    {
      attendees: [{ self: true, email: ME, responseStatus: 'needsAction' }, { email: 'x@rival.example' }],
      organizer: { email: 'x@rival.example' },
      eventType: 'focusTime',
      visibility: 'private',
      transparency: 'transparent',
    },
    { isAllDay: true },
  );
  const never: Partial<Rules['never']> = {
    responses: ['needsAction'],
    private: true,
    free: true,
    unanswered_external: true,
    title_keywords: ['review'],
    calendars: [facts.calendarId],
    attendee_domains: ['rival.example'],
  };
  const only: Partial<Rules['only']> = {
    organizer: 'me',
    attendees: 'internal',
    attendee_domains: ['nobody.example'],
    min_attendees: 5,
    max_attendees: 1,
    title_keywords: ['zebra'],
    calendars: ['other'],
    series: 'recurring',
  };
  const lifts: (() => unknown)[] = [
    () => Object.assign(never, { responses: [] }),
    () => Object.assign(never, { event_types: [] }),
    () => Object.assign(never, { all_day: false }),
    () => Object.assign(never, { private: false }),
    () => Object.assign(never, { free: false }),
    () => Object.assign(never, { unanswered_external: false }),
    () => Object.assign(never, { title_keywords: [] }),
    () => Object.assign(never, { calendars: [] }),
    () => Object.assign(never, { attendee_domains: [] }),
    () => Object.assign(only, { organizer: null }),
    () => Object.assign(only, { attendees: null }),
    () => Object.assign(only, { attendee_domains: [] }),
    () => Object.assign(only, { min_attendees: null }),
    () => Object.assign(only, { max_attendees: null }),
    () => Object.assign(only, { title_keywords: [] }),
    () => Object.assign(only, { calendars: [] }),
    () => Object.assign(only, { series: null }),
  ];
  const asked = lifts.map((lift) => {
    const refused = refusal(complete({ never, only }), facts);
    expect(refused?.reason).toMatch(/^[A-Z].*\.$/);
    lift();
    return refused?.code;
  });
  expect(asked).toEqual([...RULE_CODES]);
  expect(refusal(complete({ never, only }), facts)).toBeNull();
});
