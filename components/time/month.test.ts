import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { addDays, addMonths, dayByKey, weeksOf } from './month';

const days = fc
  .integer({ min: 0, max: 40_000 })
  .map((count) => Temporal.PlainDate.from('1990-01-01').add({ days: count }));

it('counts days and months as the calendar does', () => {
  fc.assert(
    fc.property(days, fc.integer({ min: -500, max: 500 }), (day, count) => {
      expect(addDays(day.toString(), count)).toBe(day.add({ days: count }).toString());
      expect(addMonths(day.toString(), count)).toBe(day.add({ months: count }).toString());
    }),
  );
});

it('lays a month out in whole weeks from the first day on, each of its days once', () => {
  fc.assert(
    fc.property(days, fc.integer({ min: 0, max: 6 }), (day, firstDay) => {
      const weeks = weeksOf(day.toString(), firstDay);
      const shown = weeks.flat();
      const own = shown.filter((each) => each.slice(0, 7) === day.toString().slice(0, 7));
      expect(own).toHaveLength(day.daysInMonth);
      expect(weeks.every(([first]) => Temporal.PlainDate.from(first ?? '').dayOfWeek === firstDay + 1)).toBe(
        true,
      );
      expect(shown).toEqual([...new Set(shown)].sort());
      expect(weeks.every((week) => week.some((each) => own.includes(each)))).toBe(true);
    }),
  );
});

it('moves between days with the keys', () => {
  const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown', 'a'];
  expect(keys.map((key) => dayByKey('2026-12-31', key, 0))).toEqual([
    '2026-12-30',
    '2027-01-01',
    '2026-12-24',
    '2027-01-07',
    '2026-12-28',
    '2027-01-03',
    '2026-11-30',
    '2027-01-31',
    null,
  ]);
  expect(['Home', 'End'].map((key) => dayByKey('2026-12-31', key, 6))).toEqual(['2026-12-27', '2027-01-02']);
});
