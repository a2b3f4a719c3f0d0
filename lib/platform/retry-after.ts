/** A server that asks for more time is asked again after a day all the same. */
const LONGEST_MS = 86_400_000;

/**
 * Returns `Retry-After` in ms. It is a number of seconds, or an HTTP date (RFC 9110 section 10.2.3), which is
 * compared with the `Date` of the same answer, so that our own clock does not matter.
 * @param value the header `Retry-After`
 * @param date the header `Date`
 * @returns a day at most; null when the header says no time
 */
export function retryAfterMs(
  value: string | null | undefined,
  date: string | null | undefined,
): number | null {
  const after = value?.trim();
  if (!after) return null;
  const wait = /^\d+$/.test(after) ? Number(after) * 1000 : untilDate(after, date);
  return Number.isNaN(wait) ? null : Math.min(Math.max(0, wait), LONGEST_MS);
}

function untilDate(after: string, date: string | null | undefined): number {
  return /^[A-Z][a-z]{2}/.test(after) ? Date.parse(after) - Date.parse(date ?? '') : Number.NaN;
}
