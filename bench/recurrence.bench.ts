import { expandSeries } from '@/lib/occurrences/domain/recurrence';
import { HOSTILE } from '@/test/recurrence/hostile';
import { type Bench, type Figure, median } from './bench';
import {
  type Expand,
  ours,
  reference,
  withIcal,
  withRrule,
  withRruleTemporal,
} from './recurrence/contestants';
import { type MixedSeries, mixedSeries, WINDOW } from './recurrence/series';

const SERIES = 10_000;
const ROUNDS = 3;

const OTHERS: [string, Expand][] = [
  ['rrule, in floating time, mapped', withRrule],
  ['rrule-temporal', withRruleTemporal],
  ['ical.js, in floating time, mapped', withIcal],
];

const bench: Bench = {
  title: 'Recurrence',
  about:
    'Expands 10,000 mixed series over 60 days, with canceled and moved occurrences. Right is the result of a day-by-day walk by the letter of RFC 5545. DTSTART is added to all results, as Google shows it.',
  async run() {
    const all = mixedSeries(SERIES);
    // The others take long: they get every tenth series, and only these are compared.
    const some = all.filter((_, index) => index % 10 === 0);
    const right = some.map((series) => reference(series).join());
    const own = measure(all, ours);
    const others = OTHERS.map(([name, expand]) => ({ name, expand, us: measure(some, expand) }));
    const wrongOf = (expand: Expand) =>
      some.filter((series, i) => attempt(expand, series).join() !== right[i]).length;
    const wrong = others.map(({ name, expand }) => ({ name, count: wrongOf(expand) }));
    const ownWrong = wrongOf(ours);
    const figures: Figure[] = [
      {
        what: `One of ${SERIES.toLocaleString('en')} mixed series`,
        value: `${own.toFixed(1)} µs (${Math.round((own * SERIES) / 1000)} ms for all)`,
        beside: others.map(({ name, us }) => `${name} ${Math.round(us)} µs`).join('; '),
        goal: 'the fastest',
        met: others.every(({ us }) => own < us),
      },
      {
        what: `Series with a wrong answer, of ${some.length.toLocaleString('en')}`,
        value: String(ownWrong),
        beside: wrong.map(({ name, count }) => `${name} ${count}`).join('; '),
        goal: 'none',
        met: ownWrong === 0,
      },
      ...oldSeries(),
      hostile(),
    ];
    return figures;
  },
};
export default bench;

function attempt(expand: Expand, series: MixedSeries): string[] {
  try {
    return expand(series);
  } catch {
    return ['failed'];
  }
}

/** Returns microseconds a series, the median of the rounds; one more round warms up. */
function measure(all: MixedSeries[], expand: Expand): number {
  const taken: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const begun = performance.now();
    for (const series of all) attempt(expand, series);
    if (round > 0) taken.push(((performance.now() - begun) * 1000) / all.length);
  }
  return median(taken);
}

/** Returns the processor time of the slowest recurrence among those that anyone may send. */
function hostile(): Figure {
  const taken = HOSTILE.map(([what, recurrence]) => {
    const at = { dateTime: '1987-01-05T09:00:00Z', timeZone: 'UTC' };
    const series = { start: at, end: at, recurrence, fallbackTimeZone: 'UTC' };
    const times = Array.from({ length: 10 }, () => {
      const before = process.cpuUsage();
      expandSeries(series, WINDOW);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000;
    });
    return { what, ms: median(times) };
  });
  const [slowest] = taken.sort((one, other) => other.ms - one.ms);
  return {
    what: `The slowest of ${HOSTILE.length} hostile recurrences (${slowest?.what})`,
    value: `${slowest?.ms.toFixed(1)} ms`,
    goal: '≤ 50 ms',
    met: (slowest?.ms ?? 0) <= 50,
  };
}

/** Measures one expansion of series with a long past, beside a series of the same rule that has just started. */
function oldSeries(): Figure[] {
  const rules = [
    'FREQ=DAILY',
    'FREQ=DAILY;COUNT=20000',
    'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=15000',
    'FREQ=HOURLY;COUNT=400000',
    'FREQ=MONTHLY;COUNT=900',
  ];
  return rules.map((rule) => {
    const since = (startWall: string) => microseconds(rule, startWall);
    return {
      what: `One series of ${rule} since 1987`,
      value: `${since('1987-02-16T09:00:00').toFixed(0)} µs`,
      beside: `started in February 2027: ${since('2027-02-15T09:00:00').toFixed(0)} µs`,
    };
  });
}

function microseconds(rule: string, startWall: string): number {
  const at = { dateTime: `${startWall}Z`, timeZone: 'UTC' };
  const master = { id: 'old', start: at, end: at, recurrence: [`RRULE:${rule}`] };
  const series: MixedSeries = {
    master,
    exceptions: [],
    rule,
    startWall,
    zone: 'UTC',
    exDates: [],
    minutes: 0,
    isAllDay: false,
  };
  const taken: number[] = [];
  for (let round = 0; round < 300; round++) {
    const begun = performance.now();
    ours(series);
    taken.push((performance.now() - begun) * 1000);
  }
  return median(taken.slice(100));
}
