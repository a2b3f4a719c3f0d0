import { toActivityRow } from '@/lib/activity/list-activity';
import { UsherError, validCursor } from '@/lib/contract/errors';
import { BOT_SOURCES } from '@/lib/contract/names';
import type {
  BotCountsResponse,
  BotFilters,
  BotStatusResponse,
  BotsResponse,
  BotWithTimeline,
  ScheduledBotRow,
  ScheduledBotsResponse,
} from '@/lib/contract/schedule';
import { decodeCursor, encodeCursor, listScope } from '@/lib/platform/cursor';
import { db } from '@/lib/platform/database/client';
import { countBots } from './domain/bot-counts';
import { type BotList, botById, botPage, botsByStatusAndSource, type ShownBot } from './queries/shown-bots';

const EXPORT_BATCH = 1000;

type Page = { limit: number; cursor?: string };

/**
 * Returns a page of the bots whose join time is in the future, soonest first: the contract's `scheduled_bots`.
 * @throws UsherError invalid_cursor
 */
export function listScheduledBots(userId: string, page: Page, now: Date): Promise<ScheduledBotsResponse> {
  return listBots({ view: 'scheduled', after: now }, userId, page);
}

/**
 * Returns a page of a user's bots that the filters leave: those that are booked or active, soonest first; all, or those that
 * have ended, latest first. The page has the names that MeetStream's clients read beside ours.
 * @throws UsherError invalid_cursor
 */
export async function listBotsOf(userId: string, filters: BotFilters, page: Page): Promise<BotsResponse> {
  const listed = await listBots(filters, userId, page);
  return { ...listed, bots: listed.scheduled_bots, hasNextPage: listed.has_more, nextCursor: listed.next };
}

/**
 * Returns the status of one bot.
 * @throws UsherError not_found
 */
export async function readBotStatus(userId: string, botId: string): Promise<BotStatusResponse> {
  const [bot] = await botById(db(), userId, botId);
  if (!bot) throw noSuchBot();
  return { bot_id: bot.id, status: bot.status, custom_attributes: bot.customAttributes };
}

/** Returns how many bots of a user the filters leave, and how many they would with another status group or source. */
export async function countBotsOf(userId: string, filters: BotFilters): Promise<BotCountsResponse> {
  const { status_group, source, ...others } = filters;
  const rows = await botsByStatusAndSource(db(), userId, others);
  return countBots(rows, BOT_SOURCES, { status_group, source });
}

/** Yields all bots of a user that the filters leave, in the order of the list, a thousand at a time. */
export async function* readAllBots(userId: string, filters: BotFilters): AsyncGenerator<ScheduledBotRow[]> {
  let beyond: { joinAt: Date; id: string } | null = null;
  for (;;) {
    const rows: ShownBot[] = (await botPage(db(), userId, filters, beyond, EXPORT_BATCH)).map(
      ({ row }) => row,
    );
    yield rows.map(toBotRow);
    const last = rows.at(-1);
    if (!last || rows.length < EXPORT_BATCH) return;
    beyond = last;
  }
}

async function listBots(list: BotList, userId: string, page: Page): Promise<ScheduledBotsResponse> {
  const { view, ...filters } = list;
  // The present time is no filter.
  const scope = listScope(`bots ${view}`, userId, 'after' in filters ? {} : filters);
  const cursor = page.cursor ? validCursor(decodeCursor(page.cursor, scope)) : null;
  const beyond = cursor && { joinAt: cursor.time, id: cursor.id };
  const rows = (await botPage(db(), userId, list, beyond, page.limit + 1)).map(({ row }) => row);
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  const hasMore = rows.length > page.limit;
  return {
    scheduled_bots: shown.map(toBotRow),
    next: hasMore && last ? encodeCursor({ time: last.joinAt, id: last.id, direction: 'next' }, scope) : null,
    has_more: hasMore,
  };
}

/**
 * Returns one bot with its timeline.
 * @throws UsherError not_found
 */
export async function readBot(userId: string, botId: string): Promise<BotWithTimeline> {
  const [bot] = await botById(db(), userId, botId);
  if (!bot) throw noSuchBot();
  const entries = await db().activityEntry.findMany({ where: { userId, botId }, orderBy: { id: 'asc' } });
  return { ...toBotRow(bot), timeline: entries.map(toActivityRow) };
}

/** Returns the error for an id that is no bot of the user. */
export function noSuchBot(): UsherError {
  return new UsherError('not_found', 'There is no bot with this id.');
}

/** Returns a stored bot as the contract shows it. */
function toBotRow(bot: ShownBot): ScheduledBotRow {
  return {
    bot_id: bot.id,
    platform: bot.meetingPlatform,
    status: bot.status,
    status_reason: bot.statusReason,
    scheduled_join_time: bot.joinAt.toISOString(),
    sent_at: bot.sentAt?.toISOString() ?? null,
    bot_username: bot.botName,
    meeting_link: bot.meetingUrl,
    custom_attributes: bot.customAttributes,
    event_id: bot.occurrenceId,
    occurrence_date: bot.occurrenceDate?.toISOString() ?? null,
    source: bot.source,
    bot_config: bot.botConfig,
    title: bot.title,
    meeting_start: bot.meetingStart.toISOString(),
    meeting_end: bot.meetingEnd.toISOString(),
    version: bot.version,
  };
}
