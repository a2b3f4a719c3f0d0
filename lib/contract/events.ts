import { z } from 'zod';
import { DECISION_CODES } from '@/lib/scheduling/domain/join-decision';
import { instant, queryBoolean, queryCursor, queryLimit, utc } from './common';
import { MOST_COUNTED } from './limits';
import { BOT_SOURCES, MEETING_PLATFORM_NAMES } from './names';
import { shortText } from './texts';

export const BOT_STATUSES = [
  'Scheduled',
  'Joining',
  'WaitingRoom',
  'InMeeting',
  'Recording',
  'Leaving',
  'Done',
  'Cancelled',
  'Denied',
  'NotAllowed',
  'Error',
  'Missed',
] as const;

const override = z.enum(['always', 'never']).nullable();

/** Whether a bot will join an occurrence, by which rule, in a sentence. */
export const decision = z
  .object({
    will_join: z.boolean(),
    code: z.enum(DECISION_CODES).describe('The rule that decided.'),
    reason: z.string().describe('The same in a sentence.'),
    override: override.describe("The person's override, if there is one."),
  })
  .meta({ id: 'Decision', description: 'Whether a bot will join, and why.' });

export const botStatus = z
  .enum(BOT_STATUSES)
  .meta({ id: 'BotStatus', description: 'It moves forward only, and stops in one of the last six.' });

/** A bot as shown inside an event. */
export const eventBot = z
  .object({
    id: z.string(),
    status: botStatus,
    status_reason: z.string().nullable(),
    scheduled_join_time: utc,
    bot_username: z.string(),
    platform: z.string().nullable(),
    source: z.enum(BOT_SOURCES).describe('What led to it.'),
    is_scheduled: z.boolean().describe('It is booked or active.'),
  })
  .meta({ id: 'EventBot', description: 'A bot, as shown inside its meeting.' });

export const recurrenceRule = z
  .string()
  .nullable()
  .describe('The RRULE line of its series (RFC 5545); `null` where it has none.');

/** Where in an event a link stands. */
export const foundIn = z
  .enum(['conferenceData', 'hangoutLink', 'location', 'description', 'summary', 'source', 'person'])
  .describe('The field of the event; `person`: someone set the link, and the event does not name it.');

/** Any object. It is large, so it is not copied as `z.record` does. */
const resource = z
  .custom<Record<string, unknown>>((value) => typeof value === 'object' && value !== null)
  .meta({ override: { type: 'object', additionalProperties: {} } });

const person = z.object({
  email: z.string().optional(),
  displayName: z.string().optional(),
  self: z.boolean().optional().describe("It is the calendar's owner."),
});

const answerToInvitation = z.enum(['needsAction', 'declined', 'tentative', 'accepted']);

const attendee = person.extend({
  organizer: z.boolean().optional(),
  optional: z.boolean().optional(),
  responseStatus: answerToInvitation.optional(),
});

/** What the dashboard shows of Google's resource. */
const eventDetails = z
  .object({
    is_private: z.boolean(),
    event_type: z
      .string()
      .describe("Google's `eventType`: `default`, `focusTime`, `outOfOffice`, `workingLocation`, …"),
    location: z.string().nullable(),
    description: z.string().nullable().describe('May hold HTML.'),
    organizer: person.nullable(),
    attendees: z.array(attendee).describe('The people who are invited, without rooms.'),
    my_answer: answerToInvitation
      .nullable()
      .describe("What the calendar's owner has answered; `null` where they are not invited."),
    days: z
      .object({ first: z.string(), last: z.string() })
      .nullable()
      .describe('The days of an all-day meeting as `YYYY-MM-DD`, both included; `null` of any other.'),
  })
  .meta({ id: 'EventDetails', description: "What Google's resource says of a meeting, in short." });

/** An event or one occurrence of a series. `raw` is Google's resource as received. */
export const event = z
  .object({
    id: z.string(),
    start_time: utc,
    end_time: utc,
    is_all_day: z.boolean(),
    time_zone: z
      .string()
      .describe("The zone it is held in, by an IANA name that every browser knows. `raw` has Google's own."),
    calendar_id: z.string().describe("Google's id of the calendar."),
    platform: z.literal('google_calendar'),
    platform_id: z.string().describe("Google's id of the event."),
    ical_uid: z.string().nullable(),
    meeting_platform: z.enum(MEETING_PLATFORM_NAMES).nullable(),
    meeting_url: z.string().nullable(),
    meeting_links: z
      .array(
        z.object({ meeting_url: z.string(), platform: z.enum(MEETING_PLATFORM_NAMES), found_in: foundIn }),
      )
      .describe(
        'The links of different meetings that the event itself names, best first. Where `meeting_url` is none of them, a person set it.',
      ),
    created_at: utc,
    updated_at: utc,
    is_deleted: z.boolean(),
    title: z
      .string()
      .nullable()
      .describe('What it is called; `null` where it has no title, or is private to others.'),
    details: eventDetails.optional().describe('Only with `raw=false`, in the place of `raw`.'),
    raw: resource
      .optional()
      .describe("Google's resource as received; it holds `summary`. Absent with `raw=false`."),
    bots: z.array(eventBot).describe('The bot that is booked or active, if there is one.'),
    past_bots: z.array(eventBot).describe('Bots that have ended, newest first; the last few.'),
    recurring_event_id: z.string().nullable().describe('Id of the series.'),
    original_start_time: utc.nullable(),
    recurrence_rule: recurrenceRule,
    recurrence: z
      .array(z.string())
      .nullable()
      .describe('All RRULE, EXDATE and RDATE lines of its series (RFC 5545).'),
    recurrence_text: z.string().nullable().describe('The rule in words, such as "Every 2 weeks on Tuesday".'),
    recurring_enabled: z
      .boolean()
      .describe("Auto-reschedule is on: the next meeting's bot is scheduled when one ends."),
    overrides: z
      .object({ occurrence: override, series: override })
      .describe('The overrides of this meeting alone, and of its series at this meeting.'),
    decision,
    problem: z
      .string()
      .nullable()
      .describe('What of its time or recurrence could not be read, in a sentence; `null`: nothing.'),
    copy_of: z
      .string()
      .nullable()
      .describe(
        'The same meeting is also in another calendar of the person: id of the event that stands for it and has its bot. `null` where there is none, or this is the one.',
      ),
    copies: z
      .array(
        z.object({
          id: z.string(),
          calendar_id: z.string().describe("Google's id of the calendar."),
          calendar_name: z.string(),
        }),
      )
      .describe(
        'The same meeting in other calendars of the person. Each has an id of its own, and all have one bot.',
      ),
  })
  .meta({ id: 'Event', description: 'A meeting: an event, or one occurrence of a series.' });

