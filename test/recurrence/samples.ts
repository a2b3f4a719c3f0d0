import fc from 'fast-check';

/** A generated series and window. Wall times are ISO 8601 without an offset. */
export type Sample = {
  /** Values of RRULE lines, and of EXRULE lines. */
  rules: string[];
  exRules: string[];
  /** Wall times of RDATE and EXDATE lines. */
  rDates: string[];
  exDates: string[];
  isAllDay: boolean;
  /** The series' zone, for all-day series the calendar's. */
  zone: string;
  startWall: string;
  minutes: number;
  from: Date;
  to: Date;
};

/** Zones with whole and odd offsets, DST in both halves of the year and of half an hour, a skipped day, a winter time. */
const ZONES = [
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Europe/Dublin',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'America/St_Johns',
  'America/Santiago',
];

export const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
export const wallOf = (ms: number) => new Date(ms).toISOString().slice(0, 19);
export const msOf = (wall: string) => Date.parse(`${wall}Z`);
export const compact = (wall: string) => wall.replace(/[-:]/g, '');

/** Returns the value of a part of a rule; undefined where the rule does not have it. */
export const partOf = (rule: string, name: string): string | undefined =>
  new RegExp(`(?:^|;)${name}=([^;]*)`).exec(rule)?.[1];
export const without = (rule: string, ...names: string[]) =>
  rule
    .split(';')
    .filter((part) => !names.includes(part.split('=')[0] ?? ''))
    .join(';');

type Parts = (string | null)[];

const listOf = (values: fc.Arbitrary<number | string>, maxLength = 3) =>
  fc
    .uniqueArray(values, { minLength: 1, maxLength })
    .map((items) => items.sort((one, other) => Number(one) - Number(other) || 0).join(','));
const upTo = (max: number, min = 1) => fc.integer({ min, max });
const signed = (max: number) => fc.tuple(upTo(max), fc.boolean()).map(([n, minus]) => (minus ? -n : n));
const weekday = fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU');
const numbered = (max: number) => fc.tuple(signed(max), weekday).map(([n, day]) => `${n}${day}`);
const always = (name: string, values: fc.Arbitrary<string>) => values.map((value) => `${name}=${value}`);
/** Returns a part for some rules, null for the others. @param often in how many of ten rules it is */
const maybe = (name: string, values: fc.Arbitrary<string>, often = 2) =>
  fc.oneof(
    { weight: 10 - often, arbitrary: fc.constant(null) },
    { weight: often, arbitrary: always(name, values) },
  );

const months = maybe('BYMONTH', listOf(upTo(12), 6));
const monthDays = listOf(fc.oneof(signed(31), fc.constantFrom(-1, 29, 30, 31)), 4);
const times = fc.tuple(
  maybe('BYHOUR', listOf(upTo(23, 0))),
  maybe('BYMINUTE', listOf(upTo(59, 0), 2), 1),
  maybe('BYSECOND', listOf(upTo(59, 0), 2), 1),
);
const positions = (max: number) => maybe('BYSETPOS', listOf(signed(max), 2));
const wkst = maybe('WKST', weekday, 4);
const joined = (...parts: fc.Arbitrary<string | null | Parts>[]): fc.Arbitrary<Parts> =>
  fc.tuple(...parts).map((found) => found.flat());

/** The combinations of the table in RFC 5545 section 3.3.10, by frequency. */
const DAYS_BY_FREQUENCY: Record<string, fc.Arbitrary<Parts>> = {
  DAILY: joined(
    months,
    maybe('BYMONTHDAY', monthDays, 1),
    maybe('BYDAY', listOf(weekday, 5)),
    times,
    positions(2),
  ),
  WEEKLY: joined(months, maybe('BYDAY', listOf(weekday, 5), 8), times, positions(3), wkst),
  MONTHLY: fc.oneof(
    joined(
      always('BYMONTHDAY', monthDays),
      maybe('BYDAY', listOf(weekday, 4), 1),
      months,
      times,
      positions(3),
    ),
    joined(
      always('BYDAY', listOf(numbered(5))),
      maybe('BYMONTHDAY', monthDays, 1),
      months,
      times,
      positions(3),
    ),
    joined(always('BYDAY', listOf(weekday, 5)), months, times, positions(4)),
    joined(months, times),
  ),
  YEARLY: fc.oneof(
    joined(months, maybe('BYMONTHDAY', monthDays, 6), times, positions(3)),
    joined(
      always('BYDAY', listOf(fc.oneof(weekday, numbered(5)))),
      always('BYMONTH', listOf(upTo(12))),
      positions(4),
    ),
    joined(
      always('BYDAY', listOf(fc.oneof(weekday, numbered(53)))),
      maybe('BYMONTHDAY', monthDays, 1),
      positions(9),
    ),
    joined(
      always('BYYEARDAY', listOf(signed(366))),
      months,
      maybe('BYDAY', listOf(weekday, 5), 1),
      times,
      positions(3),
    ),
    joined(
      always('BYWEEKNO', listOf(signed(53))),
      maybe('BYDAY', listOf(weekday), 7),
      months,
      wkst,
      positions(3),
    ),
  ),
};

