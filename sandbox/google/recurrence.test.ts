import fc from 'fast-check';
import { RRuleTemporal } from 'rrule-temporal';
import { describe, expect, it } from 'vitest';
import { expandSeries } from './recurrence';
import { DAY_MS, msToWall, wallToMs } from './time';
import type { CalendarEvent } from './types';

/** Rules that select their own start, as calendars write them, across changes of clocks. */
const rule = fc.record({
  zone: fc.constantFrom('Europe/Stockholm', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'UTC'),
  day: fc.integer({ min: 0, max: 400 }),
  // From 04:00 on: programs differ in how they treat times that a change of clocks skips.
  hour: fc.integer({ min: 4, max: 22 }),
  frequency: fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
  interval: fc.integer({ min: 1, max: 4 }),
  end: fc.constantFrom('', 'COUNT', 'UNTIL'),
  length: fc.integer({ min: 1, max: 40 }),
});

describe('expandSeries', () => {
  it('ignores times of day in the rules of an all-day series, EXRULE included', () => {
    const master = {
      id: 'allday',
      start: { date: '2027-03-01' },
      end: { date: '2027-03-02' },
      recurrence: ['RRULE:FREQ=WEEKLY;BYHOUR=9;BYSECOND=1', 'EXDATE;VALUE=DATE:20270308'],
    } as CalendarEvent;
    const window = { fromMs: Date.parse('2027-03-01T00:00:00Z'), toMs: Date.parse('2027-03-20T00:00:00Z') };
    const slots = expandSeries(master, 'UTC', window);
    expect(slots.map((slot) => slot.start)).toEqual([{ date: '2027-03-01' }, { date: '2027-03-15' }]);
  });

  describe('departs from RFC 5545 as Google does', () => {
    const from = { fromMs: Date.parse('2027-01-01T00:00:00Z'), toMs: Date.parse('2029-01-01T00:00:00Z') };
    const timed = (recurrence: string[], timeZone = 'Europe/Stockholm') =>
      ({
        id: 'odd',
        start: { dateTime: '2027-03-01T09:00:00+01:00', timeZone },
        end: { dateTime: '2027-03-01T10:00:00+01:00', timeZone },
        recurrence,
      }) as CalendarEvent;
    const allDay = (recurrence: string[]) =>
      ({
        id: 'odd',
        start: { date: '2027-03-01' },
        end: { date: '2027-03-02' },
        recurrence,
      }) as CalendarEvent;
    const starts = (master: CalendarEvent, zone = 'Europe/Stockholm') =>
      expandSeries(master, zone, from).map(({ id }) => id.slice('odd_'.length));

    it.each([
      ['YEARLY with BYMONTHDAY alone', timed(['RRULE:FREQ=YEARLY;BYMONTHDAY=1']), '20270301T080000Z 20280301T080000Z'],
      ['a garbled RDATE', timed(['RRULE:DATE;TZID=Europe/Stockholm:20270501T090000']), '20270301T080000Z 20270501T070000Z'],
      ['a zone with a colon', timed(['RDATE;TZID=GMT+03:00:20270501T090000']), '20270301T080000Z 20270501T060000Z'],
      ['an EXDATE of an all-day series in a zone', allDay(['RRULE:FREQ=DAILY;COUNT=3', 'EXDATE;TZID=Pacific/Apia:20270302T000000']), '20270301 20270303'],
      ['an UNTIL of an all-day series in UTC', allDay(['RRULE:FREQ=DAILY;UNTIL=20270302T230000Z']), '20270301 20270302'],
    ])('%s', (_name, master, expected) => {
      expect(starts(master).join(' ')).toBe(expected);
    }); // biome-ignore format: a table

    it.each([
      ['GMT+01:00', '20270401T080000Z'],
      ['UTC-03:30', '20270401T080000Z'],
      ['W. Europe Standard Time', '20270401T070000Z'],
      ['Mars/Base', '20270401T070000Z'],
    ])('a series in the zone %s', (zone, inApril) => {
      expect(starts(timed(['RRULE:FREQ=MONTHLY;COUNT=2'], zone))[1]).toBe(inApril);
    });
  });

  it('agrees with an independent implementation for any zone, rule and window', () => {
    fc.assert(
      fc.property(rule, ({ zone, day, hour, frequency, interval, end, length }) => {
        const wall = `2026-01-01T${String(hour).padStart(2, '0')}:30:00`;
        const startMs = wallToMs(wall, zone) + day * DAY_MS;
        const startWall = `${msToWall(startMs, zone).toString().slice(0, 10)}${wall.slice(10)}`;
        const first = wallToMs(startWall, zone);
        const until = `${new Date(first + length * 9 * DAY_MS).toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;
        const ends = { '': '', COUNT: `;COUNT=${length}`, UNTIL: `;UNTIL=${until}` }[end] ?? '';
        const line = `RRULE:FREQ=${frequency};INTERVAL=${interval}${ends}`;
        const master: CalendarEvent = {
          id: 'series',
          status: 'confirmed',
          start: { dateTime: new Date(first).toISOString(), timeZone: zone },
          end: { dateTime: new Date(first + 1_800_000).toISOString(), timeZone: zone },
          recurrence: [line],
        };
        const window = { fromMs: first + 30 * DAY_MS, toMs: first + 200 * DAY_MS };
        const ours = expandSeries(master, 'UTC', window).map((slot) => slot.startMs);
        const stamp = startWall.replace(/[-:]/g, '');
        const theirs = new RRuleTemporal({ rruleString: `DTSTART;TZID=${zone}:${stamp}\n${line}` })
          .between(new Date(window.fromMs - 1_799_999), new Date(window.toMs - 1), true)
          .map((date) => date.epochMilliseconds);
        expect(ours).toEqual(theirs);
      }),
      { numRuns: 150 },
    );
  });
});
