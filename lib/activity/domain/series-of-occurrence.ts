/**
 * Returns the id of the event that an occurrence belongs to: its own id without the original start, if it has
 * one.
 */
export function seriesOfOccurrence(occurrenceId: string): string {
  return occurrenceId.replace(/_\d{8}T\d{6}Z$/, '');
}