const INTERVALS: Record<string, number> = { DAILY: 20, WEEKLY: 6, MONTHLY: 14, YEARLY: 4 };

const bases = fc.record({
  zone: fc.constantFrom(...ZONES),
  start: fc.date({ min: new Date('2018-01-01'), max: new Date('2026-12-31'), noInvalidDate: true }),
  quarter: upTo(95, 0),
  minutes: fc.constantFrom(0, 30, 90, 3000),
});

const end = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  { weight: 2, arbitrary: upTo(60).map((count) => `COUNT=${count}`) },
  { weight: 1, arbitrary: upTo(1500).map((count) => `COUNT=${count}`) },
  { weight: 2, arbitrary: fc.tuple(upTo(2500, 0), upTo(95, 0)).map(([day, at]) => `UNTIL ${day} ${at} UTC`) },
  {
    weight: 1,
    arbitrary: fc.tuple(upTo(2500, 0), upTo(95, 0)).map(([day, at]) => `UNTIL ${day} ${at} LOCAL`),
  },
  { weight: 1, arbitrary: upTo(2500, 0).map((day) => `UNTIL ${day} 0 DATE`) },
);

function endPart(text: string, startMs: number, isAllDay: boolean): string {
  const [name, day, quarter, kind] = text.split(' ');
  if (name !== 'UNTIL') return text;
  const at = Math.floor(startMs / DAY_MS) * DAY_MS + Number(day) * DAY_MS + Number(quarter) * 15 * MINUTE_MS;
  const stamp = compact(wallOf(at));
  if (kind === 'DATE' || isAllDay) return `UNTIL=${stamp.slice(0, 8)}`;
  return `UNTIL=${stamp}${kind === 'UTC' ? 'Z' : ''}`;
}

const textOf = (freq: string, interval: number, by: Parts, endOf: string) =>
  [`FREQ=${freq}`, interval > 1 && `INTERVAL=${interval}`, ...by, endOf].filter(Boolean).join(';');

const dayRule = fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY').chain((freq) =>
  fc.record({
    freq: fc.constant(freq),
    by: DAYS_BY_FREQUENCY[freq] as fc.Arbitrary<Parts>,
    interval: fc.oneof({ weight: 2, arbitrary: fc.constant(1) }, upTo(INTERVALS[freq] ?? 1)),
    end,
  }),
);

const few = <T>(values: fc.Arbitrary<T>, maxLength: number) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant<T[]>([]) }, fc.array(values, { minLength: 1, maxLength }));

/** Series of DAILY, WEEKLY, MONTHLY and YEARLY rules, with EXRULEs, RDATEs and EXDATEs. */
export const daySamples: fc.Arbitrary<Sample> = fc
  .record({
    base: bases,
    isAllDay: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
    rules: fc.oneof({ weight: 5, arbitrary: fc.tuple(dayRule) }, fc.tuple(dayRule, dayRule)),
    exRules: fc.oneof({ weight: 6, arbitrary: fc.constant([]) }, fc.tuple(dayRule)),
    rDates: few(fc.tuple(upTo(2300, -10), upTo(95, 0)), 3),
    exDates: few(upTo(2300, 0), 4),
    windowDay: upTo(2200, -30),
    windowDays: upTo(70),
  })
  .map(({ base, isAllDay, ...s }) => {
    const day = Math.floor(base.start.getTime() / DAY_MS) * DAY_MS;
    const startMs = day + (isAllDay ? 0 : base.quarter * 15 * MINUTE_MS);
    const text = (rule: (typeof s.rules)[number]) =>
      textOf(rule.freq, rule.interval, rule.by, endPart(rule.end, startMs, isAllDay));
    const from = new Date(day + s.windowDay * DAY_MS + base.quarter * 7 * MINUTE_MS);
    return {
      rules: s.rules.map(text),
      exRules: s.exRules.map(text),
      rDates: s.rDates.map(([at, quarter]) =>
        wallOf(day + at * DAY_MS + (isAllDay ? 0 : quarter * 15 * MINUTE_MS)),
      ),
      exDates: s.exDates.map((at) => wallOf(startMs + at * DAY_MS)),
      isAllDay,
      zone: base.zone,
      startWall: wallOf(startMs),
      minutes: isAllDay ? 1440 * (1 + (base.minutes % 4)) : base.minutes,
      from,
      to: new Date(from.getTime() + s.windowDays * DAY_MS),
    };
  });

