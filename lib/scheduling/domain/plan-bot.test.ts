import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, bot, link, meeting, NOW } from '@/test/planned-bots';
import { BOOKED_OR_ACTIVE_STATUSES, isActive, isBookedOrActive } from './bot-status';
import { type CalendarOff, decideJoin } from './join-decision';
import { joinTime } from './join-time';
import { hasEndedBot, type PlannedBot, type PlannedOccurrence, planBot } from './plan-bot';
import { ruleFacts } from './rule-facts';
import { DEFAULT_RULES } from './rules';

type Inputs = {
  isDeleted?: boolean;
  calendarOff?: CalendarOff | null;
  override?: 'always' | 'never' | null;
  auto?: boolean;
  manual?: boolean;
  declined?: boolean;
};
const plan = (occurrence: PlannedOccurrence, last: PlannedBot | null, inputs: Inputs = {}) => {
  const decision = decideJoin({
    isDeleted: inputs.isDeleted ?? false,
    calendarOff: inputs.calendarOff ?? null,
    startTime: occurrence.startTime,
    endTime: occurrence.endTime,
    meetingUrl: occurrence.meetingUrl,
    cannotJoin: null,
    override: inputs.override ?? null,
    seriesOverride: null,
    autoRescheduleOn: false,
    autoScheduleEnabled: inputs.auto ?? false,
    rules: DEFAULT_RULES,
    facts: ruleFacts(
      { attendees: [{ self: true, responseStatus: inputs.declined ? 'declined' : 'accepted' }] },
      {
        title: occurrence.title,
        calendarId: 'c',
        accountEmail: 'a@b.example',
        isAllDay: false,
        isRecurring: false,
      },
    ),
    bot: last && { ...last, manual: inputs.manual ?? false, wasHere: hasEndedBot(occurrence, last) },
    now: NOW,
  });
  return { decision, plan: planBot(occurrence, last, decision, NOW) };
};

describe('A scheduled bot', () => {
  it('moves with its meeting, at its distance from the start', () => {
    const moved = meeting({ startTime: at(120), endTime: at(150) });
    expect(plan(moved, bot({ joinOffsetSeconds: -300 })).plan).toEqual({
      action: 'update',
      joinAt: at(115),
      moved: true,
      relinked: false,
    });
    expect(plan(meeting(link('2')), bot()).plan).toMatchObject({ action: 'update', relinked: true });
  });

  it('is canceled with its meeting, but left to become missed when it was not sent in time', () => {
    expect(plan(meeting(), bot(), { isDeleted: true }).plan.action).toBe('cancel');
    const ended = { startTime: at(-60), endTime: at(-30) };
    expect(plan(meeting(ended), bot()).plan.action).toBe('cancel');
    expect(
      plan(meeting(ended), bot({ meetingStart: ended.startTime, meetingEnd: ended.endTime })).plan.action,
    ).toBe('keep');
  });
});

describe('An active bot', () => {
  const inside = bot({ status: 'InMeeting', meetingStart: at(-5), meetingEnd: at(25) });
  const running = { startTime: at(-5), endTime: at(25) };

  it('stays when little of its meeting changes', () => {
    expect(plan(meeting({ ...running, title: 'Renamed' }), inside).plan.action).toBe('follow');
    expect(plan(meeting({ startTime: at(-2), endTime: at(40) }), inside).plan.action).toBe('follow');
    expect(plan(meeting({ startTime: at(-2), endTime: at(25) }), inside).plan.action).toBe('follow');
    expect(plan(meeting({ ...running, meetingUrl: 'https://zoom.us/j/1?pwd=a' }), inside).plan.action).toBe(
      'follow',
    );
    expect(plan(meeting(running), inside).plan.action).toBe('keep');
    expect(plan(meeting({ startTime: at(-5), endTime: at(-1) }), inside).plan.action).toBe('follow');
  });

  it('is recalled when a person sets its meeting to never, also after the end', () => {
    for (const endTime of [at(25), at(-1)])
      expect(plan(meeting({ ...running, endTime }), inside, { override: 'never' }).plan).toEqual({
        action: 'recall',
        reason: 'You turned the bot off.',
      });
  });

  it('is recalled when its meeting is at another time or link, or may not be joined any more', () => {
    expect(plan(meeting({ startTime: at(30), endTime: at(60) }), inside).plan.action).toBe('recall');
    expect(plan(meeting({ startTime: at(-90), endTime: at(-60) }), inside).plan.action).toBe('recall');
    expect(plan(meeting({ ...running, ...link('2') }), inside).plan.action).toBe('recall');
    expect(plan(meeting({ ...running, ...link(null) }), inside).plan.action).toBe('recall');
    expect(plan(meeting(running), inside, { isDeleted: true }).plan.action).toBe('recall');
    expect(plan(meeting(running), inside, { calendarOff: 'off' }).plan.action).toBe('recall');
    expect(plan(meeting(running), inside, { auto: true, declined: true }).plan.action).toBe('recall');
    expect(plan(meeting(running), inside, { auto: true, declined: true, manual: true }).plan.action).toBe(
      'keep',
    );
    expect(
      plan(meeting(running), { ...inside, recallRequested: true }, { isDeleted: true }).plan.action,
    ).toBe('keep');
  });
});

