import type { GoogleEventTime } from '../google-event';
import { type ResolvedTime, readDate, resolveGoogleTime } from './google-time';
import { monthOfStart, parseRule, type RuleParts } from './parse-rule';
import { followedLines, readLine } from './recurrence-line';
import { DAY_MS, type WallMs } from './zone-clock';

const WEEKDAYS = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
};
type Weekday = keyof typeof WEEKDAYS;
const WEEK = Object.keys(WEEKDAYS) as Weekday[];
const WORKING_DAYS = 'MO,TU,WE,TH,FR';
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const UNITS = {
  SECONDLY: ['Every second', 'seconds'],
  MINUTELY: ['Every minute', 'minutes'],
  HOURLY: ['Hourly', 'hours'],
  DAILY: ['Every day', 'days'],
  WEEKLY: ['Weekly', 'weeks'],
  MONTHLY: ['Monthly', 'months'],
  YEARLY: ['Yearly', 'years'],
} as const;
const ORDINALS = ['', 'first', 'second', 'third', 'fourth', 'fifth'];

/**
 * Returns a recurrence in words: "Every 2 weeks on Tuesday and Thursday", "Every weekday",
 * "Monthly on the last Friday, until 3 March 2027". Several rules are joined by "; ". Dates that are excluded are not
 * mentioned.
 * @param start the series' start, from which the days come that a rule does not name
 * @param fallbackTimeZone the calendar's zone, for a start that has none that is known
 * @returns null when there is no readable rule and no RDATE; never throws
 */
export function describeRecurrence(
  recurrence: string[],
  start: GoogleEventTime,
  fallbackTimeZone = 'UTC',
): string | null {
  const lines = followedLines(recurrence).lines.flatMap((line) => readLine(line) ?? []);
  const resolved = resolveGoogleTime(start, fallbackTimeZone);
  const sentences = lines
    .filter(({ name }) => name === 'RRULE')
    .map(({ value }) => parseRule(value))
    .filter((rule): rule is RuleParts => !('wrong' in rule))
    .map((rule) => asGoogleHasIt(rule, resolved))
    .map((rule) => `${pattern(rule, resolved?.wallMs ?? null)}${ending(rule, resolved)}`);
  if (sentences.length > 0) return sentences.join('; ');
  const dates = lines.filter(({ name }) => name === 'RDATE').flatMap(({ value }) => value.split(','));
  return dates.length > 0 ? `On ${dates.length + 1} chosen dates` : null;
}

function asGoogleHasIt(rule: RuleParts, start: ResolvedTime | null): RuleParts {
  return start ? { ...rule, ...monthOfStart(rule, Math.floor(start.wallMs / DAY_MS)) } : rule;
}

function pattern(rule: RuleParts, startWallMs: WallMs | null): string {
  const days = [...(rule.byDay ?? [])].sort((a, b) => order(a) - order(b));
  const everyWeek = rule.interval === 1 && (rule.freq === 'WEEKLY' || rule.freq === 'DAILY');
  if (
    everyWeek &&
    !rule.bySetPos &&
    !rule.byMonthDay &&
    (days.length === 7 || days.join(',') === WORKING_DAYS)
  ) {
    return `${days.length === 7 ? 'Every day' : 'Every weekday'}${inMonths(rule)}${atTimes(rule, startWallMs)}`;
  }
  const [single, plural] = UNITS[rule.freq];
  const weekly = rule.freq === 'DAILY' && everyWeek && days.length > 0 ? 'Weekly' : single;
  const head = rule.interval === 1 ? weekly : `Every ${rule.interval} ${plural}`;
  return `${head}${onDays(rule, days, startWallMs)}${atTimes(rule, startWallMs)}`;
}

