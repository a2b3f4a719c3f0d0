import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { dayKey, minuteOfDay, startOfDay, startOfKey, timeOfDay, weekdayOf } from './format';
import { instantOf, localTimeOf, offsetInWords } from './local-time';
import { deviceZone, placeOf, shownZone, showZone } from './zone';

vi.stubGlobal('navigator', { language: 'en-GB' });

const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'), 'UTC');
/** Whole minutes of the years in which people look at meetings. */
const instants = fc
  .integer({ min: Date.UTC(2016, 0, 1) / 60_000, max: Date.UTC(2038, 0, 1) / 60_000 })
  .map((m) => m * 60_000);
/** Instants around the hours in which a zone changes its clocks, where errors would show. */
const changes = fc
  .tuple(zones, instants, fc.integer({ min: -1500, max: 1500 }))
  .map(([zone, from, minutes]) => {
    const next = Temporal.Instant.fromEpochMilliseconds(from)
      .toZonedDateTimeISO(zone)
      .getTimeZoneTransition('next');
    return { zone, instant: (next?.epochMilliseconds ?? from) + minutes * 60_000 };
  });
const moments = fc.oneof(fc.record({ zone: zones, instant: instants }), changes);
const at = (zone: string, instant: number) =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);

afterEach(() => showZone(null));

describe('days and times, in any zone, also when its clocks change', () => {
  it('are those of the calendar and the clock of that zone', () => {
    fc.assert(
      fc.property(moments, ({ zone, instant }) => {
        showZone(zone);
        const there = at(zone, instant);
        expect(dayKey(instant)).toBe(there.toPlainDate().toString());
        expect(timeOfDay(instant)).toBe(there.toPlainTime().toString().slice(0, 5));
        expect(minuteOfDay(instant)).toBe(there.hour * 60 + there.minute);
        expect(weekdayOf(instant)).toBe(there.dayOfWeek - 1);
      }),
      { numRuns: 1_000 },
    );
  });

  it('begin at the first instant of the day, the requested number of days later', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: -60, max: 60 }), ({ zone, instant }, days) => {
        showZone(zone);
        const start = startOfDay(instant, days);
        const day = at(zone, instant).toPlainDate().add({ days });
        expect(start.getTime()).toBe(day.toZonedDateTime(zone).epochMilliseconds);
        expect(dayKey(start)).toBe(day.toString());
        expect(dayKey(start.getTime() - 1)).toBe(day.subtract({ days: 1 }).toString());
        expect(startOfKey(day.toString())).toEqual(start);
      }),
      { numRuns: 1_000 },
    );
  });

  it('turn back into instants: a local time that comes twice into its first one, a skipped one into a later one', () => {
    fc.assert(
      fc.property(moments, ({ zone, instant }) => {
        const localMs = localTimeOf(instant, zone);
        const plain = at(zone, instant).toPlainDateTime();
        expect(instantOf(localMs, zone)).toBe(plain.toZonedDateTime(zone).epochMilliseconds);
        const later = plain.add({ minutes: 45 });
        expect(instantOf(localMs + 45 * 60_000, zone)).toBe(later.toZonedDateTime(zone).epochMilliseconds);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the zone that is shown', () => {
  it('is the device’s until another one is chosen, and again when the browser does not know the chosen one', () => {
    expect(shownZone()).toBe(deviceZone());
    showZone('Asia/Tokyo');
    expect(timeOfDay('2026-11-22T23:30:00Z')).toBe('08:30');
    expect(dayKey('2026-11-22T23:30:00Z')).toBe('2026-11-23');
    showZone('Moon/Tranquility');
    expect(shownZone()).toBe(deviceZone());
  });

  it('has days of 23, 24 or 25 hours, as its clocks change', () => {
    showZone('Europe/Stockholm');
    const hours = (day: string) => {
      const start = startOfKey(day) ?? new Date(Number.NaN);
      return (startOfDay(start, 1).getTime() - start.getTime()) / 3_600_000;
    };
    expect([hours('2026-10-25'), hours('2026-10-26'), hours('2027-03-28')]).toEqual([25, 24, 23]);
    // Where the clocks skip midnight, the day begins at one.
    showZone('Africa/Cairo');
    expect(startOfKey('2026-04-24')?.toISOString()).toBe('2026-04-23T22:00:00.000Z');
    expect(timeOfDay('2026-04-23T22:00:00Z')).toBe('01:00');
  });

  it('has no day for a text that is not one', () => {
    for (const day of [
      '',
      '2026-02-29',
      '2026-13-01',
      '0000-00-00',
      '26-11-22',
      '2026-11-22T00:00',
      'yesterday',
    ]) {
      expect(startOfKey(day), day).toBeNull();
    }
  });

  it('is named as people name it, with its offset from UTC at that time', () => {
    expect(placeOf('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
    const summer = Date.parse('2026-07-01T00:00:00Z');
    const winter = Date.parse('2026-12-01T00:00:00Z');
    expect(offsetInWords('Europe/Stockholm', summer)).toBe('UTC+2');
    expect(offsetInWords('Europe/Stockholm', winter)).toBe('UTC+1');
    expect(offsetInWords('America/St_Johns', winter)).toBe('UTC−3:30');
    expect(offsetInWords('UTC', winter)).toBe('UTC');
  });
});
