import { startOfDay, startOfKey } from '@/components/time/format';

/**
 * The bounds of a list in the API's terms, from the first to the last day chosen, both whole days of the zone that is shown.
 * A day that is no date yet (somebody is still typing the year) bounds nothing.
 * @param from the first day as `2026-11-22`, or null
 * @param to the last day, likewise
 */
export function boundsOf(from: string | null, to: string | null): { time_min?: string; time_max?: string } {
  const first = midnight(from, 0);
  const end = midnight(to, 1);
  return { ...(first && { time_min: first }), ...(end && { time_max: end }) };
}

function midnight(day: string | null, days: number): string | null {
  // Somebody is still typing the year.
  if (!day?.startsWith('2')) return null;
  const date = startOfKey(day);
  return date && startOfDay(date, days).toISOString();
}
