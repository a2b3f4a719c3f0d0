import { db } from '@/lib/platform/database/client';
import { sendJobs } from '@/lib/platform/jobs';
import { logger } from '@/lib/platform/logger';
import { requestSync } from './receive-push';

/** Unwatched calendars are asked every five minutes, watched ones every hour as a safety net. */
const UNWATCHED_MS = 5 * 60_000;
const WATCHED_MS = 60 * 60_000;
/** Which calendars an account has is asked as often. */
const LIST_MS = WATCHED_MS;

/**
 * Marks calendars that have not been synced for long as changed, and asks for their sync. The intervals vary by
 * ±25 % from calendar to calendar and round to round, so that they do not all ask at once; within a round each has
 * one, however often it is looked at.
 * @returns how many were marked
 */
export async function pollCalendars(now: Date): Promise<number> {
  const due = await db().$queryRaw<{ id: string }[]>`
    UPDATE "Calendar" AS c SET "changeSeq" = c."changeSeq" + 1
      FROM "CalendarConnection" AS k
     WHERE k."id" = c."connectionId" AND k."status" = 'active' AND c."syncEnabled"
       AND c."changeSeq" = c."syncedSeq"
       AND (c."retryAt" IS NULL AND c."lastSyncError" IS NULL OR c."retryAt" <= ${now})
       AND c."lastSyncedAt" < ${now}::timestamptz - (0.75 + (hashtext(c."id" || c."lastSyncedAt") & 1023) / 2046.0) * CASE
             WHEN EXISTS (SELECT 1 FROM "WatchChannel" AS w WHERE w."calendarId" = c."id" AND w."status" = 'open' AND w."expiresAt" > ${now})
             THEN ${WATCHED_MS}::float8 ELSE ${UNWATCHED_MS}::float8 END * interval '1 millisecond'
    RETURNING c."id"`;
  await requestSync(due.map((calendar) => calendar.id));
  return due.length;
}

/**
 * Asks for the calendar lists that have not been read for an hour, give or take a quarter.
 * @returns how many
 */
export async function pollLists(now: Date): Promise<number> {
  const due = await db().$queryRaw<{ id: string }[]>`
    UPDATE "CalendarConnection" AS k SET "listReadAt" = ${now}
     WHERE k."status" = 'active' AND k."listReadAt" < ${now}::timestamptz
           - (0.75 + (hashtext(k."id" || k."listReadAt") & 1023) / 2046.0) * ${LIST_MS}::float8 * interval '1 millisecond'
    RETURNING k."id"`;
  try {
    await sendJobs(due.map(({ id }) => ({ name: 'calendars/list', data: { connectionId: id } })));
  } catch (error) {
    logger.warn({ error }, 'Calendar lists could not be asked for; they are the next time');
  }
  return due.length;
}
