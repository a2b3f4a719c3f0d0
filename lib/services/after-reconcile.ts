import { db } from '@/lib/db/client';
import { ARM_HORIZON_MS } from '@/lib/domain/join-time';
import { type JobEvent, sendJobs } from '@/lib/jobs';
import { logger } from '@/lib/logger';

const ARM_BATCH = 1000;

/**
 * What follows a committed change of bots: joins are armed and recalls started at once. If that fails, the
 * sweep does it within the minute, so the change itself stands.
 */
export async function afterReconcile(changed: { recalled: string[] }, now: Date): Promise<void> {
  try {
    await armJoins(now);
    await sendJobs(changed.recalled.map((botId) => ({ name: 'bot/recall', data: { botId } })));
  } catch (error) {
    logger.warn({ error }, 'Joins could not be armed; the sweep will do it');
  }
}

/**
 * Arms the join of every bot that is due within the horizon and not armed for its present version.
 * @returns how many were armed
 */
export async function armJoins(now: Date): Promise<number> {
  const bots = await db().$queryRaw<{ id: string; version: number; joinAt: Date }[]>`
    SELECT "id", "version", "joinAt" FROM "ScheduledBot"
     WHERE "status" = 'Scheduled' AND "joinAt" < ${new Date(+now + ARM_HORIZON_MS)}
       AND "armedVersion" IS DISTINCT FROM "version"
     ORDER BY "joinAt" LIMIT ${ARM_BATCH}`;
  if (bots.length === 0) return 0;
  await sendJobs(bots.map((bot) => armEvent(bot)));
  await db().$executeRaw`
    UPDATE "ScheduledBot" AS b SET "armedVersion" = a."version"
      FROM jsonb_to_recordset(${JSON.stringify(bots)}::jsonb) AS a("id" text, "version" int)
     WHERE b."id" = a."id" AND b."version" = a."version"`;
  return bots.length + (bots.length === ARM_BATCH ? await armJoins(now) : 0);
}

/** The message that arms one join. Its id lets Inngest drop a repetition. */
export function armEvent(bot: { id: string; version: number; joinAt: Date }, again = ''): JobEvent {
  return {
    name: 'bot/armed',
    id: `bot-armed-${bot.id}-${bot.version}${again}`,
    data: { botId: bot.id, version: bot.version, joinAt: bot.joinAt.toISOString() },
  };
}
