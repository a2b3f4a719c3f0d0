import { randomUUID } from 'node:crypto';
import { withGoogle } from '@/lib/accounts/google-session';
import { eventPages } from '@/lib/google/calendar';
import { GoogleFailure } from '@/lib/google/errors';
import { continueSeries } from '@/lib/occurrences/continue-series';
import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import { materializeChanged, materializedWindow } from '@/lib/occurrences/materialize-occurrences';
import type { StoredEvent } from '@/lib/occurrences/stored-event';
import { db, type Tx } from '@/lib/platform/database/client';
import type { Calendar } from '@/lib/platform/database/generated/prisma/client';
import { lockUser } from '@/lib/platform/lock-user';
import { logger } from '@/lib/platform/logger';
import { enqueueFollowUps } from '@/lib/scheduling/enqueue-follow-ups';
import { type Reconciled, reconcileBots } from '@/lib/scheduling/reconcile-bots';
import { tellOfChosenLinks } from './chosen-links';
import { countMissedNotifications } from './domain/missed-notifications';
import { findDroppedExceptions } from './dropped-exceptions';
import { recordFailure } from './record-failure';
import { sinceUpdated } from './since-updated';
import { markDropped, markMissingDeleted, storeEvents } from './store-events';
import { releaseLease, renewLease, type SyncedCalendar, takeLease } from './sync-lease';

export type SyncOutcome =
  | { state: 'synced'; changed: number; full: boolean }
  /** Somebody else is syncing this calendar and will see our change, or nothing is new. */
  | { state: 'busy' | 'clean' | 'off' }
  /** Google has refused or asked for time, and the next try is still to come. */
  | { state: 'waiting'; error: string; retryAt: Date | null }
  | { state: 'failed'; error: string; retryAt: Date | null };

const ASKED_FOR_TIME = 'Google has asked for time; what is shown was read before.';

/**
 * Follows one calendar: reads what changed at Google, and stores the rows, their occurrences, their bots and the
 * new sync token in one transaction. One sync at a time runs for a calendar, across processes; hints that arrive
 * meanwhile make it go round once more. A failure is recorded on the calendar, with the time of the next try; hints do
 * not bring that forward.
 * @param force sync even if no hint says that something changed, and before the next try is due, unless Google itself has
 *   asked for time
 */
export async function syncCalendar(
  calendarId: string,
  clock: () => Date,
  force = false,
): Promise<SyncOutcome> {
  let outcome: SyncOutcome | null = null;
  for (let mustSync = force; ; mustSync = false) {
    const lease = randomUUID();
    const calendar = await takeLease(calendarId, lease, clock());
    if (calendar === 'busy' || calendar === 'off') return outcome ?? { state: calendar };
    const { retryAt, lastSyncError, syncWait } = calendar;
    // Without a time it is for a person to mend.
    const isWaiting = retryAt ? retryAt > clock() : lastSyncError !== null;
    const mustWait = isWaiting && (!mustSync || syncWait === 'asked');
    if (mustWait || (!mustSync && calendar.changeSeq <= calendar.syncedSeq)) {
      // A hint that came since found us busy: it is ours to follow.
      if (!(await releaseLease(calendar, lease))) continue;
      if (mustWait) return { state: 'waiting', error: lastSyncError ?? ASKED_FOR_TIME, retryAt };
      return outcome ?? { state: 'clean' };
    }
    try {
      outcome = await renewLease(calendar.id, lease, clock, syncOnce(calendar, lease, clock));
    } catch (error) {
      return { state: 'failed', ...(await recordFailure(calendar, lease, error, clock())) };
    }
    const { id, changeSeq } = calendar;
    // Hints that came since found us busy: they are ours to follow.
    if ((await db().calendar.count({ where: { id, changeSeq: { gt: changeSeq } } })) === 0) return outcome;
  }
}

