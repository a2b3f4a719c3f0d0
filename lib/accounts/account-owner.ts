import { recordActivity } from '@/lib/activity/record-activity';
import { listCalendars, readOwner } from '@/lib/google/calendar';
import { grantsIdentity, grantsName } from '@/lib/google/endpoints';
import { GoogleFailure } from '@/lib/google/errors';
import type { Tx } from '@/lib/platform/database/client';
import type { CalendarConnection } from '@/lib/platform/database/generated/prisma/client';
import { logger } from '@/lib/platform/logger';
import { displacedAddress, isSameAddress, shownAddress } from './domain/address';
import { withGoogle } from './google-session';

/** Returns whether the scopes of an account let us ask who it belongs to; where Google has not said which they are, true. */
export function mayAskOwner(scope: string | null): boolean {
  return scope === null || grantsIdentity(scope) || grantsName(scope);
}

/**
 * Asks Google, with the account's own stored token, who it belongs to.
 * @returns Google's `sub`; null where its scopes do not let us know
 * @throws GoogleFailure that is passing, or says that the permission was revoked
 */
export async function askSub(connection: CalendarConnection, now: Date): Promise<string | null> {
  if (connection.googleSub) return connection.googleSub;
  if (!mayAskOwner(connection.grantedScope)) return null;
  try {
    return (await withGoogle(connection, now, (session) => readOwner(session))).sub;
  } catch (error) {
    if (!(error instanceof GoogleFailure) || error.passing || error.kind === 'revoked') throw error;
    return null;
  }
}

/**
 * Asks Google, with the account's own stored token, for the address that the account has now.
 * @returns the id of its primary calendar; null where its list has none
 * @throws GoogleFailure
 */
export async function askAddress(connection: CalendarConnection, now: Date): Promise<string | null> {
  const entries = await withGoogle(connection, now, listCalendars);
  return entries.find((entry) => entry.primary)?.id ?? null;
}

/**
 * Stores who an account belongs to, as Google has said it for that account. A user of whom Google has not said it yet, and
 * whose own account this is, is that person.
 * @param tx holds the user's lock
 */
export async function bindAccount(
  tx: Tx,
  connection: Pick<CalendarConnection, 'id' | 'userId' | 'accountEmail'>,
  googleSub: string,
): Promise<void> {
  const { id, userId, accountEmail } = connection;
  const other = await tx.calendarConnection.findUnique({
    where: { userId_googleSub: { userId, googleSub } },
  });
  if (other && other.id !== id) {
    logger.warn({ account: accountEmail, as: other.accountEmail }, 'An account is connected twice');
    return;
  }
  await tx.calendarConnection.updateMany({ where: { id, googleSub: null }, data: { googleSub } });
  const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  const isOwn = user.googleSub === null && isSameAddress(user.email, accountEmail);
  if (!isOwn || (await tx.user.count({ where: { googleSub } })) > 0) return;
  await tx.user.update({
    where: { id: userId },
    data: { googleSub, claimedBySub: null, claimedAt: null },
  });
}

/**
 * Stores that an account has another address now. The address of a user whose own account this is changes with it, unless
 * another user has that address. Another account of the user's that had the address must have lost it.
 * @param tx holds the user's lock
 */
export async function followAddress(
  tx: Tx,
  connection: Pick<CalendarConnection, 'id' | 'userId' | 'accountEmail' | 'googleSub'>,
  address: string,
  now: Date,
): Promise<void> {
  const { id, userId, accountEmail: before } = connection;
  if (before === address) return;
  await displaceAccount(tx, { userId, address, exceptId: id });
  await tx.calendarConnection.update({ where: { id }, data: { accountEmail: address } });
  if (!isSameAddress(before, address)) {
    await recordActivity(tx, {
      userId,
      at: now,
      actor: 'google',
      action: 'connection.renamed',
      cause: 'calendar_list',
      summary: `The Google account ${shownAddress(before)} is now ${address}.`,
      before: { email: shownAddress(before) },
      after: { email: address },
    });
  }
  const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  const isOwn =
    user.googleSub === connection.googleSub && isSameAddress(shownAddress(user.email), shownAddress(before));
  const email = address.toLowerCase();
  if (!isOwn || (await tx.user.count({ where: { email } })) > 0) return;
  await tx.user.update({ where: { id: userId }, data: { email } });
}

/** Takes an address from the account of the user's that has it, because it is another account's now. */
export async function displaceAccount(
  tx: Tx,
  { userId, address, exceptId }: { userId: string; address: string; exceptId?: string },
): Promise<void> {
  const former = await tx.calendarConnection.findUnique({
    where: { userId_accountEmail: { userId, accountEmail: address } },
  });
  if (!former || former.id === exceptId) return;
  await tx.calendarConnection.update({
    where: { id: former.id },
    data: { accountEmail: displacedAddress(former.accountEmail, former.id) },
  });
}
