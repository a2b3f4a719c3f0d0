import { GoogleFailure } from '@/lib/google/errors';
import { db } from '@/lib/platform/database/client';
import { logger } from '@/lib/platform/logger';
import { refreshCalendarLists } from './refresh-calendar-list';
import type { SyncedCalendar } from './sync-lease';

const FIRST_RETRY_MS = 5_000;
const LAST_RETRY_MS = 15 * 60_000;
/** What Google refuses is rarely allowed soon, but a calendar may be shared again. */
const REFUSED_RETRY_MS = 60 * 60_000;

/**
 * Writes down that a sync has failed, with the time of the next try, and gives its lease back.
 * @returns what a person is told, and that time; null where only they can mend it
 */
export async function recordFailure(
  calendar: SyncedCalendar,
  lease: string,
  error: unknown,
  now: Date,
): Promise<{ error: string; retryAt: Date | null }> {
  const failure = error instanceof GoogleFailure ? error : null;
  const message = failure?.message ?? 'What Google sent could not be stored; it is tried again.';
  const failedSyncs = calendar.failedSyncs + 1;
  // A page that Google forgets while everything is read (410) is no refusal either.
  const isRefused =
    failure !== null && !failure.passing && !['unauthorized', 'sync_token_invalid'].includes(failure.kind);
  const wait = isRefused
    ? REFUSED_RETRY_MS
    : Math.min(FIRST_RETRY_MS * 2 ** (failedSyncs - 1), LAST_RETRY_MS);
  const backoff = wait * (0.75 + Math.random() / 2);
  // What only a person can mend is not tried again by itself: reconnecting clears it.
  const isForPerson = failure?.kind === 'revoked' || failure?.kind === 'invalid_client';
  // All who were told the same time must not come back together.
  const asked = (failure?.retryAfterMs ?? 0) * (1 + Math.random() / 4);
  const retryAt = isForPerson ? null : new Date(+now + Math.max(backoff, asked));
  const isAsked = failure?.kind === 'rate_limited' || asked > 0;
  const syncWait = isRefused ? 'refused' : isAsked ? 'asked' : null;
  logger.warn(
    { calendar: calendar.summary, reason: failure?.reason, error: failure?.message ?? error },
    'Sync failed',
  );
  await db().calendar.updateMany({
    where: { id: calendar.id, syncLease: lease },
    data: {
      lastSyncError: message,
      failedSyncs,
      retryAt,
      syncWait,
      syncLease: null,
      syncLeaseUntil: null,
      // What changes while Google lets nobody read it is not what we are late for.
      ...(isRefused ? { syncEnabledSince: now } : {}),
    },
  });
  // The limit is the account's: its other calendars would run into it as well.
  if (failure?.kind === 'rate_limited') {
    await db().calendar.updateMany({
      where: {
        connectionId: calendar.connectionId,
        OR: [{ retryAt: null }, { retryAt: { lt: retryAt ?? now } }],
      },
      data: { retryAt, syncWait },
    });
  }
  // A calendar that Google does not find has probably left the account's list.
  if (failure?.kind === 'not_found') await refreshCalendarLists(calendar.userId, now);
  return { error: message, retryAt };
}
