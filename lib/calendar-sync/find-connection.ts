import { askAddress, askSub } from '@/lib/accounts/account-owner';
import { isSameAddress } from '@/lib/accounts/domain/address';
import type { GoogleCredentials } from '@/lib/google/calendar';
import { GoogleFailure } from '@/lib/google/errors';
import { db } from '@/lib/platform/database/client';
import type { CalendarConnection } from '@/lib/platform/database/generated/prisma/client';
import { decryptIfPossible } from '@/lib/platform/encryption/encrypt';

/** A Google account whose credentials have just been tried. */
export type TriedAccount = Pick<GoogleCredentials, 'clientId' | 'refreshToken'> & {
  /** Null where the scopes do not let us know it. */
  googleSub: string | null;
  /** The id of its primary calendar now. */
  address: string;
};

/** `isProven` unless only the stored address says that the connection is the account's. `seen` are the ids of those looked at. */
export type FoundConnection = { connection: CalendarConnection | null; isProven: boolean; seen: string[] };

/**
 * Returns the user's connection of a Google account, whatever addresses the account had: by Google's `sub` where it is known
 * of both. Of a connection or an account without it, Google is asked with the connection's own stored token who has it, or
 * which address it has now. A connection whose token is dead is the account's if it has its address.
 */
export async function findConnection(
  userId: string,
  account: TriedAccount,
  now: Date,
): Promise<FoundConnection> {
  const connections = await db().calendarConnection.findMany({
    where: { userId },
    orderBy: { createdAt: 'asc' },
  });
  const seen = connections.map(({ id }) => id);
  const { googleSub, address } = account;
  const proven = connections.find(
    (each) => (googleSub !== null && each.googleSub === googleSub) || hasSameToken(each, account),
  );
  if (proven) return { connection: proven, isProven: true, seen };
  for (const connection of connections) {
    if (googleSub !== null && connection.googleSub !== null) continue;
    const answer = await isAccount(connection, account, now);
    if (answer) return { connection, isProven: true, seen };
    if (answer === null && isSameAddress(connection.accountEmail, address))
      return { connection, isProven: false, seen };
  }
  return { connection: null, isProven: false, seen };
}

function hasSameToken(connection: CalendarConnection, account: TriedAccount): boolean {
  return connection.clientId === account.clientId && tokenOf(connection) === account.refreshToken;
}

/** Returns the stored refresh token; null when no key opens it. */
function tokenOf({ id, refreshToken }: CalendarConnection): string | null {
  return decryptIfPossible(refreshToken, 'CalendarConnection.refreshToken', id);
}

/** Returns whether a connection is of this account, as Google says of its stored token; null where Google does not say it. */
async function isAccount(
  connection: CalendarConnection,
  { googleSub, address }: TriedAccount,
  now: Date,
): Promise<boolean | null> {
  if (connection.status === 'revoked' || tokenOf(connection) === null) return null;
  try {
    const sub = googleSub && (await askSub(connection, now));
    if (sub) return sub === googleSub;
    const present = await askAddress(connection, now);
    return present === null ? null : isSameAddress(present, address);
  } catch (error) {
    if (!(error instanceof GoogleFailure)) throw error;
    return null;
  }
}
