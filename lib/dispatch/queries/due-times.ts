import { boolean, query, sql, timestamptz } from '@/lib/platform/sql';

/**
 * Returns the times at which bots are due: those that are to come, soonest first, then those that have passed. A scheduled
 * bot is due in the second of its join time, or when it is tried again; a claimed one when its claim has run out without an
 * outcome (`isDue` of `sending.ts`).
 * @param until later times are left out
 * @returns `looks`: bots are due then that have not been tried yet
 */
export const dueTimes = query(
  { at: timestamptz, looks: boolean },
  ({ now, until, limit }: { now: Date; until: Date; limit: number }) => sql`
    SELECT due."at", bool_or(due."looks") AS "looks"
      FROM (SELECT GREATEST(date_trunc('second', b."joinAt"), b."nextAttemptAt") AS "at", b."nextAttemptAt" IS NULL AS "looks"
              FROM "ScheduledBot" b
             WHERE b."status" = 'Scheduled' AND b."joinAt" < ${until}
            UNION ALL
            SELECT COALESCE(b."leaseUntil" + interval '1 millisecond', b."nextAttemptAt", b."joinAt"), false
              FROM "ScheduledBot" b
             WHERE b."status" = 'Joining' AND b."providerBotId" IS NULL) due
     WHERE due."at" < ${until}
     GROUP BY due."at" ORDER BY due."at" <= ${now}, due."at" LIMIT ${limit}`,
);
