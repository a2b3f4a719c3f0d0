import { setTimeout as delay } from 'node:timers/promises';
import { type SyncOutcome, syncCalendar } from '@/lib/calendar-sync/sync-calendar';
import { UsherError } from '@/lib/contract/errors';
import type { EventsQuery, EventsResponse, SyncState } from '@/lib/contract/events';
import { lookAhead } from '@/lib/occurrences/look-ahead';
import { type Cursor, decodeCursor, encodeCursor, listScope } from '@/lib/platform/cursor';
import { db } from '@/lib/platform/database/client';
import type { User } from '@/lib/platform/database/generated/prisma/client';
import { withinLimit } from '@/lib/platform/within-limit';
import { findEventPage } from './find-event-page';
import { showEvents } from './show-event';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS_BEFORE = 1;
const DEFAULT_DAYS_AFTER = 28;
/** A reader waits for Google no longer than this, in ms; then the answer is what is stored. */
const SYNC_LIMIT_MS = 2_000;
const BUSY_WAIT_MS = 50;
const LATE: SyncOutcome = { state: 'failed', error: 'Google did not answer in time.', retryAt: null };

const NOT_YET = 'Meetings of series that are far ahead are still being worked out; ask again in a minute.';

/**
 * Syncs the user's calendars (incrementally), then lists from the store. A sync that fails is told in
 * `sync.ok`; the answer then is what is stored. So is an answer that lacks some of what is far ahead.
 */
export async function listEventsSynced(
  user: User,
  query: EventsQuery,
  clock: () => Date,
): Promise<EventsResponse> {
  const sync = query.sync === false ? undefined : await syncUser(user.id, clock);
  const { answer, isWhole } = await listStored(user, query, clock());
  if (!sync) return answer;
  return { ...answer, sync: sync.ok && !isWhole ? { ...sync, ok: false, error: NOT_YET } : sync };
}

async function syncUser(userId: string, clock: () => Date): Promise<SyncState> {
  const calendars = await db().$queryRaw<{ id: string; isRevoked: boolean; reason: string | null }[]>`
    SELECT c."id", k."status" = 'revoked' AS "isRevoked", k."statusReason" AS "reason"
      FROM "Calendar" c JOIN "CalendarConnection" k ON k."id" = c."connectionId"
     WHERE c."userId" = ${userId} AND c."syncEnabled"`;
  const outcomes = await Promise.all(
    calendars.map((calendar) => withinLimit(syncWhenFree(calendar.id, clock), SYNC_LIMIT_MS, LATE)),
  );
  const failed = outcomes.find((outcome) => outcome.state === 'failed' || outcome.state === 'waiting');
  const revoked = calendars.find((calendar) => calendar.isRevoked);
  const error =
    failed && 'error' in failed
      ? failed.error
      : revoked
        ? (revoked.reason ?? 'Google access was revoked: connect the calendar again.')
        : null;
  const oldest = await db().calendar.aggregate({
    where: { userId, syncEnabled: true },
    _min: { lastSyncedAt: true },
  });
  return { ok: error === null, error, synced_at: oldest._min.lastSyncedAt?.toISOString() ?? null };
}

/** A sync that somebody else has begun may be older than the question: ours follows it. */
async function syncWhenFree(calendarId: string, clock: () => Date): Promise<SyncOutcome> {
  const giveUp = performance.now() + SYNC_LIMIT_MS;
  for (;;) {
    const outcome = await syncCalendar(calendarId, clock, true);
    if (outcome.state !== 'busy' || performance.now() > giveUp) return outcome;
    await delay(BUSY_WAIT_MS);
  }
}

/**
 * Lists stored occurrences (or one row a series), ordered by start, then id.
 * @throws UsherError validation_failed (window), invalid_cursor
 */
export async function listEvents(user: User, query: EventsQuery, now: Date): Promise<EventsResponse> {
  return (await listStored(user, query, now)).answer;
}

async function listStored(
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
  const cursor = query.cursor ? decodeCursor(query.cursor, scope) : null;
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
