import { expect, it } from 'vitest';
import { listEventsSynced } from '@/lib/calendar-sync/sync-in-time';
import { db } from '@/lib/platform/database/client';
import { encryptSecret } from '@/lib/platform/encryption/encrypt';
import { env } from '@/lib/platform/env';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { newAccount, newPerson, refusal, scheduleBody } from '@/test/account';
import { control, DAY, describeServices, jobs, now, runJobs, sandbox } from '@/test/harness';
import { connectCalendar, describeConnection } from './connect-calendar';
import { setCalendarSync } from './enable-sync';
import { syncCalendar } from './sync-calendar';
import { watchCalendar } from './watch-calendar';

const QUERY = { limit: 50, expand: true, show_deleted: false };

describeServices('connecting a calendar', () => {
  it('stores encrypted credentials and requests the first sync', async () => {
    const { email, credentials, user } = await newPerson();
    const { connection, replaced } = await connectCalendar(user.id, credentials, 'api', now());
    expect(replaced).toBe(false);
    expect(connection).toMatchObject({ accountEmail: email, status: 'active' });
    expect(connection.refreshToken).not.toContain(credentials.refreshToken);
    const calendar = await db().calendar.findFirstOrThrow({ where: { connectionId: connection.id } });
    expect(calendar).toMatchObject({ isPrimary: true, syncEnabled: true, timeZone: 'Europe/Stockholm' });
    const { id: calendarId, connectionId, userId } = calendar;
    expect(jobs).toEqual([{ name: 'calendar/changed', data: { calendarId, connectionId, userId } }]);
  });

  it('enables sync for the primary calendar and for those selected and owned; hidden ones are only listed', async () => {
    const { email, credentials, user } = await newPerson();
    await control('POST', `/people/${email}/calendars`, { summary: 'Team' });
    const other = await control('POST', `/people/${email}/calendars`, {
      summary: 'Theirs',
      accessRole: 'reader',
    });
    const unticked = await control('POST', `/people/${email}/calendars`, { summary: 'Unticked' });
    await control('PATCH', `/people/${email}/calendars/${unticked.id}`, { selected: false, hidden: true });
    await connectCalendar(user.id, credentials, 'api', now());
    const calendars = await db().calendar.findMany({ where: { userId: user.id } });
    const synced = calendars.filter((calendar) => calendar.syncEnabled).map((calendar) => calendar.summary);
    expect(synced.sort()).toEqual([email, 'Team'].sort());
    expect(calendars.map((calendar) => calendar.googleCalendarId)).toContain(other.id);
    expect(calendars).toHaveLength(4);
  });

  it('does not enable sync for another person’s calendar, also when it is shared with all rights; a choice stays', async () => {
    const { email, credentials, user } = await newPerson();
    const other = await newPerson();
    const room = { id: 'c_room@resource.calendar.google.com', summary: 'Room', accessRole: 'owner' };
    await control('POST', `/people/${email}/calendars`, room);
    await control('POST', `/people/${email}/calendars`, { id: other.email, summary: 'Theirs' });
    const { connection } = await connectCalendar(user.id, credentials, 'api', now());
    const synced = async () =>
      (await db().calendar.findMany({ where: { connectionId: connection.id, syncEnabled: true } }))
        .map((calendar) => calendar.googleCalendarId)
        .sort();
    expect(await synced()).toEqual([email, room.id].sort());
    const on = { sync_enabled: true, dry_run: false };
    await setCalendarSync(user.id, other.email, on, { actor: 'person', now: now() });
    await connectCalendar(user.id, credentials, 'api', now());
    expect(await synced()).toEqual([email, other.email, room.id].sort());
  });

  it('names the scopes that are missing, and connects with each set of scopes that suffices', async () => {
    const { email, user } = await newPerson();
    const connect = async (...names: string[]) => {
      const scopes = names.map((name) => `https://www.googleapis.com/auth/${name}`);
      const ready = await control('POST', `/people/${email}/credentials`, { scopes });
      const credentials = {
        clientId: ready.google_client_id,
        clientSecret: ready.google_client_secret,
        refreshToken: ready.google_refresh_token,
      };
      const { connection } = await connectCalendar(user.id, credentials, 'api', now());
      const [calendar] = await db().calendar.findMany({ where: { connectionId: connection.id } });
      const synced = await syncCalendar(calendar?.id ?? '', now, true);
      return [synced.state, (await watchCalendar(calendar?.id ?? '', now(), true)).state];
    };
    expect(await connect('calendar')).toEqual(['synced', 'watching']);
    expect(await connect('calendar.events', 'calendar.calendarlist')).toEqual(['synced', 'watching']);
    expect(await connect('calendar.events.readonly', 'calendar.calendarlist.readonly')).toEqual([
      'synced',
      'watching',
    ]);
    const list = await refusal(connect('calendar.events.readonly'));
    expect(list).toMatchObject({ details: { reason: 'missing_scopes' } });
    expect(list.message).toContain('calendar.calendarlist.readonly');
    const events = await refusal(connect('calendar.calendarlist.readonly'));
    expect(events.message).toContain('calendar.events.readonly');
    expect(await db().calendarConnection.count()).toBe(1);
  });

  it('tells a client for each synced calendar whether it is pushed, and why one is polled', async () => {
    const { email, credentials, user } = await newPerson();
    await control('POST', `/people/${email}/calendars`, { summary: 'Team' });
    const { connection } = await connectCalendar(user.id, credentials, 'api', now());
    const emulator = env().GOOGLE_EMULATOR_URL;
    // As on a laptop with the real Google.
    env().GOOGLE_EMULATOR_URL = undefined;
    const polled = await describeConnection(connection.id, false, now());
    env().GOOGLE_EMULATOR_URL = emulator;
    expect(polled.watch_setup).toMatchObject({ total: 2, succeeded: 0, failed: 2 });
    for (const channel of polled.watch_setup.channels) {
      expect(channel).toMatchObject({
        channel_id: null,
        expiration: null,
        error: expect.stringContaining('polled'),
      });
    }
    const { watch_setup } = await describeConnection(connection.id, true, now());
    expect(watch_setup).toMatchObject({ total: 2, succeeded: 2, failed: 0 });
    const calendars = watch_setup.channels.map((channel) => channel.calendar_id);
    expect(calendars).toContain(email);
    for (const channel of watch_setup.channels) {
      expect(Date.parse(channel.expiration ?? '')).toBeGreaterThan(+now());
      expect(channel).not.toHaveProperty('error');
    }
  });

  it('stores the owner’s name where Google gives it, and connects without it as well', async () => {
    const { email, credentials, user } = await newPerson();
    const nameOf = async () =>
      (await connectCalendar(user.id, credentials, 'api', now())).connection.accountName;
    await control('POST', '/faults', { match: { path: '/userinfo' }, effect: { status: 503 } });
    expect(await nameOf()).toBeNull();
    await control('DELETE', '/faults');
    expect(await nameOf()).toBe(sandbox.world.people.get(email)?.name);
  });

  it('refuses bad credentials with Google’s reason and leaves the old connection untouched', async () => {
    const { credentials, user } = await newPerson();
    await connectCalendar(user.id, credentials, 'api', now());
    const good = await db().calendarConnection.findMany({ where: { userId: user.id } });
    for (const [bad, reason] of [
      [{ ...credentials, refreshToken: 'wrong' }, 'invalid_grant'],
      [{ ...credentials, clientSecret: 'wrong' }, 'invalid_client'],
    ] as const) {
      const refused = await refusal(connectCalendar(user.id, bad, 'api', now()));
      expect(refused).toMatchObject({ code: 'invalid_google_credentials', details: { reason } });
    }
    expect(await db().calendarConnection.findMany({ where: { userId: user.id } })).toEqual(good);
  });

  it('answers each reader from the store, with Google’s reason, once the client’s secret is wrong', async () => {
    const account = await newAccount();
    await account.add('Standup', DAY);
    await account.sync();
    const { id } = account.connection;
    await db().calendarConnection.updateMany({
      where: { id },
      data: {
        clientSecret: encryptSecret('rotated', 'CalendarConnection.clientSecret', id),
        accessToken: null,
        accessTokenExpiresAt: null,
      },
    });
    for (let reader = 1; reader <= 3; reader++) {
      const { results, sync } = await listEventsSynced(account.user, QUERY, now);
      expect(results).toHaveLength(1);
      expect(sync).toMatchObject({ ok: false, error: expect.stringContaining('client') });
      const [calendar] = await db().calendar.findMany({ where: { syncEnabled: true } });
      expect(calendar).toMatchObject({ syncLease: null, retryAt: null });
    }
  });

  it('fails with Google’s reason when Google is too busy, and stores nothing', async () => {
    const { credentials, user } = await newPerson();
    await control('POST', '/faults', {
      match: { path: 'calendarList' },
      effect: { status: 403, reason: 'quotaExceeded' },
    });
    const refused = await refusal(connectCalendar(user.id, credentials, 'api', now()));
    expect(refused.code).toBe('google_unavailable');
    expect(await db().calendarConnection.count({ where: { userId: user.id } })).toBe(0);
  });

  it('replaces a connection and keeps calendars, choices and bots', async () => {
    const account = await newAccount();
    const event = await account.add('Standup', DAY);
    await account.sync();
    await scheduleBot(account.user, (await account.event(event.id)).id, scheduleBody(), {
      actor: 'api',
      now: now(),
    });
    const { items } = await control('GET', '/people');
    const ready = items.find((item: { email: string }) => item.email === account.connection.accountEmail);
    const credentials = {
      clientId: ready.google_client_id,
      clientSecret: ready.google_client_secret,
      refreshToken: ready.google_refresh_token,
    };
    const again = await connectCalendar(account.user.id, credentials, 'api', now());
    expect(again).toMatchObject({ replaced: true, connection: { id: account.connection.id } });
    await runJobs();
    expect(await account.botStates()).toEqual([`Scheduled ${24 * 60 - 1}`]);
    expect(await db().event.count({ where: { userId: account.user.id } })).toBe(1);
  });

  it('marks a connection as revoked and leaves its bots; a new consent restores everything', async () => {
    const account = await newAccount();
    const event = await account.add('Standup', DAY);
    await account.sync();
    await scheduleBot(account.user, (await account.event(event.id)).id, scheduleBody(), {
      actor: 'api',
      now: now(),
    });
    const { accountEmail } = account.connection;
    await control('POST', `/people/${accountEmail}/revoke`);
    await account.move(event.id, DAY);

    expect(await account.sync()).toMatchObject({ state: 'failed', retryAt: null });
    const read = () => db().calendarConnection.findUniqueOrThrow({ where: { id: account.connection.id } });
    expect(await read()).toMatchObject({
      status: 'revoked',
      statusReason: expect.stringContaining('revoked'),
    });
    expect(await account.sync()).toEqual({ state: 'off' });
    expect(await account.botStates()).toEqual([`Scheduled ${24 * 60 - 1}`]);
    const told = await db().activityEntry.findMany({
      where: { userId: account.user.id, action: 'connection.revoked' },
    });
    expect(told).toHaveLength(1);
    const events = await listEventsSynced(account.user, QUERY, now);
    expect(events).toMatchObject({ sync: { ok: false, error: expect.stringContaining('revoked') } });
    expect(events.results).toHaveLength(1);

    const { items } = await control('GET', '/people');
    const ready = items.find((item: { email: string }) => item.email === accountEmail);
    const credentials = {
      clientId: ready.google_client_id,
      clientSecret: ready.google_client_secret,
      refreshToken: ready.google_refresh_token,
    };
    jobs.length = 0;
    await connectCalendar(account.user.id, credentials, 'api', now());
    await runJobs();
    expect(await read()).toMatchObject({ status: 'active', statusReason: null });
    expect(await account.botStates()).toEqual([`Scheduled ${48 * 60 - 1}`]);
  });

  it('renews an access token that Google ended early', async () => {
    const account = await newAccount();
    await control('POST', `/people/${account.connection.accountEmail}/expire-access`);
    await account.add('New', DAY);
    expect(await account.sync()).toMatchObject({ state: 'synced', changed: 1 });
  });
}, ['pglite']);
