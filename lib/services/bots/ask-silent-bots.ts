import { findProvider } from '@/lib/bot-providers';
import { db } from '@/lib/db/client';
import { UNDER_WAY_STATUSES } from '@/lib/domain/bot-status';
import { forEachLimit } from '@/lib/for-each-limit';
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
/** As many are asked about in one go, so many at once, for so long: a slow provider must not hold up the next sweep. */
const MOST = 2000;
const AT_ONCE = 50;
const LIMIT_MS = 20_000;

/**
 * Asks providers about bots under way of which nothing was heard for three minutes, each bot at most that often.
 * What they answer counts as a report; a call that fails is made again three minutes later.
 * @returns how many bots moved on
 */
export async function askSilentBots(now: Date): Promise<number> {
  const before = new Date(+now - SILENT_MS);
  const silent = await db().scheduledBot.findMany({
    where: {
      status: { in: [...UNDER_WAY_STATUSES] },
      providerBotId: { not: null },
      updatedAt: { lt: before },
      OR: [{ nextAttemptAt: null }, { nextAttemptAt: { lt: now } }],
    },
    select: { id: true, provider: true, providerBotId: true },
    orderBy: { nextAttemptAt: { sort: 'asc', nulls: 'first' } },
    take: MOST,
  });
  await db().scheduledBot.updateMany({
    where: { id: { in: silent.map((bot) => bot.id) } },
    data: { nextAttemptAt: new Date(+now + SILENT_MS) },
  });
  const end = performance.now() + LIMIT_MS;
  let moved = 0;
  await forEachLimit(
    silent,
    AT_ONCE,
    async (bot) => {
      if (await ask(bot.provider, bot.providerBotId ?? '', now)) moved++;
    },
    () => performance.now() > end,
  );
  return moved;
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

/** Ends bots whose provider has said nothing for hours after their meeting: they are not there any more. */
export async function endSilentBots(now: Date): Promise<void> {
  const since = { lt: new Date(+now - GIVE_UP_MS) };
  const silent = {
    status: { in: [...UNDER_WAY_STATUSES] },
    providerBotId: { not: null },
    meetingEnd: since,
    updatedAt: since,
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
