import type { Tx } from '@/lib/db/client';

/**
 * Lets the changes of one user's bookings happen one after the other, until the transaction ends: without it a bot
 * could be booked for a meeting that another transaction is cancelling. Rows that merely point to the user are
 * written meanwhile.
 */
export async function lockUser(tx: Tx, userId: string): Promise<void> {
  await tx.$queryRaw`SELECT "id" FROM "User" WHERE "id" = ${userId} FOR NO KEY UPDATE`;
}

/** The same for the user's live bots, which dispatch and the provider's reports move on their own. */
export async function lockLiveBots(tx: Tx, userId: string): Promise<void> {
  await tx.$queryRaw`
    SELECT "id" FROM "ScheduledBot"
     WHERE "userId" = ${userId}
       AND "status" IN ('Scheduled', 'Joining', 'WaitingRoom', 'InMeeting', 'Recording', 'Leaving')
     ORDER BY "id" FOR NO KEY UPDATE`;
}
