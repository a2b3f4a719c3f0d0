import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignSharedLinks, type LinkClaim } from './shared-link';

const at = (minutes: number) => new Date(Date.UTC(2027, 2, 1, 9, minutes));
const claim = (id: string, from: number, to: number, fields: Partial<LinkClaim> = {}): LinkClaim => ({
  id,
  linkKey: 'zoom 1',
  title: id.toUpperCase(),
  start: at(from),
  end: at(to),
  wants: true,
  manual: false,
  bot: 'none',
  presentUntil: null,
  ...fields,
});
const coveredBy = (...claims: LinkClaim[]) =>
  Object.fromEntries([...assignSharedLinks(claims)].map(([id, holder]) => [id, holder.title]));

describe('A shared link', () => {
  it('gives the bot to the first of the meetings at the same time, and each its own at different times', () => {
    expect(coveredBy(claim('a', 0, 30), claim('b', 15, 45))).toEqual({ b: 'A' });
    expect(coveredBy(claim('a', 0, 30), claim('b', 30, 60))).toEqual({});
    expect(coveredBy(claim('a', 0, 30), claim('b', 15, 45, { linkKey: 'zoom 2' }))).toEqual({});
    // The third does not meet the first, but the second gives way to it.
    expect(coveredBy(claim('a', 0, 30), claim('b', 15, 45), claim('c', 30, 60))).toEqual({ b: 'A' });
  });

  it('leaves the bot to the meeting whose bot is active, then to a manual one, then to one that has a bot', () => {
    const a = claim('a', 0, 30);
    expect(coveredBy(a, claim('b', 10, 40, { bot: 'scheduled' }))).toEqual({ a: 'B' });
    expect(coveredBy({ ...a, bot: 'scheduled' }, claim('b', 10, 40, { manual: true }))).toEqual({ a: 'B' });
    expect(coveredBy({ ...a, bot: 'active' }, claim('b', 10, 40, { manual: true }))).toEqual({ b: 'A' });
  });

  it('gives no bot to a meeting at whose start another’s was there, unless a person asks', () => {
    const left = claim('a', 0, 30, { wants: false, presentUntil: at(20) });
    expect(coveredBy(left, claim('b', 10, 40))).toEqual({ b: 'A' });
    expect(coveredBy(left, claim('b', 25, 40))).toEqual({});
    expect(coveredBy(left, claim('b', 10, 40, { manual: true }))).toEqual({});
    expect(coveredBy(left, claim('a', 15, 40))).toEqual({});
    // A bot that stayed beyond its meeting was at no other one: the next meeting has its own.
    expect(coveredBy({ ...left, presentUntil: at(40) }, claim('b', 30, 60))).toEqual({});
  });

  it('never has two bots at the same time, nor none where one is wanted', () => {
    const claims = fc
      .array(
        fc.record({
          linkKey: fc.constantFrom('x', 'y'),
          from: fc.integer({ min: 0, max: 50 }),
          minutes: fc.integer({ min: 1, max: 30 }),
          manual: fc.boolean(),
          bot: fc.constantFrom('none' as const, 'scheduled' as const),
        }),
        { maxLength: 12 },
      )
      .map((rows) =>
        rows.map(({ from, minutes, ...rest }, index) => claim(`m${index}`, from, from + minutes, rest)),
      );
    fc.assert(
      fc.property(claims, (all) => {
        const away = assignSharedLinks(all);
        const holders = all.filter(({ id }) => !away.has(id));
        const meet = (one: LinkClaim, other: LinkClaim) =>
          one.linkKey === other.linkKey && one.start < other.end && other.start < one.end;
        for (const one of holders) {
          expect(holders.filter((other) => meet(one, other))).toEqual([one]);
        }
        for (const [id, holder] of away) {
          expect(away.has(holder.id)).toBe(false);
          expect(meet(holder, all.find((each) => each.id === id) as LinkClaim)).toBe(true);
        }
        // The order in which they are read changes nothing.
        expect([...assignSharedLinks([...all].reverse()).keys()].sort()).toEqual([...away.keys()].sort());
      }),
    );
  });
});
