import type { Actor } from '@/lib/activity/record-activity';
import type { CancelBotsResponse } from '@/lib/contract/schedule';
import { db } from '@/lib/platform/database/client';
import { lockUser } from '@/lib/platform/lock-user';
import { enqueueFollowUps } from './enqueue-follow-ups';
import { reconcileBots } from './reconcile-bots';
import { removeBots, WITH_OVERRIDE } from './remove-bots';

/**
 * Takes several bots off their meetings at once, each as a lasting wish.
 * @returns those taken off, and those that are not booked (any more), with the reason in a sentence
 */
export async function cancelBots(
  userId: string,
  botIds: string[],
  actor: Actor,
  now: Date,
): Promise<CancelBotsResponse> {
  const { cancelled, found, recalled } = await db().$transaction(async (tx) => {
    await lockUser(tx, userId);
    const found = await tx.scheduledBot.findMany({
      where: { userId, id: { in: botIds } },
      include: WITH_OVERRIDE,
    });
    const bots = found.filter((bot) => bot.status === 'Scheduled');
    await tx.occurrence.updateMany({
      where: { id: { in: bots.flatMap((bot) => bot.occurrenceId ?? []) } },
      data: { override: 'never' },
    });
    const told = { userId, at: now, actor, cause: 'requested' };
    const off = await removeBots(tx, bots, told, () => 'never');
    const eventIds = [...new Set(bots.flatMap((bot) => bot.occurrence?.eventId ?? []))];
    // The rooms they were to be in may be wanted by other meetings.
    const reconciled = await reconcileBots({ tx, now, actor }, userId, { eventIds });
    return {
      found,
      cancelled: [...off.cancelled, ...off.recalled],
      recalled: [...off.recalled, ...reconciled.recalled],
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
  return `This bot is ${status}: only a bot that is still Scheduled can be cancelled.`;
}
