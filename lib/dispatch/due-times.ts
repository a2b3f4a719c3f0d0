import { db } from '@/lib/platform/database/client';
import { dueTimes } from './queries/due-times';

/** The times are read each second, so the soonest suffice, and one that has passed is enough to know that bots wait. */
const MOST = 500;

/** When bots are due. `looks`: their calendars are synced shortly before. */
export type DueTime = { at: Date; looks: boolean };

/**
 * Returns when bots are due before `until`: times that are to come, soonest first, then those that have passed. The rows say
 * it: each process reads the same.
 */
export function readDueTimes(now: Date, until: Date): Promise<DueTime[]> {
  return dueTimes(db(), { now, until, limit: MOST });
}
