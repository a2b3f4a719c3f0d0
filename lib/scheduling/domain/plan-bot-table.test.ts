import { describe, expect, it } from 'vitest';
import { at, bot, link, meeting, NOW } from '@/test/planned-bots';
import type { Decision, DecisionCode } from './join-decision';
import { hasEndedBot, type PlannedBot, type PlannedOccurrence, planBot } from './plan-bot';

const decision = (code: DecisionCode, fields: Partial<Decision> = {}): Decision => ({
  will_join: true,
  code,
  reason: `Because of ${code}.`,
  override: null,
  ...fields,
});
const yes = decision('auto_schedule');
const no = (code: DecisionCode, fields: Partial<Decision> = {}) =>
  decision(code, { will_join: false, ...fields });
const KEEP = { action: 'keep' };
const CREATE = { action: 'create', revive: false };
const REVIVE = { action: 'create', revive: true };
const recall = (reason: string) => ({ action: 'recall', reason });

describe('a bot that is scheduled', () => {
  const moved = { action: 'update', joinAt: at(64), moved: true, relinked: false };
  it.each<[string, Partial<PlannedOccurrence>, Decision, object]>([
    ['stays as it is', {}, yes, KEEP],
    ['moves with the start', { startTime: at(65) }, yes, moved],
    ['moves with the end', { endTime: at(95) }, yes, { ...moved, joinAt: at(59) }],
    ['changes its link', link('2'), yes, { ...moved, joinAt: at(59), moved: false, relinked: true }],
    ['changes its title', { title: 'Daily' }, yes, { ...moved, joinAt: at(59), moved: false }],
    ['is cancelled', {}, no('never_free'), { action: 'cancel', reason: 'Because of never_free.' }],
    [
      'says why when its link is gone',
      {},
      no('no_link'),
      { action: 'cancel', reason: 'The meeting link was removed.' },
    ],
    ['waits to be missed when its meeting has ended', {}, no('ended'), KEEP],
    [
      'is cancelled when its meeting was moved into the past',
      { startTime: at(-60), endTime: at(-30) },
      no('ended'),
      { action: 'cancel', reason: 'The new time of the meeting has passed.' },
    ],
  ])('%s', (_what, fields, decided, plan) => {
    expect(planBot(meeting(fields), bot(), decided, NOW)).toEqual(plan);
  });
});

describe('a meeting without a bot', () => {
  const day = { startTime: at(24 * 60), endTime: at(25 * 60) };
  const later = { startTime: at(24 * 60 + 1), endTime: at(25 * 60) };
  it.each<[string, Partial<PlannedOccurrence>, Partial<PlannedBot> | null, Decision, object]>([
    ['gets one', {}, null, yes, CREATE],
    ['gets none against the decision', {}, null, no('never_free'), KEEP],
    ['gets one 24 hours before it starts', day, null, yes, CREATE],
    ['gets none earlier', later, null, yes, KEEP],
    ['gets its next bot when the one before it ends', {}, null, decision('auto_reschedule'), KEEP],
    ['gets the bot of a person from that person', {}, null, decision('scheduled_manually'), KEEP],
    ['gets back what was cancelled with it', later, { status: 'Cancelled', comesBack: true }, yes, REVIVE],
    ['gets a new one for what a person cancelled', {}, { status: 'Cancelled' }, yes, CREATE],
    ['gets no second one', {}, { status: 'Done' }, yes, KEEP],
    ['gets a second one at another time', {}, { status: 'Done', meetingStart: at(0) }, yes, CREATE],
  ])('%s', (_what, fields, last, decided, plan) => {
    expect(planBot(meeting(fields), last && bot(last), decided, NOW)).toEqual(plan);
  });

  it.each<[string, Partial<PlannedBot>, boolean]>([
    ['ended', { status: 'Done' }, true],
    ['ended, and the meeting moved to five minutes later', { status: 'Done', meetingStart: at(55) }, true],
    ['ended, and the meeting moved to five minutes earlier', { status: 'Done', meetingStart: at(65) }, true],
    ['ended, and the meeting moved by more', { status: 'Done', meetingStart: at(54) }, false],
    ['was not let in, and the meeting moved', { status: 'Denied', meetingStart: at(57) }, true],
    ['was not allowed, and the meeting moved', { status: 'NotAllowed', meetingStart: at(63) }, true],
    ['failed', { status: 'Error' }, true],
    ['failed, and the meeting moved', { status: 'Error', meetingStart: at(59) }, false],
    ['was missed', { status: 'Missed' }, true],
    ['was missed, and the meeting moved', { status: 'Missed', meetingStart: at(61) }, false],
    ['was missed, and the meeting now ends later', { status: 'Missed', meetingEnd: at(89) }, false],
    ['was cancelled', { status: 'Cancelled' }, false],
    ['is scheduled', { status: 'Scheduled' }, false],
    ['is in the meeting', { status: 'Recording' }, false],
    ['ended at another start', { status: 'Done', meetingStart: at(0) }, false],
    ['ended by another form of the link', { status: 'Done', meetingUrl: 'https://zoom.us/j/1?pwd=a' }, true],
    ['ended by another link', { status: 'Done', meetingUrl: 'https://zoom.us/j/2', linkKey: '2' }, false],
    ['ended by the same link without a key', { status: 'Done', linkKey: null }, true],
  ])('had one when its bot %s: %j, %s', (_what, last, had) => {
    expect(hasEndedBot(meeting(), bot(last))).toBe(had);
  });

  it('had none by another link, when neither has a key', () => {
    const other = { meetingUrl: 'https://zoom.us/j/2', linkKey: null, status: 'Done' as const };
    expect(hasEndedBot(meeting({ linkKey: null }), bot(other))).toBe(false);
  });
});

