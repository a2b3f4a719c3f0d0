import { describe, expect, it } from 'vitest';
import type { BotStatus } from './bot-status';
import { type DecisionInput, decideJoin, givenWay } from './join-decision';
import { DEFAULT_RULES } from './rules';

const NOW = new Date('2027-03-01T08:00:00Z');
const decide = (fields: Partial<DecisionInput> = {}) =>
  decideJoin({
    isDeleted: false,
    calendarOff: null,
    endTime: new Date('2027-03-01T09:00:00Z'),
    meetingUrl: 'https://zoom.us/j/1',
    override: null,
    seriesOverride: null,
    chainOn: false,
    autoScheduleEnabled: false,
    rules: DEFAULT_RULES,
    facts: {
      title: 'Weekly',
      calendarId: 'ada@northwind.example',
      accountEmail: 'ada@northwind.example',
      isAllDay: false,
      isRecurring: false,
      eventType: 'default',
      isPrivate: false,
      isFree: false,
      myResponse: 'accepted',
      organizedByMe: true,
      attendees: [],
      attendeeCount: 1,
    },
    bot: null,
    now: NOW,
    ...fields,
  });
const bot = (status: BotStatus, fields: Partial<NonNullable<DecisionInput['bot']>> = {}) => ({
  bot: { status, byHand: false, cancelledByCalendar: false, wasHere: false, ...fields },
});
const here = (status: BotStatus) => bot(status, { wasHere: true });

/** Every decision: what it is made from, whether a bot joins, its code, and its sentence. */
const DECISIONS: [Partial<DecisionInput>, boolean, string, string][] = [
  [{ isDeleted: true }, false, 'cancelled', 'The meeting is cancelled.'],
  [{ calendarOff: 'off' }, false, 'calendar_off', 'Usher does not follow its calendar.'],
  [
    { calendarOff: 'left_list' },
    false,
    'calendar_off',
    'Its calendar is not in the Google account any more.',
  ],
  [
    { calendarOff: 'not_readable' },
    false,
    'calendar_off',
    'Google no longer lets Usher see the meetings of its calendar.',
  ],
  [{ endTime: NOW }, false, 'over', 'The meeting is over.'],
  [{ meetingUrl: null }, false, 'no_link', 'No meeting link in this event.'],
  [here('Done'), false, 'had_bot', 'Its bot was there and has left.'],
  [here('Denied'), false, 'had_bot', 'Its bot was not let in.'],
  [here('NotAllowed'), false, 'had_bot', 'Bots are not allowed in this meeting.'],
  [here('Error'), false, 'had_bot', 'Its bot failed.'],
  [here('Missed'), false, 'had_bot', 'No bot could be sent in time.'],
  [here('Cancelled'), false, 'had_bot', 'Its bot was there.'],
  [{ override: 'never' }, false, 'override_never', 'You said no bot for this meeting.'],
  [{ override: 'always' }, true, 'override_always', 'You said always for this meeting.'],
  [{ seriesOverride: 'never' }, false, 'series_never', 'You said no bot for this series.'],
  [{ seriesOverride: 'always' }, true, 'series_always', 'You said always for this series.'],
  [bot('Scheduled', { byHand: true }), true, 'scheduled_by_hand', 'You scheduled a bot for this meeting.'],
  [
    { chainOn: true },
    true,
    'series_chain',
    'The series is on: each meeting is booked when the one before it ends.',
  ],
  [bot('Scheduled'), true, 'already_booked', 'Booked earlier; what booked it is off now.'],
  [{}, false, 'auto_schedule_off', 'Auto-schedule is off.'],
  [
    {
      autoScheduleEnabled: true,
      rules: { ...DEFAULT_RULES, only: { ...DEFAULT_RULES.only, organizer: 'others' } },
    },
    false,
    'only_organizer',
    'You organise it.',
  ],
  [{ autoScheduleEnabled: true }, true, 'auto_schedule', 'Auto-schedule is on and the meeting has a link.'],
];

describe('the decision', () => {
  it.each(DECISIONS)('of %j: %s, %s, “%s”', (fields, will_join, code, reason) => {
    expect(decide(fields)).toEqual({
      will_join,
      code,
      reason,
      override: fields.override ?? fields.seriesOverride ?? null,
    });
  });

  it('has the override of the meeting before that of its series', () => {
    expect(decide({ override: 'never', seriesOverride: 'always' })).toMatchObject({
      code: 'override_never',
      override: 'never',
    });
  });

  it('of a meeting whose link another meeting’s bot has keeps the override, and names that meeting', () => {
    expect(givenWay(decide({ override: 'always' }), 'Standup')).toEqual({
      will_join: false,
      code: 'same_room',
      reason: 'The bot of “Standup” is in this room.',
      override: 'always',
    });
  });
});
