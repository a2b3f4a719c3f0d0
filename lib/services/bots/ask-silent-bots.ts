import { findProvider } from '@/lib/bot-providers';
import { db } from '@/lib/db/client';
import type { ScheduledBot } from '@/lib/db/generated/prisma/client';
import { UNDER_WAY_IN_SQL } from '@/lib/db/live-statuses';
import { UNDER_WAY_STATUSES } from '@/lib/domain/bot-status';
import { logger } from '@/lib/logger';
import { recordActivity } from '../activity/record-activity';
import { afterReconcile } from '../decisions/after-reconcile';
import { lockUser } from '../decisions/lock-user';
import { applyBotEvent } from './apply-bot-event';
import { freeRooms } from './end-bots';

/** Reports come within seconds: after so long without one they may be lost, or cannot reach us at all. */
const SILENT_MS = 3 * 60_000;
/** Longer than any meeting runs over: a bot that has not reported its end by then never will. */
const GIVE_UP_MS = 6 * 3_600_000;
/** A provider is asked about so many at once, for so long: a slow one must not hold up the next sweep. */
const AT_ONCE = 50;
const LIMIT_MS = 20_000;

/**
 * Asks providers about bots under way of which nothing was heard for three minutes, each bot at most that often, those
 * that have waited longest first. What they answer counts as a report; a call that fails is made again three minutes
 * later. Nobody's turn is taken before the provider is asked, and no provider waits for another.
 * @returns how many bots moved on
 */
export async function askSilentBots(now: Date): Promise<number> {
  const asked = await db().scheduledBot.groupBy({
    by: ['provider'],
    where: silentBefore(new Date(+now - SILENT_MS)),
  });
  const end = performance.now() + LIMIT_MS;
  const moved = await Promise.all(
    asked.map(async ({ provider }) => {
      let moved = 0;
      while (performance.now() < end) {
        const bots = await takeTurns(provider, now);
        const results = await Promise.all(bots.map((bot) => ask(provider, bot.providerBotId ?? '', now)));
        moved += results.filter(Boolean).length;
        if (bots.length < AT_ONCE) break;
      }
      return moved;
    }),
  );
  return moved.reduce((sum, one) => sum + one, 0);
}

const silentBefore = (time: Date) => ({
  status: { in: [...UNDER_WAY_STATUSES] },
  providerBotId: { not: null },
  updatedAt: { lt: time },
});

/** The next bots that a provider is asked about; nobody else asks about them until it is their turn again. */
function takeTurns(provider: string, now: Date): Promise<Pick<ScheduledBot, 'providerBotId'>[]> {
  return db().$queryRaw`
    WITH turn AS (
      SELECT "id" FROM "ScheduledBot"
       WHERE "provider" = ${provider} AND "status" IN (${UNDER_WAY_IN_SQL}) AND "providerBotId" IS NOT NULL
         AND "updatedAt" < ${new Date(+now - SILENT_MS)} AND ("nextAttemptAt" IS NULL OR "nextAttemptAt" < ${now})
       ORDER BY GREATEST("nextAttemptAt", "updatedAt"), "id" LIMIT ${AT_ONCE} FOR NO KEY UPDATE SKIP LOCKED)
    UPDATE "ScheduledBot" b SET "nextAttemptAt" = ${new Date(+now + SILENT_MS)} FROM turn WHERE b."id" = turn."id"
    RETURNING b."providerBotId"`;
}

async function ask(providerName: string, providerBotId: string, now: Date): Promise<boolean> {
  try {
    const event = await findProvider(providerName)?.readStatus(providerBotId);
    if (!event) return false;
    return await applyBotEvent(providerName, { ...event, providerBotId }, now, 'provider_asked');
  } catch (error) {
    logger.warn({ error }, 'A bot’s status could not be read; it is asked for again');
    return false;
  }
}

/**
 * Ends bots whose provider has said nothing for hours after their meeting, also when it was asked a moment ago: they are
 * not there any more.
 */
export async function endSilentBots(now: Date): Promise<void> {
  const since = { lt: new Date(+now - GIVE_UP_MS) };
  const silent = {
    ...silentBefore(since.lt),
    meetingEnd: since,
    nextAttemptAt: { gt: now },
  };
  const found = await db().scheduledBot.findMany({ where: silent });
  if (found.length === 0) return;
  const freed = await db().$transaction(async (tx) => {
    await lockUser(tx, ...new Set(found.map((bot) => bot.userId)));
    const ended: string[] = [];
    for (const bot of found) {
      const { count } = await tx.scheduledBot.updateMany({
        where: { ...silent, id: bot.id, status: bot.status },
        data: { status: 'Done', statusReason: 'The provider never reported its end.', updatedAt: now },
      });
      if (count === 0) continue;
      ended.push(bot.id);
      await recordActivity(tx, {
        userId: bot.userId,
        at: now,
        actor: 'usher',
        action: 'bot.status',
        cause: 'provider_silent',
        botId: bot.id,
        occurrenceId: bot.occurrenceId,
        summary: `Bot has finished in “${bot.title}”, as far as can be told: its provider never reported its end.`,
        before: { status: bot.status },
        after: { status: 'Done' },
      });
    }
    return freeRooms(tx, ended, now);
  });
  await afterReconcile(freed, now);
}
