import type { ActivityFilters, ActivityQuery, ActivityResponse, ActivityRow } from '@/lib/contract/activity';
import { validCursor } from '@/lib/contract/errors';
import { decodeCursor, encodeCursor, listScope } from '@/lib/platform/cursor';
import { db } from '@/lib/platform/database/client';
import { entriesBefore, latestOfBotsBefore, type ShownEntry } from './queries';
import type { Actor } from './record-activity';

const EXPORT_BATCH = 1000;

/**
 * Returns a page of what happened, latest first: each entry, or one of each bot.
 * @throws UsherError invalid_cursor
 */
export async function listActivity(userId: string, query: ActivityQuery): Promise<ActivityResponse> {
  const { limit, cursor: text, group_by: group, ...filters } = query;
  const scope = listScope('activity', userId, { ...filters, group });
  const cursor = text ? validCursor(decodeCursor(text, scope)) : null;
  const read = group === 'bot' ? latestOfBotsBefore : entriesBefore;
  const before = cursor && BigInt(cursor.id);
  const rows: (ShownEntry & { botEntries?: number })[] = await read(db(), userId, filters, before, limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rows.length > limit;
  return {
    next:
      hasMore && last ? encodeCursor({ time: last.at, id: String(last.id), direction: 'next' }, scope) : null,
    has_more: hasMore,
    results: shown.map((row) => ({ ...toActivityRow(row), bot_entries: row.botEntries })),
  };
}

/** Yields all that happened, latest first, a thousand rows at a time, so that little is in memory. */
export async function* readAllActivity(
  userId: string,
  filters: ActivityFilters,
): AsyncGenerator<ActivityRow[]> {
  let before: bigint | null = null;
  for (;;) {
    const rows: ShownEntry[] = await entriesBefore(db(), userId, filters, before, EXPORT_BATCH);
    yield rows.map(toActivityRow);
    const last = rows.at(-1);
    if (!last || rows.length < EXPORT_BATCH) return;
    before = last.id;
  }
}

/** Returns a stored entry as the contract shows it. */
export function toActivityRow(entry: ShownEntry): ActivityRow {
  return {
    id: String(entry.id),
    at: entry.at.toISOString(),
    actor: entry.actor as Actor,
    action: entry.action,
    cause: entry.cause,
    summary: entry.summary,
    event_id: entry.occurrenceId ?? entry.eventId,
    bot_id: entry.botId,
    before: entry.before,
    after: entry.after,
    delay_ms: entry.delayMs,
    api_key: entry.apiKeyName,
  };
}
