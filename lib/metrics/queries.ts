import { z } from 'zod';
import { BotStatus, ScheduledBot } from '@/lib/platform/database/generated/columns';
import { empty, int, json, listOf, nullable, pick, query, type Sql, sql } from '@/lib/platform/sql';
import { BOOKED_OR_ACTIVE_STATUSES } from '@/lib/scheduling/domain/bot-status';

const HOUR_MS = 3_600_000;

export const QUANTILES = [0.5, 0.95, 0.99];

const measured = z.object({
  count: z.number(),
  quantiles: z.array(z.number()).nullable(),
  max: z.number().nullable(),
});
/**
 * Delays in milliseconds. `quantiles` has the values of QUANTILES, each of which was measured and lies not
 * between two that were. Both are null where nothing was measured.
 */
export type Measured = z.output<typeof measured>;

/** These actions say how late a bot was sent: the provider's answer, or a report that came before it. */
const IS_JOIN = sql`"action" IN ('bot.sent', 'bot.status')`;

/**
 * The delays that were measured since a time, in one row, from the activity's own index.
 * @param userId null for all users
 */
export const delays = query(
  { joins: json(measured), changes: json(measured) },
  (since: Date, userId: string | null) => sql`
    SELECT ${measure(IS_JOIN)} AS "joins", ${measure(sql`NOT ${IS_JOIN}`)} AS "changes"
      FROM "ActivityEntry"
     WHERE ${userId === null ? empty : sql`"userId" = ${userId} AND`} "at" >= ${since} AND "delayMs" IS NOT NULL`,
);

function measure(which: Sql): Sql {
  const filter = sql`FILTER (WHERE ${which})`;
  return sql`jsonb_build_object(
    'count', count(*) ${filter}, 'max', max("delayMs") ${filter},
    'quantiles', percentile_disc(${QUANTILES}::float8[]) WITHIN GROUP (ORDER BY "delayMs") ${filter})`;
}

/**
 * How many bots are booked or active, by state, and how many of them are to be sent within the next hour.
 * Read from an index alone.
 */
export const bookedOrActiveBots = query(
  { ...pick(ScheduledBot, 'status'), count: int, due: int },
  (now: Date) => sql`
    SELECT "status", count(*)::int AS "count",
           (count(*) FILTER (WHERE "status" = 'Scheduled' AND "joinAt" BETWEEN ${now} AND ${new Date(+now + HOUR_MS)}))::int
             AS "due"
      FROM "ScheduledBot" WHERE "status" IN (${listOf(BotStatus, BOOKED_OR_ACTIVE_STATUSES)}) GROUP BY "status"`,
);

const OVERDUE_MS = 10_000;

/**
 * A bot counts as overdue when no provider has taken it ten seconds after it was due, although it is still to
 * be sent.
 */
function isTenSecondsOverdue(now: Date): Sql {
  const limit = new Date(+now - OVERDUE_MS);
  return sql`"status" IN ('Scheduled', 'Joining') AND "joinAt" < ${limit}
    AND ("bookedSince" IS NULL OR "bookedSince" < ${limit})
    AND "providerBotId" IS NULL AND "recallRequestedAt" IS NULL`;
}

/** How many bots are overdue, and since when the first of them has been due, in one row. */
export const overdueBots = query(
  { count: int, since: nullable(ScheduledBot.joinAt) },
  (now: Date) => sql`
    SELECT count(*)::int AS "count", min(GREATEST("joinAt", "bookedSince")) AS "since"
      FROM "ScheduledBot" WHERE ${isTenSecondsOverdue(now)}`,
);

/**
 * How many calendars have sync enabled, how many of them have changes that are not read yet, or a last sync
 * that failed, and how many syncs have failed since the last good ones, in one row. Calendars of revoked
 * accounts do not count: they wait for their person.
 */
export const syncEnabledCalendars = query(
  { sync_enabled: int, waiting: int, failing: int, failedSyncs: int },
  () => sql`
    SELECT count(*)::int AS "sync_enabled",
           (count(*) FILTER (WHERE c."changeSeq" > c."syncedSeq"))::int AS "waiting",
           (count(*) FILTER (WHERE c."lastSyncError" IS NOT NULL))::int AS "failing",
           COALESCE(sum(c."failedSyncs"), 0)::int AS "failedSyncs"
      FROM "Calendar" c JOIN "CalendarConnection" k ON k."id" = c."connectionId"
     WHERE c."syncEnabled" AND k."status" = 'active'`,
);
