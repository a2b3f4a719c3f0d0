import { randomUUID } from 'node:crypto';
import { changeTime } from '@/lib/activity/domain/delay';
import type { Change } from '@/lib/activity/record-activity';
import { continueSeries } from '@/lib/occurrences/continue-series';
import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import { materializeChanged, materializedWindow } from '@/lib/occurrences/materialize-occurrences';
import type { WrittenEvent } from '@/lib/occurrences/stored-event';
import { FULL_SYNC_TRANSACTION_MS } from '@/lib/platform/database/bounds';
import { db, type Tx } from '@/lib/platform/database/client';
import type { Calendar } from '@/lib/platform/database/generated/prisma/client';
import { limited } from '@/lib/platform/limit-work';
import { lockUser } from '@/lib/platform/lock-user';
import { logger } from '@/lib/platform/logger';
import { processGlobal } from '@/lib/platform/process-global';
import { enqueueFollowUps } from '@/lib/scheduling/enqueue-follow-ups';
import { type Reconciled, reconcileBots, sinceChanged, sinceThen } from '@/lib/scheduling/reconcile-bots';
import { countMissedNotifications } from './domain/missed-notifications';
import { continueInCopies, readCalendarsBeside } from './look-for-copies';
import { calendarNow, type SyncedCalendar, storeSyncToken } from './queries';
import { type Changes, readChanges } from './read-changes';
import { storeChanges } from './store-events';
import { giveBack, recordFailure, tellRecovery } from './sync-failure';
import { releaseLease, renewLease, takeLease } from './sync-lease';

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

const ASKED_FOR_TIME = 'Google asked Usher to slow down; this is as of the last sync.';

/**
 * Syncs one calendar: reads what changed at Google, then stores the events, their occurrences, their bots and
 * the new sync token in one transaction. Only one sync of a calendar runs at a time, across processes; when
 * hints of a change arrive meanwhile, it syncs once more. A failure is recorded on the calendar, with the
 * time of the next try.
 * @param force whether a reader or a join looks: it syncs also when no hint says that something changed, and before the
 *   next try is due, unless Google itself has asked for time
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
  let hasFailed = false;
  for (let mustSync = force, isLook = force; ; isLook = false) {
    const lease = randomUUID();
    const taken = await takeIfDue(calendarId, lease, mustSync, clock()).catch((error: unknown) => {
      void giveBack(calendarId, lease);
      throw error;
    });
    if (taken === null) {
      mustSync = false;
      continue;
    }
    if ('state' in taken) return taken.state === 'waiting' ? taken : (outcome ?? taken);
    let isBehind: boolean;
    try {
      const synced = await renewLease(
        taken.id,
        lease,
        clock,
        syncOnce({ calendar: taken, lease, looksForCopies, isUrgent: force }, clock),
      );
      outcome = { state: 'synced', changed: synced.changed, full: synced.full };
      isBehind = synced.isBehind;
    } catch (error) {
      const { isHinted, ...failed } = await recordFailure({ calendar: taken, lease, isLook, error }, clock());
      if (!isHinted || hasFailed) return { state: 'failed', ...failed };
      hasFailed = true;
      mustSync = true;
      continue;
    }
    await tellRecovery(taken, clock());
    // Hints that arrived meanwhile found the calendar busy: they are ours to sync.
    if (!isBehind) return outcome;
    mustSync = false;
  }
}

/**
 * Takes the lease of a calendar that is to be synced now.
 * @returns the calendar, or why it is not to be synced; null when a hint came meanwhile, which found the calendar busy
 */
async function takeIfDue(
  calendarId: string,
  lease: string,
  mustSync: boolean,
  now: Date,
): Promise<SyncedCalendar | SyncOutcome | null> {
  const calendar = await takeLease(calendarId, lease, now);
  if (calendar === 'busy' || calendar === 'off') return { state: calendar };
  const { isWaiting, retryAt, lastSyncError, syncWait } = calendar;
  const mustWait = isWaiting && (!mustSync || syncWait === 'asked');
  if (!mustWait && (mustSync || calendar.changeSeq > calendar.syncedSeq)) return calendar;
  if (!(await releaseLease(calendar, lease))) return null;
  if (mustWait) return { state: 'waiting', error: lastSyncError ?? ASKED_FOR_TIME, retryAt };
  return { state: 'clean' };
}

