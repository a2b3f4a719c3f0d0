import { bindAccount, displaceAccount, followAddress, mayAskOwner } from '@/lib/accounts/account-owner';
import { SCOPES_TOO_NARROW } from '@/lib/accounts/google-session';
import { type Actor, type Author, recordActivity } from '@/lib/activity/record-activity';
import type { ChannelSetUp, CreateCalendarResponse } from '@/lib/contract/calendars';
import { UsherError } from '@/lib/contract/errors';
import {
  type CalendarListEntry,
  type GoogleCredentials,
  type GoogleSession,
  listCalendars,
  type Owner,
  openSession,
  readOwner,
} from '@/lib/google/calendar';
import { missingScopes, NEEDED_SCOPE } from '@/lib/google/endpoints';
import { GoogleFailure } from '@/lib/google/errors';
import { db, type Tx } from '@/lib/platform/database/client';
import type { CalendarConnection } from '@/lib/platform/database/generated/prisma/client';
import { encryptSecret } from '@/lib/platform/encryption/encrypt';
import { lockUser } from '@/lib/platform/lock-user';
import { logger } from '@/lib/platform/logger';
import { newId } from '@/lib/platform/secrets';
import { RESYNC } from './enable-sync';
import { type FoundConnection, findConnection } from './find-connection';
import { requestSync } from './receive-push';
import { storeCalendarList } from './refresh-calendar-list';
import { calendarRow, openChannel, storedCalendars } from './show-calendars';
import { watchCalendar } from './watch-calendar';

/** The credentials of an account that is to be connected. */
export type AccountCredentials = GoogleCredentials & {
  accountName?: string | null;
  /** Google's `sub` of the account, where an id_token has told it. */
  googleSub?: string | null;
  /** The person gave the grant to our own OAuth client, on Google's page. */
  grantedHere?: boolean;
  /** The scopes that the person has granted, space-separated, as far as they are known. */
  scope?: string | null;
};

export type Connected = { connection: CalendarConnection; replaced: boolean };

/** An access token that Google gave while the credentials were tried. */
type Granted = { accessToken: string; expiresAt: Date; scope: string | null };

/**
 * Connects a Google account, or replaces the credentials of an account that is connected: settings, bots and
 * history stay. The credentials are tried before anything is stored. The first sync is a job; the caller
 * opens the push channels.
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
  const entries = await tryCredentials(session, () => scopeOf(credentials, renewed));
  const scope = scopeOf(credentials, renewed);
  const missing = scope === null ? [] : missingScopes(scope);
  if (missing.length > 0) throw scopesTooNarrow(missing);
  const primary = entries.find((entry) => entry.primary);
  if (!primary)
    throw new UsherError('invalid_google_credentials', 'This Google account has no primary calendar.');

  const owner = await ownerOf(session, credentials, scope);
  const known = { ...credentials, accountName: owner.name, googleSub: owner.sub };
  const connected = await storeConnection({ userId, accountEmail: primary.id }, known, renewed, {
    actor,
    now,
  });
  await storeCalendarList(connected.connection, entries, now, false);
  logger.info({ account: primary.id }, connected.replaced ? 'Account reconnected' : 'Account connected');
  if (connected.replaced) await requestResync(connected.connection.id);
  return connected;
}

/** Returns the account's calendars. @param scopeNow what the person has granted, as far as it is known by then */
async function tryCredentials(
  session: GoogleSession,
  scopeNow: () => string | null,
): Promise<CalendarListEntry[]> {
  try {
    return await listCalendars(session);
  } catch (error) {
    if (!(error instanceof GoogleFailure)) throw error;
    if (error.passing) {
      throw new UsherError('google_unavailable', error.message, {
        cause: error,
      });
    }
    if (error.reason === SCOPES_TOO_NARROW) {
      const missing = missingScopes(scopeNow() ?? '');
      throw scopesTooNarrow(missing.length > 0 ? missing : [NEEDED_SCOPE]);
    }
    throw new UsherError('invalid_google_credentials', `Google refused these credentials: ${error.message}`, {
      details: { reason: error.reason },
      cause: error,
    });
  }
}

function scopeOf(credentials: AccountCredentials, renewed: Granted | null): string | null {
  return renewed?.scope ?? credentials.scope ?? null;
}

/** Returns who the account belongs to, as far as the credentials or Google say it; an account connects without it as well. */
async function ownerOf(
  session: GoogleSession,
  credentials: AccountCredentials,
  scope: string | null,
): Promise<Owner> {
  const { googleSub: sub = null, accountName: name = null } = credentials;
  if (sub !== null || !mayAskOwner(scope)) return { sub, name };
  const owner = await readOwner(session).catch(() => ({ sub: null, name: null }));
  return { sub: owner.sub, name: name ?? owner.name };
}

function scopesTooNarrow(missing: string[]): UsherError {
  return new UsherError(
    'invalid_google_credentials',
    `This permission does not let Usher read calendars: ask for ${missing.join(' and ')} when you make the refresh token, and check all boxes on Google’s page.`,
    { details: { reason: 'missing_scopes', missing_scopes: missing } },
  );
}

