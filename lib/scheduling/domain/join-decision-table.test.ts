import { describe, expect, it } from 'vitest';
import type { BotStatus } from './bot-status';
import { asCopy, asSharedLink, type DecisionInput, decideJoin } from './join-decision';
import { DEFAULT_RULES } from './rules';

const NOW = new Date('2027-03-01T08:00:00Z');
const decide = (fields: Partial<DecisionInput> = {}) =>
  decideJoin({
    isDeleted: false,
    calendarOff: null,
    startTime: new Date('2027-03-01T08:30:00Z'),
    endTime: new Date('2027-03-01T09:00:00Z'),
    meetingUrl: 'https://zoom.us/j/1',
    cannotJoin: null,
    override: null,
    seriesOverride: null,
    autoRescheduleOn: false,
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
      organizer: null,
      attendees: [],
      attendeeCount: 1,
    },
    bot: null,
    now: NOW,
    ...fields,
  });
const bot = (status: BotStatus, fields: Partial<NonNullable<DecisionInput['bot']>> = {}) => ({
  bot: { status, manual: false, comesBack: false, wasHere: false, ...fields },
});
const here = (status: BotStatus) => bot(status, { wasHere: true });

/** 14 days ago. */
const LONG_AGO = new Date('2027-02-15T08:00:00Z');
const BEGAN = 'The meeting began more than 14 days ago, so no bot is scheduled automatically.';

const RESTORED =
  'Usher was restored from a backup after its bot was due: one may be there already. Turn the bot on to send another.';

/** Every decision: what it is made from, whether a bot joins, its code, and its sentence. */
const DECISIONS: [Partial<DecisionInput>, boolean, string, string][] = [
  [{ isDeleted: true }, false, 'cancelled', 'The meeting was canceled.'],
  [{ calendarOff: 'off' }, false, 'calendar_off', 'Sync was turned off for its calendar.'],
  [{ calendarOff: 'left_list' }, false, 'calendar_off', 'Its calendar was removed from the Google account.'],
  [
    { calendarOff: 'not_readable' },
    false,
    'calendar_off',
    'Google stopped sharing the meetings of its calendar.',
  ],
  [{ endTime: NOW }, false, 'ended', 'The meeting has ended.'],
  [{ meetingUrl: null }, false, 'no_link', 'No meeting link.'],
  [{ startTime: LONG_AGO, override: 'always' }, false, 'began_long_ago', BEGAN],
  [{ startTime: LONG_AGO, autoScheduleEnabled: true }, false, 'began_long_ago', BEGAN],
  [{ startTime: LONG_AGO, autoRescheduleOn: true, ...bot('Cancelled') }, false, 'began_long_ago', BEGAN],
  [
    { startTime: new Date(+LONG_AGO + 1), override: 'always' },
    true,
    'override_always',
    'You turned the bot on.',
  ],
  [
    { startTime: LONG_AGO, ...bot('Scheduled', { manual: true }) },
    true,
    'scheduled_manually',
    'You scheduled a bot for this meeting.',
  ],
  [
    { startTime: LONG_AGO, ...bot('Recording') },
    true,
    'scheduled_earlier',
    'The bot was scheduled earlier and stays.',
  ],
  [{ startTime: LONG_AGO, ...here('Done') }, false, 'bot_ended', 'The bot joined and left.'],
  [{ startTime: LONG_AGO, meetingUrl: null }, false, 'no_link', 'No meeting link.'],
  [here('Done'), false, 'bot_ended', 'The bot joined and left.'],
  [here('Denied'), false, 'bot_ended', 'The bot was not let in.'],
  [here('NotAllowed'), false, 'bot_ended', 'The bot was not allowed in.'],
  [here('Error'), false, 'bot_ended', 'The bot failed.'],
  [here('Missed'), false, 'bot_ended', 'No bot could be sent in time.'],
  [here('Cancelled'), false, 'bot_ended', 'The bot was there.'],
  [{ cannotJoin: 'It cannot.' }, false, 'provider_cannot_join', 'It cannot.'],
  [{ override: 'never' }, false, 'override_never', 'You turned the bot off.'],
  [{ override: 'always' }, true, 'override_always', 'You turned the bot on.'],
  [{ seriesOverride: 'never' }, false, 'series_never', 'You turned bots off for this series.'],
  [{ seriesOverride: 'always' }, true, 'series_always', 'You turned bots on for this series.'],
  [bot('Scheduled', { manual: true }), true, 'scheduled_manually', 'You scheduled a bot for this meeting.'],
  [
    { autoRescheduleOn: true },
    true,
    'auto_reschedule',
    'Auto-reschedule is on: each meeting is scheduled after the previous one ends.',
  ],
  [bot('Scheduled'), true, 'scheduled_earlier', 'The bot was scheduled earlier and stays.'],
  [{}, false, 'auto_schedule_off', 'Auto-schedule is off.'],
  [
    {
      autoScheduleEnabled: true,
      rules: { ...DEFAULT_RULES, only: { ...DEFAULT_RULES.only, organizer: 'others' } },
    },
    false,
    'only_organizer',
    'You’re the organizer.',
  ],
  [{ autoScheduleEnabled: true }, true, 'auto_schedule', 'Matches your auto-schedule rules.'],
  [{ mayHaveLostBot: true, autoScheduleEnabled: true }, false, 'restored', RESTORED],
  [{ mayHaveLostBot: true, seriesOverride: 'always' }, false, 'restored', RESTORED],
  [{ mayHaveLostBot: true, ...bot('Cancelled', { comesBack: true }) }, false, 'restored', RESTORED],
  [{ mayHaveLostBot: true }, false, 'auto_schedule_off', 'Auto-schedule is off.'],
  [
    { mayHaveLostBot: true, ...bot('Joining') },
    true,
    'scheduled_earlier',
    'The bot was scheduled earlier and stays.',
  ],
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

  it('of a meeting whose copy has the bot keeps the override, and names the calendar of the copy', () => {
    expect(asCopy(decide({ override: 'always' }), 'Work')).toEqual({
      will_join: false,
      code: 'copy',
      reason: 'The same meeting is in your calendar “Work”, and one bot joins for both.',
      override: 'always',
    });
  });

  it('of a meeting whose link another meeting’s bot has keeps the override, and names that meeting', () => {
    expect(asSharedLink(decide({ override: 'always' }), 'Standup')).toEqual({
      will_join: false,
      code: 'shared_link',
      reason: '“Standup” has the same link at the same time, and its bot covers both.',
      override: 'always',
    });
  });
});
