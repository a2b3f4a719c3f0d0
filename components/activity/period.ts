import { startOfDay } from '@/components/time/format';

const DAY = /^2\d{3}-\d\d-\d\d$/;

/**
 * The bounds of a list in the API's terms, from the first to the last day chosen, both whole days of the browser's zone.
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
  const date = new Date(`${day}T00:00`);
  if (!day || !DAY.test(day) || Number.isNaN(+date)) return null;
  return startOfDay(date, days).toISOString();
}
