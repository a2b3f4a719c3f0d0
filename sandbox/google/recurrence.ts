import rrulePackage from 'rrule';
import { basicUtc, DAY_MS, formatInZone, msToWall, spanOf, wallToMs, zoneOf } from './time';
import type { CalendarEvent, EventTime } from './types';

const { RRule } = rrulePackage;

/** One slot of a series, before exceptions: its times, and the id that Google gives the instance there. */
export type Slot = { id: string; startMs: number; endMs: number; start: EventTime; end: EventTime };

/**
 * rrule's own time zone support is unsound (it drops last occurrences, reads the process's zone and ignores
 * EXDATE in UTC), so rules are expanded in floating local time, written as if it were UTC, and each result is
 * mapped back through the series' zone. These two convert.
 */
const floating = (wall: string) => new Date(`${wall.slice(0, 19)}Z`);
const wallOf = (date: Date) => date.toISOString().slice(0, 19);

/** Returns `20260301T090000Z`, `20260301T090000` or `20260301` as wall time in the series' zone. */
function lineValueToWall(value: string, timeZone: string, dateOnly: 'midnight' | 'end-of-day'): string {
  const [, year, month, day, , hour = '00', minute = '00', second = '00', utc] =
    /^(\d{4})(\d\d)(\d\d)(T(\d\d)(\d\d)(\d\d)(Z)?)?$/.exec(value.trim()) ?? [];
  const date = `${year}-${month}-${day}`;
  if (!value.includes('T')) return dateOnly === 'midnight' ? `${date}T00:00:00` : `${date}T23:59:59`;
  const wall = `${date}T${hour}:${minute}:${second}`;
  return utc ? msToWall(Date.parse(`${wall}Z`), timeZone).toString({ smallestUnit: 'second' }) : wall;
}

type ParsedLine = { name: string; timeZone: string | undefined; value: string };

/**
 * A zone such as GMT+02:00 has a colon itself, so what stands after the last one is the value. `RRULE:DATE;TZID=…:…` is how
 * Google garbles some RDATE lines (allenporter/gcal_sync#327); it is meant as one.
 */
function parseLine(text: string): ParsedLine {
  const line = text.replace(/^RRULE:(?:RDATE|DATE)(?=[;:])/i, 'RDATE').replace(/^RRULE:(?=EXDATE[;:])/i, '');
  const colon = line.lastIndexOf(':');
  const [name = '', ...parameters] = line.slice(0, colon).split(';');
  const zone = parameters.find((parameter) => parameter.toUpperCase().startsWith('TZID='));
  return { name: name.toUpperCase(), timeZone: zone?.slice(5), value: line.slice(colon + 1) };
}

/** Returns the dates of an RDATE or EXDATE line as wall times in the series' zone. */
function lineDates(line: ParsedLine, seriesZone: string, startWall: string, allDay: boolean): string[] {
  const lineZone = zoneOf(line.timeZone) ?? seriesZone;
  return line.value.split(',').map((value) => {
    // In an all-day series the written date counts, whatever the zone (home-assistant/core#85365), but not of a time in UTC.
    const isWritten = !value.endsWith('Z') || value.endsWith('T000000Z');
    if (!value.includes('T') || (allDay && isWritten)) {
      // A bare date on a timed series means that day's occurrence.
      return `${lineValueToWall(value.slice(0, 8), seriesZone, 'midnight').slice(0, 10)}${allDay ? 'T00:00:00' : startWall.slice(10)}`;
    }
    if (value.endsWith('Z') || lineZone === seriesZone) {
      const wall = lineValueToWall(value, seriesZone, 'midnight');
      return allDay ? `${wall.slice(0, 10)}T00:00:00` : wall;
    }
    const ms = wallToMs(lineValueToWall(value, lineZone, 'midnight'), lineZone);
    return msToWall(ms, seriesZone).toString({ smallestUnit: 'second' });
  });
}

/**
 * Returns a rule as Google has it: a YEARLY rule with days of the month and nothing else takes place in the month of its
 * start (rlanvin/php-rrule#158, home-assistant/core#85373), not in every month.
 */
function inMonthOfStart(text: string, startWall: string): string {
  const isYearly = /FREQ=YEARLY/i.test(text) && /BYMONTHDAY=/i.test(text);
  const namesOther = /BY(?:MONTH|DAY|YEARDAY|WEEKNO|SETPOS)=/i.test(text);
  return isYearly && !namesOther ? `${text};BYMONTH=${Number(startWall.slice(5, 7))}` : text;
}

const withoutUntil = (rule: string) => rule.replace(/;?UNTIL=[^;]+/i, '').replace(/^;/, '');

function ruleFor(text: string, startWall: string, seriesZone: string, allDay: boolean) {
  const written = /UNTIL=([^;]+)/i.exec(text)?.[1];
  // An all-day series ends on the written date, also where that is one of UTC (OutlookGoogleCalendarSync#1360).
  const until = allDay ? written?.slice(0, 8) : written;
  const options = RRule.parseString(inMonthOfStart(withoutUntil(text), startWall));
  return new RRule(
    {
      ...options,
      // RFC 5545 section 3.3.10: ignored where DTSTART is a date.
      ...(allDay && { byhour: null, byminute: null, bysecond: null }),
      tzid: null,
      dtstart: floating(startWall),
      ...(until && { until: floating(lineValueToWall(until, seriesZone, 'end-of-day')) }),
    },
    true,
  );
}

