import type { User } from '@/lib/accounts/users';
import { UsherError, validCursor } from '@/lib/contract/errors';
import type { EventsQuery, EventsResponse } from '@/lib/contract/events';
import { lookAhead } from '@/lib/occurrences/rolling-window';
import { type Cursor, decodeCursor, encodeCursor, listScope } from '@/lib/platform/cursor';
import { findEventPage } from './find-event-page';
import { showEvents } from './show-event';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS_BEFORE = 1;
const DEFAULT_DAYS_AFTER = 28;
/**
 * Lists stored occurrences (or one row a series), ordered by start, then id.
 * @throws UsherError validation_failed (window), invalid_cursor
 */
export async function listEvents(user: User, query: EventsQuery, now: Date): Promise<EventsResponse> {
  return (await listStored(user, query, now)).answer;
}

/**
 * Lists as `listEvents` does.
 * @returns the answer, and whether all of it was stored: series that are far ahead may still be missing
 */
export async function listStored(
  user: User,
  query: EventsQuery,
  now: Date,
): Promise<{ answer: EventsResponse; isWhole: boolean }> {
  const timeMin = query.time_min ? new Date(query.time_min) : new Date(+now - DEFAULT_DAYS_BEFORE * DAY_MS);
  const from = Math.max(+now, +timeMin);
  const timeMax = query.time_max ? new Date(query.time_max) : new Date(from + DEFAULT_DAYS_AFTER * DAY_MS);
  if (timeMax <= timeMin) {
    const message = 'must be after time_min';
    throw new UsherError('validation_failed', `time_max ${message}.`, {
      details: [{ path: 'time_max', message }],
    });
  }
  const isWhole = await lookAhead(user.id, timeMax, now);
  const { limit: _, cursor: __, sync: ___, ...filters } = query;
  const scope = listScope('events', user.id, filters);
  const cursor = query.cursor ? validCursor(decodeCursor(query.cursor, scope)) : null;
  const { rows, decisions } = await findEventPage(user, query, { timeMin, timeMax }, cursor, now);
  const backwards = cursor?.direction === 'previous';
  const hasMore = rows.length > query.limit;
  const page = rows.slice(0, query.limit);
  if (backwards) page.reverse();

  const at = (row: { id: string; startTime: Date } | undefined, direction: Cursor['direction']) =>
    row ? encodeCursor({ time: row.startTime, id: row.id, direction }, scope) : null;
  const hasNext = backwards || hasMore;
  const hasPrevious = backwards ? hasMore : cursor !== null;
  // Beyond the end, where rows have gone since, there is nothing to go on from.
  const next = hasNext ? at(page.at(-1), 'next') : null;
  const answer = {
    next,
    previous: hasPrevious ? at(page[0], 'previous') : null,
    has_more: next !== null,
    results: showEvents(page, query, decisions),
  };
  return { answer, isWhole };
}
