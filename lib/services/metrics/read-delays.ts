import { db } from '@/lib/db/client';
import { Prisma } from '@/lib/db/generated/prisma/client';

export const QUANTILES = [0.5, 0.95, 0.99];

/** In milliseconds; the values of QUANTILES, each one that was measured, not one between two. */
export type Measured = { count: number; quantiles: number[]; max: number };

/** What says of a bot how late it set out: the answer to our request, or where that got lost the first report. */
const SET_OUT = ['bot.sent', 'bot.status'];

/**
 * What has been measured since a time, from the activity's own index.
 * @param userId without it, of everybody
 * @returns of each measure nothing where there was nothing to measure
 */
export async function readDelays(
  since: Date,
  userId?: string,
): Promise<{ joins?: Measured; changes?: Measured }> {
  const whose = userId === undefined ? Prisma.empty : Prisma.sql`"userId" = ${userId} AND`;
  const rows = await db().$queryRaw<(Measured & { isJoin: boolean })[]>`
    SELECT "action" = ANY(${SET_OUT}::text[]) AS "isJoin", count(*)::int AS "count", max("delayMs") AS "max",
           percentile_disc(${QUANTILES}::float8[]) WITHIN GROUP (ORDER BY "delayMs") AS "quantiles"
      FROM "ActivityEntry" WHERE ${whose} "at" >= ${since} AND "delayMs" IS NOT NULL
     GROUP BY 1`;
  return { joins: rows.find((row) => row.isJoin), changes: rows.find((row) => !row.isJoin) };
}
