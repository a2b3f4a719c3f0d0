import { type Actor, recordActivity } from '@/lib/activity/record-activity';
import { UsherError } from '@/lib/contract/errors';
import type { HealthResponse, ResyncBody, ResyncResponse } from '@/lib/contract/health';
import { db } from '@/lib/platform/database/client';
import type { Calendar, CalendarConnection } from '@/lib/platform/database/generated/prisma/client';
import { withinLimit } from '@/lib/platform/limit-work';
import { calendarHealth } from './calendar-health';
import { ON_LIST } from './calendar-row';
import { RESYNC } from './enable-sync';
import { findCalendar } from './find-calendar';
import { requestSync } from './receive-push';
import { refreshListOf } from './refresh-calendar-list';
import { syncCalendar } from './sync-calendar';
import { watchCalendar } from './watch-calendar';

/** How long a person is kept waiting, in ms; what takes longer goes on by itself. */
const LIMIT_MS = 15_000;
const AT_ONCE = 4;

/**
 * Puts following right, whatever went wrong: reads which calendars there are, reads each followed one anew and compares
 * it with the store, and opens channels where there is none or the one there is has let changes slip. Twice is
 * harmless: what is in order stays as it is.
 * @throws UsherError not_found, ambiguous_calendar, no_connection
 */
export async function resyncCalendars(
  userId: string,
  body: ResyncBody,
  actor: Actor,
  clock: () => Date,
): Promise<ResyncResponse> {
  const only = body.calendar_id ? await findCalendar(db(), userId, body.calendar_id) : null;
  const connections = await db().calendarConnection.findMany({
    where: {
      userId,
      ...(only ? { id: only.connectionId } : {}),
      ...(body.account_id ? { OR: [{ id: body.account_id }, { accountEmail: body.account_id }] } : {}),
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

/** Where the account itself is to be reconnected, that is what to say. */
function listFailure({ id, accountEmail }: CalendarConnection, health: HealthResponse) {
  const account = health.connections.find((connection) => connection.id === id);
  const error = account?.problems[0]?.message ?? `Google does not say which calendars ${accountEmail} has.`;
  return { account_id: id, calendar_id: null, error };
}

/** What repairing has not mended of what was to be repaired. */
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

/** Whatever of this process dies, the sweep follows what is marked. */
async function markAll(userId: string, calendars: Calendar[], actor: Actor, now: Date): Promise<void> {
  const ids = calendars.map((calendar) => calendar.id);
  await db().$transaction(async (tx) => {
    await tx.calendar.updateMany({
      where: { id: { in: ids } },
      // Without its lease a sync that is under way cannot bring the token back from which it went on.
      data: {
        ...RESYNC,
        syncToken: null,
        syncLease: null,
        syncLeaseUntil: null,
        pushUnsupported: false,
      },
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
          ? `The calendar “${calendars[0]?.summary}” is read anew.`
          : `${calendars.length} calendars are read anew.`,
      before: errorsOf(calendars),
      after: Object.fromEntries(ids.map((id) => [id, null])),
    });
  });
  await requestSync(ids);
}

/** @returns what went wrong, or null */
async function resync(calendar: Calendar, clock: () => Date): Promise<string | null> {
  const channel = await db().watchChannel.findFirst({
    where: { calendarId: calendar.id, status: 'open' },
    orderBy: { createdAt: 'desc' },
  });
  const letSlip =
    channel && calendar.lastMissedNotificationAt && calendar.lastMissedNotificationAt > channel.createdAt;
  const watched = await watchCalendar(calendar.id, clock(), letSlip === true);
  // Somebody else's sync that has begun since reads everything as well: busy is as good as done.
  const synced = await syncCalendar(calendar.id, clock);
  if (synced.state === 'failed') return synced.error;
  return watched.state === 'failed' ? watched.reason : null;
}

function inWords(resynced: number, problem: string | undefined, inTime: boolean): string {
  const calendars = resynced === 1 ? '1 calendar' : `${resynced} calendars`;
  if (!inTime) return `${calendars} read anew; the rest takes longer and goes on by itself.`;
  if (resynced === 0) return problem ?? 'There is no calendar to repair.';
  return problem ? `${calendars} read anew. ${problem}` : `${calendars} read anew, all is in order.`;
}

/** What keeps each calendar from being followed; repairing lets go of it. */
function errorsOf(calendars: Calendar[]): Record<string, string | null> {
  return Object.fromEntries(calendars.map(({ id, lastSyncError }) => [id, lastSyncError]));
}
