import { DAY_MS, type MixedSeries, msOf, wallOf } from './series';

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

/**
 * Returns the starts of a rule up to `end`, in wall time, by the letter of RFC 5545: it looks at every day since the
 * beginning of DTSTART's period. It knows only the parts that the mix uses.
 */
export function byTheLetter({ rule, startWall }: MixedSeries, end: string): string[] {
  const part = (name: string) => new RegExp(`(?:^|;)${name}=([^;]*)`).exec(rule)?.[1];
  const list = (name: string) => part(name)?.split(',');
  const freq = part('FREQ') ?? '';
  const interval = Number(part('INTERVAL') ?? 1);
  const start = new Date(msOf(startWall));
  const hours = list('BYHOUR') ?? [startWall.slice(11, 13)];
  const byDay = list('BYDAY');
  const byMonthDay = list('BYMONTHDAY');
  const byMonth = list('BYMONTH');
  const setPos = list('BYSETPOS')?.map(Number);

  /** Counts weeks from Monday, or days; January 5, 1970 was a Monday. */
  const isShort = freq === 'WEEKLY' || freq === 'DAILY';
  const periodOf = (day: number) => {
    if (isShort) return freq === 'WEEKLY' ? Math.floor((day - 4) / 7) : day;
    const date = new Date(day * DAY_MS);
    return freq === 'YEARLY' ? date.getUTCFullYear() : date.getUTCFullYear() * 12 + date.getUTCMonth();
  };
  const isSelected = (day: number) => {
    const name = WEEKDAYS[(day + 4) % 7] ?? '';
    if (isShort) return byDay?.includes(name) ?? (freq === 'DAILY' || name === WEEKDAYS[start.getUTCDay()]);
    const at = new Date(day * DAY_MS);
    const date = at.getUTCDate();
    const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
    const nth = `${Math.floor((date - 1) / 7) + 1}${name}`;
    const nthLast = `-${Math.floor((last - date) / 7) + 1}${name}`;
    const isDay = byDay && [name, nth, nthLast].some((item) => byDay.includes(item));
    const isDate = byMonthDay?.includes(String(date));
    const isMonth = byMonth?.includes(String(at.getUTCMonth() + 1));
    if (isDay === undefined && isDate === undefined && freq === 'YEARLY')
      return date === start.getUTCDate() && (isMonth ?? at.getUTCMonth() === start.getUTCMonth());
    return isDay !== false && isDate !== false && isMonth !== false;
  };

  const startDay = Math.floor(start.getTime() / DAY_MS);
  const first = periodOf(startDay);
  const periods = new Map<number, string[]>();
  for (let day = startDay - 366; day * DAY_MS <= msOf(end) + 40 * DAY_MS; day++) {
    const period = periodOf(day);
    if (period < first || (period - first) % interval !== 0 || !isSelected(day)) continue;
    const date = wallOf(day * DAY_MS).slice(0, 10);
    const walls = hours.map((hour) => `${date}T${hour.padStart(2, '0')}${startWall.slice(13)}`);
    periods.set(period, [...(periods.get(period) ?? []), ...walls]);
  }
  return [...periods.values()]
    .flatMap((walls) => setPos?.flatMap((n) => walls.at(n > 0 ? n - 1 : n) ?? []) ?? walls)
    .filter((wall) => wall >= startWall)
    .slice(0, Number(part('COUNT') ?? Number.POSITIVE_INFINITY))
    .filter((wall) => wall <= end);
}
