import { db } from '@/lib/platform/database/client';
import { isSameAddress } from './domain/address';

/**
 * Returns the ids of the user's connections that a client names with an `account_id`.
 * @param named the id of a connection, or the address of its account in any spelling
 */
export async function findAccounts(userId: string, named: string): Promise<string[]> {
  const connections = await db().calendarConnection.findMany({
    where: { userId },
    select: { id: true, accountEmail: true },
  });
  return connections
    .filter(({ id, accountEmail }) => id === named || isSameAddress(accountEmail, named))
    .map(({ id }) => id);
}
