import fc from 'fast-check';
import ICAL from 'ical.js';
import rrule from 'rrule';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { expandSeries, findSlot, nearestSlots, slotsAfter } from './index';

/** Both oracles run in floating time; this file maps their wall times with Temporal, not with our own clock. */
const ZONES = [
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kolkata',
  'Pacific/Apia',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'America/St_Johns',
];

type Sample = { rule: string; zone: string; startWall: string; minutes: number; from: Date; to: Date };

const listOf = (values: fc.Arbitrary<number | string>, maxLength = 3) =>
  // Ascending: rrule takes hours in the order written, and lets COUNT cut the wrong one.
  fc
    .uniqueArray(values, { minLength: 1, maxLength })
    .map((items) => items.sort((a, b) => Number(a) - Number(b) || 0).join(','));
const signed = (max: number) =>
  fc.tuple(fc.integer({ min: 1, max }), fc.boolean()).map(([n, minus]) => (minus ? -n : n));
const weekday = fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU');
const part = (name: string, values: fc.Arbitrary<string>) =>
  fc.option(values.map((value) => `${name}=${value}`));

/**
 * Only combinations RFC 5545 section 3.3.10 defines; what it forbids, every library answers differently. Nothing that
 * may never fire either: the oracles would search for ever, and every 28 hours leaves out a weekday.
 */
const byParts: Record<string, fc.Arbitrary<(string | null)[]>> = {
  HOURLY: fc.tuple(part('BYHOUR', listOf(fc.integer({ min: 0, max: 23 }))), part('BYDAY', listOf(weekday))),
  DAILY: fc.tuple(
    part('BYMONTH', listOf(fc.integer({ min: 1, max: 12 }), 8)),
    part('BYDAY', listOf(weekday, 5)),
    part('BYHOUR', listOf(fc.integer({ min: 0, max: 23 }), 2)),
  ),
  WEEKLY: fc.tuple(
    part('BYDAY', listOf(weekday, 5)),
    part('WKST', weekday),
    part('BYMONTH', listOf(fc.integer({ min: 1, max: 12 }), 8)),
  ),
  MONTHLY: fc.oneof(
    fc.tuple(part('BYMONTHDAY', listOf(signed(28)))),
    fc.tuple(part('BYDAY', listOf(fc.tuple(signed(4), weekday).map(([n, day]) => `${n}${day}`)))),
    fc.tuple(
      listOf(weekday, 5).map((days) => `BYDAY=${days}`),
      listOf(signed(4), 2).map((pos) => `BYSETPOS=${pos}`),
    ),
  ),
  YEARLY: fc.oneof(
    fc.tuple(
      listOf(fc.integer({ min: 1, max: 12 })).map((m) => `BYMONTH=${m}`),
      listOf(signed(28)).map((days) => `BYMONTHDAY=${days}`),
    ),
    fc.constant<(string | null)[]>([]),
    fc.tuple(
      listOf(fc.integer({ min: 1, max: 12 })).map((m) => `BYMONTH=${m}`),
      listOf(fc.tuple(signed(4), weekday).map(([n, day]) => `${n}${day}`)).map((days) => `BYDAY=${days}`),
    ),
    fc.tuple(listOf(signed(365)).map((days) => `BYYEARDAY=${days}`)),
    fc.tuple(
      listOf(fc.integer({ min: 1, max: 52 })).map((weeks) => `BYWEEKNO=${weeks}`),
      listOf(weekday).map((days) => `BYDAY=${days}`),
    ),
  ),
};

