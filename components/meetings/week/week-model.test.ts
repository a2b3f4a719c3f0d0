import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { CalendarEvent } from '@/lib/contract/events';
import { meetingAt } from '@/test/agenda';
import { layOutDay, type Piece, type Placed, SHORTEST_MINUTES } from './lay-out-day';
import { buildGrid, dayFrom, firstDayOf, firstInSight } from './week-model';

vi.stubGlobal('navigator', { language: 'en-GB' });

const MONDAY = new Date(2026, 10, 23);

const between = (from: Date, to: Date, changes: Partial<CalendarEvent> = {}) =>
  meetingAt(from.getTime(), { end_time: to.toISOString(), ...changes });
const piece = (item: string, start: number, end: number): Piece<string> => ({ item, start, end });
const where = (placed: Placed<string>[]) =>
  Object.fromEntries(placed.map(({ item, column, span, columns }) => [item, [column, span, columns]]));

describe('a day', () => {
  it('gives meetings that do not overlap its whole width, also when one begins as another ends', () => {
    const { placed } = layOutDay([piece('a', 540, 600), piece('b', 600, 660)], 3);
    expect(where(placed)).toEqual({ a: [0, 1, 1], b: [0, 1, 1] });
  });

  it('lays overlapping meetings out side by side, as wide as there is space', () => {
    const { placed } = layOutDay(
      [piece('long', 540, 720), piece('early', 540, 600), piece('mid', 560, 600), piece('late', 660, 700)],
      3,
    );
    expect(where(placed)).toEqual({
      long: [0, 1, 3],
      early: [1, 1, 3],
      mid: [2, 1, 3],
      late: [1, 2, 3],
    });
  });

  it('collects meetings that do not fit', () => {
    const same = ['a', 'b', 'c', 'd', 'e'].map((item) => piece(item, 540, 570));
    const { placed, more } = layOutDay([...same, piece('after', 570, 600)], 3);
    expect(where(placed)).toEqual({ a: [0, 1, 3], b: [1, 1, 3], c: [2, 1, 3], after: [0, 1, 1] });
    expect(more).toEqual([{ start: 540, end: 570, items: ['d', 'e'] }]);
  });

  it('places every piece once, none over another, however they overlap', () => {
    const some = fc.array(
      fc.record({ start: fc.integer({ min: 0, max: 1400 }), length: fc.integer({ min: 0, max: 600 }) }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 4 }), (lengths, most) => {
        const pieces = lengths.map(({ start, length }, index) => piece(`${index}`, start, start + length));
        const { placed, more } = layOutDay(pieces, most);
        const items = [...placed.map(({ item }) => item), ...more.flatMap((each) => each.items)];
        expect(items.sort()).toEqual(pieces.map(({ item }) => item).sort());
        for (const one of placed) {
          expect(one.columns).toBeLessThanOrEqual(most);
          expect(one.column + one.span).toBeLessThanOrEqual(one.columns);
          for (const other of placed) {
            if (one === other) continue;
            const bottom = (each: Piece<string>) => Math.max(each.end, each.start + SHORTEST_MINUTES);
            const atOneTime = one.start < bottom(other) && other.start < bottom(one);
            const beside = one.column + one.span <= other.column || other.column + other.span <= one.column;
            if (atOneTime) expect(beside && one.columns === other.columns).toBe(true);
          }
        }
      }),
    );
  });
});

describe('a week', () => {
  it('begins on the region’s first day; fewer days begin with the requested one', () => {
    for (let day = 0; day < 7; day += 1) {
      expect(firstDayOf(new Date(2026, 10, 23 + day), 7)).toEqual(MONDAY);
    }
    expect(firstDayOf(new Date(2026, 10, 26, 9), 3)).toEqual(new Date(2026, 10, 26));
    const today = new Date(2026, 10, 26, 9).getTime();
    expect(dayFrom('2026-12-01', today)).toEqual(new Date(2026, 11, 1));
    for (const odd of [null, '', '2026-02-31', 'tomorrow'])
      expect(dayFrom(odd, today)).toEqual(new Date(2026, 10, 26));
  });

  it('shows each meeting on its local day, and one that lasts past midnight on both', () => {
    const party = between(new Date(2026, 10, 24, 22, 30), new Date(2026, 10, 25, 1));
    const early = between(new Date(2026, 10, 23, 6, 45), new Date(2026, 10, 23, 7));
    const before = between(new Date(2026, 10, 22, 22), MONDAY);
    const { days, hours } = buildGrid([party, early, before], MONDAY, 7, 3);
    const shown = days.map((day) => day.layout.placed.map(({ item, start, end }) => [item.id, start, end]));
    expect(shown.slice(0, 4)).toEqual([
      [[early.id, 405, 420]],
      [[party.id, 1350, 1440]],
      [[party.id, 0, 60]],
      [],
    ]);
    expect(hours).toEqual({ first: 0, last: 24 });
    expect(buildGrid([early], MONDAY, 7, 3).hours).toEqual({ first: 6, last: 18 });
    expect(buildGrid([], MONDAY, 7, 3).hours).toEqual({ first: 8, last: 18 });
  });

  it('shows events that last for days above the hours, cut to the shown days', () => {
    const holiday = meetingAt(MONDAY.getTime(), {
      is_all_day: true,
      raw: { summary: 'Holiday', start: { date: '2026-11-20' }, end: { date: '2026-11-25' } },
    });
    const offsite = between(new Date(2026, 10, 27, 9), new Date(2026, 10, 28, 17));
    const past = meetingAt(MONDAY.getTime(), {
      is_all_day: true,
      raw: { start: { date: '2026-11-10' }, end: { date: '2026-11-11' } },
    });
    const { bands, days } = buildGrid([offsite, past, holiday], MONDAY, 7, 3);
    expect(bands.map(({ event, from, to }) => [event.id, from, to])).toEqual([
      [holiday.id, 0, 1],
      [offsite.id, 4, 5],
    ]);
    expect(days.flatMap((day) => day.layout.placed)).toEqual([]);
  });

  it('leaves out canceled meetings that never had a bot', () => {
    const at = new Date(2026, 10, 24, 9).getTime();
    const { days } = buildGrid([meetingAt(at, { is_deleted: true }), meetingAt(at)], MONDAY, 7, 3);
    expect(days[1]?.layout.placed).toHaveLength(1);
  });

  it('lets the keyboard begin with the meeting that is running', () => {
    const at = (day: number, hour: number) => meetingAt(new Date(2026, 10, day, hour).getTime());
    const [past, on, later] = [at(23, 9), at(24, 9), at(25, 9)];
    const grid = buildGrid([later, on, past], MONDAY, 7, 3);
    expect(firstInSight(grid, new Date(2026, 10, 24, 9, 10).getTime())).toBe(on.id);
    expect(firstInSight(grid, new Date(2026, 10, 28).getTime())).toBe(past.id);
    expect(firstInSight(buildGrid([], MONDAY, 7, 3), 0)).toBeNull();
  });
});
