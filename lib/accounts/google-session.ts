import { recordActivity } from '@/lib/activity/record-activity';
import { type GoogleSession, openSession, readGrantedScope } from '@/lib/google/calendar';
import { GoogleFailure } from '@/lib/google/errors';
import { db } from '@/lib/platform/database/client';
import type { CalendarConnection } from '@/lib/platform/database/generated/prisma/client';
import { decryptSecret, encryptSecret } from '@/lib/platform/encryption/encrypt';
import { logger } from '@/lib/platform/logger';

/** Google's reason when the person did not grant a scope that a call needs (guide "Handle API errors"). */
export const SCOPES_TOO_NARROW = 'insufficientPermissions';

/**
 * Runs calls to Google on behalf of a connection and returns their result. A new access token is saved. When
 * the permission was revoked, the connection is marked `revoked` and the person is told; scheduled bots stay
 * as they are.
 * @throws GoogleFailure
 */
export async function withGoogle<T>(
  connection: CalendarConnection,
  now: Date,
  run: (session: GoogleSession) => Promise<T>,
): Promise<T> {
  if (connection.status === 'revoked') {
    throw new GoogleFailure(
      'revoked',
      'invalid_grant',
      connection.statusReason ?? 'Google access was revoked.',
    );
  }
  const session = openSession(
    {
      clientId: connection.clientId,
      clientSecret: decryptSecret(connection.clientSecret, 'CalendarConnection.clientSecret', connection.id),
      refreshToken: decryptSecret(connection.refreshToken, 'CalendarConnection.refreshToken', connection.id),
      accessToken:
        connection.accessToken &&
        decryptSecret(connection.accessToken, 'CalendarConnection.accessToken', connection.id),
      accessTokenExpiresAt: connection.accessTokenExpiresAt,
    },
    (...token) => void saveAccessToken(connection, ...token),
  );
  try {
    return await run(session);
  } catch (error) {
    const isTooNarrow = error instanceof GoogleFailure && error.reason === SCOPES_TOO_NARROW;
    const failure = (isTooNarrow && (await checkScope(connection, session))) || error;
    if (failure instanceof GoogleFailure && failure.kind === 'revoked')
      await markRevoked(connection, failure, now);
    throw failure;
  }
}

async function saveAccessToken(
  connection: CalendarConnection,
  accessToken: string,
  expiresAt: Date,
  scope: string | null,
): Promise<void> {
  try {
    await db().calendarConnection.updateMany({
      // Only for the grant that it belongs to: the person may have reconnected meanwhile.
      where: { id: connection.id, refreshToken: connection.refreshToken },
      data: {
        accessToken: encryptSecret(accessToken, 'CalendarConnection.accessToken', connection.id),
        accessTokenExpiresAt: expiresAt,
        ...(scope === null ? {} : { grantedScope: scope }),
      },
    });
  } catch (error) {
    logger.warn({ error, connectionId: connection.id }, 'An access token could not be saved');
  }
}

/**
 * Saves the scope that the person has granted, which Google says with a new access token. That one calendar
 * refuses says nothing about its account.
 * @returns the failure that counts instead of the refusal when the whole permission was revoked, else null
 */
async function checkScope(
  connection: CalendarConnection,
  session: GoogleSession,
): Promise<GoogleFailure | null> {
  try {
    const grantedScope = await readGrantedScope(session);
    if (grantedScope === null) return null;
    await db().calendarConnection.updateMany({
      where: { id: connection.id, refreshToken: connection.refreshToken },
      data: { grantedScope },
    });
  } catch (error) {
    if (!(error instanceof GoogleFailure)) throw error;
    if (error.kind === 'revoked') return error;
  }
  return null;
}

async function markRevoked(connection: CalendarConnection, failure: GoogleFailure, now: Date): Promise<void> {
  const isNew = await db().$transaction(async (tx) => {
    const { count } = await tx.calendarConnection.updateMany({
      where: { id: connection.id, refreshToken: connection.refreshToken, status: 'active' },
      data: { status: 'revoked', statusReason: failure.message, accessToken: null },
    });
    if (count === 0) return false;
    await recordActivity(tx, {
      userId: connection.userId,
      at: now,
      actor: 'google',
      action: 'connection.revoked',
      cause: failure.reason,
      summary: `Google no longer lets Usher read ${connection.accountEmail}. Scheduled bots stay; reconnect to sync changes again.`,
      before: { status: 'active' },
      after: { status: 'revoked' },
    });
    return true;
  });
  if (isNew)
    logger.warn({ account: connection.accountEmail, reason: failure.reason }, 'Google access was revoked');
}
