import { setTimeout as delay } from 'node:timers/promises';
import type { User } from '@/lib/accounts/users';
import type { EventsQuery, EventsResponse, SyncState } from '@/lib/contract/events';
import { db } from '@/lib/platform/database/client';
import { forEachLimit, withinLimit } from '@/lib/platform/limit-work';
import { logger } from '@/lib/platform/logger';
import { listStored } from '@/lib/scheduling/list-events';
import { LOOK_AHEAD_MS, lookLimit } from './domain/look-limit';
import { calendarsOfDueBots, enabledCalendars } from './queries';
import { requestSync } from './receive-push';
import { type SyncOutcome, syncCalendar } from './sync-calendar';

export { LOOK_AHEAD_MS };

/** A reader does not wait longer for Google, in ms: after this time what is stored counts. */
const LIMIT_MS = 2_000;
/** Calendars that are synced at once before a join. */
const AT_ONCE = 20;

/**
 * Syncs the calendars of bots that are about to be sent, so that an edit whose notification was lost still
 * counts. A bot that had to change gets a new version, which keeps it from being sent as it was. The calendar
 * whose last sync is oldest goes first; those that are not reached in time are left as they are stored. A calendar that
 * another process, or a job, has synced in these seconds is not synced again. Never
 * throws: a failure here must not keep bots from being sent.
 * @param at when the bots are sent; those of the second after it are looked at too
 * @returns whether all of the calendars were synced in time
 */
export async function syncBeforeJoin(at: Date, clock: () => Date): Promise<boolean> {
  try {
    return await syncCalendarsOfDueBots(at, clock);
  } catch (error) {
    logger.warn({ error }, 'Calendars could not be synced before a join: bots are sent as they are stored');
    return false;
  }
}

async function syncCalendarsOfDueBots(at: Date, clock: () => Date): Promise<boolean> {
  const due = await calendarsOfDueBots(db(), at);
  const calendars = due.filter(({ lastSyncedAt }) => +(lastSyncedAt ?? 0) < +at - LOOK_AHEAD_MS);
  let synced = 0;
  let hasEnded = false;
  const syncs = forEachLimit(
    calendars,
    AT_ONCE,
    async ({ id }) => {
      const outcome = await syncCalendar(id, clock, true).catch(() => null);
      if (outcome?.state === 'synced') synced++;
    },
    () => hasEnded,
  );
  await withinLimit(syncs, lookLimit(+at - +clock(), process.uptime() * 1_000), undefined);
  hasEnded = true;
  return synced === calendars.length;
}

const BUSY_WAIT_MS = 50;
const LATE: SyncOutcome = { state: 'failed', error: 'Google did not answer in time.', retryAt: null };
const NOT_YET = 'Meetings of series that are far ahead are still being worked out; ask again in a minute.';

/**
 * Syncs the user's calendars, then returns their events from the store. Where a sync fails, or events far
 * ahead are not stored yet, `sync.ok` is false and the answer has what is stored.
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
  const calendars = await enabledCalendars(db(), userId);
  const outcomes = await Promise.all(
    calendars.map((calendar) => withinLimit(syncWhenFree(calendar.id, clock), LIMIT_MS, LATE)),
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

/**
 * Syncs a calendar after any sync that has already begun, because that one may have read before the reader
 * asked. One that takes too long reads once more when it has ended.
 */
async function syncWhenFree(calendarId: string, clock: () => Date): Promise<SyncOutcome> {
  const giveUp = performance.now() + LIMIT_MS;
  while (performance.now() < giveUp) {
    const outcome = await syncCalendar(calendarId, clock, true);
    if (outcome.state !== 'busy') return outcome;
    await delay(BUSY_WAIT_MS);
  }
  await db().calendar.updateMany({ where: { id: calendarId }, data: { changeSeq: { increment: 1 } } });
  await requestSync([calendarId]);
  return LATE;
}
