import { db } from '@/lib/db/client';
import { LIVE_STATUSES } from '@/lib/domain/bot-status';
import { botFacts, recordActivity } from '../activity/record-activity';
import { afterReconcile } from '../decisions/after-reconcile';
import { bookBots } from '../decisions/book-bots';
import { seriesWish } from '../decisions/decide';
import { lockUser } from '../decisions/lock-user';
import { reconcileBots } from '../decisions/reconcile-bots';
import { upcomingOccurrences } from './find-target';

export type NextBooking =
  | { state: 'booked'; botId: string; joinAt: string }
  /** The booked occurrence is not over yet: ask again then. */
  | { state: 'not_yet'; endsAt: string }
  | { state: 'off' | 'series_over' };

/** How many occurrences ahead are looked at for one that can be joined. */
const LOOK_AHEAD = 20;

/**
 * Books the next occurrence of a chained series once the one before it has ended. Asking twice books once: the
 * series has a bot to come, or it has not.
 */
export async function bookNextOccurrence(eventId: string, now: Date): Promise<NextBooking> {
  const owner = await db().event.findUnique({ where: { id: eventId }, select: { userId: true } });
  if (!owner) return { state: 'off' };
  const result = await db().$transaction(async (tx): Promise<NextBooking> => {
    await lockUser(tx, owner.userId);
    const event = await tx.event.findFirst({
      where: {
        id: eventId,
        recurringEnabled: true,
        isDeleted: false,
        kind: 'master',
        calendar: { syncEnabled: true },
      },
      include: { calendar: true, user: true },
    });
    if (!event || event.override === 'never') return { state: 'off' };
    const current = await tx.scheduledBot.findFirst({
      where: { occurrence: { eventId }, status: { in: [...LIVE_STATUSES] }, meetingEnd: { gt: now } },
      orderBy: { meetingEnd: 'asc' },
    });
    if (current) return { state: 'not_yet', endsAt: current.meetingEnd.toISOString() };

    for (const occurrence of await upcomingOccurrences(tx, { event, occurrence: null }, LOOK_AHEAD, now)) {
      const wish =
        occurrence.override ?? seriesWish({ ...occurrence, ...event, seriesOverride: event.override });
      if (wish === 'never' || !occurrence.meetingUrl) continue;
      const had = await tx.scheduledBot.findFirst({
        where: { occurrenceId: occurrence.id, meetingStart: occurrence.startTime },
      });
      if (had) continue;
      const botConfig = event.chainBotConfig ?? event.user.defaultBotConfig;
      const [bot] = await bookBots(tx, [{ occurrenceId: occurrence.id, source: 'chain', botConfig }], now);
      if (!bot) continue;
      await recordActivity(tx, {
        userId: event.userId,
        at: now,
        actor: 'usher',
        action: 'bot.scheduled',
        cause: 'chain',
        botId: bot.id,
        occurrenceId: occurrence.id,
        eventId,
        summary: `Next meeting of the series “${bot.title}” booked.`,
        before: botFacts(null),
        after: botFacts(bot),
      });
      await reconcileBots(tx, event.userId, { eventIds: [eventId] }, now, 'usher');
      return { state: 'booked', botId: bot.id, joinAt: bot.joinAt.toISOString() };
    }
    return { state: 'series_over' };
  });
  if (result.state === 'booked') await afterReconcile({ recalled: [] }, now);
  return result;
}
