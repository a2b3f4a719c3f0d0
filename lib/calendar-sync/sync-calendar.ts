import { randomUUID } from 'node:crypto';
import { changeTime } from '@/lib/activity/domain/delay';
import { GoogleFailure } from '@/lib/google/errors';
import { continueSeries } from '@/lib/occurrences/continue-series';
import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import { materializeChanged, materializedWindow } from '@/lib/occurrences/materialize-occurrences';
import type { WrittenEvent } from '@/lib/occurrences/stored-event';
import { FULL_SYNC_TRANSACTION_MS } from '@/lib/platform/database/bounds';
import { db, type Tx } from '@/lib/platform/database/client';
import type { Calendar } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import { logger } from '@/lib/platform/logger';
import { enqueueFollowUps } from '@/lib/scheduling/enqueue-follow-ups';
import { type Reconciled, reconcileBots, sinceChanged, sinceThen } from '@/lib/scheduling/reconcile-bots';
import { countMissedNotifications } from './domain/missed-notifications';
import { continueInCopies, readCalendarsBeside } from './look-for-copies';
import type { SyncedCalendar } from './queries';
import { type Changes, readChanges } from './read-changes';
import { refreshCalendarLists } from './refresh-calendar-list';
import { storeChanges } from './store-events';
import { NO_LEASE, releaseLease, renewLease, takeLease } from './sync-lease';

export type SyncOutcome =
  | { state: 'synced'; changed: number; full: boolean }
  /**
   * Another sync of this calendar is running and will see our change; or nothing has changed; or it is not
   * synced.
   */
  | { state: 'busy' | 'clean' | 'off' }
  /** Google has refused or asked for time, and the next try is still to come. */
  | { state: 'waiting'; error: string; retryAt: Date | null }
  | { state: 'failed'; error: string; retryAt: Date | null };

const ASKED_FOR_TIME = 'Google has asked for time; what is shown was read before.';

/**
 * Syncs one calendar: reads what changed at Google, then stores the events, their occurrences, their bots and
 * the new sync token in one transaction. Only one sync of a calendar runs at a time, across processes; when
 * hints of a change arrive meanwhile, it syncs once more. A failure is recorded on the calendar, with the
 * time of the next try, which hints do not bring forward.
 * @param force syncs also when no hint says that something changed, and before the next try is due, unless
 *   Google itself has asked for time
 */
export function syncCalendar(calendarId: string, clock: () => Date, force = false): Promise<SyncOutcome> {
  return sync(calendarId, clock, { force, looksForCopies: true });
}

/** `looksForCopies`: whether the other calendars of the person are read before bots end with their events. */
type How = { force: boolean; looksForCopies: boolean };

async function sync(
  calendarId: string,
  clock: () => Date,
  { force, looksForCopies }: How,
): Promise<SyncOutcome> {
  let outcome: SyncOutcome | null = null;
  for (let mustSync = force; ; mustSync = false) {
    const lease = randomUUID();
    const calendar = await takeLease(calendarId, lease, clock());
    if (calendar === 'busy' || calendar === 'off') return outcome ?? { state: calendar };
    const { isWaiting, retryAt, lastSyncError, syncWait } = calendar;
    const mustWait = isWaiting && (!mustSync || syncWait === 'asked');
    if (mustWait || (!mustSync && calendar.changeSeq <= calendar.syncedSeq)) {
      // A hint that arrived meanwhile found the calendar busy: it is ours to sync.
      if (!(await releaseLease(calendar, lease))) continue;
      if (mustWait) return { state: 'waiting', error: lastSyncError ?? ASKED_FOR_TIME, retryAt };
      return outcome ?? { state: 'clean' };
    }
    try {
      outcome = await renewLease(
        calendar.id,
        lease,
        clock,
        syncOnce({ calendar, lease, looksForCopies }, clock),
      );
    } catch (error) {
      return { state: 'failed', ...(await recordFailure(calendar, lease, error, clock())) };
    }
    const { id, changeSeq } = calendar;
    // Hints that arrived meanwhile found the calendar busy: they are ours to sync.
    if ((await db().calendar.count({ where: { id, changeSeq: { gt: changeSeq } } })) === 0) return outcome;
  }
}

type Held = { calendar: SyncedCalendar; lease: string; looksForCopies: boolean };

async function syncOnce({ calendar, lease, looksForCopies }: Held, clock: () => Date): Promise<SyncOutcome> {
  const [changes, channel] = await Promise.all([
    readChanges(calendar, clock),
    db().watchChannel.findFirst({
      where: { calendarId: calendar.id, status: 'open', expiresAt: { gt: clock() } },
      select: { createdAt: true },
    }),
  ]);
  if (looksForCopies) {
    await readCalendarsBeside(calendar, changes, async (id) => {
      const { state } = await sync(id, clock, { force: true, looksForCopies: false });
      return state === 'busy' ? 'busy' : 'done';
    });
  }
  const now = clock();
  const isUnchanged = !changes.full && changes.events.length === 0;
  if (isUnchanged) {
    await saveToken(db(), calendar, lease, { now, nextSyncToken: changes.nextSyncToken, missed: 0 });
    return { state: 'synced', changed: 0, full: false };
  }
  const missed = changes.full ? 0 : missedNotificationsOf(calendar, channel, changes.events, now);
  const reconciled = await db().$transaction(
    async (tx) => {
      await lockUser(tx, calendar.userId);
      // The row as it is now, not as it was before Google was asked: its time zone may have changed.
      const current = await saveToken(tx, calendar, lease, {
        now,
        nextSyncToken: changes.nextSyncToken,
        missed,
      });
      const { written, stored } = await storeChanges({ tx, now }, current, changes);
      if (stored.length === 0) return null;
      const continued = await continueSeries({ tx, now }, current, written);
      const changed = await materializeChanged({ tx, now }, current, stored, continued);
      const eventIds = [...new Set([...changed, ...(await continueInCopies({ tx, now }, stored))])];
      const since = calendar.lastSyncedAt
        ? sinceChanged(changeTimes(calendar.syncEnabledSince, written, changes.events), now, clock)
        : // What a first sync brings is no change.
          sinceThen(now);
      return reconcileBots({ tx, now, actor: 'google' }, current.userId, { eventIds }, since);
    },
    changes.full ? { timeout: FULL_SYNC_TRANSACTION_MS } : {},
  );
  if (reconciled) await enqueueFollowUps(reconciled, now);
  logSync(calendar, changes, reconciled);
  return { state: 'synced', changed: changes.events.length, full: changes.full };
}

