/**
 * Occurrences are kept from a day ago to 60 days ahead. The window moves on once a day, but not twice within half a day:
 * two days in reserve see to it that 60 days are there at any moment.
 */
const WINDOW_BEFORE_MS = 86_400_000;
export const STORED_AHEAD_MS = 60 * 86_400_000;
const WINDOW_AFTER_MS = STORED_AHEAD_MS + 2 * 86_400_000;

/** The rolling window around `now`, half-open. */
export function materializedWindow(now: Date): { from: Date; to: Date } {
  return { from: new Date(+now - WINDOW_BEFORE_MS), to: new Date(+now + WINDOW_AFTER_MS) };
}
