import { expect, it } from 'vitest';
import { connectCalendar } from '@/lib/calendar-sync/connect-calendar';
import { disconnectCalendar } from '@/lib/calendar-sync/disconnect-calendar';
import { resyncCalendars } from '@/lib/calendar-sync/resync-calendars';
import { calendarHealth } from '@/lib/calendar-sync/show-calendars';
import { syncCalendar } from '@/lib/calendar-sync/sync-calendar';
import { disconnectBody } from '@/lib/contract/calendars';
import { NEEDED_SCOPE } from '@/lib/google/endpoints';
import { db } from '@/lib/platform/database/client';
import { encryptSecret } from '@/lib/platform/encryption/encrypt';
import { env } from '@/lib/platform/env';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { newAccount, newPerson, refusal, scheduleBody } from '@/test/account';
import {
  control,
  DAY,
  describeServices,
  HOUR,
  later,
  MINUTE,
  now,
  pass,
  runJobs,
  sandbox,
  until,
} from '@/test/harness';
import { consent } from '@/test/sign-in';
import { addAccount, signIn } from './sign-in';

const accountsOf = async (userId: string) =>
  (await db().calendarConnection.findMany({ where: { userId }, orderBy: { createdAt: 'asc' } })).map(
    (row) => `${row.accountEmail} ${row.status}`,
  );

