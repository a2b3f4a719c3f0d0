import { Temporal } from 'temporal-polyfill';
import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';

/** One series as Google stores it, its exceptions, and what the libraries need to know about it. */
export type MixedSeries = {
  master: GoogleEvent;
  exceptions: GoogleEvent[];
  rule: string;
  /** Wall time of DTSTART, `YYYY-MM-DDTHH:MM:SS`. */
  startWall: string;
  /** The series' zone; for all-day series the calendar's. */
  zone: string;
  exDates: string[];
  minutes: number;
  isAllDay: boolean;
};

export const DAY_MS = 86_400_000;
/** Sixty days in which clocks go forward in America and in Europe. */
export const WINDOW = { from: new Date('2027-02-15T00:00:00Z'), to: new Date('2027-04-16T00:00:00Z') };

const ZONES =
  'America/New_York America/Los_Angeles Europe/Berlin Europe/London Asia/Kolkata Asia/Tokyo Australia/Sydney UTC'.split(
    ' ',
  );
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

/** How many series of each kind there are in a hundred; `{day}`, `{nth}`, `{date}` and `{month}` are those of DTSTART. */
const KINDS: [number, string][] = [
  [35, 'FREQ=WEEKLY;BYDAY={day}'],
  [14, 'FREQ=WEEKLY;INTERVAL=2;BYDAY={day}'],
  [8, 'FREQ=WEEKLY;BYDAY=TU,TH'],
  [14, 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
  [4, 'FREQ=DAILY'],
  [9, 'FREQ=MONTHLY;BYDAY={nth}{day}'],
  [2, 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1'],
  [1, 'FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1'],
  [4, 'FREQ=MONTHLY;BYMONTHDAY={date}'],
  [6, 'FREQ=YEARLY'],
  [1, 'FREQ=YEARLY;BYMONTH={month};BYDAY={nth}{day}'],
  [1, 'FREQ=MONTHLY;BYDAY={day};BYMONTHDAY=8,9,10,11,12,13,14'],
  [1, 'FREQ=DAILY;BYHOUR=9,15'],
];

export const wallOf = (ms: number) => new Date(ms).toISOString().slice(0, 19);
export const msOf = (wall: string) => Date.parse(`${wall}Z`);
export const compact = (wall: string) => wall.replace(/[-:]/g, '');
export const toInstant = (wall: string, zone: string) =>
  Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).epochMilliseconds;

/** Returns a generator of numbers with a fixed seed (mulberry32), so that the series are the same every time. */
function numbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/**
 * Returns a mix of series as in the calendars of a company: up to eight years old, two thirds endless and a third ended by
 * COUNT or UNTIL, one in ten all-day, every fourth with EXDATEs, every third with occurrences cancelled or moved.
 */
export function mixedSeries(count: number): MixedSeries[] {
  const pick = numbers(20261124);
  const kinds = KINDS.flatMap(([share, rule]) => Array<string>(share).fill(rule));
  return Array.from({ length: count }, (_, index) => {
    const isAllDay = pick(10) === 0;
    const day = Date.UTC(2027, 3, 10) - pick(2920) * DAY_MS;
    // One in fifty starts at a time that a change of clocks skips.
    const minute = isAllDay ? 0 : pick(50) === 0 ? 150 : 480 + pick(40) * 15;
    const startWall = wallOf(day + minute * 60_000);
    const date = new Date(day);
    const rule = (kinds[pick(kinds.length)] ?? '')
      .replace('{day}', WEEKDAYS[date.getUTCDay()] ?? '')
      .replace('{nth}', String(Math.min(4, Math.floor((date.getUTCDate() - 1) / 7) + 1)))
      .replace('{date}', String(date.getUTCDate()))
      .replace('{month}', String(date.getUTCMonth() + 1));
    const end = pick(6);
    const until = compact(wallOf(day + pick(3200) * DAY_MS + minute * 60_000));
    const ending =
      end === 0
        ? `;COUNT=${2 + pick(600)}`
        : end === 1
          ? `;UNTIL=${isAllDay ? until.slice(0, 8) : `${until}Z`}`
          : '';
    const zone = isAllDay ? 'Europe/Berlin' : (ZONES[pick(ZONES.length)] ?? 'UTC');
    const minutes = isAllDay ? 1440 * (1 + pick(2)) : 25 + pick(3) * 15;
    const near = () => wallOf(Date.UTC(2027, 1, 15 + pick(60)) + minute * 60_000);
    const exDates = pick(4) === 0 ? [near(), near()] : [];
    const timed = { rule: isAllDay ? rule.replace(/;BYHOUR=[^;]*/, '') : rule };
    const series = { startWall, zone, exDates, minutes, isAllDay, rule: timed.rule + ending };
    const exceptions =
      pick(3) === 0
        ? [near(), near()].map((wall) =>
            exceptionAt(index, series, wall, { hours: pick(3), days: pick(90) - 45 }),
          )
        : [];
    return { ...series, master: masterOf(index, series), exceptions };
  });
}

type Described = Omit<MixedSeries, 'master' | 'exceptions'>;

function times({ zone, isAllDay, minutes }: Described, wall: string): Pick<GoogleEvent, 'start' | 'end'> {
  if (isAllDay) {
    return {
      start: { date: wall.slice(0, 10) },
      end: { date: wallOf(msOf(wall) + minutes * 60_000).slice(0, 10) },
    };
  }
  const at = toInstant(wall, zone);
  const zoned = (ms: number) => ({ dateTime: new Date(ms).toISOString(), timeZone: zone });
  return { start: zoned(at), end: zoned(at + minutes * 60_000) };
}

function masterOf(index: number, series: Described): GoogleEvent {
  const { isAllDay, zone, exDates } = series;
  const exDate = isAllDay ? 'EXDATE;VALUE=DATE' : `EXDATE;TZID=${zone}`;
  return {
    id: `series${index}`,
    status: 'confirmed',
    ...times(series, series.startWall),
    recurrence: [
      `RRULE:${series.rule}`,
      ...exDates.map((wall) => `${exDate}:${compact(wall).slice(0, isAllDay ? 8 : 15)}`),
    ],
  };
}

/** Returns the exception at a wall time: moved by these hours and days, or canceled when the hours are 0. */
function exceptionAt(
  index: number,
  series: Described,
  wall: string,
  by: { hours: number; days: number },
): GoogleEvent {
  const { start } = times(series, wall);
  const stamp = series.isAllDay
    ? compact(wall).slice(0, 8)
    : `${compact(wallOf(toInstant(wall, series.zone)))}Z`;
  const base = {
    id: `series${index}_${stamp}`,
    recurringEventId: `series${index}`,
    originalStartTime: start,
  };
  if (by.hours === 0) return { ...base, status: 'cancelled' };
  return {
    ...base,
    status: 'confirmed',
    ...times(series, wallOf(msOf(wall) + by.days * DAY_MS + 3_600_000 * by.hours)),
  };
}