/** Returns the zone in which a series has its wall time: its own, or the calendar's for all-day series. */
export function seriesZone(master: CalendarEvent, calendarZone: string): string {
  return master.start?.date ? calendarZone : (zoneOf(master.start?.timeZone) ?? calendarZone);
}

/**
 * Returns the slots of a series that overlap the window, in order of time. The window's edges are excluded, as
 * Google's timeMin and timeMax are. Exceptions are not considered.
 */
export function expandSeries(
  master: CalendarEvent,
  calendarZone: string,
  window: { fromMs: number; toMs: number },
  limit = Number.POSITIVE_INFINITY,
): Slot[] {
  const span = spanOf(master, calendarZone);
  if (!span || !master.start) return [];
  const allDay = Boolean(master.start.date);
  const zone = seriesZone(master, calendarZone);
  const startWall = msToWall(span.start, zone).toString({ smallestUnit: 'second' });
  const duration = span.end - span.start;
  // A margin of a day on both sides: the window is in real time, the expansion in wall time.
  const from = floating(msToWall(Math.max(window.fromMs - duration, span.start) - DAY_MS, zone).toString());
  const to = floating(msToWall(window.toMs + DAY_MS, zone).toString());

  // Google shows the first date of a series whether or not its rules select it (google-api-nodejs-client#2214).
  const walls = new Set<string>([startWall]);
  const excluded = new Set<string>();
  for (const line of (master.recurrence ?? []).map(parseLine)) {
    if (line.name === 'RRULE' || line.name === 'EXRULE') {
      const target = line.name === 'RRULE' ? walls : excluded;
      const rule = ruleFor(line.value, startWall, zone, allDay);
      const stopAt = limit + 200;
      for (const date of rule.between(from, to, true, (_date, count) => count < stopAt))
        target.add(wallOf(date));
    } else if (line.name === 'RDATE') {
      for (const wall of lineDates(line, zone, startWall, allDay)) walls.add(wall);
    } else if (line.name === 'EXDATE') {
      for (const wall of lineDates(line, zone, startWall, allDay)) excluded.add(wall);
    }
  }
  const slots: Slot[] = [];
  const starts = new Set<number>();
  for (const wall of [...walls].filter((wall) => !excluded.has(wall)).sort()) {
    const startMs = wallToMs(wall, zone);
    // Where clocks go forward, two wall times are one moment.
    if (starts.has(startMs)) continue;
    starts.add(startMs);
    const endMs = startMs + duration;
    if (endMs <= window.fromMs || startMs >= window.toMs) continue;
    slots.push(makeSlot(master, calendarZone, wall, { startMs, endMs }));
    if (slots.length >= limit) break;
  }
  return slots;
}

function makeSlot(
  master: CalendarEvent,
  calendarZone: string,
  wall: string,
  { startMs, endMs }: { startMs: number; endMs: number },
): Slot {
  if (master.start?.date) {
    const days = Math.round((Date.parse(master.end?.date ?? '') - Date.parse(master.start.date)) / DAY_MS);
    const start = wall.slice(0, 10);
    const end = new Date(Date.parse(start) + days * DAY_MS).toISOString().slice(0, 10);
    const id = `${master.id}_${start.replace(/-/g, '')}`;
    return { id, startMs, endMs, start: { date: start }, end: { date: end } };
  }
  const zone = master.start?.timeZone ?? calendarZone;
  return {
    id: `${master.id}_${basicUtc(startMs)}`,
    startMs,
    endMs,
    start: { dateTime: formatInZone(startMs, calendarZone), timeZone: zone },
    end: { dateTime: formatInZone(endMs, calendarZone), timeZone: master.end?.timeZone ?? zone },
  };
}

/** Returns the slot with this instance id (`base_20260301T080000Z`, `base_20260301`), if the series has one there. */
export function slotById(master: CalendarEvent, calendarZone: string, instanceId: string): Slot | undefined {
  const stamp = instanceId.slice(master.id.length + 1);
  const [, year, month, day, time] = /^(\d{4})(\d\d)(\d\d)(T\d{6}Z)?$/.exec(stamp) ?? [];
  if (!year) return undefined;
  const around = Date.parse(`${year}-${month}-${day}T12:00:00Z`);
  const window = { fromMs: around - 2 * DAY_MS, toMs: around + 2 * DAY_MS };
  if (Boolean(time) === Boolean(master.start?.date)) return undefined;
  return expandSeries(master, calendarZone, window).find((slot) => slot.id === instanceId);
}

/** Returns whether any slot of the series overlaps the window. */
export function touchesWindow(
  master: CalendarEvent,
  calendarZone: string,
  window: { fromMs: number; toMs: number },
): boolean {
  return expandSeries(master, calendarZone, window, 1).length > 0;
}

/** Returns whether recurrence lines can be stored: false if there is a line that cannot be expanded. */
export function isValidRecurrence(lines: unknown): lines is string[] {
  if (!Array.isArray(lines)) return false;
  return lines.every((line) => {
    if (typeof line !== 'string' || !/^(RRULE|EXRULE|RDATE|EXDATE)[;:]/i.test(line)) return false;
    const { name, value } = parseLine(line);
    if (name.endsWith('DATE'))
      return value.split(',').every((date) => /^\d{8}(T\d{6}Z?)?$/.test(date.trim()));
    try {
      return RRule.parseString(withoutUntil(value)).freq !== undefined;
    } catch {
      return false;
    }
  });
}
