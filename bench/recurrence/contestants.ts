import ICAL from 'ical.js';
import rrule from 'rrule';
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { occurrencesOf } from '@/lib/occurrences/domain/occurrences';
import { byTheLetter } from './reference';
import { compact, DAY_MS, type MixedSeries, msOf, toInstant, WINDOW, wallOf } from './series';

/** Returns what takes place in the window, as sorted lines `id start`; the id is the one that Google gives the instance. */
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

/** Expands as the library's guide says: DTSTART with its zone, and the rule as written. */
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

/** Expands by the letter of RFC 5545, a day at a time. */
export const reference: Expand = (series) => {
  const until = /UNTIL=([^;]*)/.exec(localUntil(series))?.[1]?.slice(0, 15);
  const walls = byTheLetter(series, wallOf(LATEST)).filter((wall) => !until || compact(wall) <= until);
  return placed(series, walls);
};

/** The window with a day and the longest meeting more on both sides. */
const EARLIEST = WINDOW.from.getTime() - 4 * DAY_MS;
const LATEST = WINDOW.to.getTime() + DAY_MS;

/** Returns the rule with UNTIL in the wall time of the series, written as UTC, for libraries that work in floating time. */
function localUntil({ rule, zone, isAllDay }: MixedSeries): string {
  return rule.replace(/UNTIL=(\d{8})(?:T(\d{6})Z)?/, (_, date: string, time?: string) => {
    if (!time || isAllDay) return `UNTIL=${date}T235959Z`;
    const at = Temporal.Instant.from(`${date}T${time}Z`).toZonedDateTimeISO(zone).toPlainDateTime();
    return `UNTIL=${compact(at.toString({ smallestUnit: 'second' }))}Z`;
  });
}

/**
 * Returns the answer for the wall times that a rule selects, with DTSTART, which Google shows even when the rule does not
 * select it, and with the exceptions in their places.
 */
function placed(series: MixedSeries, walls: string[]): string[] {
  const { master, exceptions, zone, exDates, minutes, isAllDay, startWall } = series;
  const found = new Map<string, { start: number; end: number }>();
  const place = (wall: string) => {
    const start = toInstant(wall, zone);
    const end = isAllDay ? toInstant(wallOf(msOf(wall) + minutes * 60_000), zone) : start + minutes * 60_000;
    return { start, end };
  };
  for (const wall of [startWall, ...walls]) {
    if (msOf(wall) < EARLIEST || exDates.includes(wall)) continue;
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
