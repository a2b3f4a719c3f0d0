import { findAccounts } from '@/lib/accounts/find-accounts';
import { type Actor, recordActivity } from '@/lib/activity/record-activity';
import { UsherError } from '@/lib/contract/errors';
import type { HealthResponse, ResyncBody, ResyncResponse } from '@/lib/contract/health';
import { db } from '@/lib/platform/database/client';
import type { Calendar, CalendarConnection } from '@/lib/platform/database/generated/prisma/client';
import { withinLimit } from '@/lib/platform/limit-work';
import { RESYNC } from './enable-sync';
import { requestSync } from './receive-push';
import { refreshListOf } from './refresh-calendar-list';
import { calendarHealth, findCalendar, ON_LIST } from './show-calendars';
import { syncCalendar } from './sync-calendar';
import { NO_LEASE } from './sync-lease';
import { watchCalendar } from './watch-calendar';

/** A person waits no longer than this, in ms; what takes longer goes on in the background. */
const LIMIT_MS = 15_000;
/** Calendars that are resynced at once. */
const AT_ONCE = 4;

/**
 * Resyncs calendars, whatever went wrong before: reads the lists of calendars, reads each calendar whose sync
 * is enabled from the start and compares it with the store, and opens push channels where there is none or
 * where notifications were missed. A second resync is harmless: what is in order stays as it is.
 * @throws UsherError not_found, ambiguous_calendar, no_connection
 */
export async function resyncCalendars(
  userId: string,
  body: ResyncBody,
  actor: Actor,
  clock: () => Date,
): Promise<ResyncResponse> {
  const only = body.calendar_id ? await findCalendar(db(), userId, body.calendar_id) : null;
  const named = body.account_id ? await findAccounts(userId, body.account_id) : null;
  const connections = await db().calendarConnection.findMany({
    where: {
      userId,
      AND: [only ? { id: only.connectionId } : {}, named ? { id: { in: named } } : {}],
    },
  });
  if (connections.length === 0)
    throw new UsherError('no_connection', 'No such Google Calendar is connected.');

  const unread: CalendarConnection[] = [];
  for (const connection of connections) {
    if (!(await withinLimit(refreshListOf(connection.id, clock()), LIMIT_MS, false))) unread.push(connection);
  }
  const calendars = await db().calendar.findMany({
    where: {
      connection: { id: { in: connections.map((connection) => connection.id) }, status: 'active' },
      syncEnabled: true,
      ...ON_LIST,
      ...(only ? { id: only.id } : {}),
    },
  });
  await markAll(userId, calendars, actor, clock());
  const left = [...calendars];
  const failures: ResyncResponse['failed'] = [];
  let resynced = 0;
  const worker = async () => {
    for (let calendar = left.pop(); calendar; calendar = left.pop()) {
      const error = await resync(calendar, clock);
      if (error)
        failures.push({ account_id: calendar.connectionId, calendar_id: calendar.googleCalendarId, error });
      else resynced++;
    }
  };
  const all = Promise.all(Array.from({ length: AT_ONCE }, worker)).then(() => true);
  const inTime = await withinLimit(all, LIMIT_MS, false);
  const health = await calendarHealth(userId, clock());
  const failed = [...unread.map((connection) => listFailure(connection, health)), ...failures];
  const problem = failed[0]?.error ?? problemOf(health, connections, only);
  return { message: inWords(resynced, problem, inTime), resynced, failed, health };
}

/**
 * Returns the failure of an account whose list could not be read. A problem of the account itself says it
 * best.
 */
function listFailure({ id, accountEmail }: CalendarConnection, health: HealthResponse) {
  const account = health.connections.find((connection) => connection.id === id);
  const error = account?.problems[0]?.message ?? `Google does not say which calendars ${accountEmail} has.`;
  return { account_id: id, calendar_id: null, error };
}

/** Returns the first problem that is left of what was to be resynced. */
function problemOf(
  health: HealthResponse,
  resynced: { id: string }[],
  only: Calendar | null,
): string | undefined {
  const ids = resynced.map((connection) => connection.id);
  const problems = health.connections
    .filter(({ id }) => ids.includes(id))
    .flatMap((connection) => [
      ...connection.problems,
      ...connection.calendars
        .filter((calendar) => !only || calendar.usher_id === only.id)
        .flatMap((calendar) => calendar.problems),
    ]);
  return problems[0]?.message;
}

/** Marks calendars for a full read. If this process dies meanwhile, the sweep has them synced. */
async function markAll(userId: string, calendars: Calendar[], actor: Actor, now: Date): Promise<void> {
  const ids = calendars.map((calendar) => calendar.id);
  await db().$transaction(async (tx) => {
    await tx.calendar.updateMany({
      where: { id: { in: ids } },
      // Without its lease a running sync cannot bring back the sync token from which it went on.
      data: { ...RESYNC, ...NO_LEASE, syncToken: null, pushUnsupported: false },
    });
    await recordActivity(tx, {
      userId,
      at: now,
      actor,
      action: 'calendar.resynced',
      cause: 'requested',
      calendarId: ids.length === 1 ? ids[0] : undefined,
      summary:
        calendars.length === 1
          ? `The calendar “${calendars[0]?.summary}” is resynced.`
          : `${calendars.length} calendars are resynced.`,
      before: errorsOf(calendars),
      after: Object.fromEntries(ids.map((id) => [id, null])),
    });
  });
  await requestSync(ids);
}

/** Opens a channel for a calendar if it needs one, and syncs it. @returns what went wrong, or null */
async function resync(calendar: Calendar, clock: () => Date): Promise<string | null> {
  const channel = await db().watchChannel.findFirst({
    where: { calendarId: calendar.id, status: 'open' },
    orderBy: { createdAt: 'desc' },
  });
  const hasMissed =
    channel && calendar.lastMissedNotificationAt && calendar.lastMissedNotificationAt > channel.createdAt;
  const watched = await watchCalendar(calendar.id, clock(), hasMissed === true);
  // Another sync that has begun since reads everything as well: busy is as good as done.
  const synced = await syncCalendar(calendar.id, clock);
  if (synced.state === 'failed') return synced.error;
  return watched.state === 'failed' ? watched.reason : null;
}

function inWords(resynced: number, problem: string | undefined, inTime: boolean): string {
  const calendars = resynced === 1 ? '1 calendar' : `${resynced} calendars`;
  if (!inTime) return `${calendars} resynced. The rest takes longer and continues in the background.`;
  if (resynced === 0) return problem ?? 'There is no calendar to resync.';
  return problem ? `${calendars} resynced. ${problem}` : `${calendars} resynced, everything is in order.`;
}

/** Returns the sync error that each calendar had until now; a resync clears it. */
function errorsOf(calendars: Calendar[]): Record<string, string | null> {
  return Object.fromEntries(calendars.map(({ id, lastSyncError }) => [id, lastSyncError]));
}
