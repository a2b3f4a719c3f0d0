import type { Tx } from './database/client';
import { lockUnlockedUsers, lockUsers } from './queries';

/**
 * Makes changes of a user's bookings happen one after the other, until the transaction ends. Without it a bot
 * could be scheduled for a meeting that another transaction is canceling.
 */
export async function lockUser(tx: Tx, ...userIds: string[]): Promise<void> {
  await lockUsers(tx, userIds);
}

/** Locks those users whose bookings no one is changing, without waiting for any, and returns their ids. */
export async function lockFreeUsers(tx: Tx, userIds: string[]): Promise<string[]> {
  return (await lockUnlockedUsers(tx, userIds)).map(({ id }) => id);
}
