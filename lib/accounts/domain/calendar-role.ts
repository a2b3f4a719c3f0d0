/**
 * With these roles Google says when the calendar is busy, and nothing about its meetings (CalendarList
 * resource).
 */
export const BLIND_ROLES = ['none', 'freeBusyReader'];

/** Returns whether the events of a calendar with this role can be read. */
export function canBeRead(accessRole: string): boolean {
  return !BLIND_ROLES.includes(accessRole);
}