async function syncOnce(calendar: SyncedCalendar, lease: string, clock: () => Date): Promise<SyncOutcome> {
  const [changes, channel] = await Promise.all([
    readChanges(calendar, clock),
    db().watchChannel.findFirst({
      where: { calendarId: calendar.id, status: 'open', expiresAt: { gt: clock() } },
      select: { createdAt: true },
    }),
  ]);
  const now = clock();
  const isUnchanged = !changes.full && changes.events.length === 0;
  if (isUnchanged) {
    await saveToken(db(), calendar, lease, changes, 0, now);
    return { state: 'synced', changed: 0, full: false };
  }
  const missedNotifications = changes.full
    ? 0
    : missedNotificationsOf(calendar, channel, changes.events, now);
  const reconciled = await db().$transaction(async (tx) => {
    await lockUser(tx, calendar.userId);
    // As it is now, not as it was before Google was asked: its zone may have changed.
    const current = await saveToken(tx, calendar, lease, changes, missedNotifications, now);
    const written = await storeEvents(tx, current, changes.events, changes.full, now);
    const stored: StoredEvent[] = [...written, ...(await markDropped(tx, changes.dropped, now))];
    if (changes.full) stored.push(...(await markMissingDeleted(tx, current, changes.events, now)));
    if (stored.length === 0) return null;
    await tellOfChosenLinks(tx, current, stored, now);
    const continued = await continueSeries({ tx, now }, current, written);
    const eventIds = await materializeChanged({ tx, now }, current, stored, continued);
    const since = sinceUpdated(calendar, written, changes.events, now, clock);
    return reconcileBots({ tx, now, actor: 'google' }, current.userId, { eventIds }, since);
  });
  if (reconciled) await enqueueFollowUps(reconciled, now);
  logSync(calendar, changes, reconciled);
  return { state: 'synced', changed: changes.events.length, full: changes.full };
}

/**
 * The calendar has been read: from where to go on, and the lease given back.
 * @returns its row as it is now
 */
async function saveToken(
  tx: Tx,
  calendar: Calendar,
  lease: string,
  changes: Changes,
  missedNotifications: number,
  now: Date,
): Promise<Calendar> {
  const [saved] = await tx.calendar.updateManyAndReturn({
    // Without the lease, somebody else has taken over: what we read may be older than what they wrote.
    where: { id: calendar.id, syncLease: lease },
    data: {
      syncToken: changes.nextSyncToken,
      syncedSeq: calendar.changeSeq,
      lastSyncedAt: now,
      lastSyncError: null,
      failedSyncs: 0,
      retryAt: null,
      syncWait: null,
      syncLease: null,
      syncLeaseUntil: null,
      ...(missedNotifications > 0
        ? { missedNotificationCount: { increment: missedNotifications }, lastMissedNotificationAt: now }
        : {}),
      // A full read brings only what changed in line: the window moves on with the daily scan.
      ...(calendar.materializedUntil ? {} : { materializedUntil: materializedWindow(now).to }),
    },
  });
  if (!saved) throw new Error('The sync took too long and another one has taken over.');
  return saved;
}

/** What no push has told of although a channel was open. */
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

type Changes = {
  events: GoogleEvent[];
  nextSyncToken: string | null;
  full: boolean;
  /** Ids of stored exceptions that Google has dropped without a word. */
  dropped: string[];
};

/** What changed since the last sync; where Google does not say all of it, everything there is. */
async function readChanges(calendar: SyncedCalendar, clock: () => Date): Promise<Changes> {
  try {
    const changes = await readPages(calendar, calendar.syncToken, clock());
    const dropped = changes.full ? [] : await findDroppedExceptions(calendar, changes.events, clock());
    if (dropped) return { ...changes, dropped };
  } catch (error) {
    if (!(error instanceof GoogleFailure && error.kind === 'sync_token_invalid' && calendar.syncToken))
      throw error;
    // Google has forgotten where we were: read everything, and compare.
  }
  return { ...(await readPages(calendar, null, clock())), dropped: [] };
}

async function readPages(
  calendar: SyncedCalendar,
  syncToken: string | null,
  now: Date,
): Promise<Omit<Changes, 'dropped'>> {
  return withGoogle(calendar.connection, now, async (session) => {
    const events: GoogleEvent[] = [];
    let nextSyncToken: string | null = null;
    for await (const page of eventPages(session, calendar.googleCalendarId, syncToken)) {
      events.push(...page.events);
      nextSyncToken = page.nextSyncToken;
    }
    return { events, nextSyncToken, full: syncToken === null };
  });
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
    changes.full ? 'Calendar read' : 'Calendar followed',
  );
}
