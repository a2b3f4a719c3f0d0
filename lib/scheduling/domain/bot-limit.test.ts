import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  asBeyondLimit,
  byTurn,
  type Holder,
  isBeyond,
  limitReason,
  type Turn,
  takePlaces,
} from './bot-limit';

const NOW = new Date('2027-03-01T08:00:00Z');
const MINUTE = 60_000;
const at = (minutes: number) => new Date(+NOW + minutes * MINUTE);
const turn = (id: string, start: number, manual = false): Turn => ({ id, start: at(start), manual });
const holder = (id: string, [start, end]: [number, number], fields: Partial<Holder> = {}): Holder => ({
  ...turn(id, start),
  end: at(end),
  isActive: false,
  ...fields,
});

describe('a place', () => {
  it.each([
    ['goes to the meeting that starts first', [turn('a', 1), turn('b', 0, true)], ['b', 'a']],
    ['then to a bot that a person scheduled', [turn('a', 0), turn('b', 0, true)], ['b', 'a']],
    ['then by id', [turn('b', 0), turn('a', 0), turn('a', 0)], ['a', 'a', 'b']],
  ])('%s', (_, turns, ids) => {
    expect([...turns].sort(byTurn).map(({ id }) => id)).toEqual(ids);
  });

  it.each([
    ['is there when fewer come first', [holder('x', [30, 60])], false],
    ['is taken by those that start first', [holder('x', [0, 61]), holder('y', [30, 90])], true],
    ['is there when one ends as the meeting starts', [holder('x', [0, 60]), holder('y', [30, 90])], false],
    ['is not taken by what starts later', [holder('x', [0, 90]), holder('y', [61, 90])], false],
    ['does not count against itself', [holder('x', [0, 90]), holder('own', [60, 90])], false],
    [
      'is taken by a manual bot of the same start',
      [holder('x', [0, 90]), holder('z', [60, 90], { manual: true })],
      true,
    ],
    [
      'is taken by an active bot whose meeting starts later',
      [holder('x', [0, 90]), holder('y', [61, 90], { isActive: true })],
      true,
    ],
    [
      'is there when an active bot will have left',
      [holder('x', [0, 90]), holder('y', [-60, -1], { isActive: true })],
      false,
    ],
  ])('%s', (_, others, isTaken) => {
    expect(isBeyond(2, turn('own', 60), others, NOW)).toBe(isTaken);
  });

  it('is taken by an active bot that overruns, for a meeting that has started', () => {
    const others = [holder('y', [-60, -1], { isActive: true })];
    expect(isBeyond(1, turn('own', -5), others, NOW)).toBe(true);
    expect(isBeyond(1, turn('own', -5), [holder('y', [-60, -1])], NOW)).toBe(false);
  });
});

it('the decision about a meeting beyond a limit says so', () => {
  const decision = { will_join: true, code: 'auto_schedule', reason: 'Rules.', override: null } as const;
  expect(asBeyondLimit(decision, { of: 'person', most: 20 })).toEqual({
    will_join: false,
    code: 'bot_limit',
    reason:
      'Usher sends at most 20 bots at a time for you. This one joins once another has left, if its meeting still runs.',
    override: null,
  });
  expect(limitReason({ of: 'installation', most: 1 })).toBe(
    'This installation sends at most 1 bot at a time. This one joins once another has left, if its meeting still runs.',
  );
});

it('places are given in turn, and no more than are free of a person and of the installation', () => {
  const bots = fc.array(
    fc.record({
      id: fc.uuid(),
      userId: fc.constantFrom('ada', 'ben', 'unknown'),
      start: fc.integer({ min: 0, max: 5 }).map(at),
      manual: fc.boolean(),
    }),
  );
  const free = fc.integer({ min: -1, max: 4 });
  fc.assert(
    fc.property(bots, free, free, free, (due, ada, ben, ofInstallation) => {
      const room = new Map([
        ['ada', ada],
        ['ben', ben],
      ]);
      const taken = takePlaces(due, { ofPerson: room, ofInstallation });
      const of = (userId: string) => taken.filter((bot) => bot.userId === userId).length;
      expect(taken.length).toBeLessThanOrEqual(Math.max(0, ofInstallation));
      for (const [userId, own] of room) expect(of(userId)).toBeLessThanOrEqual(Math.max(0, own));
      for (const bot of due.filter((each) => !taken.includes(each))) {
        const isFull =
          of(bot.userId) >= Math.max(0, room.get(bot.userId) ?? 0) ||
          taken.length >= Math.max(0, ofInstallation);
        expect(isFull).toBe(true);
        // Whoever has a place of the same person comes before whoever waits.
        for (const first of taken.filter(({ userId }) => userId === bot.userId))
          expect(byTurn(first, bot)).toBeLessThanOrEqual(0);
      }
    }),
  );
});

it('with waiting bots that take places as they become free, a meeting is beyond the limit exactly when all are taken', () => {
  const meeting = fc.record({
    start: fc.integer({ min: 1, max: 12 }),
    minutes: fc.integer({ min: 1, max: 8 }),
    manual: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(meeting, { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), (meetings, most) => {
      const bots = meetings.map(({ start, minutes, manual }, index) =>
        holder(`bot${String(index).padStart(2, '0')}`, [start, start + minutes], { manual }),
      );
      const beyond = bots.filter((bot) => isBeyond(most, bot, bots, NOW)).map(({ id }) => id);
      expect(beyond.sort()).toEqual(simulate(bots, most).sort());
    }),
  );
});

/** Returns the ids of the bots that find no place at their start, minute by minute. */
function simulate(bots: Holder[], most: number): string[] {
  let inside: Holder[] = [];
  const waited: string[] = [];
  for (let minute = 0; minute <= 20; minute++) {
    inside = inside.filter(({ end }) => end > at(minute));
    const asking = bots
      .filter((bot) => bot.start <= at(minute) && bot.end > at(minute) && !inside.includes(bot))
      .sort(byTurn);
    inside.push(...asking.slice(0, most - inside.length));
    expect(inside.length).toBeLessThanOrEqual(most);
    for (const bot of asking) if (+bot.start === +at(minute) && !inside.includes(bot)) waited.push(bot.id);
  }
  return waited;
}
