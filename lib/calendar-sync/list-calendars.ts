import type { CalendarsResponse, CreateCalendarResponse } from '@/lib/contract/calendars';
import { UsherError } from '@/lib/contract/errors';
import { GoogleFailure } from '@/lib/google/errors';
import { db } from '@/lib/platform/database/client';
import { calendarRow, openChannel, storedCalendars } from './calendar-row';
import { refreshCalendarList } from './refresh-calendar-list';
import { watchCalendar } from './watch-calendar';

/**
 * The user's calendars, read live from Google. Where it fails for some accounts only, theirs come from the store.
 * @throws UsherError no_connection, google_revoked, google_failed, google_unavailable
 */
export async function listCalendarsLive(userId: string, now: Date): Promise<CalendarsResponse> {
  const connections = await db().calendarConnection.findMany({ where: { userId } });
  if (connections.length === 0) {
    throw new UsherError(
      'no_connection',
      'No Google Calendar is connected. Connect one with POST /calendar/create_calendar, or sign in to the dashboard.',
    );
  }
  const failed: NonNullable<CalendarsResponse['failed']> = [];
  for (const connection of connections) {
    try {
      await refreshCalendarList(connection, now);
    } catch (error) {
      if (!(error instanceof GoogleFailure)) throw error;
      // One account that Google keeps from us does not hide the others.
      if (failed.push(told(connection, error)) === connections.length)
        throw googleError(error, connection.accountEmail);
    }
  }
  const calendars = await storedCalendars({ userId });
  return {
    total: calendars.length,
    user_id: userId,
    calendars: calendars.map((row) => calendarRow(row, now)),
    ...(failed.length > 0 ? { failed } : {}),
  };
}

function told(connection: { id: string; accountEmail: string }, failure: GoogleFailure) {
  return {
    account_id: connection.id,
    email: connection.accountEmail,
    error: googleError(failure, connection.accountEmail).message,
  };
}

/**
 * What a client is told after connecting: opens the push channels now, so that it can be told how that went.
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
  const set = channels.map(({ row, error }) => {
    const channel = openChannel(calendars.find((other) => other.id === row.id) ?? row, now);
    return {
      calendar_id: row.googleCalendarId,
      channel_id: channel?.id ?? null,
      expiration: channel?.expiresAt?.toISOString() ?? null,
      ...(error ? { error } : {}),
    };
  });
  const succeeded = set.filter((channel) => channel.channel_id).length;
  return {
    calendar_id: connection.id,
    platform: 'google_calendar',
    user_email: connection.accountEmail,
    user_name: connection.accountName,
    primary_calendar_id: calendars.find((row) => row.isPrimary)?.googleCalendarId ?? connection.accountEmail,
    message: replaced ? 'Google Calendar reconnected.' : 'Google Calendar connected.',
    calendars: calendars.map((row) => calendarRow(row, now)),
    watch_setup: { total: set.length, succeeded, failed: set.length - succeeded, channels: set },
  };
}

/** How a failed call to Google is told to an API client: as Google's failure, with what to do. */
function googleError(failure: GoogleFailure, email: string): UsherError {
  const options = { details: { reason: failure.reason }, cause: failure };
  if (failure.kind === 'revoked') {
    const words = `Google no longer lets Usher read the calendars of ${email}: connect the account again. Bots that are booked stay.`;
    return new UsherError('google_revoked', words, options);
  }
  return new UsherError(failure.passing ? 'google_unavailable' : 'google_failed', failure.message, options);
}