describe('A meeting without a bot that is booked or active', () => {
  it('gets a bot within 24 hours of its start, and none before', () => {
    expect(plan(meeting(), null, { auto: true }).plan).toEqual({ action: 'create', revive: false });
    const far = meeting({ startTime: at(25 * 60), endTime: at(26 * 60) });
    expect(plan(far, null, { auto: true }).plan.action).toBe('keep');
    expect(plan(far, null, { override: 'always' }).plan.action).toBe('keep');
  });

  it('gets the bot back that was canceled with it, however far away it is', () => {
    const last = bot({ status: 'Cancelled', comesBack: true });
    const far = meeting({ startTime: at(99 * 60), endTime: at(100 * 60) });
    for (const manual of [true, false])
      expect(plan(far, last, { manual }).plan).toEqual({ action: 'create', revive: true });
    expect(plan(far, { ...last, comesBack: false }, { manual: true }).plan.action).toBe('keep');
  });

  it('gets no second bot after one that has ended, unless its time or link is another', () => {
    for (const status of ['Done', 'Denied', 'Error', 'Missed'] as const) {
      expect(plan(meeting(), bot({ status }), { auto: true }).plan.action).toBe('keep');
      expect(plan(meeting(), bot({ status, meetingStart: at(-60) }), { auto: true }).plan.action).toBe(
        'create',
      );
      const sameLink = meeting({ meetingUrl: 'https://zoom.us/j/1?pwd=a' });
      expect(plan(sameLink, bot({ status }), { auto: true }).plan.action).toBe('keep');
      expect(plan(meeting(link('2')), bot({ status }), { auto: true }).plan.action).toBe('create');
    }
  });
});

describe('The plan of any meeting', () => {
  const minutes = fc.integer({ min: -180, max: 3000 });
  const occurrence = fc
    .record({
      start: minutes,
      length: fc.integer({ min: 0, max: 120 }),
      name: fc.constantFrom(null, '1', '2'),
      title: fc.constantFrom('Standup', 'Renamed'),
    })
    .map(({ start, length, name, title }) =>
      meeting({ startTime: at(start), endTime: at(start + length), title, ...link(name) }),
    );
  const lastBot = fc
    .record({
      status: fc.constantFrom(
        ...BOOKED_OR_ACTIVE_STATUSES,
        'Done' as const,
        'Cancelled' as const,
        'Missed' as const,
      ),
      start: minutes,
      length: fc.integer({ min: 0, max: 120 }),
      joinOffsetSeconds: fc.integer({ min: -600, max: 0 }),
      recallRequested: fc.boolean(),
      comesBack: fc.boolean(),
    })
    .map(({ start, length, ...fields }) =>
      bot({ ...fields, meetingStart: at(start), meetingEnd: at(start + length) }),
    );
  const inputs = fc.record({
    isDeleted: fc.boolean(),
    calendarOff: fc.constantFrom(null, 'off' as const),
    override: fc.constantFrom(null, 'always' as const, 'never' as const),
    auto: fc.boolean(),
    manual: fc.boolean(),
  });

  /** The newest bot once the plan has been carried out. */
  const carriedOut = (last: PlannedBot | null, of: PlannedOccurrence, what: ReturnType<typeof planBot>) => {
    const following = {
      meetingStart: of.startTime,
      meetingEnd: of.endTime,
      meetingUrl: of.meetingUrl ?? '',
      linkKey: of.linkKey,
      title: of.title,
    };
    if (what.action === 'create') return bot(following);
    if (!last || what.action === 'keep') return last;
    if (what.action === 'update' || what.action === 'follow') return { ...last, ...following };
    if (what.action === 'recall') return { ...last, recallRequested: true };
    return { ...last, status: 'Cancelled' as const, comesBack: !!of.meetingUrl };
  };

  it('fits the bot that the meeting has', () => {
    fc.assert(
      fc.property(occurrence, fc.option(lastBot), inputs, (of, last, input) => {
        const { decision, plan: what } = plan(of, last, input);
        if (what.action === 'create') {
          expect(last === null || !isBookedOrActive(last.status)).toBe(true);
          expect(decision.will_join).toBe(true);
        }
        if (what.action === 'update' || what.action === 'cancel') expect(last?.status).toBe('Scheduled');
        if (what.action === 'update') {
          expect(what.joinAt).toEqual(joinTime(of.startTime, last?.joinOffsetSeconds));
          expect(decision.will_join).toBe(true);
        }
        if (what.action === 'recall' || what.action === 'follow')
          expect(last && isActive(last.status)).toBe(true);
      }),
    );
  });

  it('leaves nothing to do once it is carried out', () => {
    fc.assert(
      fc.property(occurrence, fc.option(lastBot), inputs, (of, last, input) => {
        const next = carriedOut(last, of, plan(of, last, input).plan);
        const { decision, plan: again } = plan(of, next, input);
        expect(again.action).toBe('keep');
        if (next?.status === 'Scheduled' && decision.code !== 'ended') expect(decision.will_join).toBe(true);
      }),
    );
  });
});
