import { type Activity, recordActivity } from '@/lib/activity/record-activity';
import { db } from '@/lib/platform/database/client';
import { sendJobs } from '@/lib/platform/jobs';
import { lockUser } from '@/lib/platform/lock-user';
import { logger } from '@/lib/platform/logger';
import { type HandOver, leavesFor, planHandOvers } from './domain/hand-over';
import { type ActiveBotAtLink, activeBotsAtSameLinks, requestHandOvers } from './queries/hand-over';

/**
 * Asks every bot to leave that has been relieved by the bot of the next meeting on its link, and enqueues their recalls.
 * The rows say which they are, so it does not matter who calls this, or how often.
 * @returns how many bots were asked
 */
export async function handOverDue(now: Date): Promise<number> {
  const due = planHandOvers(await activeBotsAtSameLinks(db())).filter(({ at }) => at <= now);
  let count = 0;
  for (const userId of new Set(due.map(({ bot }) => bot.userId))) {
    count += await handOverOf(userId, now);
  }
  return count;
}

/** Does that for one user, as things are when no one else is changing their bots. */
async function handOverOf(userId: string, now: Date): Promise<number> {
  const asked = await db().$transaction(async (tx) => {
    await lockUser(tx, userId);
    const bots = await activeBotsAtSameLinks(tx, { userId });
    const due = planHandOvers(bots).filter(({ at }) => at <= now);
    const written = await requestHandOvers(tx, due.map(requestOf), now);
    const ids = new Set(written.map(({ id }) => id));
    const rows = new Map(bots.map((bot) => [bot.id, bot]));
    await recordActivity(
      tx,
      due.flatMap((handOver) => {
        const row = rows.get(handOver.bot.id);
        return row && ids.has(row.id) ? entryOf(row, handOver, now) : [];
      }),
    );
    return [...ids];
  });
  await sendJobs(asked.map((botId) => ({ name: 'bot/recall', data: { botId } }))).catch((error: unknown) =>
    logger.warn({ error }, 'Recalls could not be enqueued; the sweep enqueues them'),
  );
  return asked.length;
}

/**
 * Enqueues the hand-over at a link where a bot has just got in, if a bot of an earlier meeting is there: now, or for when
 * that meeting ends. The sweep does it where this fails.
 */
export async function enqueueHandOvers(
  link: { userId: string; linkKey: string | null },
  now: Date,
): Promise<void> {
  const { userId, linkKey } = link;
  if (!linkKey) return;
  try {
    const times = planHandOvers(await activeBotsAtSameLinks(db(), { userId, linkKey })).map(({ at }) => +at);
    await sendJobs(
      [...new Set(times)].map((at) => ({
        name: 'bots/hand-over',
        data: { at: new Date(Math.max(at, +now)).toISOString() },
      })),
    );
  } catch (error) {
    logger.warn({ error }, 'A hand-over could not be enqueued; the sweep does it');
  }
}

function requestOf({ bot, next }: HandOver) {
  const { id, status } = bot;
  return { id, status, nextId: next.id, statusReason: leavesFor(next.title) };
}

function entryOf(row: ActiveBotAtLink, { next }: HandOver, now: Date): Activity {
  return {
    userId: row.userId,
    at: now,
    actor: 'usher',
    action: 'bot.recall_requested',
    cause: 'hand_over',
    botId: row.id,
    occurrenceId: row.occurrenceId,
    summary: `Bot of “${row.title}”: ${leavesFor(next.title)}`,
    before: { status: row.status, recallRequested: false },
    after: { status: row.status, recallRequested: true, nextBot: next.id },
  };
}
