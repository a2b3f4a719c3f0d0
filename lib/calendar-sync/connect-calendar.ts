import { SCOPES_TOO_NARROW } from '@/lib/accounts/google-session';
import { type Actor, recordActivity } from '@/lib/activity/record-activity';
import { UsherError } from '@/lib/contract/errors';
import {
  type CalendarListEntry,
  type GoogleCredentials,
  type GoogleSession,
  listCalendars,
  openSession,
  readOwnerName,
} from '@/lib/google/calendar';
import { grantsCalendar, grantsName, NEEDED_SCOPE } from '@/lib/google/endpoints';
import { GoogleFailure } from '@/lib/google/errors';
import { db } from '@/lib/platform/database/client';
import type { CalendarConnection } from '@/lib/platform/database/generated/prisma/client';
import { logger } from '@/lib/platform/logger';
import { encryptSecret, newId } from '@/lib/platform/secrets';
import { RESYNC } from './enable-sync';
import { requestSync } from './receive-push';
import { storeCalendarList } from './refresh-calendar-list';

/** What a connection is made with. */
export type AccountCredentials = GoogleCredentials & {
  accountName?: string | null;
  /** What was granted, space-separated, as far as that is known already. */
  scope?: string | null;
};

export type Connected = { connection: CalendarConnection; replaced: boolean };

type Granted = { accessToken: string; expiresAt: Date; scope: string | null };

/**
 * Connects a Google account, or replaces the credentials of one that is connected: settings, bookings and
 * history stay. The credentials are tried before anything is stored. The first sync
 * follows as a job; the caller opens the push channels.
 * @throws UsherError invalid_google_credentials (with Google's reason), google_failed, google_unavailable
 */
export async function connectCalendar(
  userId: string,
  credentials: AccountCredentials,
  actor: Actor,
  now: Date,
): Promise<Connected> {
  let renewed: Granted | null = null;
  const session = openSession(credentials, (accessToken, expiresAt, scope) => {
    renewed = { accessToken, expiresAt, scope };
  });
  const entries = await tryCredentials(session);
  const scope = scopeOf(credentials, renewed);
  if (scope !== null && !grantsCalendar(scope)) throw missingScopes();
  const primary = entries.find((entry) => entry.primary);
  if (!primary)
    throw new UsherError('invalid_google_credentials', 'This Google account has no primary calendar.');

  const accountName =
    credentials.accountName ?? (scope && grantsName(scope) ? await readOwnerName(session) : null);
  const named = { ...credentials, accountName };
  const connected = await storeConnection(userId, primary.id, named, renewed, actor, now);
  await storeCalendarList(connected.connection, entries, now, false);
  logger.info({ account: primary.id }, connected.replaced ? 'Account reconnected' : 'Account connected');
  if (connected.replaced) await requestResync(connected.connection.id);
  return connected;
}

async function tryCredentials(session: GoogleSession): Promise<CalendarListEntry[]> {
  try {
    return await listCalendars(session);
  } catch (error) {
    if (!(error instanceof GoogleFailure)) throw error;
    if (error.passing) {
      throw new UsherError('google_unavailable', error.message, {
        cause: error,
      });
    }
    if (error.reason === SCOPES_TOO_NARROW) throw missingScopes();
    throw new UsherError('invalid_google_credentials', `Google refused these credentials: ${error.message}`, {
      details: { reason: error.reason },
      cause: error,
    });
  }
}

function scopeOf(credentials: AccountCredentials, renewed: Granted | null): string | null {
  return renewed?.scope ?? credentials.scope ?? null;
}

function missingScopes(): UsherError {
  return new UsherError(
    'invalid_google_credentials',
    `This permission does not let Usher read calendars: ask for ${NEEDED_SCOPE} when you make the refresh token, and leave its box ticked on Google’s page.`,
    { details: { reason: 'missing_scopes' } },
  );
}

async function storeConnection(
  userId: string,
  accountEmail: string,
  credentials: AccountCredentials,
  renewed: Granted | null,
  actor: Actor,
  now: Date,
): Promise<Connected> {
  const accessToken = renewed?.accessToken ?? credentials.accessToken;
  const data = {
    clientId: credentials.clientId,
    clientSecret: encryptSecret(credentials.clientSecret),
    refreshToken: encryptSecret(credentials.refreshToken),
    accessToken: accessToken ? encryptSecret(accessToken) : null,
    accessTokenExpiresAt: renewed?.expiresAt ?? credentials.accessTokenExpiresAt ?? null,
    status: 'active' as const,
    statusReason: null,
    grantedScope: scopeOf(credentials, renewed),
    ...(credentials.accountName ? { accountName: credentials.accountName } : {}),
  };
  return db().$transaction(async (tx) => {
    const key = { userId_accountEmail: { userId, accountEmail } };
    const before = await tx.calendarConnection.findUnique({ where: key });
    const connection = await tx.calendarConnection.upsert({
      where: key,
      create: { id: newId('cal'), userId, accountEmail, ...data },
      update: data,
    });
    // What has changed while Usher waited for them is not what it was late for.
    await tx.calendar.updateMany({
      where: {
        connectionId: connection.id,
        ...(before?.status === 'revoked'
          ? {}
          : { lastSyncError: { not: null }, OR: [{ retryAt: null }, { syncWait: 'refused' }] }),
      },
      data: { syncEnabledSince: now },
    });
    // New credentials mend whatever the old ones broke: everything is looked at once more.
    await tx.calendar.updateMany({
      where: { connectionId: connection.id },
      data: RESYNC,
    });
    await recordActivity(tx, {
      userId,
      at: now,
      actor,
      action: before ? 'connection.replaced' : 'connection.created',
      cause: 'requested',
      summary: before
        ? `Google Calendar of ${accountEmail} reconnected.`
        : `Google Calendar of ${accountEmail} connected.`,
      before: { status: before?.status ?? null },
      after: { status: connection.status },
    });
    return { connection, replaced: before !== null };
  });
}

/** Calendars that were followed before; those that are followed from now on have been asked for. */
async function requestResync(connectionId: string): Promise<void> {
  const calendars = await db().calendar.findMany({
    where: { connectionId, syncEnabled: true },
    select: { id: true },
  });
  await requestSync(calendars.map((calendar) => calendar.id));
}
