import { db } from '@/lib/platform/database/client';
import { Prisma } from '@/lib/platform/database/generated/prisma/client';

export const QUANTILES = [0.5, 0.95, 0.99];

/**
 * In milliseconds; the values of QUANTILES, each one that was measured, not one between two. Both are null where there was
 * nothing to measure.
 */
export type Measured = { count: number; quantiles: number[] | null; max: number | null };

/** What says of a bot how late it set out: the answer to our request, or a report that was there before. */
const IS_JOIN = Prisma.sql`"action" IN ('bot.sent', 'bot.status')`;

/**
 * What has been measured since a time, from the activity's own index.
 * @param userId without it, of everybody
 */
export async function readDelays(
  since: Date,
  userId?: string,
): Promise<{ joins: Measured; changes: Measured }> {
  const whose = userId === undefined ? Prisma.empty : Prisma.sql`"userId" = ${userId} AND`;
  const [row] = await db().$queryRaw<{ joins: Measured; changes: Measured }[]>`
    SELECT ${measured(IS_JOIN)} AS "joins", ${measured(Prisma.sql`NOT ${IS_JOIN}`)} AS "changes"
      FROM "ActivityEntry" WHERE ${whose} "at" >= ${since} AND "delayMs" IS NOT NULL`;
  if (!row) throw new Error('An aggregate has one row.');
  return row;
}

function measured(which: Prisma.Sql): Prisma.Sql {
  const filter = Prisma.sql`FILTER (WHERE ${which})`;
  return Prisma.sql`jsonb_build_object(
    'count', count(*) ${filter}, 'max', max("delayMs") ${filter},
    'quantiles', percentile_disc(${QUANTILES}::float8[]) WITHIN GROUP (ORDER BY "delayMs") ${filter})`;
}