const samples = (...frequencies: string[]): fc.Arbitrary<Sample> =>
  fc
    .constantFrom(...frequencies)
    .chain((freq) =>
      fc.record({
        freq: fc.constant(freq),
        by: byParts[freq] as fc.Arbitrary<(string | null)[]>,
        interval: fc.integer({ min: 1, max: freq === 'HOURLY' ? 23 : 4 }),
        count: fc.option(fc.integer({ min: 1, max: 60 }), { freq: 3 }),
        untilDays: fc.option(fc.integer({ min: 0, max: 1500 }), { freq: 3 }),
        zone: fc.constantFrom(...ZONES),
        start: fc.date({ min: new Date('2021-01-01'), max: new Date('2026-12-31'), noInvalidDate: true }),
        quarter: fc.integer({ min: 0, max: 95 }),
        minutes: fc.constantFrom(0, 30, 90, 3000),
        windowDay: fc.integer({ min: -30, max: freq === 'HOURLY' ? 60 : 2200 }),
        windowDays: fc.integer({ min: 1, max: 70 }),
      }),
    )
    .map((s) => {
      const startMs = Math.floor(s.start.getTime() / 86_400_000) * 86_400_000 + s.quarter * 900_000;
      const stamp = (ms: number) => new Date(ms).toISOString().slice(0, 19);
      const byHourMayMiss = s.freq === 'HOURLY' && s.interval > 1;
      const by = s.by.filter((p) => p !== null && !(byHourMayMiss && p.startsWith('BYHOUR')));
      const parts = [`FREQ=${s.freq}`, ...by];
      if (s.interval > 1) parts.push(`INTERVAL=${s.interval}`);
      if (s.count !== null) parts.push(`COUNT=${s.count}`);
      else if (s.untilDays !== null)
        parts.push(`UNTIL=${compact(stamp(startMs + s.untilDays * 86_400_000))}Z`);
      const from = new Date(startMs + s.windowDay * 86_400_000);
      return {
        rule: parts.join(';'),
        zone: s.zone,
        startWall: stamp(startMs),
        minutes: s.minutes,
        from,
        to: new Date(from.getTime() + s.windowDays * 86_400_000),
      };
    });

const sample = samples('HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY');

const compact = (iso: string) => iso.replace(/[-:]/g, '');
const toInstant = (wall: string, zone: string) =>
  Temporal.PlainDateTime.from(wall).toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;

function seriesOf(s: Sample) {
  const start = toInstant(s.startWall, s.zone);
  return {
    start: { dateTime: new Date(start).toISOString(), timeZone: s.zone },
    end: { dateTime: new Date(start + s.minutes * 60_000).toISOString(), timeZone: s.zone },
    recurrence: [`RRULE:${s.rule}`],
    fallbackTimeZone: 'UTC',
  };
}

/** Turns an oracle's wall times into the answer Google's semantics ask for: DTSTART always, UNTIL by instant. */
function answer(s: Sample, walls: string[]): number[] {
  const until = /UNTIL=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(s.rule);
  const last = until
    ? Date.parse(`${until[1]}-${until[2]}-${until[3]}T${until[4]}:${until[5]}:${until[6]}Z`)
    : Infinity;
  const starts = new Set([toInstant(s.startWall, s.zone)]);
  for (const wall of walls) {
    const at = toInstant(wall, s.zone);
    if (at <= last) starts.add(at);
  }
  return [...starts].sort((a, b) => a - b);
}

function inWindow(s: Sample, starts: number[]): string[] {
  const [from, to] = [s.from.getTime(), s.to.getTime()];
  return starts
    .filter((at) => at < to && (at >= from || at + s.minutes * 60_000 > from))
    .map((at) => new Date(at).toISOString());
}

// DTSTART in a gap is written as the shifted time by Google, so the wall time the rule sees is the shifted one.
const actualWall = (s: Sample) =>
  Temporal.Instant.fromEpochMilliseconds(toInstant(s.startWall, s.zone))
    .toZonedDateTimeISO(s.zone)
    .toPlainDateTime();
const withoutUntil = (rule: string) => rule.replace(/;UNTIL=[^;]*/, '');

