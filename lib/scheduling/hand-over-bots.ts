import { botFacts, type Change, recordActivity } from '@/lib/activity/record-activity';
import { moveToCopies } from './queries/copies';
import type { HandOver } from './share-copies';

/**
 * Gives bots that are booked or active to another copy of their meeting, and records it. Each stays the same bot.
 * @param change its transaction holds the user's lock; `actor` changed what the bots depend on
 */
export async function handOverBots({ tx, now, actor }: Change, handOvers: HandOver[]): Promise<void> {
  if (handOvers.length === 0) return;
  const rows = handOvers.map(({ bot, from, to }) => ({ id: bot.id, from: from.id, to: to.id }));
  const moved = new Set((await moveToCopies(tx, rows, now)).map(({ id }) => id));
  await recordActivity(
    tx,
    handOvers
      .filter(({ bot }) => moved.has(bot.id))
      .map(({ bot, from, to }) => ({
        userId: to.userId,
        at: now,
        actor,
        action: 'bot.handed_over',
        cause: 'copy',
        botId: bot.id,
        occurrenceId: to.id,
        eventId: to.eventId,
        summary: `The bot for “${to.title}” goes with the same meeting in the calendar “${to.calendarName}”.`,
        before: { ...botFacts(bot), calendar: from.calendarName },
        after: { ...botFacts(bot), calendar: to.calendarName },
      })),
  );
}