/** How fresh the answer is: `ok: false` when it comes from the store because Google did not answer. */
export const syncState = z
  .object({
    ok: z
      .boolean()
      .describe(
        'False: this is what is stored, since Google did not answer, or what is far ahead is still being worked out.',
      ),
    error: z.string().nullable(),
    synced_at: utc.nullable().describe('When all of the calendars had been read last.'),
  })
  .meta({ id: 'SyncState', description: 'How fresh the answer is.' });

/** How many meetings a search finds. */
export const eventsTotal = z
  .object({
    count: z.int().describe(`At most ${MOST_COUNTED}.`),
    is_exact: z.boolean().describe('False: there are more than `count`.'),
  })
  .meta({ id: 'EventsTotal', description: 'How many meetings a search finds, on all its pages.' });

export const eventsQuery = z
  .strictObject({
    calendar_id: z
      .string()
      .min(1)
      .optional()
      .describe("Google's id of a calendar, or `primary`. Default: all calendars with sync enabled."),
    time_min: instant
      .optional()
      .describe('Meetings that end after this. Default: a day ago; with `q`: all that are stored.'),
    time_max: instant
      .optional()
      .describe(
        'Meetings that start before this. Default: 28 days from now, or from a `time_min` that is to come; with `q`: all that are stored. Of series, a year ahead is known; of very many, what is far ahead comes a little later.',
      ),
    sync: queryBoolean
      .optional()
      .describe('Sync with Google first. `/events` does so by default; `/get_events` never does.'),
    limit: queryLimit(50),
    cursor: queryCursor,
    order: z
      .enum(['asc', 'desc'])
      .optional()
      .describe('By start, then id. Default: `asc`, the earliest first.'),
    provider: z.string().optional().describe('`google_calendar`, or `google`.'),
    account_id: z
      .string()
      .optional()
      .describe('Of one connected account: its `cal_…` id or address. Needs `provider`.'),
    expand: queryBoolean.default(true).describe('A row an occurrence; `false`: a row a series.'),
    updated_min: instant
      .optional()
      .describe('Only what has changed since, canceled meetings too: for following changes.'),
    show_deleted: queryBoolean.default(false).describe('Canceled meetings too.'),
    has_link: queryBoolean.optional().describe('Only meetings with, or without, a link.'),
    has_bot: queryBoolean.optional().describe('Only meetings with, or without, a bot.'),
    with_bot: queryBoolean
      .optional()
      .describe(
        'Only meetings that have or had a bot or that one will join, or only the others. Like `decision` it is asked of each page as it is read: a page may then have fewer than `limit`, also none, while `next` goes on.',
      ),
    decision: z
      .enum(DECISION_CODES)
      .optional()
      .describe('Only meetings about which this rule decided: why a bot joins, or does not.'),
    platform: z
      .enum(MEETING_PLATFORM_NAMES)
      .optional()
      .describe('Only meetings with a link of this platform.'),
    organizer: shortText(320).optional().describe('Only meetings that this address organizes.'),
    recurring: queryBoolean.optional().describe('Only meetings of a series, or only one-time meetings.'),
    q: shortText(200)
      .optional()
      .describe(
        'Words, or parts of words, that are all in the title, the location, the organizer or the guests. Case and accents do not matter.',
      ),
    raw: queryBoolean
      .optional()
      .describe('`false`: `details` in the place of `raw`, which is most of the answer.'),
  })
  .refine((query) => !(query.account_id && !query.provider), {
    path: ['account_id'],
    message: 'needs provider',
  });

export const eventsResponse = z.object({
  next: z.string().nullable(),
  previous: z.string().nullable(),
  has_more: z.boolean(),
  results: z.array(event),
  total: eventsTotal
    .optional()
    .describe(
      'Only with `q`, and on the first page. Absent with `with_bot` and `decision`, which are asked of each page as it is read.',
    ),
  sync: syncState.optional(),
});

export type BotStatusName = (typeof BOT_STATUSES)[number];
export type EventsQuery = z.infer<typeof eventsQuery>;
export type EventsResponse = z.infer<typeof eventsResponse>;
export type EventsTotal = z.infer<typeof eventsTotal>;
export type CalendarEvent = z.infer<typeof event>;
export type EventBot = z.infer<typeof eventBot>;
export type SyncState = z.infer<typeof syncState>;
