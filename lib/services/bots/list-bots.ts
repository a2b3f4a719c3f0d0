import type { ScheduledBotRow, ScheduledBotsResponse } from '@/lib/contract/schedule';
import { decodeCursor, encodeCursor, listScope } from '@/lib/cursor';
import { db } from '@/lib/db/client';
import type { Prisma } from '@/lib/db/generated/prisma/client';
import { LIVE_STATUSES } from '@/lib/domain/bot-status';

type Page = { limit: number; cursor?: string };

/**
 * Bots whose join time is in the future, soonest first: the contract's `scheduled_bots`.
 * @throws UsherError invalid_cursor
 */
export function listScheduledBots(userId: string, page: Page, now: Date): Promise<ScheduledBotsResponse> {
  return listBots('scheduled', { userId, status: 'Scheduled', joinAt: { gt: now } }, 'asc', page);
}

/**
 * Bots for the dashboard: those booked or on duty, soonest first, or those that have ended, latest first.
 * @throws UsherError invalid_cursor
 */
export function listBotsOf(
  userId: string,
  view: 'upcoming' | 'past',
  page: Page,
): Promise<ScheduledBotsResponse> {
  const live = { in: [...LIVE_STATUSES] };
  return view === 'upcoming'
    ? listBots('upcoming', { userId, status: live }, 'asc', page)
    : listBots('past', { userId, status: { notIn: [...LIVE_STATUSES] } }, 'desc', page);
}

async function listBots(
  name: string,
  where: Prisma.ScheduledBotWhereInput & { userId: string },
  order: 'asc' | 'desc',
  page: Page,
): Promise<ScheduledBotsResponse> {
  const scope = listScope(`bots ${name}`, where.userId);
  const cursor = page.cursor ? decodeCursor(page.cursor, scope) : null;
  const beyond = order === 'asc' ? ('gt' as const) : ('lt' as const);
  const rows = await db().scheduledBot.findMany({
    where: cursor
      ? {
          AND: [
            where,
            // Said apart, so that the index finds the place.
            { joinAt: { [order === 'asc' ? 'gte' : 'lte']: cursor.time } },
            {
              OR: [
                { joinAt: { [beyond]: cursor.time } },
                { joinAt: cursor.time, id: { [beyond]: cursor.id } },
              ],
            },
          ],
        }
      : where,
    include: BOT_INCLUDE,
    orderBy: [{ joinAt: order }, { id: order }],
    take: page.limit + 1,
  });
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  const hasMore = rows.length > page.limit;
  return {
    scheduled_bots: shown.map(toBotRow),
    next: hasMore && last ? encodeCursor({ time: last.joinAt, id: last.id, direction: 'next' }, scope) : null,
    has_more: hasMore,
  };
}

/** What toBotRow reads beside the bot itself. */
export const BOT_INCLUDE = {
  occurrence: { select: { originalStart: true, event: { select: { kind: true } } } },
} satisfies Prisma.ScheduledBotInclude;

/** A stored bot as the contract shows it. */
export function toBotRow(
  bot: Prisma.ScheduledBotGetPayload<{ include: typeof BOT_INCLUDE }>,
): ScheduledBotRow {
  return {
    bot_id: bot.id,
    platform: bot.meetingPlatform,
    status: bot.status,
    status_reason: bot.statusReason,
    scheduled_join_time: bot.joinAt.toISOString(),
    bot_username: bot.botName,
    meeting_link: bot.meetingUrl,
    custom_attributes: bot.customAttributes as Record<string, string>,
    event_id: bot.occurrenceId,
    occurrence_date:
      bot.occurrence?.event.kind === 'master' ? bot.occurrence.originalStart.toISOString() : null,
    source: bot.source,
    bot_config: bot.botConfig as ScheduledBotRow['bot_config'],
    title: bot.title,
    meeting_start: bot.meetingStart.toISOString(),
    meeting_end: bot.meetingEnd.toISOString(),
    version: bot.version,
  };
}
