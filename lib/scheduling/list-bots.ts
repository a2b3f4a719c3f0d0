import { validCursor } from '@/lib/contract/errors';
import type { ScheduledBotRow, ScheduledBotsResponse } from '@/lib/contract/schedule';
import { decodeCursor, encodeCursor, listScope } from '@/lib/platform/cursor';
import { db } from '@/lib/platform/database/client';
import { Prisma, type ScheduledBot } from '@/lib/platform/database/generated/prisma/client';
import { LIVE_IN_SQL } from './live-statuses';

type Page = { limit: number; cursor?: string };

/**
 * Bots whose join time is in the future, soonest first: the contract's `scheduled_bots`.
 * @throws UsherError invalid_cursor
 */
export function listScheduledBots(userId: string, page: Page, now: Date): Promise<ScheduledBotsResponse> {
  const isToCome = Prisma.sql`b."status" = 'Scheduled' AND b."joinAt" > ${now}`;
  return listBots('scheduled', userId, isToCome, 'asc', page);
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
  return view === 'upcoming'
    ? listBots('upcoming', userId, Prisma.sql`b."status" IN (${LIVE_IN_SQL})`, 'asc', page)
    : listBots('past', userId, Prisma.sql`b."status" NOT IN (${LIVE_IN_SQL})`, 'desc', page);
}

async function listBots(
  name: string,
  userId: string,
  condition: Prisma.Sql,
  order: 'asc' | 'desc',
  page: Page,
): Promise<ScheduledBotsResponse> {
  const scope = listScope(`bots ${name}`, userId);
  const cursor = page.cursor ? validCursor(decodeCursor(page.cursor, scope)) : null;
  const beyond = order === 'asc' ? Prisma.sql`>` : Prisma.sql`<`;
  const direction = order === 'asc' ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const isOnPage = cursor
    ? Prisma.sql`AND (b."joinAt", b."id") ${beyond} (${cursor.time}, ${cursor.id})`
    : Prisma.empty;
  const rows = await readBotRows(Prisma.sql`
    b."userId" = ${userId} AND ${condition} ${isOnPage}
    ORDER BY b."joinAt" ${direction}, b."id" ${direction} LIMIT ${page.limit + 1}`);
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  const hasMore = rows.length > page.limit;
  return {
    scheduled_bots: shown.map(toBotRow),
    next: hasMore && last ? encodeCursor({ time: last.joinAt, id: last.id, direction: 'next' }, scope) : null,
    has_more: hasMore,
  };
}

/** A stored bot, with the original start of its occurrence where that is one of a series. */
type StoredBot = Pick<ScheduledBot, (typeof SHOWN)[number]> & { occurrenceDate: Date | null };

const SHOWN = [
  'id',
  'occurrenceId',
  'source',
  'status',
  'statusReason',
  'title',
  'meetingUrl',
  'meetingPlatform',
  'meetingStart',
  'meetingEnd',
  'joinAt',
  'botName',
  'customAttributes',
  'botConfig',
  'version',
] as const;
const SHOWN_IN_SQL = Prisma.raw(SHOWN.map((column) => `b."${column}"`).join(', '));

/**
 * Reads bots with what toBotRow shows of them, in a query.
 * @param which condition on "ScheduledBot" b, and order
 */
export function readBotRows(which: Prisma.Sql): Promise<StoredBot[]> {
  return db().$queryRaw<StoredBot[]>`
    SELECT ${SHOWN_IN_SQL}, CASE WHEN e."kind" = 'master' THEN o."originalStart" END AS "occurrenceDate"
      FROM "ScheduledBot" b
      LEFT JOIN "Occurrence" o ON o."id" = b."occurrenceId"
      LEFT JOIN "Event" e ON e."id" = o."eventId"
     WHERE ${which}`;
}

/** A stored bot as the contract shows it. */
export function toBotRow(bot: StoredBot): ScheduledBotRow {
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
    occurrence_date: bot.occurrenceDate?.toISOString() ?? null,
    source: bot.source,
    bot_config: bot.botConfig as ScheduledBotRow['bot_config'],
    title: bot.title,
    meeting_start: bot.meetingStart.toISOString(),
    meeting_end: bot.meetingEnd.toISOString(),
    version: bot.version,
  };
}
