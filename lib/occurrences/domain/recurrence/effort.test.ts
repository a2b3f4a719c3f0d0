import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { stepCounter } from '@/test/recurrence/count-steps';
import { NY, timed, window } from '@/test/recurrence/hard-cases';
import { HOSTILE } from '@/test/recurrence/hostile';
import { describeRecurrence, expandSeries, nearestSlots, slotsAfter } from './';
import type { Series } from './timeline';

/** So much text of a recurrence is followed, and more than is. */
const MOST = [8_192, 100_000];
/**
 * So many steps an answer may take: 80 to 120 ms of processor time, as MAX_STEPS allows for rules that long. Expanding a daily
 * meeting takes 2,500.
 */
const LIMIT = 12_000_000;
const WINDOW = { from: new Date('2027-02-28T08:00:00Z'), to: new Date('2027-04-29T08:00:00Z') };
const AT = new Date('2027-03-01T08:00:00Z');

const seriesOf = (recurrence: string[], start = '1987-01-05T09:00:00Z'): Series => ({
  start: { dateTime: start, timeZone: 'America/New_York' },
  end: { dateTime: new Date(Date.parse(start) + 1_800_000).toISOString() },
  recurrence,
  fallbackTimeZone: 'UTC',
});

const AROUND = 'the slots around a moment';
const QUESTIONS: Record<string, (series: Series) => unknown> = {
  'its slots in 60 days': (series) => expandSeries(series, WINDOW),
  'its next slot': (series) => slotsAfter(series, AT, 1),
  // These are two answers: the slot before, and the one after.
  [AROUND]: (series) => nearestSlots(series, AT),
  'its words': ({ recurrence, start }) => describeRecurrence(recurrence, start),
};

const counter = stepCounter();
afterAll(counter.end);

/** Returns how many of the answers to a series take more steps than others may wait for. */
const tooLong = (series: Series) =>
  Object.entries(QUESTIONS).flatMap(([name, ask]) => {
    const steps = counter.stepsOf(() => ask(series));
    return steps < (name === AROUND ? 2 * LIMIT : LIMIT) ? [] : [`${name}: ${steps}`];
  });

const numbers = (name: string, min: number, max: number, signed = false) =>
  fc
    .oneof(
      fc.constant(Array.from({ length: max - min + 1 }, (_, i) => min + i)),
      fc.array(
        fc.integer({ min, max }).map((n) => (signed && n % 3 === 0 ? -n : n)),
        { minLength: 1, maxLength: 9 },
      ),
    )
    .map((list) => `${name}=${list.join(',')}`);
