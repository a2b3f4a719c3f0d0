import type { Tx } from './database/client';

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
