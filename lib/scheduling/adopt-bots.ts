import { type Actor, recordActivity } from '@/lib/activity/record-activity';
import type { Tx } from '@/lib/platform/database/client';
import { BOOKED_OR_ACTIVE_STATUSES } from './domain/bot-status';

/**
 * Bots that rules, a chain or an "always" booked for the same meetings are the person's from now on, as they are: what was
 * asked for all of them holds for these too, whatever becomes of the rule.
 */
export async function adoptBots(
  tx: Tx,
  userId: string,
  actor: Actor,
  occurrenceIds: string[],
  now: Date,
): Promise<void> {
  const bots = await tx.scheduledBot.findMany({
    where: {
      occurrenceId: { in: occurrenceIds },
      source: { notIn: ['manual', 'batch'] },
      status: { in: [...BOOKED_OR_ACTIVE_STATUSES] },
      recallRequestedAt: null,
    },
  });
  await tx.scheduledBot.updateMany({
    where: { id: { in: bots.map((bot) => bot.id) }, recallRequestedAt: null },
    data: { source: 'batch', updatedAt: now },
  });
  await recordActivity(
    tx,
    bots.map((bot) => ({
      userId,
      at: now,
      actor,
      action: 'bot.adopted',
      cause: 'requested',
      botId: bot.id,
      occurrenceId: bot.occurrenceId,
      summary: `Bot for “${bot.title}” stays, whatever the rules say: asked for with its series.`,
      before: { source: bot.source },
      after: { source: 'batch' },
    })),
  );
}
