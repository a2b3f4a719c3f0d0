import { db } from '@/lib/platform/database/client';
import { dueTimes } from './queries/due-times';

/** The times are read each second, so the soonest suffice. */
const MOST = 500;

/** When bots are due. `looks`: their calendars are synced shortly before. */
export type DueTime = { at: Date; looks: boolean };

/** Returns when bots are due before `until`, also times that have passed, soonest first. The rows say it: each process reads the same. */
export function readDueTimes(until: Date): Promise<DueTime[]> {
  return dueTimes(db(), until, MOST);
}