/** What a sync has found out, apart from the events. `missed`: changes of which no notification told. */
type Finding = { now: Date; nextSyncToken: string | null; missed: number };

/**
 * Saves the sync token from which the next sync goes on, and releases the lease.
 * @returns the calendar's row as it is now
 * @throws Error when the lease has been lost
 */
async function saveToken(
  tx: Tx,
  calendar: Calendar,
  lease: string,
  { now, nextSyncToken, missed }: Finding,
): Promise<Calendar> {
  const [saved] = await tx.calendar.updateManyAndReturn({
    // Without the lease, another sync has taken over: what we read may be older than what it stored.
    where: { id: calendar.id, syncLease: lease },
    data: {
      syncToken: nextSyncToken,
      syncedSeq: calendar.changeSeq,
      lastSyncedAt: now,
      lastSyncError: null,
      failedSyncs: 0,
      retryAt: null,
      syncWait: null,
      ...NO_LEASE,
      ...(missed > 0
        ? { missedNotificationCount: { increment: missed }, lastMissedNotificationAt: now }
        : {}),
      // A later full read stores only what changed within the window: the window moves with the daily scan.
      ...(calendar.materializedUntil ? {} : { materializedUntil: materializedWindow(now).to }),
    },
  });
  if (!saved) throw new Error('The sync took too long and another one has taken over.');
  return saved;
}

/** Returns how many changes no notification has told of, although a channel was open. */
function missedNotificationsOf(
  calendar: Calendar,
  channel: { createdAt: Date } | null,
  events: GoogleEvent[],
  now: Date,
): number {
  return countMissedNotifications({
    updated: events.map((event) => event.updated),
    watchedSince: channel?.createdAt ?? null,
    lastSyncedAt: calendar.lastSyncedAt,
    lastPushAt: calendar.lastPushAt,
    wasMarked: calendar.changeSeq > calendar.syncedSeq,
    now,
  });
}

/**
 * Returns when the events that are new or different were changed at Google, by our ids, as far as Google says
 * it.
 */
function changeTimes(
  syncEnabledSince: Date | null,
  written: WrittenEvent[],
  events: GoogleEvent[],
): Map<string, Date> {
  const updated = new Map(events.map((event) => [event.id, event.updated]));
  const changedAt = new Map<string, Date>();
  for (const { id, googleEventId } of written) {
    const at = changeTime(updated.get(googleEventId), syncEnabledSince);
    if (at) changedAt.set(id, at);
  }
  return changedAt;
}

function logSync(calendar: Calendar, changes: Changes, reconciled: Reconciled | null): void {
  if (changes.events.length === 0 && !changes.full) return;
  logger.info(
    {
      calendar: calendar.summary,
      events: changes.events.length,
      ...(reconciled && {
        scheduled: reconciled.created,
        changed: reconciled.changed,
        cancelled: reconciled.cancelled,
      }),
    },
    changes.full ? 'Calendar read' : 'Calendar synced',
  );
}

const FIRST_RETRY_MS = 5_000;
const LAST_RETRY_MS = 15 * 60_000;
/** Google rarely allows soon what it has refused, but a calendar may be shared again. */
const REFUSED_RETRY_MS = 60 * 60_000;

/**
 * Records that a sync has failed, with the time of the next try, and releases its lease.
 * @returns the error as a person reads it, and the time of the next try; null where only a person can mend it
 */
async function recordFailure(
  calendar: SyncedCalendar,
  lease: string,
  error: unknown,
  now: Date,
): Promise<{ error: string; retryAt: Date | null }> {
  const failure = error instanceof GoogleFailure ? error : null;
  const message = failure?.message ?? 'What Google sent could not be stored; it is tried again.';
  const failedSyncs = calendar.failedSyncs + 1;
  // A page that Google forgets during a full read (410) is no refusal either.
  const isRefused =
    failure !== null && !failure.passing && !['unauthorized', 'sync_token_invalid'].includes(failure.kind);
  const wait = isRefused
    ? REFUSED_RETRY_MS
    : Math.min(FIRST_RETRY_MS * 2 ** (failedSyncs - 1), LAST_RETRY_MS);
  const backoff = wait * (0.75 + Math.random() / 2);
  // What only a person can mend is not tried again automatically: reconnecting the account clears it.
  const isForPerson = failure?.kind === 'revoked' || failure?.kind === 'invalid_client';
  // Calendars that Google gave the same time must not come back together.
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
      ...NO_LEASE,
      // We are not late for what changes while Google lets no one read the calendar.
      ...(isRefused ? { syncEnabledSince: now } : {}),
    },
  });
  // The limit is the account's: its other calendars would exceed it as well.
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