type Held = {
  calendar: SyncedCalendar;
  lease: string;
  looksForCopies: boolean;
  /** A bot or a reader waits for the sync. */
  isUrgent: boolean;
};

/**
 * How many syncs store at once, apart from urgent ones: half of the database's connections, so that in a storm of changes
 * notifications, reports and requests find a free one. Any number of syncs may wait for Google.
 */
const STORING_AT_ONCE = 5;
const inTurn = processGlobal('storing-syncs', () => limited(STORING_AT_ONCE));

/** What a sync has stored. `isBehind`: another change was announced meanwhile. */
type Stored = { changed: number; full: boolean; isBehind: boolean };

async function syncOnce(held: Held, clock: () => Date): Promise<Stored> {
  const { calendar, looksForCopies } = held;
  const changes = await readChanges(calendar, clock);
  if (looksForCopies) {
    await readCalendarsBeside(calendar, changes, async (id) => {
      const { state } = await sync(id, clock, { force: true, looksForCopies: false });
      return state === 'busy' ? 'busy' : 'done';
    });
  }
  const stored = { changed: changes.events.length, full: changes.full };
  if (!changes.full && changes.events.length === 0) {
    const finding = { now: clock(), nextSyncToken: changes.nextSyncToken, missed: 0 };
    return { ...stored, isBehind: await saveToken(db(), held, finding) };
  }
  const { isBehind, reconciled, now } = held.isUrgent
    ? await store(held, changes, clock)
    : await inTurn(() => store(held, changes, clock));
  if (reconciled && hasFollowUps(reconciled)) await enqueueFollowUps(reconciled, now);
  logSync(calendar, changes, reconciled);
  return { ...stored, isBehind };
}

async function store(held: Held, changes: Changes, clock: () => Date) {
  const { calendar, lease } = held;
  const now = clock();
  const missed = changes.full ? 0 : missedNotificationsOf(calendar, changes.events, now);
  const finding = { now, nextSyncToken: changes.nextSyncToken, missed };
  return db().$transaction(
    async (tx) => {
      await lockUser(tx, calendar.userId);
      const reconciled = await storeAndReconcile({ tx, now }, { calendar, lease }, changes, clock);
      // Last, so that notifications, which mark the row, do not wait for the whole transaction.
      const isBehind = await saveToken(tx, held, finding);
      return { isBehind, reconciled, now };
    },
    changes.full ? { timeout: FULL_SYNC_TRANSACTION_MS } : {},
  );
}

async function storeAndReconcile(
  { tx, now }: Pick<Change, 'tx' | 'now'>,
  { calendar, lease }: Pick<Held, 'calendar' | 'lease'>,
  changes: Changes,
  clock: () => Date,
): Promise<Reconciled | null> {
  // The row as it is now, not as it was before Google was asked: its time zone may have changed.
  const [current] = await calendarNow(tx, calendar.id, lease);
  if (!current) throw new Error(LOST_LEASE);
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
}

/** Returns whether bots are to be armed or recalled. */
function hasFollowUps({ created, updated, recalled }: Reconciled): boolean {
  return created > 0 || updated > 0 || recalled.length > 0;
}

const LOST_LEASE = 'The sync took too long and another one has taken over.';

/** What a sync has found out, apart from the events. `missed`: changes of which no notification told. */
type Finding = { now: Date; nextSyncToken: string | null; missed: number };

/**
 * Saves the sync token from which the next sync goes on, and releases the lease.
 * @returns whether another change was announced since the sync began
 * @throws Error when the lease has been lost
 */
async function saveToken(
  tx: Tx,
  { calendar, lease }: Pick<Held, 'calendar' | 'lease'>,
  { now, nextSyncToken, missed }: Finding,
): Promise<boolean> {
  const [saved] = await storeSyncToken(tx, calendar.id, lease, {
    syncToken: nextSyncToken,
    syncedSeq: calendar.changeSeq,
    missed,
    materializedUntil: materializedWindow(now).to,
    now,
  });
  if (!saved) throw new Error(LOST_LEASE);
  return saved.changeSeq > calendar.changeSeq;
}

/** Returns how many changes no notification has told of, although a channel was open. */
function missedNotificationsOf(calendar: SyncedCalendar, events: GoogleEvent[], now: Date): number {
  return countMissedNotifications({
    updated: events.map((event) => event.updated),
    watchedSince: calendar.watchedSince,
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
