import { describe, expect, it } from 'vitest';
import { DEFAULT_RULES, type RuleFacts, type Rules, refusal } from './rules';

type Given = { never?: Partial<Rules['never']>; only?: Partial<Rules['only']> };
const complete = ({ never, only }: Given): Rules => ({
  never: { ...DEFAULT_RULES.never, ...never },
  only: { ...DEFAULT_RULES.only, ...only },
});

const facts = (fields: Partial<RuleFacts> = {}): RuleFacts => ({
  title: 'Quarterly review',
  calendarId: 'team@group.calendar.google.com',
  accountEmail: 'Ada@Northwind.example',
  isAllDay: false,
  isRecurring: false,
  eventType: 'default',
  isPrivate: false,
  isFree: false,
  myResponse: 'accepted',
  organizedByMe: true,
  organizer: null,
  attendees: ['ada@northwind.example'],
  attendeeCount: 2,
  ...fields,
});
const outside = { attendees: ['ada@northwind.example', 'bo@contoso.example'] };

/** Every rule with a meeting that it refuses, its code and its sentence. */
const REFUSALS: [Given, Partial<RuleFacts>, string, string][] = [
  [
    { never: { responses: ['declined'] } },
    { myResponse: 'declined' },
    'never_response',
    'You declined this meeting.',
  ],
  [
    { never: { responses: ['tentative'] } },
    { myResponse: 'tentative' },
    'never_response',
    'You answered “Maybe”.',
  ],
  [
    { never: { responses: ['needsAction'] } },
    { myResponse: 'needsAction' },
    'never_response',
    'You haven’t responded yet.',
  ],
  [{ never: { responses: ['accepted'] } }, {}, 'never_response', 'You accepted this meeting.'],
  ...(
    [
      ['default', 'an ordinary event'],
      ['focusTime', 'focus time'],
      ['outOfOffice', 'out of office'],
      ['workingLocation', 'a working location'],
      ['birthday', 'a birthday'],
      ['fromGmail', 'an event created from Gmail'],
      ['newKind', 'newKind'],
    ] as const
  ).map(([eventType, kind]): [Given, Partial<RuleFacts>, string, string] => [
    { never: { event_types: [eventType] } },
    { eventType },
    'never_event_type',
    `This is ${kind}.`,
  ]),
  [{}, { isAllDay: true }, 'never_all_day', 'All-day event.'],
  [{ never: { private: true } }, { isPrivate: true }, 'never_private', 'Private event.'],
  [{ never: { free: true } }, { isFree: true }, 'never_free', 'Shown as free.'],
  ...(['bo@contoso.example', null] as const).map((organizer): [Given, Partial<RuleFacts>, string, string] => [
    { never: { unanswered_external: true } },
    { myResponse: 'needsAction', organizedByMe: false, organizer },
    'never_unanswered_external',
    'Unanswered invitation from outside your domain.',
  ]),
  [{ never: { title_keywords: ['lunch', 'REVIEW'] } }, {}, 'never_title', 'Title contains “REVIEW”.'],
  // The lower case of ẞ is ß, but its upper case is SS.
  [{ never: { title_keywords: ['ẞ'] } }, { title: 'Straße' }, 'never_title', 'Title contains “ẞ”.'],
  [
    { never: { calendars: ['team@group.calendar.google.com'] } },
    {},
    'never_calendar',
    'Its calendar is excluded.',
  ],
  [
    { never: { attendee_domains: ['Contoso.example'] } },
    outside,
    'never_domain',
    'A guest is from Contoso.example.',
  ],
  [{ only: { organizer: 'others' } }, {}, 'only_organizer', 'You’re the organizer.'],
  [
    { only: { organizer: 'me' } },
    { organizedByMe: false },
    'only_organizer',
    'Someone else is the organizer.',
  ],
  [{ only: { attendees: 'external' } }, {}, 'only_attendees', 'All guests are internal.'],
  [{ only: { attendees: 'internal' } }, outside, 'only_attendees', 'A guest is external.'],
  [{ only: { attendee_domains: ['a.example'] } }, {}, 'only_domain', 'No guest is from a.example.'],
  [
    { only: { attendee_domains: ['a.example', 'b.example', 'c.example'] } },
    {},
    'only_domain',
    'No guest is from a.example, b.example or c.example.',
  ],
  [{ only: { min_attendees: 3 } }, {}, 'only_min_attendees', 'Fewer than 3 people are invited.'],
  [{ only: { max_attendees: 1 } }, {}, 'only_max_attendees', 'More than 1 people are invited.'],
  [{ only: { title_keywords: ['sales'] } }, {}, 'only_title', 'Title doesn’t contain “sales”.'],
  [
    { only: { title_keywords: ['sales', 'demo'] } },
    {},
    'only_title',
    'Title doesn’t contain “sales” or “demo”.',
  ],
  [{ only: { calendars: ['other'] } }, {}, 'only_calendar', 'Its calendar is not included.'],
  [{ only: { series: 'recurring' } }, {}, 'only_series', 'One-time meeting.'],
  [{ only: { series: 'single' } }, { isRecurring: true }, 'only_series', 'Recurring meeting.'],
];

describe('a rule', () => {
  it.each(REFUSALS)('%j refuses a meeting of %j: %s, “%s”', (rules, fields, code, reason) => {
    expect(refusal(complete(rules), facts(fields))).toEqual({ code, reason });
  });

  it.each([
    [{}, { isPrivate: true, isFree: true }],
    [{ never: { title_keywords: ['lunch'] } }, {}],
    [{ only: { organizer: 'me', series: 'single' } }, {}],
    [{ only: { min_attendees: 2, max_attendees: 2 } }, {}],
    // Google left some people out, so that their number is not known.
    [{ only: { min_attendees: 3, max_attendees: 1 } }, { attendeeCount: null }],
    [{ only: { attendees: 'internal' } }, {}],
    [{ only: { attendees: 'external' } }, outside],
    [{ only: { attendees: 'internal' } }, { attendees: ['bo@eu.northwind.example'] }],
    // With an address of a mail provider everyone but me is from outside.
    [{ only: { attendees: 'internal' } }, { accountEmail: 'Ada@gmail.com', attendees: ['ada@gmail.com'] }],
    [{ only: { attendees: 'external' } }, { accountEmail: 'ada@gmail.com', attendees: ['bo@gmail.com'] }],
    [
      { only: { attendees: 'internal' } },
      { accountEmail: 'ada@gmail.com', attendees: ['ada@googlemail.com'] },
    ],
    ...(
      [
        { myResponse: 'tentative', organizedByMe: false, organizer: 'bo@contoso.example' },
        { myResponse: 'needsAction', organizedByMe: false, organizer: 'bo@eu.northwind.example' },
        { myResponse: 'needsAction', organizedByMe: true },
      ] as const
    ).map((fields) => [{ never: { unanswered_external: true } }, fields]),
    [{ only: { calendars: ['team@group.calendar.google.com'], title_keywords: ['quarterly'] } }, {}],
  ] as [Given, Partial<RuleFacts>][])('%j takes a meeting of %j', (rules, fields) => {
    expect(refusal(complete(rules), facts(fields))).toBeNull();
  });

  it('has a default when it is not stored', () => {
    expect(DEFAULT_RULES).toEqual({
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
    });
  });
});
