import { db } from '@/lib/db/client';
import { LIVE_IN_SQL } from '@/lib/db/live-statuses';
import { isLive } from '@/lib/domain/bot-status';
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

/** Chained series whose next meeting to be joined has no bot. */
export async function chainsToGoOn(now: Date): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT e."id" FROM "Event" e
      JOIN "Calendar" c ON c."id" = e."calendarId" AND c."syncEnabled"
      JOIN LATERAL (
        SELECT o."id" FROM "Occurrence" o
         WHERE o."eventId" = e."id" AND NOT o."isDeleted" AND o."endTime" > ${now} AND o."meetingUrl" IS NOT NULL
           AND o."override" IS DISTINCT FROM 'never' AND (e."chainFrom" IS NULL OR o."originalStart" >= e."chainFrom")
           AND NOT EXISTS (SELECT 1 FROM "ScheduledBot" b WHERE b."occurrenceId" = o."id"
                 AND b."meetingStart" = o."startTime" AND b."status" NOT IN (${LIVE_IN_SQL}))
         ORDER BY o."startTime" LIMIT 1) AS next ON true
     WHERE e."recurringEnabled" AND NOT e."isDeleted" AND e."override" IS DISTINCT FROM 'never'
       AND NOT EXISTS (SELECT 1 FROM "ScheduledBot" b WHERE b."occurrenceId" = next."id" AND b."status" IN (${LIVE_IN_SQL}))`;
  return rows.map((row) => row.id);
}

/** How many occurrences ahead are looked at for one that can be joined. */
const LOOK_AHEAD = 20;

/**
 * Books the next occurrence of a chained series once the one before it has ended. Asking twice books once: the next one
 * to be joined has its bot, or it has not. What is booked further on does not count.
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
    const target = { event, occurrence: null };
    // A meeting without length ends as it starts.
    const from = event.chainFrom ? new Date(+event.chainFrom - 1) : now;
    for (const occurrence of await upcomingOccurrences(tx, target, LOOK_AHEAD, now, from)) {
      if (event.chainFrom && occurrence.originalStart < event.chainFrom) continue;
      const wish =
        occurrence.override ?? seriesWish({ ...occurrence, ...event, seriesOverride: event.override });
      if (wish === 'never' || !occurrence.meetingUrl) continue;
      const bots = await tx.scheduledBot.findMany({ where: { occurrenceId: occurrence.id } });
      const live = bots.find((bot) => isLive(bot.status));
      if (live) return { state: 'not_yet', endsAt: live.meetingEnd.toISOString() };
      if (bots.some((bot) => +bot.meetingStart === +occurrence.startTime)) continue;
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
