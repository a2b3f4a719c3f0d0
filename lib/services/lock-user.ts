import type { Tx } from '@/lib/db/client';
import type { Prisma } from '@/lib/db/generated/prisma/client';

/**
 * Lets the changes of users' bookings happen one after the other, until the transaction ends: without it a bot
 * could be booked for a meeting that another transaction is cancelling. Rows that merely point to the user are
 * written meanwhile.
 */
export async function lockUser(tx: Tx, ...userIds: string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT "id" FROM "User" WHERE "id" IN (SELECT jsonb_array_elements_text(${JSON.stringify(userIds)}::jsonb))
     ORDER BY "id" FOR NO KEY UPDATE`;
}

/** The same for the live bots of occurrences ("Occurrence" o); always after their users. */
export async function lockLiveBots(tx: Tx, occurrences: Prisma.Sql): Promise<void> {
  await tx.$queryRaw`
    SELECT bot."id" FROM "ScheduledBot" bot JOIN "Occurrence" o ON o."id" = bot."occurrenceId"
     WHERE bot."status" IN ('Scheduled', 'Joining', 'WaitingRoom', 'InMeeting', 'Recording', 'Leaving')
       AND ${occurrences}
     ORDER BY bot."id" FOR NO KEY UPDATE OF bot`;
}
