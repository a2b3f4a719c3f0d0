import type {
  ActivityFilters,
  ActivityKind,
  ActivityQuery,
  ActivityResponse,
  ActivityRow,
} from '@/lib/contract/activity';
import { validCursor } from '@/lib/contract/errors';
import { decodeCursor, encodeCursor, listScope } from '@/lib/platform/cursor';
import { db } from '@/lib/platform/database/client';
import type { ActivityEntry, Prisma } from '@/lib/platform/database/generated/prisma/client';
import { type Actor, seriesOfOccurrence } from './record-activity';

const EXPORT_BATCH = 1000;
const OVERRIDES = ['always', 'never'];

/**
 * Returns a page of what happened, latest first.
 * @throws UsherError invalid_cursor
 */
export async function listActivity(userId: string, query: ActivityQuery): Promise<ActivityResponse> {
  const { limit, cursor: text, ...filters } = query;
  const scope = listScope('activity', userId, filters);
  const cursor = text ? validCursor(decodeCursor(text, scope)) : null;
  const rows = await readBefore(userId, filters, cursor && BigInt(cursor.id), limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rows.length > limit;
  return {
    next:
      hasMore && last ? encodeCursor({ time: last.at, id: String(last.id), direction: 'next' }, scope) : null,
    has_more: hasMore,
    results: shown.map(toActivityRow),
  };
}

/** Yields all that happened, latest first, a thousand rows at a time, so that little is in memory. */
export async function* readAllActivity(
  userId: string,
  filters: ActivityFilters,
): AsyncGenerator<ActivityRow[]> {
  let before: bigint | null = null;
  for (;;) {
    const rows: ActivityEntry[] = await readBefore(userId, filters, before, EXPORT_BATCH);
    yield rows.map(toActivityRow);
    const last = rows.at(-1);
    if (!last || rows.length < EXPORT_BATCH) return;
    before = last.id;
  }
}

/** Returns a stored entry as the contract shows it. */
export function toActivityRow(entry: ActivityEntry): ActivityRow {
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
  };
}

function readBefore(
  userId: string,
  filters: ActivityFilters,
  before: bigint | null,
  take: number,
): Promise<ActivityEntry[]> {
  return db().activityEntry.findMany({
    where: { userId, ...whereOf(filters), ...(before === null ? {} : { id: { lt: before } }) },
    orderBy: { id: 'desc' },
    take,
  });
}

function whereOf(filters: ActivityFilters): Prisma.ActivityEntryWhereInput {
  const { event_id, bot_id, actor, kind, time_min, time_max, q } = filters;
  return {
    ...(event_id ? aboutEvent(event_id) : {}),
    ...(bot_id ? { botId: bot_id } : {}),
    ...(actor ? { actor } : {}),
    ...(kind ? { AND: ofKind(kind) } : {}),
    ...(time_min || time_max
      ? { at: { ...(time_min && { gte: new Date(time_min) }), ...(time_max && { lt: new Date(time_max) }) } }
      : {}),
    ...(q ? { summary: { contains: q.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' } } : {}),
  };
}

/**
 * Returns the condition for entries of a kind. Removing a bot or enabling a series also sets an override:
 * their `before` and `after` say so.
 */
function ofKind(kind: ActivityKind): Prisma.ActivityEntryWhereInput {
  const named = { action: { startsWith: `${kind.replaceAll('_', '\\_')}.` } };
  if (kind !== 'override') return named;
  const overrideIs = (value: string) => ({ path: ['override'], equals: value });
  const changed = OVERRIDES.map((value) => ({
    OR: [
      { before: overrideIs(value), NOT: { after: overrideIs(value) } },
      { after: overrideIs(value), NOT: { before: overrideIs(value) } },
    ],
  }));
  return { OR: [named, ...changed] };
}

function aboutEvent(id: string): Prisma.ActivityEntryWhereInput {
  const series = seriesOfOccurrence(id);
  return series === id
    ? { eventId: id }
    : { OR: [{ occurrenceId: id }, { eventId: series, occurrenceId: null }] };
}
