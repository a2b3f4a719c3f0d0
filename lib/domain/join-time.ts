/** A bot joins one minute before its meeting starts, unless a person set another time. */
export const DEFAULT_JOIN_OFFSET_SECONDS = -60;

/** Joins are armed, and automatic bookings made, this far ahead. */
export const ARM_HORIZON_MS = 48 * 3_600_000;
export const BOOKING_HORIZON_MS = 24 * 3_600_000;

/**
 * When a bot sets out.
 * @param startTime the meeting's start
 * @param offsetSeconds distance from the start, negative = before it
 */
export function joinTime(startTime: Date, offsetSeconds: number = DEFAULT_JOIN_OFFSET_SECONDS): Date {
  return new Date(startTime.getTime() + offsetSeconds * 1000);
}
