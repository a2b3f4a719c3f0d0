import { describe, expect, it } from 'vitest';
import { assignSharedLinks, type LinkClaim } from './shared-link';

const at = (minutes: number) => new Date(Date.UTC(2027, 2, 1, 9, minutes));
const claim = (id: string, from: number, to: number, fields: Partial<LinkClaim> = {}): LinkClaim => ({
  id,
  linkKey: 'zoom 1',
  title: id,
  start: at(from),
  end: at(to),
  wants: true,
  manual: false,
  bot: 'none',
  presentUntil: null,
  ...fields,
});
/** Which meetings give way, and to which, in both orders in which they may be read. */
const coveredBy = (...claims: LinkClaim[]) => {
  const [one, other] = [claims, [...claims].reverse()].map((all) =>
    Object.fromEntries([...assignSharedLinks(all)].map(([id, holder]) => [id, holder.id])),
  );
  expect(one).toEqual(other);
  return one;
};

describe('of two meetings with one link at one time, the bot is for', () => {
  it.each<[string, Partial<LinkClaim>, Partial<LinkClaim>]>([
    ['the one whose bot is sent, before one scheduled by a person', { bot: 'active' }, { manual: true }],
    ['the one whose bot is sent, before one that starts first', { bot: 'active' }, { start: at(-5) }],
    [
      'the one scheduled by a person, before one with a bot',
      { manual: true },
      { bot: 'scheduled', start: at(-5) },
    ],
    ['the one with a bot, before one without', { bot: 'scheduled' }, { start: at(-5) }],
    ['the one that starts first', { start: at(-5) }, {}],
    [
      'the one scheduled by a person, when the bots of both are sent',
      { bot: 'active', manual: true },
      { bot: 'active' },
    ],
    [
      'the one that starts first, when the bots of both are sent',
      { bot: 'active', start: at(-5) },
      { bot: 'active' },
    ],
    ['the one whose id is first, when all else is the same', {}, {}],
  ])('%s', (_which, first, second) => {
    expect(coveredBy(claim('a', 0, 30, first), claim('b', 0, 30, second))).toEqual({ b: 'a' });
    // The id decides last.
    if (JSON.stringify(first) !== JSON.stringify(second))
      expect(coveredBy(claim('b', 0, 30, first), claim('a', 0, 30, second))).toEqual({ a: 'b' });
  });
});

describe('meetings with one link', () => {
  it('are not at one time when one ends as the other starts', () => {
    const early = claim('a', 0, 30, { manual: true });
    expect(coveredBy(early, claim('b', 30, 60))).toEqual({});
    expect(coveredBy(claim('a', 0, 30), claim('b', 30, 60, { manual: true }))).toEqual({});
  });

  it.each<[string, Partial<LinkClaim>, Partial<LinkClaim>, Record<string, string>]>([
    ['started while the bot was there', {}, {}, { b: 'a' }],
    ['started as the bot left', { presentUntil: at(10) }, {}, {}],
    ['has a bot that is sent', {}, { bot: 'active' }, {}],
    ['is scheduled by a person', {}, { manual: true }, {}],
    ['is another one, of which no bot was seen', { presentUntil: null }, {}, {}],
    ['does not overlap it', {}, { start: at(30), end: at(40) }, {}],
  ])('need no second bot when one %s', (_when, left, later, expected) => {
    const ended = claim('a', 0, 30, { wants: false, presentUntil: at(20), ...left });
    expect(coveredBy(ended, claim('b', 10, 40, later))).toEqual(expected);
  });
});
