import { expect, it } from 'vitest';
import { disconnectBody } from '@/lib/contract/calendars';
import { db } from '@/lib/platform/database/client';
import { readBot } from '@/lib/scheduling/list-bots';
import { newAccount, newPerson, refusal } from '@/test/account';
import { control, DAY, describeServices, now } from '@/test/harness';
import { schedule, withEvent } from '@/test/scheduling';
import { connectCalendar } from './connect-calendar';
import { disconnectCalendar } from './disconnect-calendar';

async function withBot(inMs: number) {
  const made = await withEvent(inMs);
  const { bot_id } = await schedule(made.account, made.id);
  return { ...made, botId: bot_id };
}

describeServices('disconnecting a calendar', () => {
  const disconnect = (userId: string, fields: object = {}) =>
    disconnectCalendar(userId, disconnectBody.parse(fields), 'api', now());

  it('cancels booked bots, deletes events and credentials, and leaves the records of bots', async () => {
    const { account, botId } = await withBot(DAY);
    expect(await disconnect(account.user.id, { dry_run: true })).toMatchObject({
      disconnected: false,
      schedules_cancelled: 1,
      schedules_recalled: 0,
      events_deleted: 1,
    });
    expect(await readBot(account.user.id, botId)).toMatchObject({ status: 'Scheduled' });
    expect(await disconnect(account.user.id)).toMatchObject({
      disconnected: true,
      schedules_cancelled: 1,
      events_deleted: 1,
    });
    expect(await db().event.count({ where: { userId: account.user.id } })).toBe(0);
    expect(await db().calendarConnection.count({ where: { userId: account.user.id } })).toBe(0);
    expect(await readBot(account.user.id, botId)).toMatchObject({ status: 'Cancelled', event_id: null });
    expect(await refusal(disconnect(account.user.id))).toMatchObject({ code: 'no_connection' });
  });

  it('refuses to disconnect one of several accounts that is not named', async () => {
    const account = await newAccount();
    const other = await newPerson();
    await connectCalendar(account.user.id, other.credentials, 'api', now());
    const refused = await refusal(disconnect(account.user.id));
    expect(refused).toMatchObject({
      code: 'ambiguous_disconnect',
      scope: 'all',
      connection_count: 2,
      error: '2 accounts are connected: say which to disconnect.',
      next_steps: expect.stringMatching(/^For .*"account_id": "cal_/),
      accounts: [{ account_id: account.connection.id, email: account.email }, { email: other.email }],
    });
    expect(await db().calendarConnection.count({ where: { userId: account.user.id } })).toBe(2);
    const outlook = disconnect(account.user.id, { account_id: other.email, provider: 'outlook' });
    expect(await refusal(outlook)).toMatchObject({ code: 'no_connection' });
    // Clients of the original API name Google so.
    await disconnect(account.user.id, { account_id: other.email.toUpperCase(), provider: 'google' });
    expect(await db().calendarConnection.findMany({ where: { userId: account.user.id } })).toMatchObject([
      { accountEmail: account.connection.accountEmail },
    ]);
  });

  it('disconnects while Google is down, and leaves the events on request', async () => {
    const { account } = await withBot(DAY);
    await control('POST', '/faults', { match: { path: '/channels/stop' }, effect: { status: 503 } });
    await disconnect(account.user.id, { purge_events: false });
    await control('DELETE', '/faults');
    const [connection] = await db().calendarConnection.findMany({ where: { userId: account.user.id } });
    expect(connection).toMatchObject({ status: 'revoked', accessToken: null });
    expect(await db().event.count({ where: { userId: account.user.id } })).toBe(1);
  });
});
