/** A bot joins one minute before its meeting starts, unless a person set another time. */
export const DEFAULT_JOIN_OFFSET_SECONDS = -60;

/** A join is armed at most this long before it is due. */
export const ARM_HORIZON_MS = 48 * 3_600_000;
/** A bot is scheduled automatically for a meeting that starts within this time. */
export const BOOKING_HORIZON_MS = 24 * 3_600_000;
/** A meeting that has lasted this long needs no bot any more. */
export const LONGEST_MEETING_MS = 14 * 86_400_000;

const SECOND_MS = 1_000;
/** The clock of what wakes us may be ahead of ours by this much. */
const CLOCK_SKEW_MS = 250;

/** Returns the second of a join time. The bots of a second are sent together, at its beginning. */
export function secondOf(joinAt: Date): Date {
  return new Date(Math.floor(+joinAt / SECOND_MS) * SECOND_MS);
}

/** Returns the end of the present second: a bot is due when its join time is before it. */
export function dueBefore(now: Date): Date {
  return new Date(+secondOf(new Date(+now + CLOCK_SKEW_MS)) + SECOND_MS);
}

/**
 * Returns when a bot joins.
 * @param startTime the meeting's start
 * @param offsetSeconds distance from the start; negative = before it
 */
export function joinTime(startTime: Date, offsetSeconds: number = DEFAULT_JOIN_OFFSET_SECONDS): Date {
  return new Date(startTime.getTime() + offsetSeconds * 1000);
}
