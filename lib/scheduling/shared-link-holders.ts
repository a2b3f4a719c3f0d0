import type { Tx } from '@/lib/platform/database/client';
import { BOOKED_OR_ACTIVE_IN_SQL } from './bot-status-sql';

/**
 * The live bots that are, or will be, in the rooms of these meetings while they last, for other meetings of the same
 * user. One that is being called back counts no more.
 * @returns by occurrence id
 */
export async function sharedLinkHolders(
  tx: Tx,
  occurrenceIds: string[],
): Promise<Map<string, { botId: string; title: string }>> {
  const rows = await tx.$queryRaw<{ id: string; botId: string; title: string }[]>`
    SELECT DISTINCT ON (o."id") o."id", b."id" AS "botId", b."title"
      FROM "Occurrence" o
      JOIN "ScheduledBot" b ON b."userId" = o."userId" AND b."linkKey" = o."linkKey"
       AND b."occurrenceId" <> o."id" AND b."meetingStart" < o."endTime" AND b."meetingEnd" > o."startTime"
     WHERE o."id" = ANY(${occurrenceIds}::text[])
       AND b."status" IN (${BOOKED_OR_ACTIVE_IN_SQL})
       AND b."recallRequestedAt" IS NULL
     ORDER BY o."id", b."meetingStart", b."id"`;
  return new Map(rows.map(({ id, ...holder }) => [id, holder]));
}
