import { describe, expect, it } from 'vitest';
import { type RoomClaim, shareRooms } from './one-room';

const at = (minutes: number) => new Date(Date.UTC(2027, 2, 1, 9, minutes));
const claim = (id: string, from: number, to: number, fields: Partial<RoomClaim> = {}): RoomClaim => ({
  id,
  room: 'zoom 1',
  title: id,
  start: at(from),
  end: at(to),
  wants: true,
  byHand: false,
  bot: 'none',
  presentUntil: null,
  ...fields,
});
/** Which meetings give way, and to which, in both orders in which they may be read. */
const givesWay = (...claims: RoomClaim[]) => {
  const [one, other] = [claims, [...claims].reverse()].map((all) =>
    Object.fromEntries([...shareRooms(all)].map(([id, holder]) => [id, holder.id])),
  );
  expect(one).toEqual(other);
  return one;
};

describe('of two meetings with one link at one time, the bot is for', () => {
  it.each<[string, Partial<RoomClaim>, Partial<RoomClaim>]>([
    ['the one whose bot is sent, before one scheduled by a person', { bot: 'under_way' }, { byHand: true }],
    ['the one whose bot is sent, before one that starts first', { bot: 'under_way' }, { start: at(-5) }],
    [
      'the one scheduled by a person, before one with a bot',
      { byHand: true },
      { bot: 'booked', start: at(-5) },
    ],
    ['the one with a bot, before one without', { bot: 'booked' }, { start: at(-5) }],
    ['the one that starts first', { start: at(-5) }, {}],
    [
      'the one scheduled by a person, when the bots of both are sent',
      { bot: 'under_way', byHand: true },
      { bot: 'under_way' },
    ],
    [
      'the one that starts first, when the bots of both are sent',
      { bot: 'under_way', start: at(-5) },
      { bot: 'under_way' },
    ],
    ['the one whose id is first, when all else is the same', {}, {}],
  ])('%s', (_which, first, second) => {
    expect(givesWay(claim('a', 0, 30, first), claim('b', 0, 30, second))).toEqual({ b: 'a' });
    // The id decides last.
    if (JSON.stringify(first) !== JSON.stringify(second))
      expect(givesWay(claim('b', 0, 30, first), claim('a', 0, 30, second))).toEqual({ a: 'b' });
  });
});

describe('meetings with one link', () => {
  it('are not at one time when one ends as the other starts', () => {
    const early = claim('a', 0, 30, { byHand: true });
    expect(givesWay(early, claim('b', 30, 60))).toEqual({});
    expect(givesWay(claim('a', 0, 30), claim('b', 30, 60, { byHand: true }))).toEqual({});
  });

  it.each<[string, Partial<RoomClaim>, Partial<RoomClaim>, Record<string, string>]>([
    ['started while the bot was there', {}, {}, { b: 'a' }],
    ['started as the bot left', { presentUntil: at(10) }, {}, {}],
    ['has a bot that is sent', {}, { bot: 'under_way' }, {}],
    ['is scheduled by a person', {}, { byHand: true }, {}],
    ['is another one, of which no bot was seen', { presentUntil: null }, {}, {}],
    ['does not overlap it', {}, { start: at(30), end: at(40) }, {}],
  ])('need no second bot when one %s', (_when, left, later, expected) => {
    const ended = claim('a', 0, 30, { wants: false, presentUntil: at(20), ...left });
    expect(givesWay(ended, claim('b', 10, 40, later))).toEqual(expected);
  });
});
