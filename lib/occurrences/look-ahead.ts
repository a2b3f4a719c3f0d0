import { db } from '@/lib/platform/database/client';
import { sendJobs } from '@/lib/platform/jobs';
import { logger } from '@/lib/platform/logger';
import { MAX_SLOTS } from './domain/recurrence';
import { expandInTurns } from './expand-in-turns';
import { materializeSeries } from './materialize-occurrences';
import { materializedWindow, STORED_AHEAD_MS } from './materialized-window';

const DAY_MS = 86_400_000;
/** So far ahead a list shows the meetings of series: they may go on for ever. */
const FARTHEST_MS = 366 * DAY_MS;
/** Whoever looks ahead does so again tomorrow: a month is added at a time. */
const STEP_MS = 30 * DAY_MS;
/** So long a reader waits for it, in ms; then the answer is what is stored, and the rest goes on as a job. */
const LIMIT_MS = 1_000;

/**
 * Stores the occurrences of a user's series up to a time beyond the rolling window, a year ahead at most, where that
 * has not been done before. What a series has there is followed from then on as all else is; one that changes is
 * looked at again by the next who looks so far.
 * @param until where a reader's window ends
 * @returns false when it took too long: a job goes on with it
 */
export async function lookAhead(
  userId: string,
  until: Date,
  now: Date,
  limitMs = LIMIT_MS,
): Promise<boolean> {
  if (+until <= +now + STORED_AHEAD_MS) return true;
  const wanted = new Date(Math.min(+until, +now + FARTHEST_MS));
  const aheadUntil = new Date(+wanted + STEP_MS);
  const end = performance.now() + limitMs;
  let isDone = true;
  for (const { id, seriesIds } of await seriesBehind(userId, wanted, now)) {
    const work: Parameters<typeof expandInTurns>[2] = async (tx, calendar, eventIds) => {
      // Somebody else may have done it meanwhile.
      const left = { id: { in: eventIds }, OR: [{ aheadUntil: null }, { aheadUntil: { lt: wanted } }] };
      const rows = await tx.event.findMany({ where: left, select: { id: true } });
      const ids = rows.map((row) => row.id);
      const whole = await materializeSeries(tx, calendar, ids, aheadUntil, now);
      // One that was cut off moves on with the rolling window.
      await tx.event.updateMany({ where: { id: { in: whole } }, data: { aheadUntil } });
    };
    isDone = (await expandInTurns({ id, userId }, seriesIds, work, end)) && isDone;
  }
  if (!isDone) await goOnLater(userId, until);
  return isDone;
}

/** By calendar; without those that have all that is ever stored of one. */
function seriesBehind(
  userId: string,
  wanted: Date,
  now: Date,
): Promise<{ id: string; seriesIds: string[] }[]> {
  return db().$queryRaw`
    SELECT c."id", array_agg(e."id" ORDER BY e."id") AS "seriesIds"
      FROM "Event" AS e JOIN "Calendar" AS c ON c."id" = e."calendarId"
     WHERE e."userId" = ${userId} AND c."syncEnabled" AND e."kind" = 'master' AND NOT e."isDeleted"
       AND (e."aheadUntil" IS NULL OR e."aheadUntil" < ${wanted})
       AND NOT EXISTS (SELECT 1 FROM "Occurrence" AS o
                        WHERE o."eventId" = e."id" AND o."startTime" >= ${materializedWindow(now).from}
                       OFFSET ${MAX_SLOTS - 1} LIMIT 1)
     GROUP BY c."id"`;
}

async function goOnLater(userId: string, until: Date): Promise<void> {
  try {
    await sendJobs([{ name: 'windows/move', data: { userId, ahead: until.toISOString() } }]);
  } catch (error) {
    logger.warn({ error }, 'What is far ahead could not be requested; the next reader will do it');
  }
}
