import { GoogleFailure } from '@/lib/google/errors';
import { db } from '@/lib/platform/database/client';
import { logger } from '@/lib/platform/logger';
import { type FailedTry, type Failure, nextWait } from './domain/next-try';
import { endPassingWaits, type SyncedCalendar } from './queries';
import { requestRetries, requestSync } from './receive-push';
import { refreshCalendarLists } from './refresh-calendar-list';
import { NO_LEASE, releaseLater } from './sync-lease';

/** A sync that has failed, with the lease that it holds. `isLook`: a reader or a join asked for it. */
export type FailedSync = { calendar: SyncedCalendar; lease: string; isLook: boolean; error: unknown };

export type RecordedFailure = {
  /** As a person reads it. */
  error: string;
  /** When the next try is due; null where only a person can mend it, or where another sync has taken over. */
  retryAt: Date | null;
  /** Hints came during the sync, and its failure is of a kind that may have passed: it can be tried again at once. */
  isHinted: boolean;
};

const OWN_FAILURE = 'Usher couldn’t store what it read from Google.';

/**
 * Records that a sync has failed, with the time of the next try, and releases its lease. Where the database cannot store even
 * that, the lease is released in the background, and then the sync is requested again.
 */
export async function recordFailure(failed: FailedSync, now: Date): Promise<RecordedFailure> {
  const { calendar, lease, error } = failed;
  const failure = error instanceof GoogleFailure ? error : null;
  const words = { calendar: calendar.summary, reason: failure?.reason, error: failure?.message ?? error };
  logger.warn(words, 'Sync failed');
  try {
    return await storeFailure(failed, failure, now);
  } catch (notStored) {
    logger.warn(
      { calendar: calendar.summary, error: notStored },
      'The failure of a sync could not be stored',
    );
    void giveBack(calendar.id, lease);
    return { error: OWN_FAILURE, retryAt: null, isHinted: false };
  }
}

/** Releases a lease in the background, as soon as the database answers, and then requests the sync that it was for. */
export async function giveBack(calendarId: string, lease: string): Promise<void> {
  try {
    if (await releaseLater(calendarId, lease)) await requestSync([calendarId]);
  } catch (error) {
    logger.warn({ error, calendarId }, 'A sync could not be requested; the sweep will request it');
  }
}

async function storeFailure(
  { calendar, lease, isLook }: FailedSync,
  google: GoogleFailure | null,
  now: Date,
): Promise<RecordedFailure> {
  const { isWaiting, changeSeq, syncedSeq } = calendar;
  const failure = classify(google);
  const isShort = failure.class === 'own' || failure.class === 'passing';
  const isNotified = failure.class === 'passing' && (await isDelivering(calendar, now));
  const tried: FailedTry = { now, isWaiting, isLook, isNotified, random: Math.random() };
  const wait = nextWait(calendar, failure, tried);
  const error = google?.message ?? OWN_FAILURE;
  // What a look could not read is still to be read, also when no hint ever tells of it.
  const marks = isShort && changeSeq <= syncedSeq ? 1 : 0;
  const [saved] = await db().calendar.updateManyAndReturn({
    where: { id: calendar.id, syncLease: lease },
    data: {
      ...(wait ? { lastSyncError: error, ...wait } : {}),
      changeSeq: { increment: marks },
      ...NO_LEASE,
      // We are not late for what changes while Google lets no one read the calendar.
      ...(failure.class === 'refused' ? { syncEnabledSince: now } : {}),
    },
  });
  // The limit is the account's: its other calendars would exceed it as well.
  if (google?.kind === 'rate_limited' && wait) {
    const { retryAt, syncWait } = wait;
    await db().calendar.updateMany({
      where: {
        connectionId: calendar.connectionId,
        OR: [{ retryAt: null }, { retryAt: { lt: retryAt ?? now } }],
      },
      data: { retryAt, syncWait },
    });
  }
  // A calendar that Google does not find has probably left the account's list.
  if (google?.kind === 'not_found') await refreshCalendarLists(calendar.userId, now);
  if (!saved) return { error, retryAt: null, isHinted: false };
  return { error, retryAt: saved.retryAt, isHinted: isShort && saved.changeSeq > changeSeq + marks };
}

function classify(google: GoogleFailure | null): Failure {
  if (google === null) return { class: 'own', askedMs: 0 };
  const { kind, passing, retryAfterMs } = google;
  const askedMs = retryAfterMs ?? 0;
  if (kind === 'revoked' || kind === 'invalid_client') return { class: 'person', askedMs };
  // A page that Google forgets during a full read (410) is no refusal either.
  const isRefused = !passing && kind !== 'unauthorized' && kind !== 'sync_token_invalid';
  if (isRefused) return { class: 'refused', askedMs };
  return { class: kind === 'rate_limited' || askedMs > 0 ? 'asked' : 'passing', askedMs };
}

/** Returns whether Google's notifications of a calendar arrive: it has an open channel that has brought a message. */
async function isDelivering({ id: calendarId, lastPushAt }: SyncedCalendar, now: Date): Promise<boolean> {
  const channels = await db().watchChannel.count({
    where: {
      calendarId,
      status: 'open',
      expiresAt: { gt: now },
      OR: [{ firstMessageAt: { not: null } }, ...(lastPushAt ? [{ createdAt: { lt: lastPushAt } }] : [])],
    },
  });
  return channels > 0;
}

/**
 * Ends the waits of calendars that wait because Google was down, and requests their syncs, after one of them could be
 * synced: Google is back. Not all of them are tried in the same instant.
 */
export async function tellRecovery(calendar: SyncedCalendar, now: Date): Promise<void> {
  // One that Google refused says nothing about the others, nor does one that had not failed.
  if (calendar.lastSyncError === null || calendar.syncWait === 'refused') return;
  try {
    await requestRetries(await endPassingWaits(db(), now));
  } catch (error) {
    logger.warn({ error }, 'Calendars that wait could not be told that Google is back');
  }
}
