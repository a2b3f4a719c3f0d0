import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BotStatus, isActive } from '@/lib/scheduling/domain/bot-status';
import { type BotAtLink, endAfterHandOver, isInMeeting, planHandOvers } from './hand-over';

const at = (minutes: number) => new Date(Date.UTC(2027, 2, 1, 9, minutes));
const bot = (id: string, from: number, to: number, fields: Partial<BotAtLink> = {}): BotAtLink => ({
  id,
  userId: 'usr_1',
  linkKey: 'zoom 1',
  title: id.toUpperCase(),
  meetingStart: at(from),
  meetingEnd: at(to),
  coversUntil: at(to),
  status: 'Recording',
  recallRequested: false,
  ...fields,
});
/** Returns who leaves for whom and at which minute, in both orders in which the bots may be read. */
const leave = (...bots: BotAtLink[]) => {
  const [one, other] = [bots, [...bots].reverse()].map((all) =>
    Object.fromEntries(
      planHandOvers(all).map(({ bot, next, at: then }) => [
        bot.id,
        `for ${next.id} at ${(+then - +at(0)) / 60_000}`,
      ]),
    ),
  );
  expect(one).toEqual(other);
  return one;
};

describe('A bot leaves for the next meeting on its link', () => {
  const first = bot('a', 0, 30);
  it.each<[string, BotAtLink[], Record<string, string>]>([
    ['when the next one is in', [first, bot('b', 30, 60)], { a: 'for b at 30' }],
    ['also when that one is not recording yet', [first, bot('b', 30, 60, { status: 'InMeeting' })], { a: 'for b at 30' }],
    ['not for one that is joining', [first, bot('b', 30, 60, { status: 'Joining' })], {}],
    ['not for one in the waiting room', [first, bot('b', 30, 60, { status: 'WaitingRoom' })], {}],
    ['not for one that is leaving', [first, bot('b', 30, 60, { status: 'Leaving' })], {}],
    ['not for one that is recalled', [first, bot('b', 30, 60, { recallRequested: true })], {}],
    ['at its own end for one that began before and was sent late', [first, bot('b', 29, 60)], { a: 'for b at 30' }],
    ['not for one of a meeting within its own', [first, bot('b', 5, 30)], {}],
    ['not for one at another link', [first, bot('b', 30, 60, { linkKey: 'zoom 2' })], {}],
    ['not for another user’s', [first, bot('b', 30, 60, { userId: 'usr_2' })], {}],
    ['but not twice', [{ ...first, recallRequested: true }, bot('b', 30, 60)], {}],
    ['but not when it is leaving anyway', [{ ...first, status: 'Leaving' }, bot('b', 30, 60)], {}],
    ['also when it waits to be let in', [{ ...first, status: 'WaitingRoom' }, bot('b', 30, 60)], { a: 'for b at 30' }],
    ['at the end of a meeting that it covers as well', [{ ...first, coversUntil: at(40) }, bot('b', 35, 60)], { a: 'for b at 40' }],
    ['of three in a row each for the one after it', [first, bot('b', 30, 60), bot('c', 60, 90)], { a: 'for b at 30', b: 'for c at 60' }],
    ['for the third when the second never gets in', [first, bot('b', 30, 60, { status: 'WaitingRoom' }), bot('c', 60, 90)], { a: 'for c at 30', b: 'for c at 60' }],
    ['one way only when the meetings have no length', [bot('a', 0, 0), bot('b', 0, 0)], { a: 'for b at 0' }],
  ])('%s', (_, bots, expected) => {
    expect(leave(...bots)).toEqual(expected);
  }); // biome-ignore format: a table

  const bots = fc
    .array(
      fc.record({
        userId: fc.constantFrom('usr_1', 'usr_2'),
        linkKey: fc.constantFrom('x', 'y'),
        from: fc.integer({ min: 0, max: 50 }),
        minutes: fc.integer({ min: 0, max: 30 }),
        status: fc.constantFrom<BotStatus[]>('Joining', 'WaitingRoom', 'InMeeting', 'Recording', 'Leaving'),
        recallRequested: fc.boolean(),
      }),
      { maxLength: 10 },
    )
    .map((rows) =>
      rows.map(({ from, minutes, ...rest }, index) => bot(`b${index}`, from, from + minutes, rest)),
    );

  it('never so that none of a user’s bots is left in: who takes over stays, or leaves for a later one', () => {
    fc.assert(
      fc.property(bots, (all) => {
        const plans = planHandOvers(all);
        const leaving = new Set(plans.map(({ bot }) => bot.id));
        expect(leaving.size).toBe(plans.length);
        for (const { bot: old, next, at: then } of plans) {
          expect([next.userId, next.linkKey]).toEqual([old.userId, old.linkKey]);
          expect(isInMeeting(next.status) && !next.recallRequested).toBe(true);
          expect(next.meetingStart >= old.meetingEnd || next.meetingEnd > old.meetingEnd).toBe(true);
          expect(then >= old.meetingEnd).toBe(true);
          expect(next.meetingStart > old.meetingStart || next.id > old.id).toBe(true);
        }
        const isIn = (one: BotAtLink) => isInMeeting(one.status) && !one.recallRequested;
        for (const old of plans.map(({ bot }) => bot)) {
          const there = all.filter(({ userId, linkKey }) => userId === old.userId && linkKey === old.linkKey);
          expect(there.some((one) => isIn(one) && !leaving.has(one.id))).toBe(true);
        }
      }),
    );
  });

  it('whatever bots there are at other links and of other users', () => {
    fc.assert(
      fc.property(bots, (all) => {
        const own = (one: BotAtLink) => one.userId === 'usr_1' && one.linkKey === 'x';
        const ids = (some: BotAtLink[]) =>
          planHandOvers(some)
            .filter(({ bot }) => own(bot))
            .map(({ bot, next }) => `${bot.id} ${next.id}`);
        expect(ids(all)).toEqual(ids(all.filter(own)));
      }),
    );
  });
});

describe('A bot that has left for the next meeting', () => {
  it.each<[BotStatus, BotStatus, string, string | undefined]>([
    ['Recording', 'Recording', 'Done', 'Left for the next meeting on this link, “Retro”.'],
    ['Recording', 'Leaving', 'Done', 'Left for the next meeting on this link, “Retro”.'],
    ['Recording', 'Done', 'Done', 'Left for the next meeting on this link, “Retro”.'],
    ['WaitingRoom', 'Done', 'NotAllowed', 'It was not let in before the next meeting on this link, “Retro”.'],
    ['Joining', 'Joining', 'NotAllowed', 'It was not let in before the next meeting on this link, “Retro”.'],
    ['Recording', 'Error', 'Error', undefined],
    ['WaitingRoom', 'Denied', 'Denied', undefined],
  ])('was %s and is %s: it ends as %s', (before, status, end, statusReason) => {
    expect(isActive(before)).toBe(true);
    expect(endAfterHandOver({ before, status }, 'Retro')).toEqual({
      status: end,
      ...(statusReason && { statusReason }),
    });
    const unknown = endAfterHandOver({ before: 'Recording', status: 'Done' }, null).statusReason;
    expect(unknown).toBe('Left for the next meeting on this link.');
  });
});
