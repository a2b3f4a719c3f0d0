import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, bot, meeting, NOW } from '@/test/planned-bots';
import { assignCopy, botOfAll, type Copy, type CopyBot } from './assign-copy';
import type { DecisionCode } from './join-decision';

const yes = { will_join: true, code: 'auto_schedule' as const, reason: 'Yes.', override: null };
const no = (code: DecisionCode) => ({ ...yes, will_join: false, code, reason: code });
const copyBot = (id: string, fields: Partial<CopyBot> = {}): CopyBot => ({
  ...bot(),
  id,
  createdAt: at(0),
  isManual: false,
  ...fields,
});
const copy = (id: string, fields: Partial<Copy<CopyBot>> = {}): Copy<CopyBot> => ({
  ...meeting(),
  id,
  bot: null,
  isLive: true,
  isPrimary: false,
  updatedAtGoogle: null,
  decision: yes,
  ...fields,
});
const gone = { isLive: false, decision: no('cancelled') };
const off = { isLive: false, decision: no('calendar_off') };
const ACTIVE = { status: 'Recording' as const };
/** Which copy has which bot, in both orders in which the copies may be read. */
const assigned = (...copies: Copy<CopyBot>[]) => {
  const [one, other] = [copies, [...copies].reverse()].map((all) => {
    const found = assignCopy(all, NOW);
    return found && `${found.holderId} ${found.bot?.id ?? 'none'}`;
  });
  expect(one).toEqual(other);
  return one;
};

describe('of copies without a bot, it is for', () => {
  it.each<[string, Copy<CopyBot>[], string | null]>([
    ['the one in the primary calendar', [copy('a'), copy('b', { isPrimary: true })], 'b none'],
    ['else the first', [copy('a'), copy('b')], 'a none'],
    ['the only one that wants it', [copy('a', { decision: no('never_calendar') }), copy('b')], 'b none'],
    ['none, where none wants it', [copy('a', gone), copy('b', { decision: no('no_link') })], null],
  ])('%s', (_what, copies, expected) => {
    expect(assigned(...copies)).toBe(expected);
  });
});

describe('the bot of copies', () => {
  it.each<[string, Copy<CopyBot>[], string | null]>([
    ['stays where it hangs', [copy('a', { isPrimary: true }), copy('b', { bot: copyBot('x') })], 'b x'],
    ['goes from one that is deleted', [copy('a', { ...gone, bot: copyBot('x') }), copy('b')], 'b x'],
    ['goes from a calendar that is off', [copy('a', { ...off, bot: copyBot('x') }), copy('b')], 'b x'],
    [
      'goes along also when it was sent',
      [copy('a', { ...gone, bot: copyBot('x', ACTIVE) }), copy('b')],
      'b x',
    ],
    [
      'goes also to a copy that runs over its end',
      [copy('a', { ...off, bot: copyBot('x', ACTIVE) }), copy('b', { decision: no('ended') })],
      'b x',
    ],
    [
      'goes nowhere, where no copy wants it',
      [copy('a', { ...gone, bot: copyBot('x') }), copy('b', { decision: no('never_response') })],
      null,
    ],
    [
      'that was sent stays before one that is scheduled',
      [copy('a', { bot: copyBot('x') }), copy('b', { bot: copyBot('y', ACTIVE) })],
      'b y',
    ],
    [
      'that a person scheduled stays before one of a rule',
      [copy('a', { bot: copyBot('x') }), copy('b', { bot: copyBot('y', { isManual: true }) })],
      'b y',
    ],
    [
      'that was scheduled first stays before another one',
      [copy('a', { bot: copyBot('x', { createdAt: at(1) }) }), copy('b', { bot: copyBot('y') })],
      'b y',
    ],
    [
      'is the own one of the copy that takes its place',
      [copy('a', { ...gone, bot: copyBot('x') }), copy('b', { bot: copyBot('y', { createdAt: at(1) }) })],
      'b y',
    ],
    [
      'that comes back is scheduled again at the other copy',
      [copy('a', { ...gone, bot: copyBot('x', { status: 'Cancelled', comesBack: true }) }), copy('b')],
      'b x',
    ],
  ])('%s', (_what, copies, expected) => {
    expect(assigned(...copies)).toBe(expected);
  });

  const moved = { startTime: at(240), endTime: at(270), updatedAtGoogle: '2027-03-01T07:59:00.000Z' };
  const before = { updatedAtGoogle: '2027-03-01T06:00:00.000Z' };

  it('follows the copy that was changed last, while the other one has not been read again', () => {
    expect(assigned(copy('a', { ...before, bot: copyBot('x') }), copy('b', moved))).toBe('b x');
    expect(assigned(copy('a', { ...moved, bot: copyBot('x') }), copy('b', before))).toBe('a x');
    expect(assigned(copy('a', before), copy('b', moved))).toBe('b none');
  });

  it('stays where it was sent until its own copy says that the meeting moved', () => {
    const sent = copyBot('x', ACTIVE);
    expect(assigned(copy('a', { ...before, bot: sent }), copy('b', moved))).toBe('a x');
  });

  it('never goes to two copies, and to one wherever one wants it', () => {
    const anyCopy = fc.record({
      status: fc.constantFrom(null, 'Scheduled', 'Joining', 'Recording', 'Done', 'Cancelled', 'Missed'),
      decision: fc.constantFrom(yes, no('never_title'), no('ended'), no('no_link')),
      kind: fc.constantFrom({}, gone, off),
      movedBy: fc.constantFrom(0, 3, 60),
      updated: fc.constantFrom(null, '2027-03-01T07:00:00.000Z', '2027-03-01T07:30:00.000Z'),
    });
    fc.assert(
      fc.property(fc.array(anyCopy, { minLength: 2, maxLength: 4 }), (all) => {
        const copies = all.map(({ status, decision, kind, movedBy, updated }, index) =>
          copy(`c${index}`, {
            decision,
            ...kind,
            bot: status && copyBot(`b${index}`, { status: status as CopyBot['status'] }),
            startTime: at(60 + movedBy),
            endTime: at(90 + movedBy),
            updatedAtGoogle: updated,
          }),
        );
        const found = assignCopy(copies, NOW);
        if (copies.some((each) => each.decision.will_join)) expect(found).not.toBeNull();
        const holder = copies.find(({ id }) => id === found?.holderId);
        if (holder) expect(holder.decision.code).not.toMatch(/cancelled|calendar_off/);
      }),
    );
  });
});

describe('what counts as the bot of all copies', () => {
  it('is one that was there, before a newer one that was canceled', () => {
    const done = copyBot('x', { status: 'Done' });
    const cancelled = copyBot('y', { status: 'Cancelled', createdAt: at(5) });
    expect(botOfAll([{ bot: cancelled }, { bot: done }], meeting())?.id).toBe('x');
    expect(botOfAll([{ bot: cancelled }, { bot: done }], meeting({ startTime: at(300) }))?.id).toBe('y');
    expect(botOfAll([{ bot: null }], meeting())).toBeNull();
  });

  it('is one that stays, before one that is leaving', () => {
    const leaving = copyBot('x', { ...ACTIVE, recallRequested: true });
    expect(botOfAll([{ bot: leaving }, { bot: copyBot('y') }], meeting())?.id).toBe('y');
  });
});