describeServices('a Google account', () => {
  it('is added to the person who is signed in, and makes no new user', async () => {
    const first = await newPerson();
    const second = await newPerson();
    const result = await signIn(await consent(first.email), now());
    if ('problem' in result) throw new Error(result.problem);
    const users = await db().user.count();
    expect(await addAccount(result.user.id, await consent(second.email), now())).toBeNull();
    expect(await accountsOf(result.user.id)).toEqual([`${first.email} active`, `${second.email} active`]);
    expect(await db().user.count()).toBe(users);
    await runJobs();
    const { connections } = await calendarHealth(result.user.id, now());
    expect(connections.flatMap((row) => row.calendars.map((calendar) => calendar.mode))).toEqual([
      'push',
      'push',
    ]);
  });

  it('signs no one in whom the allow-list does not name, and stores nothing', async () => {
    const { email } = await newPerson();
    const granted = await consent(email);
    expect(granted.hostedDomain).toBe(email.split('@')[1]);
    env().ALLOWED_DOMAINS = ['elsewhere.example'];
    try {
      expect(await signIn(granted, now())).toEqual({ problem: 'not_allowed' });
      expect(await db().calendarConnection.count()).toBe(0);
      env().ALLOWED_EMAILS = [email];
      expect(await signIn(granted, now())).toMatchObject({ user: { email } });
    } finally {
      Object.assign(env(), { ALLOWED_EMAILS: [], ALLOWED_DOMAINS: [] });
    }
  });

  it('signs no one in who is disabled', async () => {
    const { email } = await newPerson();
    const granted = await consent(email);
    await signIn(granted, now());
    await db().user.updateMany({ where: { email }, data: { disabledAt: now() } });
    expect(await signIn(granted, now())).toEqual({ problem: 'disabled' });
  });

  it('that was revoked is restored when it is added again', async () => {
    const account = await newAccount();
    await control('POST', `/people/${account.email}/revoke`);
    await account.sync();
    expect(await accountsOf(account.user.id)).toEqual([`${account.email} revoked`]);
    expect(await addAccount(account.user.id, await consent(account.email), now())).toBeNull();
    expect(await accountsOf(account.user.id)).toEqual([`${account.email} active`]);
  });

  it('is not added without the ticked box or without a refresh token, and the reason is returned', async () => {
    const account = await newAccount();
    const other = await newPerson();
    expect(
      await addAccount(account.user.id, await consent(other.email, { untick: NEEDED_SCOPE }), now()),
    ).toBe('missing_scopes');
    const passing = { ...(await consent(other.email)), refreshToken: null };
    expect(await addAccount(account.user.id, passing, now())).toBe('missing_refresh_token');
    const own = { ...(await consent(account.email)), refreshToken: null };
    expect(await addAccount(account.user.id, own, now())).toBeNull();
    expect(await accountsOf(account.user.id)).toEqual([`${account.email} active`]);
  });

  it('is refused over the API, with the missing scope, when its refresh token does not reach the calendar', async () => {
    const person = await newPerson();
    const narrow = await consent(person.email, { untick: NEEDED_SCOPE });
    const credentials = {
      clientId: 'sandbox-client.apps.googleusercontent.com',
      clientSecret: 'sandbox-secret',
      refreshToken: narrow.refreshToken ?? '',
    };
    const refused = await refusal(connectCalendar(person.user.id, credentials, 'api', now()));
    expect(refused).toMatchObject({ code: 'invalid_google_credentials' });
    expect(refused.message).toContain('calendar.readonly');
    expect(await accountsOf(person.user.id)).toEqual([]);
  });

  it('whose permission shrinks has a problem in health that says what to do', async () => {
    const person = await newPerson();
    const result = await signIn(await consent(person.email), now());
    if ('problem' in result) throw new Error(result.problem);
    const { id: userId } = result.user;
    const narrow = await consent(person.email, { untick: NEEDED_SCOPE });
    const { id } = await db().calendarConnection.findFirstOrThrow({ where: { userId } });
    await db().calendarConnection.update({
      where: { id },
      data: {
        refreshToken: encryptSecret(narrow.refreshToken ?? '', 'CalendarConnection.refreshToken', id),
        accessToken: encryptSecret(narrow.accessToken, 'CalendarConnection.accessToken', id),
      },
    });
    const [calendar] = await db().calendar.findMany({ where: { userId } });
    expect(await syncCalendar(calendar?.id ?? '', now, true)).toMatchObject({ state: 'failed' });
    expect(await calendarHealth(userId, now())).toMatchObject({
      ok: false,
      connections: [
        {
          missing_scopes: [NEEDED_SCOPE],
          problems: [{ code: 'missing_scopes', action: 'reconnect' }],
          calendars: [{ mode: 'off', problems: [] }],
        },
      ],
    });
    const { message } = await resyncCalendars(userId, {}, 'person', now);
    expect(message).toContain('check the box for Google Calendar');
    expect(message).not.toContain('all is in order');
  });

  it('that is disconnected has its active bot recalled, and auto-schedule waits for the next account', async () => {
    const account = await newAccount();
    const running = await account.add('Running', 10 * MINUTE);
    await account.sync();
    await db().user.update({ where: { id: account.user.id }, data: { autoScheduleEnabled: true } });
    await scheduleBot(account.user, (await account.event(running.id)).id, scheduleBody(), {
      actor: 'person',
      now: now(),
    });
    pass(10 * MINUTE);
    await runJobs();
    const gone = await disconnectCalendar(account.user.id, disconnectBody.parse({}), 'person', now());
    expect(gone.message).toContain('Auto-schedule stays on');
    await runJobs();
    expect(await account.providerCalls('remove_bot')).toHaveLength(1);
    expect(await account.bot()).toMatchObject({ status: 'Cancelled', occurrenceId: null });

    await account.add('Later', 2 * HOUR);
    await account.add('Next week', 7 * DAY);
    await connectCalendar(account.user.id, account.credentials, 'person', now());
    await runJobs();
    const scheduled = (await account.bots()).filter((bot) => bot.status === 'Scheduled');
    expect(scheduled.map((bot) => bot.title)).toEqual(['Later']);
  });

  it('says how many events have been read while its first sync runs', async () => {
    const person = await newPerson();
    const path = `/calendars/${encodeURIComponent(person.email)}/bulk`;
    await control('POST', path, { count: 5, start: later(DAY) });
    await control('PUT', '/settings', { pageSize: 2 });
    const held = sandbox.world.faults.add({
      match: { path: '/events$', user: person.email },
      skip: 2,
      effect: { hold: true },
    });
    const { connection } = await connectCalendar(person.user.id, person.credentials, 'api', now());
    const calendar = await db().calendar.findFirstOrThrow({ where: { connectionId: connection.id } });
    const progress = async () => {
      const [account] = (await calendarHealth(person.user.id, now())).connections;
      const { events_read, last_synced_at } = account?.calendars[0] ?? {};
      return { events_read, isRead: last_synced_at !== null };
    };
    const sync = syncCalendar(calendar.id, now);
    await until(() => held.holding > 0);
    expect(await progress()).toEqual({ events_read: 4, isRead: false });
    sandbox.world.faults.remove();
    await sync;
    expect(await progress()).toEqual({ events_read: 5, isRead: true });
    await control('PUT', '/settings', { pageSize: null });
  });
}, ['pglite']);