function byRrule(s: Sample, untilMs: number): string[] {
  const start = compact(actualWall(s).toString({ smallestUnit: 'second' }));
  const rule = rrule.rrulestr(`DTSTART:${start}Z\nRRULE:${withoutUntil(s.rule)}`);
  const dtstart = Date.parse(`${actualWall(s).toString()}Z`);
  return rule.between(new Date(dtstart), new Date(untilMs), true).map((at) => at.toISOString().slice(0, 19));
}

function byIcal(s: Sample, untilMs: number): string[] {
  const start = ICAL.Time.fromDateTimeString(actualWall(s).toString({ smallestUnit: 'second' }));
  const iterator = ICAL.Recur.fromString(withoutUntil(s.rule)).iterator(start);
  const walls: string[] = [];
  for (let at = iterator.next(); at; at = iterator.next()) {
    walls.push(at.toString());
    if (Date.parse(`${at.toString()}Z`) > untilMs) break;
  }
  return walls;
}

const starts = (slots: { start: Date }[]) => slots.map((slot) => slot.start.toISOString());

describe('expansion against other libraries', () => {
  it('gives the same slots as rrule in floating time', () => {
    fc.assert(
      fc.property(sample, (s) => {
        const { slots, problem } = expandSeries(seriesOf(s), s);
        expect(problem).toBeNull();
        expect(starts(slots)).toEqual(inWindow(s, answer(s, byRrule(s, s.to.getTime() + 2 * 86_400_000))));
      }),
      { numRuns: 200 },
    );
  });

  // RFC 5545 section 3.8.5.3 leaves a DTSTART outside its rule undefined, and ical.js then loses its way; so it starts
  // on the rule's first date. It does not limit HOURLY by BYDAY and misses days of week 1 of 2021,
  // and counts YEARLY;BYMONTHDAY=-1 from the wrong end of some years (30 January 2022).
  const forIcal = samples('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY')
    .filter((s) => !/BYWEEKNO|^FREQ=YEARLY.*BYMONTHDAY=-/.test(s.rule))
    .map((s) => ({ ...s, startWall: byRrule(s, s.from.getTime() + 3000 * 86_400_000)[0] ?? '' }))
    .filter((s) => s.startWall !== '');

  it('gives the same slots as ical.js', () => {
    fc.assert(
      fc.property(forIcal, (s) => {
        const { slots } = expandSeries(seriesOf(s), s);
        expect(starts(slots)).toEqual(inWindow(s, answer(s, byIcal(s, s.to.getTime() + 2 * 86_400_000))));
      }),
      { numRuns: 150 },
    );
  });

  it('agrees with itself: what follows, what is near and what is found are slots of the expansion', () => {
    fc.assert(
      fc.property(sample, (s) => {
        const series = seriesOf(s);
        const { slots } = expandSeries(series, s);
        const following = slots.filter((slot) => slot.start > s.from);
        const after = slotsAfter(series, s.from, following.length).slots;
        expect(starts(after)).toEqual(starts(following));
        for (const slot of slots.slice(0, 5)) {
          expect(findSlot(series, slot.start)).toEqual(slot);
          expect(findSlot(series, new Date(slot.start.getTime() + 1000))).toBeNull();
        }
        const last = new Date(s.to.getTime() - 1);
        const near = nearestSlots(series, last);
        const started = slots.filter((slot) => slot.start >= s.from).at(-1);
        if (started) expect(near[0]).toEqual(started);
        expect(near.filter((slot) => slot.start > last)).toEqual(slotsAfter(series, last, 1).slots);
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on where the window is cut', () => {
    fc.assert(
      fc.property(sample, fc.double({ min: 0, max: 1, noNaN: true }), (s, share) => {
        const series = seriesOf(s);
        const cut = new Date(Math.floor(s.from.getTime() + (s.to.getTime() - s.from.getTime()) * share));
        const whole = expandSeries(series, s).slots.map((slot) => slot.key);
        const parts = [
          ...expandSeries(series, { from: s.from, to: cut }).slots,
          ...expandSeries(series, { from: cut, to: s.to }).slots,
        ].map((slot) => slot.key);
        expect([...new Set(parts)]).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  });
});