const days = fc
  .array(
    fc.tuple(fc.constantFrom('', '1', '-1', '53'), fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')),
    { minLength: 1, maxLength: 9 },
  )
  .map((list) => `BYDAY=${list.map(([n, day]) => n + day).join(',')}`);
const part = fc.oneof(
  numbers('BYMONTH', 1, 12),
  numbers('BYMONTHDAY', 1, 31, true),
  numbers('BYYEARDAY', 1, 366, true),
  numbers('BYWEEKNO', 1, 53, true),
  numbers('BYHOUR', 0, 23),
  numbers('BYMINUTE', 0, 59),
  numbers('BYSECOND', 0, 60),
  numbers('BYSETPOS', 1, 366, true),
  days,
  fc.integer({ min: 1, max: 999_999 }).map((n) => `INTERVAL=${n}`),
  fc
    .oneof(fc.integer({ min: 1, max: 999_999_999 }), fc.integer({ min: 1, max: 20_000 }))
    .map((n) => `COUNT=${n}`),
  fc.constantFrom('UNTIL=20270401T000000Z', 'UNTIL=99991231', 'WKST=SU'),
);
const rule = fc
  .tuple(
    fc.constantFrom('RRULE', 'RRULE', 'EXRULE'),
    fc.constantFrom('SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
    fc.uniqueArray(part, { maxLength: 5, selector: (text) => text.split('=')[0] }),
  )
  .map(([name, freq, parts]) => [`${name}:FREQ=${freq}`, ...parts].join(';'));
const dates = fc
  .tuple(
    fc.constantFrom('RDATE', 'EXDATE'),
    fc.array(fc.integer({ min: 0, max: 60 * 86_400 }), { minLength: 1, maxLength: 400 }),
  )
  .map(([name, list]) => {
    const at = (seconds: number) =>
      new Date(+WINDOW.from + seconds * 1_000).toISOString().replace(/[-:]|\.000/g, '');
    return `${name}:${list.map(at).join(',')}`;
  });
/** Lines that are repeated until the recurrence is as long as wanted. */
const arrays = fc
  .tuple(
    fc.constantFrom(...MOST),
    fc.array(fc.oneof({ weight: 6, arbitrary: rule }, dates, fc.string({ maxLength: 60 })), {
      minLength: 1,
      maxLength: 8,
    }),
  )
  .map(([most, lines]) => {
    const all: string[] = [];
    for (let left = most, i = 0; i < 2_000; i++) {
      const line = lines[i % lines.length] ?? '';
      left -= line.length + 1;
      if (left < 0) break;
      all.push(line);
    }
    return all;
  });

describe('an invitation that anyone may send does not keep others waiting', () => {
  it.each(HOSTILE)('%s', (_name, recurrence) => {
    expect(tooLong(seriesOf(recurrence))).toEqual([]);
  });

  it('no array of lines takes longer than others may wait for any answer', () => {
    const starts = fc.constantFrom('1987-01-05T09:00:00Z', '2027-02-01T09:00:00Z', '2027-03-20T09:00:00Z');
    fc.assert(
      fc.property(arrays, starts, (recurrence, start) => {
        expect(tooLong(seriesOf(recurrence, start))).toEqual([]);
      }),
      {
        numRuns: Number(process.env.PROOF_RUNS ?? 80),
        seed: Number(process.env.PROOF_SEED ?? 20261126),
        // Shrinking what takes long takes minutes.
        endOnFailure: true,
      },
    );
  });

  it.each([
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=WEEKLY;BYDAY=MO;BYSETPOS=3',
    'FREQ=DAILY;BYSETPOS=2',
    'FREQ=HOURLY;INTERVAL=2;BYHOUR=10',
    'FREQ=SECONDLY;INTERVAL=2;BYSECOND=1',
  ])('%s, which has no start', (rule) => {
    expect(tooLong(seriesOf([`RRULE:${rule}`]))).toEqual([]);
  });

  it('a rule among too many still shows the dates given one by one, and says that it is not all', () => {
    const first = '2027-03-05T09:00:00Z';
    const { slots, problem } = expandSeries(
      seriesOf([...(HOSTILE[0]?.[1] ?? []), 'RDATE:20270401T090000Z'], first),
      WINDOW,
    );
    expect(slots.map((slot) => slot.key)).toEqual(['20270305T090000Z', '20270401T090000Z']);
    expect(problem).toMatch(/ask for too much/);
  });
});

describe('a series that began long ago', () => {
  it.each([
    'FREQ=DAILY',
    'FREQ=DAILY;COUNT=12000',
    'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=9000',
    'FREQ=MONTHLY;COUNT=600',
    'FREQ=HOURLY;INTERVAL=6',
  ])('is expanded without walking through the past: %s', (rule) => {
    const series = timed('1995-01-31T09:00:00-05:00', NY, [`RRULE:${rule}`]);
    const november = window('2026-11-01T00:00:00Z', '2027-01-01T00:00:00Z');
    expect(expandSeries(series, november).slots.length).toBeGreaterThan(0);
    expect(counter.stepsOf(() => expandSeries(series, november))).toBeLessThan(50_000);
  });
});

describe('a long list of dates', () => {
  const HOUR = 3_600_000;
  const THREE_YEARS = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2029-01-01T00:00:00Z') };
  const inUtc = (recurrence: string[]) => timed('2026-03-15T08:00:00Z', 'UTC', recurrence);
  const compact = (ms: number) => new Date(ms).toISOString().replace(/[-:]|\.000/g, '');
  const start = Date.parse('2026-03-15T08:00:00Z');
  const excluded = (count: number) =>
    Array.from({ length: count }, (_, i) => compact(start + (i + 1) * 24 * HOUR));

  it('of 1,000 excluded dates, 17,000 characters, is followed whole', () => {
    const series = inUtc(['RRULE:FREQ=DAILY;UNTIL=20281231T000000Z', `EXDATE:${excluded(1_000).join(',')}`]);
    const { slots, problem } = expandSeries(series, THREE_YEARS);
    expect(problem).toBeNull();
    expect(slots[1]?.key).toBe(compact(start + 1_001 * 24 * HOUR));
  });

  it('beyond 65,536 characters of dates is cut, and says so', () => {
    const series = inUtc([`RDATE:${excluded(5_000).join(',')}`]);
    const { slots, problem } = expandSeries(series, { ...THREE_YEARS, to: new Date('2060-01-01') });
    expect(problem).toBe('The recurrence cannot be followed to the end: its text is too long.');
    expect(slots).toHaveLength(1 + Math.floor((65_536 - 'RDATE:'.length) / 17));
  });
});
