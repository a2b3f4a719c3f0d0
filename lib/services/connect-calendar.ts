import { UsherError } from '@/lib/contract/errors';
import { db } from '@/lib/db/client';
import type { CalendarConnection } from '@/lib/db/generated/prisma/client';
import {
  type CalendarListEntry,
  type GoogleCredentials,
  listCalendars,
  openSession,
} from '@/lib/google/calendar';
import { GoogleFailure } from '@/lib/google/errors';
import { encryptSecret, newId } from '@/lib/secrets';
import { requestSync } from './receive-push';
import { type Actor, recordActivity } from './record-activity';
import { storeCalendarList } from './refresh-calendar-list';

export type Connected = { connection: CalendarConnection; replaced: boolean };

/**
 * Connects a Google account, or replaces the credentials of one that is connected: settings, bookings and
 * history stay. The credentials are tried before anything is stored. The first sync
 * follows as a job; the caller opens the push channels.
 * @throws UsherError invalid_google_credentials (with Google's reason), google_failed, google_unavailable
 */
export async function connectCalendar(
  userId: string,
  credentials: GoogleCredentials & { accountName?: string | null },
  actor: Actor,
  now: Date,
): Promise<Connected> {
  let renewed: { accessToken: string; expiresAt: Date } | null = null;
  const entries = await tryCredentials(credentials, (accessToken, expiresAt) => {
    renewed = { accessToken, expiresAt };
  });
  const primary = entries.find((entry) => entry.primary);
  if (!primary)
    throw new UsherError('invalid_google_credentials', 'This Google account has no primary calendar.');

  const connected = await storeConnection(userId, primary.id, credentials, renewed, actor, now);
  await storeCalendarList(connected.connection, entries, now);
  await startFollowing(connected.connection.id);
  return connected;
}

async function tryCredentials(
  credentials: GoogleCredentials,
  onAccessToken: (accessToken: string, expiresAt: Date) => void,
): Promise<CalendarListEntry[]> {
  try {
    return await listCalendars(openSession(credentials, onAccessToken));
  } catch (error) {
    if (!(error instanceof GoogleFailure)) throw error;
    if (error.passing) {
      throw new UsherError('google_unavailable', `Google does not answer: ${error.message}`, {
        cause: error,
      });
    }
    throw new UsherError('invalid_google_credentials', `Google refused these credentials: ${error.message}`, {
      details: { reason: error.reason },
      cause: error,
    });
  }
}

async function storeConnection(
  userId: string,
  accountEmail: string,
  credentials: GoogleCredentials & { accountName?: string | null },
  renewed: { accessToken: string; expiresAt: Date } | null,
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
    // New credentials mend whatever the old ones broke: everything is looked at once more.
    await tx.calendar.updateMany({
      where: { connectionId: connection.id },
      data: { changeSeq: { increment: 1 }, lastSyncError: null, failedSyncs: 0, retryAt: null },
    });
    await recordActivity(tx, {
      userId,
      at: now,
      actor,
      action: before ? 'connection.replaced' : 'connection.created',
      summary: before
        ? `Google Calendar of ${accountEmail} reconnected.`
        : `Google Calendar of ${accountEmail} connected.`,
    });
    return { connection, replaced: before !== null };
  });
}

async function startFollowing(connectionId: string): Promise<void> {
  const calendars = await db().calendar.findMany({
    where: { connectionId, syncEnabled: true },
    select: { id: true },
  });
  await requestSync(calendars.map((calendar) => calendar.id));
}
