import type { DisconnectBody, DisconnectResponse } from '@/lib/contract/calendars';
import { UsherError } from '@/lib/contract/errors';
import { db, type Tx } from '@/lib/db/client';
import type { CalendarConnection } from '@/lib/db/generated/prisma/client';
import { encryptSecret } from '@/lib/secrets';
import { withinLimit } from '@/lib/within-limit';
import { lockUser } from './lock-user';
import { type Actor, recordActivity } from './record-activity';
import { stopChannels } from './watch-calendar';

/** How long Google may take to stop the channels; they run out by themselves if it takes longer. */
const STOP_LIMIT_MS = 5_000;

/**
 * Disconnects Google accounts: bots that are booked are cancelled, credentials and (unless kept) events are
 * deleted, and Google is told to stop notifying. What runs in a meeting stays there, and bots that ran keep their
 * records. The local part completes whether Google answers or not.
 * @throws UsherError no_connection; ambiguous_disconnect when there are several and none is named
 */
export async function disconnectCalendar(
  userId: string,
  body: DisconnectBody,
  actor: Actor,
  now: Date,
): Promise<DisconnectResponse> {
  const all = await db().calendarConnection.findMany({
    where: { userId },
    include: { calendars: { include: { channels: { where: { status: { in: ['open', 'opening'] } } } } } },
  });
  const named = body.provider !== undefined || body.account_id !== undefined;
  const connections = all.filter(
    (connection) =>
      (body.provider ?? 'google_calendar') === 'google_calendar' &&
      (body.account_id === undefined || [connection.id, connection.accountEmail].includes(body.account_id)),
  );
  if (connections.length === 0)
    throw new UsherError('no_connection', 'No such Google Calendar is connected.');
  if (connections.length > 1 && !named) throw ambiguous(connections);

  const done = await db().$transaction(async (tx) => {
    await lockUser(tx, userId);
    const counts = { schedules: 0, events: 0 };
    for (const connection of connections) {
      counts.schedules += await cancelBookings(tx, connection, now);
      counts.events += body.purge_events
        ? await purge(tx, connection)
        : await forgetCredentials(tx, connection);
      await recordActivity(tx, {
        userId,
        at: now,
        actor,
        action: 'connection.removed',
        summary: `Google Calendar of ${connection.accountEmail} disconnected.`,
      });
    }
    return counts;
  });

  const stopped = await Promise.all(
    connections.map((connection) =>
      withinLimit(
        stopChannels(
          connection,
          connection.calendars.flatMap((calendar) => calendar.channels),
          now,
        ),
        STOP_LIMIT_MS,
        false,
      ),
    ),
  );
  return {
    disconnected: true,
    user_id: userId,
    watch_channel_stopped: stopped.every(Boolean),
    events_deleted: done.events,
    schedules_cancelled: done.schedules,
    message: `Disconnected ${connections.map((connection) => connection.accountEmail).join(' and ')}.`,
  };
}

function ambiguous(connections: CalendarConnection[]): UsherError {
  return new UsherError('ambiguous_disconnect', `${connections.length} accounts are connected: say which.`, {
    extra: {
      scope: 'all',
      connection_count: connections.length,
      next_steps: connections.map(
        ({ id, accountEmail }) =>
          `Send {"account_id": "${id}", "provider": "google_calendar"} for ${accountEmail}.`,
      ),
    },
  });
}

async function cancelBookings(tx: Tx, connection: CalendarConnection, now: Date): Promise<number> {
  const { count } = await tx.scheduledBot.updateMany({
    where: { status: 'Scheduled', occurrence: { calendar: { connectionId: connection.id } } },
    data: {
      status: 'Cancelled',
      statusReason: 'The calendar was disconnected.',
      version: { increment: 1 },
      updatedAt: now,
    },
  });
  return count;
}

async function purge(tx: Tx, connection: CalendarConnection): Promise<number> {
  const { count } = await tx.event.deleteMany({ where: { calendar: { connectionId: connection.id } } });
  await tx.calendarConnection.delete({ where: { id: connection.id } });
  return count;
}

/** Keeps the events, and nothing with which anybody could read the calendar again. */
async function forgetCredentials(tx: Tx, connection: CalendarConnection): Promise<number> {
  await tx.watchChannel.updateMany({
    where: { calendar: { connectionId: connection.id } },
    data: { status: 'stopped' },
  });
  await tx.calendar.updateMany({
    where: { connectionId: connection.id, syncEnabled: true },
    data: { syncEnabled: false, resumesSync: true },
  });
  // Without its lease a sync that is under way stores nothing any more.
  await tx.calendar.updateMany({
    where: { connectionId: connection.id },
    data: { syncToken: null, syncLease: null, syncLeaseUntil: null },
  });
  await tx.calendarConnection.update({
    where: { id: connection.id },
    data: {
      status: 'revoked',
      statusReason: 'Disconnected. Connect the account again to follow its calendar.',
      refreshToken: encryptSecret(''),
      clientSecret: encryptSecret(''),
      accessToken: null,
    },
  });
  return 0;
}
