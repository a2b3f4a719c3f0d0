import ICAL from 'ical.js';
import rrule from 'rrule';
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { compact, DAY_MS, msOf, partOf, type Sample, wallOf, without } from './samples';

/**
 * Returns a library's expansion of one rule in floating time, from its start to an end or a little further. The rule has no
 * UNTIL: this file applies it, with its zone and DST.
 */
type Oracle = (rule: string, startWall: string, endMs: number) => string[];

export const ORACLES: Record<string, Oracle> = {
  rrule: (rule, startWall, endMs) =>
    rrule
      .rrulestr(`DTSTART:${compact(startWall)}Z\nRRULE:${rule}`)
      .between(new Date(msOf(startWall)), new Date(endMs), true)
      .map((at) => wallOf(at.getTime())),

  'ical.js': (rule, startWall, endMs) => {
    const iterator = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateTimeString(startWall));
    const walls: string[] = [];
    for (let at = iterator.next(); at && msOf(at.toString()) <= endMs; at = iterator.next())
      walls.push(at.toString());
    return walls;
  },

  'rrule-temporal': (rule, startWall, endMs) =>
    new RRuleTemporal({
      rruleString: `RRULE:${rule}`,
      dtstart: Temporal.PlainDateTime.from(startWall).toZonedDateTime('UTC'),
      maxIterations: 100_000,
    })
      .between(new Date(msOf(startWall)), new Date(endMs), true)
      .map((at) => wallOf(at.epochMilliseconds)),
};

/** Returns a wall time's instant by Temporal itself, not by the code under test. */
export const toInstant = (wall: string, zone: string) =>
  Temporal.PlainDateTime.from(wall).toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;

/** Returns the start as Google writes it: a start within a gap of DST is moved out of it, and the rule goes on from there. */
export function realStart({ startWall, zone, isAllDay }: Sample): string {
  if (isAllDay) return startWall;
  return wallAt(toInstant(startWall, zone), zone);
}

function wallAt(ms: number, zone: string): string {
  const at = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
  return at.toPlainDateTime().toString({ smallestUnit: 'second' });
}

/** Returns the last instant (for all-day series the last wall time) that UNTIL admits. */
function boundOf(rule: string, { zone, isAllDay }: Sample): number {
  const until = partOf(rule, 'UNTIL');
  if (!until) return Infinity;
  const wall = wallOf(msOf(Temporal.PlainDateTime.from(until.slice(0, 15)).toString()));
  if (isAllDay) return msOf(wall);
  if (until.endsWith('Z')) return msOf(wall);
  return until.length > 8 ? toInstant(wall, zone) : toInstant(wallOf(msOf(wall) + DAY_MS), zone) - 1;
}

/**
 * Returns a rule as Google has it, where Google departs from RFC 5545: a YEARLY rule with days of the month and nothing else
 * takes place in the month of its start (rlanvin/php-rrule#158).
 */
function asGoogle(rule: string, startWall: string): string {
  const names = rule.split(';').map((part) => part.split('=')[0] ?? '');
  const others = ['BYMONTH', 'BYDAY', 'BYYEARDAY', 'BYWEEKNO', 'BYSETPOS'];
  const departs = partOf(rule, 'FREQ') === 'YEARLY' && names.includes('BYMONTHDAY');
  if (!departs || others.some((name) => names.includes(name))) return rule;
  return `${rule};BYMONTH=${Number(startWall.slice(5, 7))}`;
}

/** Returns a rule without the parts that mean nothing when DTSTART is a date (RFC 5545 section 3.3.10). */
const forDates = (rule: string) => without(rule, 'BYHOUR', 'BYMINUTE', 'BYSECOND');

/**
 * Returns the starts in the window in UTC, ascending, by an oracle's rules and Temporal's clock: those of DTSTART, the rules
 * and RDATEs, without those of EXRULEs and EXDATEs.
 */
export function answerOf(oracle: Oracle, s: Sample): string[] {
  const start = realStart(s);
  // The wall time at the window's end, and a little more.
  const endMs = msOf(wallAt(s.to.getTime(), s.zone)) + 3 * 3_600_000;
  const idOf = (wall: string) => (s.isAllDay ? msOf(wall) : toInstant(wall, s.zone));
  const startsOf = (rule: string) => {
    const last = boundOf(rule, s);
    const text = asGoogle(without(s.isAllDay ? forDates(rule) : rule, 'UNTIL'), start);
    return oracle(text, start, endMs)
      .map(idOf)
      .filter((id) => id <= last);
  };
  const found = new Set([idOf(start), ...s.rules.flatMap(startsOf), ...s.rDates.map(idOf)]);
  for (const id of [...s.exRules.flatMap(startsOf), ...s.exDates.map(idOf)]) found.delete(id);
  const [from, to] = [s.from.getTime(), s.to.getTime()];
  return [...found]
    .sort((one, other) => one - other)
    .map((id) => {
      if (!s.isAllDay) return { start: id, end: id + s.minutes * 60_000 };
      return {
        start: toInstant(wallOf(id), s.zone),
        end: toInstant(wallOf(id + s.minutes * 60_000), s.zone),
      };
    })
    .filter(({ start: at, end }) => at < to && (at >= from || end > from))
    .map(({ start: at }) => new Date(at).toISOString());
}

/** Returns the sample as Google stores it. */
export function seriesOf(s: Sample) {
  const start = realStart(s);
  const zoned = s.isAllDay ? '' : `;TZID=${s.zone}`;
  const kind = s.isAllDay ? ';VALUE=DATE' : zoned;
  const value = (wall: string) => compact(wall).slice(0, s.isAllDay ? 8 : 15);
  const lines = [
    ...s.rules.map((rule) => `RRULE:${rule}`),
    ...s.exRules.map((rule) => `EXRULE:${rule}`),
    ...(s.rDates.length > 0 ? [`RDATE${kind}:${s.rDates.map(value).join(',')}`] : []),
    ...s.exDates.map((wall) => `EXDATE${kind}:${value(wall)}`),
  ];
  if (s.isAllDay) {
    const end = wallOf(msOf(start) + s.minutes * 60_000);
    return {
      start: { date: start.slice(0, 10) },
      end: { date: end.slice(0, 10) },
      recurrence: lines,
      fallbackTimeZone: s.zone,
    };
  }
  const at = toInstant(start, s.zone);
  return {
    start: { dateTime: new Date(at).toISOString(), timeZone: s.zone },
    end: { dateTime: new Date(at + s.minutes * 60_000).toISOString(), timeZone: s.zone },
    recurrence: lines,
    fallbackTimeZone: 'UTC',
  };
}
