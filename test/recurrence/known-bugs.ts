import { partOf, type Sample } from './samples';

/**
 * A bug of a library. A difference from the library is accepted only in a sample of this shape. The example proves that the
 * library still has the bug: its answer stands beside the right one.
 */
type KnownBug = {
  oracle: string;
  reason: string;
  source: string;
  /** Tells whether a rule has the shape on which the library goes wrong. */
  isHit(rule: string): boolean;
  example: { rule: string; start: string; theirs: string[]; right: string[] };
};

const freq = (rule: string) => partOf(rule, 'FREQ') ?? '';
const list = (rule: string, name: string) => partOf(rule, name)?.split(',') ?? [];
const hasDays = (rule: string) => ['BYDAY', 'BYMONTHDAY', 'BYYEARDAY'].some((name) => partOf(rule, name));
const isNumbered = (day: string) => day.length > 2;
const isSubDaily = (rule: string) => /^(HOURLY|MINUTELY|SECONDLY)$/.test(freq(rule));

export const KNOWN_BUGS: KnownBug[] = [
  {
    oracle: 'rrule',
    reason:
      'BYDAY with and without numbers ("every Sunday and the second Monday") selects only days that are both.',
    source:
      'RFC 5545 section 3.3.10: a list of days; rrule has byweekday and bynweekday as two filters (src/iter/index.ts, isFiltered)',
    isHit: (rule) => list(rule, 'BYDAY').some(isNumbered) && !list(rule, 'BYDAY').every(isNumbered),
    example: {
      rule: 'FREQ=MONTHLY;BYDAY=SU,2MO;COUNT=3',
      start: '2026-03-01T09:00:00',
      theirs: [],
      right: ['2026-03-01T09:00:00', '2026-03-08T09:00:00', '2026-03-09T09:00:00'],
    },
  },
  {
    oracle: 'rrule',
    reason: 'BYWEEKNO without a day selects the whole week, not the weekday of DTSTART.',
    source:
      'RFC 5545 section 3.3.10 (what the rule lacks comes from DTSTART); dmfs/lib-recur#38, libical/libical#941',
    isHit: (rule) => Boolean(partOf(rule, 'BYWEEKNO')) && !hasDays(rule),
    example: {
      rule: 'FREQ=YEARLY;BYWEEKNO=20;COUNT=2',
      start: '2025-05-14T09:00:00',
      theirs: ['2025-05-14T09:00:00', '2025-05-15T09:00:00'],
      right: ['2025-05-14T09:00:00', '2026-05-13T09:00:00'],
    },
  },
  {
    oracle: 'rrule',
    reason:
      'BYSETPOS in a WEEKLY rule counts from DTSTART in the first week, not from the beginning of the week.',
    source:
      'RFC 5545 section 3.3.10: the set starts at the beginning of the interval defined by FREQ; JonasWanke/rrule#68',
    isHit: (rule) => freq(rule) === 'WEEKLY' && Boolean(partOf(rule, 'BYSETPOS')),
    example: {
      rule: 'FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1;COUNT=2',
      start: '2025-05-14T09:00:00',
      theirs: ['2025-05-14T09:00:00', '2025-05-19T09:00:00'],
      right: ['2025-05-19T09:00:00', '2025-05-26T09:00:00'],
    },
  },
  {
    oracle: 'rrule',
    reason: 'A position of BYSETPOS further from the end than there are starts selects the first one.',
    source:
      'RFC 5545 section 3.3.10; rrule src/iter/poslist.ts takes slice(position)[0], which is never out of range',
    isHit: (rule) => list(rule, 'BYSETPOS').some((position) => Number(position) < -1),
    example: {
      rule: 'FREQ=MONTHLY;BYMONTHDAY=1,30;BYSETPOS=-2;COUNT=2',
      start: '2018-01-01T09:00:00',
      theirs: ['2018-01-01T09:00:00', '2018-02-01T09:00:00'],
      right: ['2018-01-01T09:00:00', '2018-03-01T09:00:00'],
    },
  },
  {
    oracle: 'rrule',
    reason: 'Two positions of BYSETPOS that mean the same start count twice towards COUNT.',
    source: 'jkbrzt/rrule#669',
    isHit: (rule) =>
      Boolean(partOf(rule, 'COUNT')) &&
      new Set(list(rule, 'BYSETPOS').map((n) => n.startsWith('-'))).size === 2,
    example: {
      rule: 'FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=15;BYSETPOS=1,-1;COUNT=2',
      start: '2023-01-15T09:00:00',
      theirs: ['2023-01-15T09:00:00', '2023-01-15T09:00:00'],
      right: ['2023-01-15T09:00:00', '2024-01-15T09:00:00'],
    },
  },
  {
    oracle: 'rrule',
    reason: 'A skip of hours or minutes that BYHOUR or BYMINUTE leave out loses the rhythm of INTERVAL.',
    source:
      'RFC 5545 section 3.3.10: INTERVAL counts from DTSTART; rrule src/datetime.ts, DateTime.addMinutes and addSeconds',
    isHit: (rule) =>
      isSubDaily(rule) &&
      Boolean(partOf(rule, 'INTERVAL')) &&
      ['BYMONTH', 'BYDAY', 'BYHOUR', 'BYMINUTE', 'BYSECOND'].some((name) => partOf(rule, name)),
    example: {
      rule: 'FREQ=SECONDLY;INTERVAL=29;BYMINUTE=35;COUNT=4',
      start: '2020-04-29T04:35:00',
      theirs: ['2020-04-29T04:35:00', '2020-04-29T04:35:29', '2020-04-29T04:35:58', '2020-04-29T05:35:27'],
      right: ['2020-04-29T04:35:00', '2020-04-29T04:35:29', '2020-04-29T04:35:58', '2020-04-29T05:35:25'],
    },
  },
  {
    oracle: 'rrule',
    reason: 'MINUTELY and SECONDLY rules with days and hours skip days.',
    source:
      'RFC 5545 section 3.3.10: BYDAY and BYHOUR limit such rules; rrule src/datetime.ts, DateTime.addMinutes and addSeconds',
    isHit: (rule) =>
      /^(MINUTELY|SECONDLY)$/.test(freq(rule)) &&
      ['BYHOUR', 'BYMINUTE'].some((name) => partOf(rule, name)) &&
      ['BYDAY', 'BYMONTH'].some((name) => partOf(rule, name)),
    example: {
      rule: 'FREQ=MINUTELY;BYDAY=MO,WE;BYHOUR=15;COUNT=3',
      start: '2024-05-27T15:58:00',
      theirs: ['2024-05-27T15:58:00', '2024-05-27T15:59:00', '2024-06-03T15:00:00'],
      right: ['2024-05-27T15:58:00', '2024-05-27T15:59:00', '2024-05-29T15:00:00'],
    },
  },
  {
    oracle: 'ical.js',
    reason: 'Two numbers of BYDAY that mean the same day count twice towards COUNT.',
    source: 'RFC 5545 section 3.8.5.3: duplicate instances are ignored',
    isHit: (rule) =>
      Boolean(partOf(rule, 'COUNT')) &&
      new Set(
        list(rule, 'BYDAY')
          .filter(isNumbered)
          .map((day) => day.startsWith('-')),
      ).size === 2,
    example: {
      rule: 'FREQ=YEARLY;BYMONTH=1,2;BYDAY=3TU,-2TU;COUNT=3',
      start: '2028-01-18T09:00:00',
      theirs: ['2028-01-18T09:00:00', '2028-02-15T09:00:00'],
      right: ['2028-01-18T09:00:00', '2028-02-15T09:00:00', '2028-02-22T09:00:00'],
    },
  },
];

/** Returns the known bug that may explain why a library differs on a sample. */
export function knownBug(oracle: string, sample: Sample): KnownBug | undefined {
  const rules = [...sample.rules, ...sample.exRules];
  return KNOWN_BUGS.find((bug) => bug.oracle === oracle && rules.some((rule) => bug.isHit(rule)));
}
