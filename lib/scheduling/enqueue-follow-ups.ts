import { db } from '@/lib/platform/database/client';
import { type JobEvent, sendJobs } from '@/lib/platform/jobs';
import { logger } from '@/lib/platform/logger';
import { ARM_HORIZON_MS, secondOf } from './domain/join-time';

const ARM_BATCH = 1000;
const CLOSE_MS = 60_000;

/**
 * What follows a committed change of bots: joins are armed and recalls started at once. If that fails, the
 * sweep does it within the minute, so the change itself stands.
 */
export async function enqueueFollowUps(changed: { recalled: string[] }, now: Date): Promise<void> {
  try {
    await armJoins(now);
    await sendJobs(changed.recalled.map((botId) => ({ name: 'bot/recall', data: { botId } })));
  } catch (error) {
    logger.warn({ error }, 'Joins could not be armed; the sweep will do it');
  }
}

/**
 * Arms the join of every bot that is due within the horizon and not armed for its present version: one message for each
 * second, whoever's bots set out in it.
 * @returns how many bots were armed
 */
export async function armJoins(now: Date): Promise<number> {
  const bots = await db().$queryRaw<{ id: string; version: number; joinAt: Date }[]>`
    SELECT "id", "version", "joinAt" FROM "ScheduledBot"
     WHERE "status" = 'Scheduled' AND "joinAt" < ${new Date(+now + ARM_HORIZON_MS)}
       AND "armedVersion" IS DISTINCT FROM "version"
     ORDER BY "joinAt" LIMIT ${ARM_BATCH}`;
  if (bots.length === 0) return 0;
  const seconds = new Set(bots.map(({ joinAt }) => +secondOf(joinAt)));
  await sendJobs([...seconds].map((at) => dueEvent(at, +now)));
  // Of a bot that another transaction is changing nobody waits for the end: bots of many users are written here, in no
  // order of theirs. Whoever changes it arms it, or the sweep does.
  const armed = await db().$executeRaw`
    WITH free AS (
      SELECT b."id", b."version" FROM "ScheduledBot" AS b
        JOIN jsonb_to_recordset(${JSON.stringify(bots)}::jsonb) AS a("id" text, "version" int)
          ON a."id" = b."id" AND a."version" = b."version"
         FOR NO KEY UPDATE OF b SKIP LOCKED)
    UPDATE "ScheduledBot" AS b SET "armedVersion" = free."version" FROM free WHERE b."id" = free."id"`;
  return armed + (bots.length === ARM_BATCH && armed > 0 ? await armJoins(now) : 0);
}

/**
 * An id lets Inngest drop the message for an instant that it knows already. Close to the instant each is carried out:
 * the job that waits for it may just have looked which bots are due.
 */
function dueEvent(atMs: number, nowMs: number): JobEvent {
  const at = new Date(atMs).toISOString();
  const isClose = atMs - nowMs < CLOSE_MS;
  return { name: 'bots/due', data: { at }, ...(isClose ? {} : { id: `bots-due-${at}` }) };
}
