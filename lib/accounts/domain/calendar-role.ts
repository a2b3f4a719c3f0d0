/** With these roles Google tells when the calendar is busy, and nothing of its meetings (CalendarList resource). */
export const BLIND_ROLES = ['none', 'freeBusyReader'];

/** Whether events of a calendar with this role can be read. */
export function canBeRead(accessRole: string): boolean {
  return !BLIND_ROLES.includes(accessRole);
}
