import { monthOf, WEEKDAYS, weekdayOf } from './calendar';
import { DAY_MS, type WallMs } from './zone-clock';

const FREQUENCIES = ['SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** The checked parts of a RECUR value (RFC 5545 section 3.3.10); UNTIL is still the text, since its zone is not known. */
export type RuleParts = {
  freq: Frequency;
  interval: number;
  count?: number;
  until?: string;
  wkst?: string;
  byDay?: string[];
  byMonth?: number[];
  byMonthDay?: number[];
  byYearDay?: number[];
  byWeekNo?: number[];
  byHour?: number[];
  byMinute?: number[];
  bySecond?: number[];
  bySetPos?: number[];
};

const WEEKDAY = /^(?:SU|MO|TU|WE|TH|FR|SA)$/;
const BYDAY_ITEM = /^[+-]?(?:[1-9]|[1-4]\d|5[0-3])?(?:SU|MO|TU|WE|TH|FR|SA)$/;

/** By name in the text: field, smallest and largest value, and whether a minus sign may count from the end. */
const NUMBER_LISTS = {
  BYMONTH: ['byMonth', 1, 12, false],
  BYMONTHDAY: ['byMonthDay', 1, 31, true],
  BYYEARDAY: ['byYearDay', 1, 366, true],
  BYWEEKNO: ['byWeekNo', 1, 53, true],
  BYHOUR: ['byHour', 0, 23, false],
  BYMINUTE: ['byMinute', 0, 59, false],
  BYSECOND: ['bySecond', 0, 60, false],
  BYSETPOS: ['bySetPos', 1, 366, true],
} as const;

/**
 * Reads the value of an RRULE or EXRULE (`FREQ=WEEKLY;BYDAY=MO`). It is strict: libraries silently drop values that are
 * out of range and then repeat on days that no one chose.
 * @returns the parts, or what is wrong, as the end of a sentence
 */
export function parseRule(text: string): RuleParts | { wrong: string } {
  const rule: Partial<RuleParts> = {};
  const seen = new Set<string>();
  for (const part of text.toUpperCase().split(';')) {
    const piece = part.trim();
    if (!piece) continue;
    const [name = '', value = ''] = piece.split('=', 2).map((side) => side.trim());
    if (seen.has(name)) return { wrong: `${name} is given twice` };
    seen.add(name);
    const wrong = readPart(rule, name, value);
    if (wrong) return { wrong };
  }
  if (!rule.freq) return { wrong: 'FREQ is missing' };
  if (rule.byDay && (rule.byWeekNo || (rule.freq !== 'MONTHLY' && rule.freq !== 'YEARLY'))) {
    // "The second Monday" has no meaning within a week: RFC 5545 forbids the number, calendars ignore it.
    rule.byDay = rule.byDay.map((day) => day.slice(-2));
  }
  return { ...rule, freq: rule.freq, interval: rule.interval ?? 1 };
}

function readPart(rule: Partial<RuleParts>, name: string, value: string): string | null {
  const items = value.split(',').map((item) => item.trim());
  if (name in NUMBER_LISTS) {
    const [field, min, max, signed] = NUMBER_LISTS[name as keyof typeof NUMBER_LISTS];
    const numbers = items.map((item) => (/^[+-]?\d{1,3}$/.test(item) ? Number(item) : Number.NaN));
    const fits = (n: number) => (signed ? Math.abs(n) : n) >= min && Math.abs(n) <= max;
    if (!numbers.every(fits)) return `${name}=${value} is out of range`;
    // Our clocks know no leap second; RFC 5545 section 3.3.12 reads it as the 59th.
    const values = name === 'BYSECOND' ? numbers.map((second) => Math.min(second, 59)) : numbers;
    rule[field] = [...new Set(values)].sort((a, b) => a - b);
    return null;
  }
  switch (name) {
    case 'FREQ':
      rule.freq = FREQUENCIES.find((freq) => freq === value);
      return rule.freq ? null : `FREQ=${value} is unknown`;
    case 'INTERVAL':
      rule.interval = Number(value);
      return /^\d{1,6}$/.test(value) && rule.interval > 0
        ? null
        : `INTERVAL=${value} is not a positive number`;
    case 'COUNT':
      rule.count = Number(value);
      return /^\d{1,9}$/.test(value) && rule.count > 0 ? null : `COUNT=${value} is not a positive number`;
    case 'UNTIL':
      rule.until = value;
      return null;
    case 'WKST':
      rule.wkst = value;
      return WEEKDAY.test(value) ? null : `WKST=${value} is not a weekday`;
    case 'BYDAY':
      rule.byDay = [...new Set(items)];
      return items.every((item) => BYDAY_ITEM.test(item)) ? null : `BYDAY=${value} is not a list of weekdays`;
    default:
      return name.startsWith('X-') ? null : `${name} is unknown`;
  }
}

/**
 * Returns a rule with the parts that it leaves to DTSTART filled in: the time of day, and the days when it names none
 * (RFC 5545 section 3.3.10), or the month as Google has it (`monthOfStart`).
 */
export function completeRule(rule: RuleParts, startWallMs: WallMs): RuleParts {
  const start = new Date(startWallMs);
  const startDay = Math.floor(startWallMs / DAY_MS);
  const complete = { ...rule, ...missingDays(rule, startDay), ...monthOfStart(rule, startDay) };
  // A frequency steps through its own unit; finer units stay as in DTSTART.
  if (rule.freq === 'SECONDLY') return complete;
  complete.bySecond ??= [start.getUTCSeconds()];
  if (rule.freq === 'MINUTELY') return complete;
  complete.byMinute ??= [start.getUTCMinutes()];
  if (rule.freq === 'HOURLY') return complete;
  complete.byHour ??= [start.getUTCHours()];
  return complete;
}

/**
 * Returns the month of a YEARLY rule that has days of the month and nothing else. Google shows `FREQ=YEARLY;BYMONTHDAY=15`
 * once a year, in the month of DTSTART; by RFC 5545 it would be on the 15th of every month (rlanvin/php-rrule#158,
 * home-assistant/core#85373).
 */
export function monthOfStart(rule: RuleParts, startDay: number): Pick<RuleParts, 'byMonth'> {
  const { freq, byMonthDay, byMonth, byDay, byYearDay, byWeekNo, bySetPos } = rule;
  const hasOtherDays = byMonth || byDay || byYearDay || byWeekNo || bySetPos;
  return freq === 'YEARLY' && byMonthDay && !hasOtherDays ? { byMonth: [monthOf(startDay).month] } : {};
}

function missingDays(rule: RuleParts, startDay: number): Partial<RuleParts> {
  const { freq, byDay, byMonthDay, byYearDay, byWeekNo } = rule;
  if (byDay || byMonthDay || byYearDay) return {};
  const weekday = { byDay: [WEEKDAYS[weekdayOf(startDay)] ?? 'MO'] };
  const { month, first } = monthOf(startDay);
  const dayOfMonth = { byMonthDay: [startDay - first + 1] };
  switch (freq) {
    case 'YEARLY':
      return byWeekNo ? weekday : { byMonth: rule.byMonth ?? [month], ...dayOfMonth };
    case 'MONTHLY':
      return byWeekNo ? weekday : dayOfMonth;
    case 'WEEKLY':
      return weekday;
    default:
      return {};
  }
}