const REACH_MINUTES: Record<string, number> = { HOURLY: 60 * 24 * 40, MINUTELY: 60 * 36, SECONDLY: 90 };

/**
 * Series of HOURLY, MINUTELY and SECONDLY rules. Their limits include the time and day of DTSTART: the oracles try
 * every unit, and a rule with few starts would take them hours.
 */
export const subDailySamples: fc.Arbitrary<Sample> = fc
  .record({
    freq: fc.constantFrom('HOURLY', 'MINUTELY', 'SECONDLY'),
    interval: fc.oneof(fc.constant(1), upTo(50)),
    zone: fc.constantFrom(...ZONES),
    start: fc.date({ min: new Date('2018-01-01'), max: new Date('2026-12-31'), noInvalidDate: true }),
    minutes: fc.constantFrom(0, 1, 45),
    more: fc.array(upTo(59, 0), { minLength: 8, maxLength: 8 }),
    use: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    byDay: listOf(weekday, 5),
    pos: signed(2),
    count: fc.option(upTo(400)),
    position: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.double({ min: 0.01, max: 0.3, noNaN: true }),
  })
  .map((s) => {
    const at = new Date(Math.floor(s.start.getTime() / MINUTE_MS) * MINUTE_MS);
    const list = (...numbers: number[]) => [...new Set(numbers)].sort((one, other) => one - other).join(',');
    const own = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'][at.getUTCDay()] ?? 'MO';
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = s.more;
    const [hour, minute, second, day, month, pos] = s.use;
    const parts = [
      month && `BYMONTH=${list(at.getUTCMonth() + 1, (a % 12) + 1)}`,
      day && `BYDAY=${[...new Set([own, ...s.byDay.split(',')])].join(',')}`,
      hour && `BYHOUR=${list(at.getUTCHours(), b % 24, c % 24)}`,
      minute && `BYMINUTE=${list(at.getUTCMinutes(), d, e)}`,
      second && `BYSECOND=${list(0, a, c)}`,
      pos && (minute || second) && s.freq !== 'SECONDLY' && `BYSETPOS=${s.pos}`,
      s.count !== null && `COUNT=${s.count}`,
    ];
    const reach = (REACH_MINUTES[s.freq] ?? 60) * MINUTE_MS;
    const from = new Date(at.getTime() + Math.floor(reach * (s.position - 0.05)));
    return {
      rules: [
        [`FREQ=${s.freq}`, s.interval > 1 && `INTERVAL=${s.interval}`, ...parts].filter(Boolean).join(';'),
      ],
      exRules: [],
      rDates: [],
      exDates: [],
      isAllDay: false,
      zone: s.zone,
      startWall: wallOf(at.getTime()),
      minutes: s.minutes,
      from,
      to: new Date(from.getTime() + Math.floor(reach * s.length)),
    };
  });

const SIMPLE: Record<string, fc.Arbitrary<Parts>> = {
  DAILY: joined(months, maybe('BYDAY', listOf(weekday, 5)), maybe('BYHOUR', listOf(upTo(23, 0), 2))),
  WEEKLY: joined(maybe('BYDAY', listOf(weekday, 5), 8), wkst, months),
  MONTHLY: fc.oneof(
    joined(maybe('BYMONTHDAY', listOf(signed(28)), 8)),
    joined(always('BYDAY', listOf(numbered(4)))),
    joined(always('BYDAY', listOf(weekday, 5)), always('BYSETPOS', listOf(signed(4), 2))),
  ),
  YEARLY: fc.oneof(
    joined(always('BYMONTH', listOf(upTo(12))), always('BYMONTHDAY', listOf(upTo(28)))),
    joined(),
    joined(always('BYMONTH', listOf(upTo(12))), always('BYDAY', listOf(numbered(4)))),
    joined(always('BYYEARDAY', listOf(signed(365)))),
  ),
};

/** Series as calendars write them, for libraries that know no others or never end on a rule without starts. */
export const simpleSamples: fc.Arbitrary<Sample> = fc
  .constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY')
  .chain((freq) =>
    fc.record({
      sample: daySamples,
      by: SIMPLE[freq] as fc.Arbitrary<Parts>,
      freq: fc.constant(freq),
      interval: upTo(4),
      end,
    }),
  )
  .map(({ sample, by, freq, interval, end: ending }) => ({
    ...sample,
    rules: [textOf(freq, interval, by, endPart(ending, msOf(sample.startWall), sample.isAllDay))],
    exRules: [],
  }));
