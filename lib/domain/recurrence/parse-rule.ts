import { DAY_MS, type WallMs } from './zone-clock';

const FREQUENCIES = ['SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** The parts of a RECUR value (RFC 5545 section 3.3.10), checked, before UNTIL's zone is known. */
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

/** Name in the text → field, smallest and largest value, and whether a minus sign may count from the end. */
const NUMBER_LISTS = {
  BYMONTH: ['byMonth', 1, 12, false],
  BYMONTHDAY: ['byMonthDay', 1, 31, true],
  BYYEARDAY: ['byYearDay', 1, 366, true],
  BYWEEKNO: ['byWeekNo', 1, 53, true],
  BYHOUR: ['byHour', 0, 23, false],
  BYMINUTE: ['byMinute', 0, 59, false],
  BYSECOND: ['bySecond', 0, 59, false],
  BYSETPOS: ['bySetPos', 1, 366, true],
} as const;

/**
 * Reads the value of an RRULE or EXRULE (`FREQ=WEEKLY;BYDAY=MO`), strictly: libraries silently drop values out of
 * range and then repeat on days nobody chose.
 * @returns the parts, or what is wrong as the end of a sentence.
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
  if (rule.byDay && rule.freq !== 'MONTHLY' && rule.freq !== 'YEARLY') {
    // "Every second Monday" has no meaning inside a week; RFC 5545 forbids the number, calendars ignore it.
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
    rule[field] = [...new Set(numbers)].sort((a, b) => a - b);
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
 * How many candidates one period of the rule can hold at most, or null where no small bound is known. A BYSETPOS
 * beyond it selects nothing, ever, which an engine only finds out by trying for a long time.
 */
function mostInOnePeriod(rule: RuleParts): number | null {
  const seconds = rule.bySecond?.length ?? 1;
  const minutes = (rule.byMinute?.length ?? 1) * seconds;
  const hours = (rule.byHour?.length ?? 1) * minutes;
  switch (rule.freq) {
    case 'SECONDLY':
      return 1;
    case 'MINUTELY':
      return seconds;
    case 'HOURLY':
      return minutes;
    case 'DAILY':
      return hours;
    case 'WEEKLY':
      return (rule.byDay?.length ?? 1) * hours;
    case 'MONTHLY':
      return 31 * hours;
    default:
      return null;
  }
}

/** Whether the rule's BYSETPOS can select anything at all. */
export function canFire(rule: RuleParts): boolean {
  const most = mostInOnePeriod(rule);
  return !rule.bySetPos || most === null || rule.bySetPos.some((position) => Math.abs(position) <= most);
}

/** RFC 5545 dates have four digits for the year. */
const LAST_YEAR = Date.UTC(9999, 0, 1);

/**
 * The rule as text for the engine, in floating time: DTSTART's fields made explicit where that selects the same
 * dates but lets the engine take its fast path (tens of times faster for long COUNT series), UNTIL rewritten.
 * @param untilWallMs the last wall time to consider, or null.
 */
export function engineText(rule: RuleParts, startWallMs: WallMs, untilWallMs: WallMs | null): string {
  const start = new Date(startWallMs);
  const explicit = { ...rule };
  if (!rule.byDay && !rule.byMonthDay && !rule.byYearDay && !rule.byWeekNo) {
    if (rule.freq === 'MONTHLY') explicit.byMonthDay = [start.getUTCDate()];
    if (rule.freq === 'YEARLY') explicit.byMonthDay = [start.getUTCDate()];
    if (rule.freq === 'YEARLY' && !rule.byMonth) explicit.byMonth = [start.getUTCMonth() + 1];
  }
  const parts = [`FREQ=${rule.freq}`, `INTERVAL=${rule.interval}`];
  if (rule.count) parts.push(`COUNT=${rule.count}`);
  if (untilWallMs !== null) {
    const until = new Date(Math.min(untilWallMs, LAST_YEAR)).toISOString().slice(0, 19).replace(/[-:]/g, '');
    parts.push(`UNTIL=${until}Z`);
  }
  if (rule.wkst) parts.push(`WKST=${rule.wkst}`);
  if (explicit.byDay) parts.push(`BYDAY=${explicit.byDay.join(',')}`);
  for (const [name, [field]] of Object.entries(NUMBER_LISTS)) {
    const values = explicit[field];
    if (values) parts.push(`${name}=${values.join(',')}`);
  }
  return `RRULE:${parts.join(';')}`;
}

/** Roughly the shortest time between two starts of the rule, in ms. */
export function shortestGapMs(rule: RuleParts): number {
  const unit = { SECONDLY: 1000, MINUTELY: 60_000, HOURLY: 3_600_000 } as const;
  const perDay = (rule.byHour?.length ?? 1) * (rule.byMinute?.length ?? 1) * (rule.bySecond?.length ?? 1);
  if (rule.freq === 'SECONDLY') return unit.SECONDLY * rule.interval;
  if (rule.freq === 'MINUTELY') return (unit.MINUTELY * rule.interval) / (rule.bySecond?.length ?? 1);
  if (rule.freq === 'HOURLY') {
    return (unit.HOURLY * rule.interval) / ((rule.byMinute?.length ?? 1) * (rule.bySecond?.length ?? 1));
  }
  return DAY_MS / perDay;
}
