import { LIVE_IN_SQL } from '@/lib/scheduling/live-statuses';
import type { Tx } from './database/client';
import type { Prisma } from './database/generated/prisma/client';

/**
 * Lets the changes of users' bookings happen one after the other, until the transaction ends: without it a bot
 * could be booked for a meeting that another transaction is cancelling. Rows that merely point to the user are
 * written meanwhile.
 */
export async function lockUser(tx: Tx, ...userIds: string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT "id" FROM "User" WHERE "id" = ANY(${userIds}::text[])
     ORDER BY "id" FOR NO KEY UPDATE`;
}

/**
 * The same for those users whose bookings nobody is changing: nobody is waited for.
 * @returns their ids
 */
export async function lockFreeUsers(tx: Tx, userIds: string[]): Promise<string[]> {
  const free = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "User" WHERE "id" = ANY(${userIds}::text[])
     ORDER BY "id" FOR NO KEY UPDATE SKIP LOCKED`;
  return free.map(({ id }) => id);
}

/** The same for the live bots of occurrences ("Occurrence" o); always after their users. */
export async function lockLiveBots(tx: Tx, occurrences: Prisma.Sql): Promise<void> {
  await tx.$queryRaw`
    SELECT bot."id" FROM "ScheduledBot" bot JOIN "Occurrence" o ON o."id" = bot."occurrenceId"
     WHERE bot."status" IN (${LIVE_IN_SQL})
       AND ${occurrences}
     ORDER BY bot."id" FOR NO KEY UPDATE OF bot`;
}
