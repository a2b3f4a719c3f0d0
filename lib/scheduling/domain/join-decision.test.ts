import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BOOKED_OR_ACTIVE_STATUSES } from './bot-status';
import { type DecisionInput, decideJoin } from './join-decision';
import { DEFAULT_RULES, type RuleFacts } from './rules';

const NOW = new Date('2027-03-01T08:00:00Z');
const MINUTE = 60_000;
const facts: RuleFacts = {
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
};
const meeting = (fields: Partial<DecisionInput> = {}): DecisionInput => ({
  isDeleted: false,
  calendarOff: null,
  startTime: NOW,
  endTime: new Date(+NOW + 30 * MINUTE),
  meetingUrl: 'https://zoom.us/j/1',
  cannotJoin: null,
  override: null,
  seriesOverride: null,
  autoRescheduleOn: false,
  autoScheduleEnabled: false,
  rules: DEFAULT_RULES,
  facts,
  bot: null,
  now: NOW,
  ...fields,
});
const code = (fields: Partial<DecisionInput>) => decideJoin(meeting(fields)).code;
const manual = { status: 'Scheduled', manual: true, comesBack: false, wasHere: false } as const;
const byRule = { ...manual, manual: false };

describe('The join decision', () => {
  it('gives each rule precedence over all that come after it', () => {
    // From the weakest to the strongest: each is added to all before it.
    const rules: [Partial<DecisionInput>, string, boolean][] = [
      [{}, 'auto_schedule_off', false],
      [{ autoScheduleEnabled: true }, 'auto_schedule', true],
      [
        { rules: { ...DEFAULT_RULES, only: { ...DEFAULT_RULES.only, organizer: 'others' } } },
        'only_organizer',
        false,
      ],
      [{ facts: { ...facts, myResponse: 'declined' } }, 'never_response', false],
      [{ autoRescheduleOn: true }, 'auto_reschedule', true],
      [{ bot: manual }, 'scheduled_manually', true],
      [{ seriesOverride: 'never' }, 'series_never', false],
      [{ override: 'always' }, 'override_always', true],
      [{ override: 'never' }, 'override_never', false],
      [{ cannotJoin: 'Attendee cannot join Webex meetings.' }, 'provider_cannot_join', false],
      [{ startTime: new Date(+NOW - 14 * 24 * 60 * MINUTE), bot: null }, 'began_long_ago', false],
      [{ bot: { ...manual, status: 'Denied', wasHere: true } }, 'bot_ended', false],
      [{ meetingUrl: null }, 'no_link', false],
      [{ endTime: NOW }, 'ended', false],
      [{ calendarOff: 'off' }, 'calendar_off', false],
      [{ calendarOff: 'left_list' }, 'calendar_off', false],
      [{ isDeleted: true }, 'cancelled', false],
    ];
    let fields: Partial<DecisionInput> = {};
    for (const [added, expected, will_join] of rules) {
      fields = { ...fields, ...added };
      expect(decideJoin(meeting(fields))).toMatchObject({ code: expected, will_join });
    }
  });

  it('lets a bot stay that was scheduled before auto-schedule was turned off, and come back with its meeting', () => {
    expect(code({ bot: byRule })).toBe('scheduled_earlier');
    expect(code({ bot: { ...byRule, status: 'Cancelled', comesBack: true } })).toBe('scheduled_earlier');
    expect(code({ bot: { ...byRule, status: 'Cancelled' } })).toBe('auto_schedule_off');
    expect(code({ bot: { ...byRule, status: 'Done' } })).toBe('auto_schedule_off');
  });

  it('does not bring back a bot that a person removed', () => {
    expect(code({ bot: { ...manual, status: 'Cancelled' } })).toBe('auto_schedule_off');
    expect(code({ bot: { ...manual, status: 'Cancelled', comesBack: true } })).toBe('scheduled_manually');
  });

  it('says why in a sentence, and never joins a meeting that is canceled, not synced, ended or without a link', () => {
    const override = fc.constantFrom(null, 'always' as const, 'never' as const);
    const bot = fc.option(
      fc.record({
        status: fc.constantFrom(
          ...BOOKED_OR_ACTIVE_STATUSES,
          'Done' as const,
          'Cancelled' as const,
          'Missed' as const,
        ),
        manual: fc.boolean(),
        comesBack: fc.boolean(),
        wasHere: fc.constant(false),
      }),
    );
    const input = fc.record({
      isDeleted: fc.boolean(),
      calendarOff: fc.constantFrom(null, 'off', 'left_list', 'not_readable'),
      startTime: fc.constant(new Date(+NOW - 60 * MINUTE)),
      endTime: fc.integer({ min: -60, max: 60 }).map((minutes) => new Date(+NOW + minutes * MINUTE)),
      meetingUrl: fc.constantFrom(null, 'https://zoom.us/j/1'),
      cannotJoin: fc.constantFrom(null, 'Attendee cannot join Webex meetings.'),
      override,
      seriesOverride: override,
      autoRescheduleOn: fc.boolean(),
      autoScheduleEnabled: fc.boolean(),
      rules: fc.constantFrom(DEFAULT_RULES, {
        ...DEFAULT_RULES,
        never: { ...DEFAULT_RULES.never, free: true },
      }),
      facts: fc.boolean().map((isFree) => ({ ...facts, isFree })),
      bot,
      now: fc.constant(NOW),
    });
    fc.assert(
      fc.property(input, (given) => {
        const decision = decideJoin(given);
        expect(decision.reason).toMatch(/^[A-Z].*\.$/);
        if (
          given.isDeleted ||
          given.calendarOff ||
          given.endTime <= NOW ||
          !given.meetingUrl ||
          given.cannotJoin
        )
          expect(decision.will_join).toBe(false);
        else if (given.override) expect(decision.will_join).toBe(given.override === 'always');
        else if (given.seriesOverride) expect(decision.will_join).toBe(given.seriesOverride === 'always');
        expect(decision.override).toBe(given.override ?? given.seriesOverride);
      }),
    );
  });
});
