import { joinTime } from './join-time';

/** The name under which the time of the last restore from a backup is stored (`DecisionSetting`). */
export const RESTORED = 'restored';

/**
 * Returns whether a bot may be in a meeting without a row that says so: the meeting's bot was due before the database was
 * restored from a backup, and may have been scheduled after that backup.
 * @param restoredAt null when the database was never restored
 */
export function mayHaveLostBot(startTime: Date, restoredAt: Date | null): boolean {
  return restoredAt !== null && joinTime(startTime) <= restoredAt;
}
