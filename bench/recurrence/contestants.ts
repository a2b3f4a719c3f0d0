import ICAL from 'ical.js';
import rrule from 'rrule';
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { occurrencesOf } from '@/lib/occurrences/domain/occurrences';
import { byTheLetter } from './reference';
import { compact, DAY_MS, type MixedSeries, msOf, toInstant, WINDOW, wallOf } from './series';

/** Returns the occurrences in the window as `id start`, sorted; the id is the part that Google adds for the instance. */
export type Expand = (series: MixedSeries) => string[];

export const ours: Expand = ({ master, exceptions, zone }) =>
  occurrencesOf(master, exceptions, WINDOW, zone)
    .filter((one) => !one.cancelled && one.start < WINDOW.to && one.end > WINDOW.from)
    .map((one) => `${one.key} ${one.start.getTime()}`)
    .sort();

export const withRrule: Expand = (series) => {
  const rule = rrule.rrulestr(`DTSTART:${compact(series.startWall)}Z\nRRULE:${localUntil(series)}`);
  const walls = rule.between(new Date(EARLIEST), new Date(LATEST), true).map((at) => wallOf(at.getTime()));
  return placed(series, walls);
};

export const withIcal: Expand = (series) => {
  const start = ICAL.Time.fromDateTimeString(series.startWall);
  const iterator = ICAL.Recur.fromString(localUntil(series).replace(/Z$/, '')).iterator(start);
  const walls: string[] = [];
  for (let at = iterator.next(); at; at = iterator.next()) {
    const wall = at.toString();
    if (msOf(wall) > LATEST) break;
    if (msOf(wall) >= EARLIEST) walls.push(wall);
  }
  return placed(series, walls);
};

/** As its guide shows: DTSTART with its zone, the rule as written. */
export const withRruleTemporal: Expand = (series) => {
  const { startWall, zone, rule } = series;
  const engine = new RRuleTemporal({
    rruleString: `DTSTART;TZID=${zone}:${compact(startWall)}\nRRULE:${rule}`,
  });
  const walls = engine
    .between(new Date(EARLIEST), new Date(LATEST), true)
    .map((at) => at.toPlainDateTime().toString({ smallestUnit: 'second' }));
  return placed(series, walls);
};

/** By the letter of RFC 5545. */
export const reference: Expand = (series) => {
  const until = /UNTIL=([^;]*)/.exec(localUntil(series))?.[1]?.slice(0, 15);
  const walls = byTheLetter(series, wallOf(LATEST)).filter((wall) => !until || compact(wall) <= until);
  return placed(
    series,
    walls.filter((wall) => msOf(wall) >= EARLIEST),
  );
};

/** The window with a margin before it, of a day and the longest meeting, and a day after it. */
const EARLIEST = WINDOW.from.getTime() - 4 * DAY_MS;
const LATEST = WINDOW.to.getTime() + DAY_MS;

/** Returns the rule with UNTIL in the series' wall time, written as UTC, for libraries that work in floating time. */
function localUntil({ rule, zone, isAllDay }: MixedSeries): string {
  return rule.replace(/UNTIL=(\d{8})(?:T(\d{6})Z)?/, (_, date: string, time?: string) => {
    if (!time || isAllDay) return `UNTIL=${date}T235959Z`;
    const at = Temporal.Instant.from(`${date}T${time}Z`).toZonedDateTimeISO(zone).toPlainDateTime();
    return `UNTIL=${compact(at.toString({ smallestUnit: 'second' }))}Z`;
  });
}

/**
 * Returns the occurrences at DTSTART, which Google shows whether or not the rule selects it, and at these wall times in the
 * series' zone, with the exceptions applied.
 */
function placed(
  { master, exceptions, startWall, zone, exDates, minutes, isAllDay }: MixedSeries,
  walls: string[],
): string[] {
  const found = new Map<string, { start: number; end: number }>();
  const place = (wall: string) => {
    const start = toInstant(wall, zone);
    const end = isAllDay ? toInstant(wallOf(msOf(wall) + minutes * 60_000), zone) : start + minutes * 60_000;
    return { start, end };
  };
  for (const wall of [startWall, ...walls]) {
    if (exDates.includes(wall)) continue;
    const at = place(wall);
    found.set(isAllDay ? `${compact(wall)}Z` : `${compact(wallOf(at.start))}Z`, at);
  }
  for (const exception of exceptions) {
    const stamp = exception.id.slice(master.id.length + 1);
    const key = isAllDay ? `${stamp}T000000Z` : stamp;
    found.delete(key);
    if (exception.status === 'cancelled') continue;
    const { start, end } = exception;
    if (start?.date) {
      found.set(key, {
        start: toInstant(`${start.date}T00:00:00`, zone),
        end: toInstant(`${end?.date}T00:00:00`, zone),
      });
    } else found.set(key, { start: Date.parse(start?.dateTime ?? ''), end: Date.parse(end?.dateTime ?? '') });
  }
  return [...found]
    .filter(([, { start, end }]) => start < WINDOW.to.getTime() && end > WINDOW.from.getTime())
    .map(([key, { start }]) => `${key} ${start}`)
    .sort();
}
