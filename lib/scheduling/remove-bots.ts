import { type Actor, botFacts, type Change, recordActivity } from '@/lib/activity/record-activity';
import type { CancelBotsResponse } from '@/lib/contract/schedule';
import { db } from '@/lib/platform/database/client';
import type { Override, Prisma, ScheduledBot } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import { ACTIVE_STATUSES } from './domain/bot-status';
import { enqueueFollowUps } from './enqueue-follow-ups';
import { reconcileBots } from './reconcile-bots';

/**
 * Removes several bots from their meetings at once and stores a "never" for each meeting.
 * @returns the bots that were removed, and those that are not booked (any more), each with the reason in a sentence
 */
export async function cancelBots(
  userId: string,
  botIds: string[],
  actor: Actor,
  now: Date,
): Promise<CancelBotsResponse> {
  const { cancelled, found, recalled } = await db().$transaction(async (tx) => {
    const change = { tx, now, actor };
    await lockUser(tx, userId);
    const found = await tx.scheduledBot.findMany({
      where: { userId, id: { in: botIds } },
      include: WITH_OVERRIDE,
    });
    const bots = found.filter((bot) => bot.status === 'Scheduled');
    await tx.occurrence.updateMany({
      where: { id: { in: bots.flatMap((bot) => bot.occurrenceId ?? []) } },
      data: { override: 'never', overrideSetAt: now },
    });
    const removed = await removeBots(change, userId, bots, () => 'never');
    const eventIds = [...new Set(bots.flatMap((bot) => bot.occurrence?.eventId ?? []))];
    // Other meetings may be waiting for the links that are now free.
    const reconciled = await reconcileBots(change, userId, { eventIds });
    return {
      found,
      cancelled: [...removed.cancelled, ...removed.recalled],
      recalled: [...removed.recalled, ...reconciled.recalled],
    };
  });
  await enqueueFollowUps({ recalled }, now);
  const done = new Set(cancelled);
  const statuses = new Map(found.map((bot) => [bot.id, bot.status]));
  return {
    cancelled,
    skipped: [...new Set(botIds)]
      .filter((id) => !done.has(id))
      .map((id) => ({ bot_id: id, reason: reasonFor(statuses.get(id)) })),
  };
}

function reasonFor(status: string | undefined): string {
  if (status === undefined) return 'There is no bot with this id.';
  return `This bot is ${status}: only a bot that is still Scheduled can be canceled.`;
}

/** What removeBots reads beside the bot itself: the override of its meeting, which an undo restores. */
export const WITH_OVERRIDE = {
  occurrence: { select: { override: true, eventId: true } },
} satisfies Prisma.ScheduledBotInclude;

type BotWithOverride = Prisma.ScheduledBotGetPayload<{ include: typeof WITH_OVERRIDE }>;

/**
 * Cancels those of a user's bots that are booked and recalls those that are active, by the status they have now, and records
 * it. The caller stores the overrides of the meetings.
 * @param bots with the overrides that their meetings had before
 * @param overrideSince returns the override of a bot's meeting from now on
 * @returns ids of the bots
 */
export async function removeBots(
  { tx, now, actor }: Change,
  userId: string,
  bots: BotWithOverride[],
  overrideSince: (was: Override | null) => Override | null,
): Promise<{ cancelled: string[]; recalled: string[] }> {
  const { cancelled, recalled } = await cancelOrRecall({ tx, now, actor }, bots);
  await recordActivity(
    tx,
    bots.map((bot) => {
      const override = bot.occurrence?.override ?? null;
      return {
        userId,
        at: now,
        actor,
        cause: 'requested',
        action: 'bot.unscheduled' as const,
        eventId: bot.occurrence?.eventId,
        botId: bot.id,
        occurrenceId: bot.occurrenceId,
        summary: `Bot for “${bot.title}” removed.`,
        before: { ...botFacts(bot), recalled: false, override },
        after: {
          ...botFacts(cancelled.includes(bot.id) ? { ...bot, status: 'Cancelled' } : bot),
          recalled: recalled.includes(bot.id),
          override: overrideSince(override),
        },
      };
    }),
  );
  return { cancelled, recalled };
}

async function cancelOrRecall(
  { tx, now, actor }: Change,
  bots: ScheduledBot[],
): Promise<{ cancelled: string[]; recalled: string[] }> {
  const ids = bots.map((bot) => bot.id);
  const cancelled = await tx.scheduledBot.updateManyAndReturn({
    where: { id: { in: ids }, status: 'Scheduled' },
    data: {
      status: 'Cancelled',
      statusReason: actor === 'api' ? 'Removed through the API.' : 'You removed the bot.',
      version: { increment: 1 },
      updatedAt: now,
    },
    select: { id: true },
  });
  // A bot that was recalled automatically is not scheduled again once it has left.
  await tx.scheduledBot.updateMany({
    where: { id: { in: ids }, recallRequestedAt: { not: null } },
    data: { comesBack: false },
  });
  const recalled = await tx.scheduledBot.updateManyAndReturn({
    where: {
      id: { in: ids },
      status: { in: [...ACTIVE_STATUSES] },
      recallRequestedAt: null,
    },
    data: {
      recallRequestedAt: now,
      statusReason: actor === 'api' ? 'Recalled through the API.' : 'You recalled the bot.',
      updatedAt: now,
    },
    select: { id: true },
  });
  return { cancelled: cancelled.map((bot) => bot.id), recalled: recalled.map((bot) => bot.id) };
}
