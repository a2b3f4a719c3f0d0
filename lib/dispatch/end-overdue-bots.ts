import { type Activity, recordActivity } from '@/lib/activity/record-activity';
import { db } from '@/lib/platform/database/client';
import { Prisma, type ScheduledBot } from '@/lib/platform/database/generated/prisma/client';
import { lockFreeUsers } from '@/lib/platform/lock-user';
import { afterReconcile } from '@/lib/scheduling/after-reconcile';
import { UNDER_WAY_IN_SQL } from '@/lib/scheduling/live-statuses';
import { endEntry, freeRooms, LONGEST_OVERRUN_MS, TOO_LATE } from './end-bots';

/** Bots ended in one transaction: after a long outage there are very many, and nobody is to wait for all of them. */
const BATCH = 200;

/** A bot that has ended, and its state before. */
type EndedBot = ScheduledBot & { before: ScheduledBot['status'] };

/**
 * Ends bots that certainly never set out before their meeting ended; of the others the provider is asked once more.
 * @returns how many
 */
export function endMissedBots(now: Date): Promise<number> {
  const isMissed = Prisma.sql`
    b."meetingEnd" <= ${now} AND b."recallRequestedAt" IS NULL
    AND (b."status" = 'Scheduled'
         OR b."status" = 'Joining' AND b."providerBotId" IS NULL AND b."leaseUntil" IS NULL AND NOT b."outcomeUnknown")`;
  const end = { status: 'Missed', reason: TOO_LATE } as const;
  return endAll(isMissed, end, (bot) => endEntry(bot, bot.before, end, now), now);
}

/**
 * Ends bots whose provider has said nothing for hours after their meeting, also when it was asked a moment ago: they are
 * not there any more.
 * @returns how many
 */
export function endSilentBots(now: Date): Promise<number> {
  const since = new Date(+now - LONGEST_OVERRUN_MS);
  const isSilent = Prisma.sql`
    b."status" IN (${UNDER_WAY_IN_SQL}) AND b."providerBotId" IS NOT NULL
    AND b."meetingEnd" < ${since} AND b."updatedAt" < ${since} AND b."nextAttemptAt" > ${now}`;
  const end = { status: 'Done', reason: 'The provider never reported its end.' } as const;
  return endAll(isSilent, end, (bot) => silentEntry(bot, now), now);
}

/**
 * Ends every "ScheduledBot" b that meets a condition, and still does when its turn has come. Those of a user whose bots are
 * being changed just now are left for the next sweep: whoever is waited for would hold up what it repairs for everybody.
 */
async function endAll(
  condition: Prisma.Sql,
  end: { status: 'Missed' | 'Done'; reason: string },
  entryOf: (bot: EndedBot) => Activity,
  now: Date,
): Promise<number> {
  const found = await db().$queryRaw<{ id: string; userId: string }[]>`
    SELECT b."id", b."userId" FROM "ScheduledBot" b WHERE ${condition} ORDER BY b."userId", b."id"`;
  let count = 0;
  for (let i = 0; i < found.length; i += BATCH) {
    const batch = found.slice(i, i + BATCH);
    const { ended, recalled } = await db().$transaction(async (tx) => {
      const free = new Set(await lockFreeUsers(tx, [...new Set(batch.map((bot) => bot.userId))]));
      const ids = batch.filter((bot) => free.has(bot.userId)).map((bot) => bot.id);
      const bots = await tx.$queryRaw<EndedBot[]>`
        WITH was AS (
          SELECT b."id", b."status" AS "before" FROM "ScheduledBot" b
           WHERE b."id" = ANY(${ids}::text[]) AND ${condition}
           ORDER BY b."id" FOR NO KEY UPDATE)
        UPDATE "ScheduledBot" b
           SET "status" = ${end.status}::"BotStatus", "statusReason" = ${end.reason}, "leaseUntil" = NULL,
               "updatedAt" = ${now}
          FROM was WHERE b."id" = was."id"
        RETURNING b.*, was."before"`;
      await recordActivity(tx, bots.map(entryOf));
      const freed = await freeRooms(
        tx,
        bots.map((bot) => bot.id),
        now,
      );
      return { ended: bots.length, ...freed };
    });
    count += ended;
    await afterReconcile({ recalled }, now);
  }
  return count;
}

function silentEntry(bot: EndedBot, now: Date): Activity {
  return {
    userId: bot.userId,
    at: now,
    actor: 'usher',
    action: 'bot.status',
    cause: 'provider_silent',
    botId: bot.id,
    occurrenceId: bot.occurrenceId,
    summary: `Bot has finished in “${bot.title}”, as far as can be told: its provider never reported its end.`,
    before: { status: bot.before },
    after: { status: 'Done' },
  };
}
