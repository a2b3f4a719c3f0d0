import type { Delays, MetricsQuery, MetricsResponse } from '@/lib/contract/metrics';
import { db } from '@/lib/platform/database/client';
import { readInngestServer } from '@/lib/platform/inngest-server';
import { BOOKED_OR_ACTIVE_STATUSES } from '@/lib/scheduling/domain/bot-status';
import { LONGEST_MEETING_MS } from '@/lib/scheduling/domain/join-time';
import { bookedOrActiveBots, delays, type Measured, overdueBots, syncEnabledCalendars } from './queries';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Returns how punctual a user's bots were, and how soon they had what changed at Google. */
export async function readMetrics(
  userId: string,
  { days }: MetricsQuery,
  now: Date,
): Promise<MetricsResponse> {
  const since = new Date(+now - days * DAY_MS);
  const [{ joins, changes }, missed] = await Promise.all([
    theRow(delays(db(), since, userId)),
    db().scheduledBot.count({ where: { userId, status: 'Missed', joinAt: { gte: since, lte: now } } }),
  ]);
  return {
    days,
    since: since.toISOString(),
    join_lateness: toDelays(joins),
    joins_missed: missed,
    change_to_schedule: toDelays(changes),
  };
}

function toDelays({ count, quantiles, max }: Measured): Delays {
  const [p50_ms = null, p95_ms = null, p99_ms = null] = quantiles ?? [];
  return { count, p50_ms, p95_ms, p99_ms, max_ms: max };
}

/** The state of the whole installation, from its rows: each of its processes reads the same. */
export type State = {
  /** Of the last hour, as `changes` and `missed`. */
  joins: Measured;
  changes: Measured;
  /** Bots whose meeting was found to have ended without them. */
  missed: number;
  /** Bots that are booked or active, by state. */
  bots: Record<string, number>;
  /** Bots that are to be sent within the next hour. */
  due: number;
  /** Bots that are due and that no provider has taken, and how long the first of them has been due. */
  overdue: number;
  overdueMs: number;
  /**
   * Calendars with sync enabled; of these, those with changes that are not read yet, and those whose last
   * sync failed.
   */
  calendars: { sync_enabled: number; waiting: number; failing: number };
  /** Syncs that have failed since the last good one, of all calendars. */
  failedSyncs: number;
  openChannels: number;
  connections: Record<string, number>;
  /** Reports of providers that are still to be passed on. */
  callbacks: number;
  /** Milliseconds since the Inngest server last called; null where none is configured, or it never has. */
  serverSilentMs: number | null;
  /** The Inngest server is away, so this installation runs its jobs itself; null where none is configured. */
  isServerAway: boolean | null;
};

/** Returns the state of the installation, in the time of a few index scans. */
export async function readState(now: Date): Promise<State> {
  const hourAgo = new Date(+now - HOUR_MS);
  const [{ joins, changes }, missed, bots, overdue, synced, channels, connections, callbacks, server] =
    await Promise.all([
      theRow(delays(db(), hourAgo, null)),
      missedBots(hourAgo, now),
      bookedOrActiveBots(db(), now),
      theRow(overdueBots(db(), now)),
      theRow(syncEnabledCalendars(db())),
      db().watchChannel.count({ where: { status: 'open', expiresAt: { gt: now } } }),
      db().calendarConnection.groupBy({ by: ['status'], _count: true }),
      db().callbackDelivery.count({ where: { deliveredAt: null } }),
      readInngestServer(now),
    ]);
  const { failedSyncs, ...calendars } = synced;
  const countOf = (status: string) => bots.find((row) => row.status === status)?.count ?? 0;
  return {
    joins,
    changes,
    missed,
    bots: Object.fromEntries(BOOKED_OR_ACTIVE_STATUSES.map((status) => [status, countOf(status)])),
    due: bots.reduce((sum, row) => sum + row.due, 0),
    overdue: overdue.count,
    overdueMs: overdue.since ? +now - +overdue.since : 0,
    calendars,
    failedSyncs,
    openChannels: channels,
    connections: Object.fromEntries(connections.map((row) => [row.status, row._count])),
    callbacks,
    serverSilentMs: server?.lastCallAt ? +now - +server.lastCallAt : null,
    isServerAway: server?.isAway ?? null,
  };
}

/**
 * Returns how many bots were found missed since a time. A bot is found missed when its meeting has ended,
 * hours after it was due or after an outage; the join time bounds what is read.
 */
function missedBots(since: Date, now: Date): Promise<number> {
  const start = new Date(+now - LONGEST_MEETING_MS);
  return db().scheduledBot.count({
    where: { status: 'Missed', joinAt: { gte: start }, updatedAt: { gte: since } },
  });
}

/** Returns the one row of an aggregate. */
async function theRow<T>(rows: Promise<T[]>): Promise<T> {
  const [row] = await rows;
  if (!row) throw new Error('An aggregate has one row.');
  return row;
}
