import { setTimeout as delay } from 'node:timers/promises';
import type { User } from '@/lib/accounts/users';
import type { EventsQuery, EventsResponse, SyncState } from '@/lib/contract/events';
import { db } from '@/lib/platform/database/client';
import { withinLimit } from '@/lib/platform/limit-work';
import { listStored } from '@/lib/scheduling/list-events';
import { type SyncOutcome, syncCalendar } from './sync-calendar';

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
