import type { Tx } from '@/lib/platform/database/client';
import { LIVE_IN_SQL } from './live-statuses';

/**
 * The live bots that are, or will be, in the rooms of these meetings while they last, for other meetings of the same
 * user. One that is being called back counts no more.
 * @returns by occurrence id
 */
export async function roomHolders(
  tx: Tx,
  occurrenceIds: string[],
): Promise<Map<string, { botId: string; title: string }>> {
  const rows = await tx.$queryRaw<{ id: string; botId: string; title: string }[]>`
    SELECT DISTINCT ON (o."id") o."id", b."id" AS "botId", b."title"
      FROM "Occurrence" o
      JOIN "ScheduledBot" b ON b."userId" = o."userId" AND b."meetingKey" = o."meetingKey"
       AND b."occurrenceId" <> o."id" AND b."meetingStart" < o."endTime" AND b."meetingEnd" > o."startTime"
     WHERE o."id" = ANY(${occurrenceIds}::text[])
       AND b."status" IN (${LIVE_IN_SQL})
       AND b."recallRequestedAt" IS NULL
     ORDER BY o."id", b."meetingStart", b."id"`;
  return new Map(rows.map(({ id, ...holder }) => [id, holder]));
}