describe('a bot that was sent', () => {
  const never = { override: 'never' as const };
  const follow = { action: 'follow', moved: false, relinked: false };
  it.each<[string, Partial<PlannedOccurrence>, Decision, object]>([
    ['stays', {}, yes, KEEP],
    ['stays when its meeting runs over its end', {}, no('ended'), KEEP],
    ['stays when auto-schedule is turned off', {}, no('auto_schedule_off'), KEEP],
    ['stays against an only-rule', {}, no('only_title'), KEEP],
    ['is recalled when its meeting is cancelled', {}, no('cancelled'), recall('Because of cancelled.')],
    ['is recalled with its calendar', {}, no('calendar_off'), recall('Because of calendar_off.')],
    ['is recalled by a never-rule', {}, no('never_free'), recall('Because of never_free.')],
    ['is recalled for a copy', {}, no('copy'), recall('Because of copy.')],
    ['is recalled for a shared link', {}, no('shared_link'), recall('Because of shared_link.')],
    [
      'is recalled by a person, also after the end',
      {},
      no('ended', never),
      recall('You turned the bot off.'),
    ],
    ['is recalled when the link is gone', {}, no('no_link'), recall('The meeting link changed.')],
    ['is recalled when the link changes', link('2'), yes, recall('The meeting link changed.')],
    [
      'follows another form of its link',
      { meetingUrl: 'https://zoom.us/j/1?pwd=a' },
      yes,
      { ...follow, relinked: true },
    ],
    ['follows a new title', { title: 'Daily' }, yes, follow],
    ['follows a new end', { endTime: at(95) }, yes, { ...follow, moved: true }],
    ['follows a move by five minutes', { startTime: at(65) }, yes, { ...follow, moved: true }],
    [
      'is recalled when the meeting moves later by more',
      { startTime: at(66) },
      yes,
      recall('The meeting moved to a later time.'),
    ],
    ['follows a move to an earlier time', { startTime: at(5) }, yes, { ...follow, moved: true }],
  ])('%s', (_what, fields, decided, plan) => {
    expect(planBot(meeting(fields), bot({ status: 'Recording' }), decided, NOW)).toEqual(plan);
  });

  it.each<[string, number, number, object]>([
    ['stays when the meeting moved to now', 0, 30, { ...follow, moved: true }],
    ['stays when it moved back by five minutes and ended', -15, 0, { ...follow, moved: true }],
    ['is recalled when it moved back by more and ended', -16, 0, recall('The meeting moved into the past.')],
    ['stays when it moved back and runs', -16, 1, { ...follow, moved: true }],
  ])('%s', (_what, start, end, plan) => {
    const sent = bot({ status: 'Recording', meetingStart: at(-10), meetingEnd: at(20) });
    const occurrence = meeting({ startTime: at(start), endTime: at(end) });
    expect(planBot(occurrence, sent, yes, NOW)).toEqual(plan);
  });

  it('stays when it is being recalled already', () => {
    const sent = bot({ status: 'Recording', recallRequested: true });
    expect(planBot(meeting(), sent, no('cancelled'), NOW)).toEqual(KEEP);
  });
});
