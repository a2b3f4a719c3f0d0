import { botFacts, recordActivity } from '@/lib/activity/record-activity';
import { db } from '@/lib/platform/database/client';
import { lockUser } from '@/lib/platform/lock-user';
import { createBookings } from './create-bookings';
import { enqueueFollowUps } from './enqueue-follow-ups';
import { upcomingOccurrences } from './find-target';
import { reconcileBots } from './reconcile-bots';
import { nextOfSeries } from './series-to-reschedule';

export type NextBooking =
  | { state: 'scheduled'; botId: string; joinAt: string }
  /** The booked occurrence is not over yet: ask again then. */
  | { state: 'not_yet'; endsAt: string }
  | { state: 'off' | 'series_ended' };

/** So many occurrences ahead are there to choose from, however far off they are. */
const LOOK_AHEAD = 20;

/**
 * Books the next occurrence of a chained series once the one before it has ended. Asking twice books once: the next one
 * to be joined has its bot, or it has not. What is booked further on does not count.
 */
export async function scheduleNextOccurrence(eventId: string, now: Date): Promise<NextBooking> {
  const owner = await db().event.findUnique({ where: { id: eventId }, select: { userId: true } });
  if (!owner) return { state: 'off' };
  let recalled: string[] = [];
  const result = await db().$transaction(async (tx): Promise<NextBooking> => {
    await lockUser(tx, owner.userId);
    const event = await tx.event.findFirst({
      where: {
        id: eventId,
        autoRescheduleEnabled: true,
        isDeleted: false,
        kind: 'master',
        calendar: { syncEnabled: true },
      },
      include: { calendar: true, user: true },
    });
    if (!event || event.override === 'never') return { state: 'off' };
    // Those beyond the rolling window are stored by this. A meeting without length ends as it starts.
    const from = event.autoRescheduleFrom ? new Date(+event.autoRescheduleFrom - 1) : now;
    await upcomingOccurrences(tx, { event, occurrence: null }, LOOK_AHEAD, now, from);
    const next = await nextOfSeries(tx, eventId, now);
    if (!next) return { state: 'series_ended' };
    if (next.held) return { state: 'not_yet', endsAt: next.endTime.toISOString() };
    const botConfig = event.autoRescheduleBotConfig ?? event.user.defaultBotConfig;
    const [bot] = await createBookings(
      tx,
      [{ occurrenceId: next.id, source: 'auto_reschedule', botConfig }],
      now,
    );
    if (!bot) return { state: 'series_ended' };
    await recordActivity(tx, {
      userId: event.userId,
      at: now,
      actor: 'usher',
      action: 'bot.scheduled',
      cause: 'previous_meeting_ended',
      botId: bot.id,
      occurrenceId: next.id,
      eventId,
      summary: `Next meeting of the series “${bot.title}” booked.`,
      before: botFacts(null),
      after: botFacts(bot),
    });
    ({ recalled } = await reconcileBots({ tx, now, actor: 'usher' }, event.userId, { eventIds: [eventId] }));
    return { state: 'scheduled', botId: bot.id, joinAt: bot.joinAt.toISOString() };
  });
  if (result.state === 'scheduled') await enqueueFollowUps({ recalled }, now);
  return result;
}
