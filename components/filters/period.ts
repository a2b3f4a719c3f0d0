import { startOfDay, startOfKey } from '@/components/time/format';

/**
 * Returns the bounds of a list in the API's terms, from the first to the last chosen day. Both are whole days
 * of the zone that is shown. A text that is not a day, as an address may hold, sets no bound.
 * @param from the first day as `2026-11-22`, or null
 * @param to the last day, likewise
 */
export function boundsOf(from: string | null, to: string | null): { time_min?: string; time_max?: string } {
  const first = midnight(from, 0);
  const end = midnight(to, 1);
  return { ...(first && { time_min: first }), ...(end && { time_max: end }) };
}

function midnight(day: string | null, days: number): string | null {
  const date = startOfKey(day);
  return date && startOfDay(date, days).toISOString();
}
