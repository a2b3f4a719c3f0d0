import { findAccounts } from '@/lib/accounts/find-accounts';
import { type Actor, type Change, recordActivity } from '@/lib/activity/record-activity';
import type { DisconnectBody, DisconnectResponse } from '@/lib/contract/calendars';
import { isGoogle } from '@/lib/contract/common';
import { UsherError } from '@/lib/contract/errors';
import { db, type Tx } from '@/lib/platform/database/client';
import type { CalendarConnection } from '@/lib/platform/database/generated/prisma/client';
import { encryptSecret } from '@/lib/platform/encryption/encrypt';
import { lockUser } from '@/lib/platform/lock-user';
import { logger } from '@/lib/platform/logger';
import { gatherCopies } from '@/lib/scheduling/gather-copies';
import { copiesOutside } from '@/lib/scheduling/queries/copies';
import { disableSync, enqueueSyncFollowUps, transact } from './enable-sync';
import { leaveGrants, revokeSoon } from './revoke-grants';

/**
 * Disconnects Google accounts: scheduled bots are canceled, active ones recalled, credentials and (unless the
 * client keeps them) events deleted, and Google's notifications stopped; a grant to our own OAuth client is revoked. The records of bots that ran stay,
 * and so do the settings, for the next account. What is ours is done whether Google answers or not. A dry run
 * changes nothing.
 * @throws UsherError no_connection; ambiguous_disconnect when several accounts are connected and none is
 *   named
 */
export async function disconnectCalendar(
  userId: string,
  body: DisconnectBody,
  actor: Actor,
  now: Date,
): Promise<DisconnectResponse> {
  const all = await db().calendarConnection.findMany({
    where: { userId },
    include: { calendars: { select: { id: true } } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  const isNamed = body.provider !== undefined || body.account_id !== undefined;
  const named = body.account_id === undefined ? null : await findAccounts(userId, body.account_id);
  const connections = all.filter(
    (connection) =>
      isGoogle(body.provider ?? 'google_calendar') && (named === null || named.includes(connection.id)),
  );
  if (connections.length === 0)
    throw new UsherError('no_connection', 'No such Google Calendar is connected.');
  if (connections.length > 1 && !isNamed) throw ambiguous(connections);

  const { autoScheduleEnabled } = await db().user.findUniqueOrThrow({ where: { id: userId } });
  const { change, events } = await transact(body.dry_run, async (tx) => {
    await lockUser(tx, userId);
    const calendarIds = connections.flatMap(({ calendars }) => calendars.map((calendar) => calendar.id));
    const enabledIds = await enabled(tx, calendarIds);
    const change = await disableSync({ tx, actor, now }, userId, enabledIds, { resumes: true });
    await leaveGrants(tx, connections, now);
    let events = 0;
    for (const connection of connections) {
      if (body.purge_events) await leaveToCopies({ tx, now }, connection.id);
      events += body.purge_events ? await purge(tx, connection) : await forgetCredentials(tx, connection);
      await recordActivity(tx, {
        userId,
        at: now,
        actor,
        action: 'connection.removed',
        cause: 'requested',
        summary: `Google Calendar of ${connection.accountEmail} disconnected.`,
        before: { status: connection.status },
        after: { status: null },
      });
    }
    return { change, events };
  });
  const emails = connections.map((connection) => connection.accountEmail);
  const counts = {
    user_id: userId,
    events_deleted: events,
    schedules_cancelled: change.reconciled.cancelled,
    schedules_recalled: change.reconciled.recalled.length,
  };
  if (body.dry_run) {
    const message = `${emails.join(' and ')} would be disconnected.`;
    return { ...counts, disconnected: false, watch_channel_stopped: false, message };
  }
  for (const account of emails) logger.info({ account }, 'Account disconnected');
  const stopped = await enqueueSyncFollowUps(userId, change, now);
  await revokeSoon(now);
  const waits = autoScheduleEnabled && connections.length === all.length;
  return {
    ...counts,
    disconnected: true,
    watch_channel_stopped: stopped,
    message: `Disconnected ${emails.join(' and ')}.${
      waits ? ' Auto-schedule stays on, but does nothing until an account is connected.' : ''
    }`,
  };
}

/** Returns those of the calendars whose sync is enabled. */
async function enabled(tx: Tx, calendarIds: string[]): Promise<string[]> {
  const rows = await tx.calendar.findMany({
    where: { id: { in: calendarIds }, syncEnabled: true },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** The refusal has a sentence in `error` and one text in `next_steps`: MeetStream's templates print both. */
function ambiguous(connections: CalendarConnection[]): UsherError {
  const accounts = connections.map(({ id, accountEmail }) => ({ account_id: id, email: accountEmail }));
  const message = `${connections.length} accounts are connected: say which to disconnect.`;
  return new UsherError('ambiguous_disconnect', message, {
    extra: {
      error: message,
      code: 'ambiguous_disconnect',
      scope: 'all',
      connection_count: connections.length,
      next_steps: accounts
        .map(
          ({ account_id, email }) =>
            `For ${email}, send {"provider": "google_calendar", "account_id": "${account_id}"}.`,
        )
        .join(' '),
      accounts,
    },
  });
}

/** Gives the copies of a connection's meetings in other calendars what would be deleted with it: overrides, bots, settings. */
async function leaveToCopies(change: Pick<Change, 'tx' | 'now'>, connectionId: string): Promise<void> {
  for (const { id } of await copiesOutside(change.tx, connectionId)) {
    const event = await change.tx.event.findUniqueOrThrow({ where: { id } });
    await gatherCopies(change, event, { bots: 'all' });
  }
}

/** Deletes a connection with all its events, and returns how many events. */
async function purge(tx: Tx, connection: CalendarConnection): Promise<number> {
  const { count } = await tx.event.deleteMany({ where: { calendar: { connectionId: connection.id } } });
  await tx.calendarConnection.delete({ where: { id: connection.id } });
  return count;
}

/**
 * Keeps the events, but nothing with which anyone could read the calendar again. Returns how many events are
 * deleted: 0.
 */
async function forgetCredentials(tx: Tx, connection: CalendarConnection): Promise<number> {
  await tx.calendar.updateMany({ where: { connectionId: connection.id }, data: { syncToken: null } });
  await tx.calendarConnection.update({
    where: { id: connection.id },
    data: {
      status: 'revoked',
      statusReason: 'Disconnected. Connect the account again to sync its calendars.',
      refreshToken: encryptSecret('', 'CalendarConnection.refreshToken', connection.id),
      clientSecret: encryptSecret('', 'CalendarConnection.clientSecret', connection.id),
      accessToken: null,
    },
  });
  return 0;
}
