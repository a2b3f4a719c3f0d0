import { db } from '@/lib/platform/database/client';
import { BOOKED_OR_ACTIVE_IN_SQL } from '@/lib/scheduling/bot-status-sql';
import { BOOKED_OR_ACTIVE_STATUSES } from '@/lib/scheduling/domain/bot-status';
import { LONGEST_MEETING_MS } from '@/lib/scheduling/domain/join-time';
import { type Measured, readDelays } from './read-delays';

const HOUR_MS = 3_600_000;
/** A bot that is not under way so long after its join time is overdue. */
const OVERDUE_MS = 10_000;

/** What is to be seen of the whole installation, from its rows: any of its processes says the same. */
export type State = {
  /** Of the last hour; `missed`: bots whose meeting was found to have ended without them. */
  joins: Measured;
  changes: Measured;
  missed: number;
  /** Bots that are booked or on duty. */
  bots: Record<string, number>;
  /** To set out within the next hour. */
  due: number;
  /** Not taken by a provider although it is time, and for how long the first of them has been waiting. */
  overdue: number;
  overdueMs: number;
  /** Calendars that are followed; of these, those with changes not read yet, and those whose last sync failed. */
  calendars: { sync_enabled: number; waiting: number; failing: number };
  /** Syncs that have failed since the last good one, of all calendars. */
  failedSyncs: number;
  openChannels: number;
  connections: Record<string, number>;
  /** Messages of providers that are still to be passed on. */
  callbacks: number;
};

/** Reads it, in the time of a few index scans. */
export async function readState(now: Date): Promise<State> {
  const hourAgo = new Date(+now - HOUR_MS);
  const [delays, missed, bots, [overdue], [calendars], channels, connections, callbacks] = await Promise.all([
    readDelays(hourAgo),
    missedBots(hourAgo, now),
    bookedOrActiveBots(now),
    overdueBots(now),
    syncEnabledCalendars(),
    db().watchChannel.count({ where: { status: 'open', expiresAt: { gt: now } } }),
    db().calendarConnection.groupBy({ by: ['status'], _count: true }),
    db().callbackDelivery.count(),
  ]);
  const { failedSyncs = 0, ...counts } = calendars ?? { sync_enabled: 0, waiting: 0, failing: 0 };
  return {
    ...delays,
    missed,
    bots: Object.fromEntries(
      BOOKED_OR_ACTIVE_STATUSES.map((status) => [
        status,
        bots.find((row) => row.status === status)?.count ?? 0,
      ]),
    ),
    due: bots.reduce((sum, row) => sum + row.due, 0),
    overdue: overdue?.count ?? 0,
    overdueMs: overdue?.since ? +now - +overdue.since : 0,
    calendars: counts,
    failedSyncs,
    openChannels: channels,
    connections: Object.fromEntries(connections.map((row) => [row.status, row._count])),
    callbacks,
  };
}

/** A bot is missed when its meeting has ended, hours after it was due, or after an outage. The start bounds what is read. */
function missedBots(since: Date, now: Date): Promise<number> {
  const start = new Date(+now - LONGEST_MEETING_MS);
  return db().scheduledBot.count({
    where: { status: 'Missed', joinAt: { gte: start }, updatedAt: { gte: since } },
  });
}

type BookedOrActiveBots = { status: string; count: number; due: number };

/** Read from an index alone. */
function bookedOrActiveBots(now: Date): Promise<BookedOrActiveBots[]> {
  return db().$queryRaw<BookedOrActiveBots[]>`
    SELECT "status"::text AS "status", count(*)::int AS "count",
           (count(*) FILTER (WHERE "status" = 'Scheduled' AND "joinAt" BETWEEN ${now} AND ${new Date(+now + HOUR_MS)}))::int
             AS "due"
      FROM "ScheduledBot" WHERE "status" IN (${BOOKED_OR_ACTIVE_IN_SQL}) GROUP BY "status"`;
}

function overdueBots(now: Date): Promise<{ count: number; since: Date | null }[]> {
  const limit = new Date(+now - OVERDUE_MS);
  return db().$queryRaw`
    SELECT count(*)::int AS "count", min(GREATEST("joinAt", "bookedSince")) AS "since"
      FROM "ScheduledBot"
     WHERE "status" IN ('Scheduled', 'Joining') AND "joinAt" < ${limit}
       AND ("bookedSince" IS NULL OR "bookedSince" < ${limit})
       AND "providerBotId" IS NULL AND "recallRequestedAt" IS NULL`;
}

type SyncEnabledCalendars = { sync_enabled: number; waiting: number; failing: number; failedSyncs: number };

/** Of accounts that wait for their person nothing can be read. */
function syncEnabledCalendars(): Promise<SyncEnabledCalendars[]> {
  return db().$queryRaw<SyncEnabledCalendars[]>`
    SELECT count(*)::int AS "sync_enabled",
           (count(*) FILTER (WHERE c."changeSeq" > c."syncedSeq"))::int AS "waiting",
           (count(*) FILTER (WHERE c."lastSyncError" IS NOT NULL))::int AS "failing",
           COALESCE(sum(c."failedSyncs"), 0)::int AS "failedSyncs"
      FROM "Calendar" c JOIN "CalendarConnection" k ON k."id" = c."connectionId"
     WHERE c."syncEnabled" AND k."status" = 'active'`;
}