function onDays(rule: RuleParts, days: string[], startWallMs: WallMs | null): string {
  const start = startWallMs === null ? null : new Date(startWallMs);
  const parts: string[] = [];
  if (rule.byWeekNo) parts.push(`in week ${list(rule.byWeekNo.map(String))}`);
  if (rule.byYearDay) parts.push(`on day ${list(rule.byYearDay.map(String))} of the year`);
  if (days.length > 0) parts.push(onWeekdays(rule, days));
  if (rule.byMonthDay) parts.push(onMonthDays(rule.byMonthDay, days.length > 0));
  const said = parts.length > 0;
  if (!said && start && rule.freq === 'WEEKLY')
    parts.push(`on ${weekdayName(WEEK[(start.getUTCDay() + 6) % 7] ?? 'MO')}`);
  if (!said && start && rule.freq === 'MONTHLY') parts.push(`on day ${start.getUTCDate()}`);
  if (!said && start && rule.freq === 'YEARLY') {
    const months = rule.byMonth ?? [start.getUTCMonth() + 1];
    return ` on ${list(months.map((month) => `${start.getUTCDate()} ${MONTHS[month - 1]}`))}`;
  }
  const tail = parts.length > 0 ? ` ${parts.join(' ')}` : '';
  return `${tail}${inMonths(rule)}`;
}

function onWeekdays(rule: RuleParts, days: string[]): string {
  const positions = rule.bySetPos;
  if (positions && days.every((day) => day.length === 2)) {
    const which = list(positions.map(ordinal));
    const names =
      days.length === 7 ? 'day' : days.join(',') === WORKING_DAYS ? 'weekday' : orList(days.map(weekdayName));
    return `on the ${which} ${names}`;
  }
  const plain = days.filter((day) => day.length === 2).map(weekdayName);
  const numbered = days
    .filter((day) => day.length > 2)
    .map((day) => `the ${ordinal(Number(day.slice(0, -2)))} ${weekdayName(day)}`);
  return `on ${list([...plain, ...numbered])}`;
}

function onMonthDays(monthDays: number[], limitsWeekdays: boolean): string {
  const counted = monthDays.filter((day) => day > 0).map(String);
  const fromEnd = monthDays.filter((day) => day < 0).map((day) => `the ${ordinal(day)} day`);
  const names = [...(counted.length > 0 ? [`day ${list(counted)}`] : []), ...fromEnd];
  return limitsWeekdays ? `that falls on ${list(names)}` : `on ${list(names)}`;
}

function inMonths(rule: RuleParts): string {
  return rule.byMonth ? ` in ${list(rule.byMonth.map((month) => MONTHS[month - 1] ?? ''))}` : '';
}

function atTimes(rule: RuleParts, startWallMs: WallMs | null): string {
  if (!rule.byHour) return '';
  const minutes = rule.byMinute ?? [startWallMs === null ? 0 : new Date(startWallMs).getUTCMinutes()];
  const count = rule.byHour.length * minutes.length;
  if (count > 6) return ` at ${count} times of the day`;
  const times = rule.byHour.flatMap((hour) => minutes.map((minute) => `${pad(hour)}:${pad(minute)}`));
  return ` at ${list(times)}`;
}

function ending(rule: RuleParts, start: ResolvedTime | null): string {
  if (rule.count) return rule.count === 1 ? ', once' : `, ${rule.count} times`;
  const until = readDate(rule.until ?? '', start?.zone ?? 'UTC');
  if (!until) return '';
  // The date of an all-day series' end is the one that is written.
  const last = new Date(start?.isAllDay ? until.writtenMs : until.wallMs);
  return `, until ${last.getUTCDate()} ${MONTHS[last.getUTCMonth()]} ${last.getUTCFullYear()}`;
}

function ordinal(position: number): string {
  const name = ORDINALS[Math.abs(position)] ?? `${Math.abs(position)}th`;
  if (position > 0) return name;
  return position === -1 ? 'last' : `${name} to last`;
}

function weekdayName(day: string): string {
  return WEEKDAYS[day.slice(-2) as Weekday];
}

function order(day: string): number {
  return WEEK.indexOf(day.slice(-2) as Weekday);
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

function list(items: string[], word = 'and'): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}

function orList(items: string[]): string {
  return list(items, 'or');
}

/** Returns the first RRULE line of a series, as Google gives it; null where the series only lists dates. */
export function ruleOf(recurrence: readonly unknown[]): string | null {
  const rule = recurrence.find((line) => typeof line === 'string' && readLine(line)?.name === 'RRULE');
  return typeof rule === 'string' ? rule : null;
}