async function storeConnection(
  account: { userId: string; accountEmail: string },
  credentials: AccountCredentials & { googleSub: string | null },
  renewed: Granted | null,
  { actor, now }: Author,
): Promise<Connected> {
  const { userId, accountEmail } = account;
  const { clientId, refreshToken, googleSub } = credentials;
  const tried = { clientId, refreshToken, googleSub, address: accountEmail };
  const found = await findConnection(userId, tried, now);
  const accessToken = renewed?.accessToken ?? credentials.accessToken;
  const dataOf = (id: string) => ({
    clientId,
    clientSecret: encryptSecret(credentials.clientSecret, 'CalendarConnection.clientSecret', id),
    refreshToken: encryptSecret(refreshToken, 'CalendarConnection.refreshToken', id),
    accessToken: accessToken ? encryptSecret(accessToken, 'CalendarConnection.accessToken', id) : null,
    accessTokenExpiresAt: renewed?.expiresAt ?? credentials.accessTokenExpiresAt ?? null,
    status: 'active' as const,
    statusReason: null,
    grantedScope: scopeOf(credentials, renewed),
    grantedHere: credentials.grantedHere ?? false,
    ...(credentials.accountName ? { accountName: credentials.accountName } : {}),
  });
  return db().$transaction(async (tx) => {
    await lockUser(tx, userId);
    const before = await connectionNow(tx, found, { ...account, googleSub });
    if (before) await followAddress(tx, before, accountEmail, now);
    else await displaceAccount(tx, { userId, address: accountEmail });
    const id = before?.id ?? newId('cal');
    const data = dataOf(id);
    const connection = before
      ? // Of credentials that do not say whose they are, and may be another account's, nothing is known.
        await tx.calendarConnection.update({
          where: { id },
          data: { ...data, ...(googleSub || found.isProven ? {} : { googleSub: null }) },
        })
      : await tx.calendarConnection.create({ data: { id, ...account, ...data } });
    if (googleSub) await bindAccount(tx, connection, googleSub);
    // Usher is not late for what changed while it waited for credentials that work.
    await tx.calendar.updateMany({
      where: {
        connectionId: connection.id,
        ...(before?.status === 'revoked'
          ? {}
          : { lastSyncError: { not: null }, OR: [{ retryAt: null }, { syncWait: 'refused' }] }),
      },
      data: { syncEnabledSince: now },
    });
    // New credentials mend what the old ones broke: every calendar is read again.
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

/** Returns the connection that was found, or one that a request at the same time has made of the same account. */
async function connectionNow(
  tx: Tx,
  { connection, seen }: FoundConnection,
  { userId, accountEmail, googleSub }: { userId: string; accountEmail: string; googleSub: string | null },
): Promise<CalendarConnection | null> {
  const found = connection && (await tx.calendarConnection.findUnique({ where: { id: connection.id } }));
  if (found) return found;
  return tx.calendarConnection.findFirst({
    where: {
      userId,
      id: { notIn: seen },
      OR: [{ accountEmail }, ...(googleSub ? [{ googleSub }] : [])],
    },
  });
}

/**
 * Requests the sync of all calendars of a connection. Of those that are new, `storeCalendarList` has
 * requested it.
 */
async function requestResync(connectionId: string): Promise<void> {
  const calendars = await db().calendar.findMany({
    where: { connectionId, syncEnabled: true },
    select: { id: true },
  });
  await requestSync(calendars.map((calendar) => calendar.id));
}

/**
 * Returns what a client is told after connecting. Opens the push channels now, so that the answer says how
 * that went.
 */
export async function describeConnection(
  connectionId: string,
  replaced: boolean,
  now: Date,
): Promise<CreateCalendarResponse> {
  const connection = await db().calendarConnection.findUniqueOrThrow({ where: { id: connectionId } });
  const synced = (await storedCalendars({ connectionId })).filter((row) => row.syncEnabled);
  const channels = [];
  for (const row of synced) {
    const outcome = await watchCalendar(row.id, now);
    const error = 'reason' in outcome ? outcome.reason : undefined;
    channels.push({ row, error });
  }
  const calendars = await storedCalendars({ connectionId });
  const set = channels.map(({ row, error }): ChannelSetUp => {
    const channel = openChannel(calendars.find((other) => other.id === row.id) ?? row, now);
    return {
      calendar_id: row.googleCalendarId,
      calendar_summary: row.summary,
      channel_id: channel?.id ?? null,
      expiration: channel?.expiresAt?.toISOString() ?? null,
      ...(error ? { error } : {}),
    };
  });
  return {
    calendar_id: connection.id,
    platform: 'google_calendar',
    user_email: connection.accountEmail,
    user_name: connection.accountName,
    primary_calendar_id: calendars.find((row) => row.isPrimary)?.googleCalendarId ?? connection.accountEmail,
    message: replaced ? 'Google Calendar reconnected.' : 'Google Calendar connected.',
    calendars: calendars.map((row) => calendarRow(row, now)),
    watch_setup: describeWatches(set),
  };
}

/** Returns how the set-up of push channels went, in MeetStream's fields and, beside them, in ours. */
function describeWatches(channels: ChannelSetUp[]): CreateCalendarResponse['watch_setup'] {
  const results = channels.flatMap(({ error: _, channel_id, ...channel }) =>
    channel_id ? [{ ...channel, channel_id }] : [],
  );
  const failed = channels.filter((channel) => !channel.channel_id);
  const [total, succeeded] = [channels.length, results.length];
  const ofAll = `${succeeded} of ${total} calendars`;
  return {
    success: failed.length === 0,
    status: failed.length === 0 ? 'success' : succeeded > 0 ? 'partial' : 'failed',
    message:
      failed.length === 0
        ? `Google reports the changes of ${total === 1 ? 'the calendar' : `all ${total} calendars`}.`
        : `Google reports the changes of ${ofAll}; Usher asks for those of the others.`,
    watches_setup: succeeded,
    failed_calendars: failed.map(({ calendar_id, calendar_summary, error }) => ({
      calendar_id,
      calendar_summary,
      error: error ?? 'Google gave no reason.',
    })),
    watch_results: results,
    total,
    succeeded,
    failed: failed.length,
    channels,
  };
}
