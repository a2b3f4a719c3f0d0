import { expect, it } from 'vitest';
import { createApiKeyFor, findUserByApiKey } from '@/lib/accounts/api-keys';
import { readRules } from '@/lib/contract/stored';
import { db } from '@/lib/platform/database/client';
import { hashToken } from '@/lib/platform/secrets';
import { scheduleBot } from '@/lib/scheduling/schedule-bot';
import { setOverride } from '@/lib/scheduling/set-override';
import { type Account, newAccount, newPerson, scheduleBody } from '@/test/account';
import { control, DAY, describeServices, HOUR, now, pass, received, runJobs, sandbox } from '@/test/harness';
import { consent } from '@/test/sign-in';
import { connectCalendar } from './connect-calendar';
import { refreshListOf } from './refresh-calendar-list';
import { addAccount, signIn } from './sign-in';
import { watchCalendar } from './watch-calendar';

let renamed = 0;
/** Gives a person another address at Google, and returns it. */
async function rename(email: string, to = `renamed-${++renamed}@northwind.example`): Promise<string> {
  await control('POST', `/people/${email}/rename`, { email: to });
  return to;
}

/** An account with a watched calendar, a bot, and a meeting that is to have none. */
async function busyAccount() {
  const account = await newAccount();
  await watchCalendar(account.calendarId, now());
  await received('pushes', 1);
  const [with_, without] = [await account.add('With', DAY), await account.add('Without', DAY + HOUR)];
  await account.sync();
  const event = await account.event(with_.id);
  await scheduleBot(account.user, event.id, scheduleBody(), { actor: 'person', now: now() });
  await setOverride(account.user, (await account.event(without.id)).id, 'never', {
    actor: 'person',
    now: now(),
  });
  await db().user.update({ where: { id: account.user.id }, data: { autoScheduleEnabled: true } });
  await runJobs();
  return { account, event };
}

/** Returns what is stored of a user that must stay as it is when their account is renamed. */
async function stored({ user }: Account) {
  const where = { userId: user.id };
  const [connections, calendars, events, bots] = await Promise.all([
    db().calendarConnection.findMany({ where, select: { id: true, accountEmail: true } }),
    db().calendar.findMany({ where, select: { id: true, googleCalendarId: true, syncEnabled: true } }),
    db().event.findMany({
      where,
      select: { id: true, override: true, isDeleted: true },
      orderBy: { id: 'asc' },
    }),
    db().scheduledBot.findMany({ where, select: { id: true, status: true, joinAt: true } }),
  ]);
  return { connections, calendars, events, bots };
}

const accountsOf = async (userId: string) =>
  (await db().calendarConnection.findMany({ where: { userId }, orderBy: { createdAt: 'asc' } })).map(
    (row) => row.accountEmail,
  );

async function signedIn(email: string) {
  const result = await signIn(await consent(email), now());
  if ('problem' in result) throw new Error(result.problem);
  return result.user;
}

describeServices('an account that is renamed at Google', () => {
  it('keeps its calendar, events, overrides and bots, and is pushed again', async () => {
    const { account } = await busyAccount();
    const rules = { never: { calendars: [account.email] } };
    await db().user.update({ where: { id: account.user.id }, data: { rules } });
    const before = await stored(account);
    const address = await rename(account.email);
    pass(2 * HOUR);
    await refreshListOf(account.connection.id, now());
    await runJobs();
    const after = await stored(account);
    expect(after).toEqual({
      ...before,
      connections: [{ id: account.connection.id, accountEmail: address }],
      calendars: [{ id: account.calendarId, googleCalendarId: address, syncEnabled: true }],
    });
    expect(after.events.map(({ isDeleted }) => isDeleted)).toEqual([false, false]);
    expect(after.bots.map(({ status }) => status)).toEqual(['Scheduled']);
    const user = await db().user.findUniqueOrThrow({ where: { id: account.user.id } });
    expect(user.email).toBe(address);
    expect(readRules(user.rules).never.calendars).toEqual([address]);

    const open = await db().watchChannel.findMany({ where: { status: { in: ['open', 'opening'] } } });
    expect(open).toHaveLength(1);
    expect([...sandbox.world.channels.values()].map(({ id, subject }) => [id, subject])).toEqual([
      [open[0]?.id, `events:${address}`],
    ]);
    const { changeSeq } = await account.calendar();
    const messages = (await control('GET', '/log?kind=push')).items.length;
    await control('POST', `/calendars/${address}/events`, { summary: 'New', inSeconds: 7200, link: 'meet' });
    await received('pushes', messages + 1);
    expect((await account.calendar()).changeSeq).toBeGreaterThan(changeSeq);
  });

  it('is noticed when a sync does not find the calendar by its former id', async () => {
    const { account } = await busyAccount();
    const before = await stored(account);
    const address = await rename(account.email);
    pass(HOUR);
    await account.sync();
    await runJobs();
    expect(await account.calendar()).toMatchObject({ googleCalendarId: address, lastSyncError: null });
    expect((await stored(account)).bots).toEqual(before.bots);
  });

  it('signs in as the same person, with the new address', async () => {
    const { account } = await busyAccount();
    const { key } = await createApiKeyFor(account.email, 'Notetaker', now());
    const before = await stored(account);
    const address = await rename(account.email);
    const user = await signedIn(address);
    await runJobs();
    expect(user).toMatchObject({ id: account.user.id, email: address });
    expect(await findUserByApiKey(hashToken(key), now())).toMatchObject({ user: { id: user.id } });
    expect(await stored(account)).toEqual({
      ...before,
      connections: [{ id: account.connection.id, accountEmail: address }],
      calendars: [{ id: account.calendarId, googleCalendarId: address, syncEnabled: true }],
    });
    expect(await db().user.count()).toBe(1);
  });

  it('is the same account when it is added again, and when another person has the old address', async () => {
    const owner = await newPerson();
    const other = await newPerson();
    const user = await signedIn(owner.email);
    expect(await addAccount(user.id, await consent(other.email), now())).toBeNull();
    const address = await rename(other.email);
    expect(await addAccount(user.id, await consent(address), now())).toBeNull();
    expect(await accountsOf(user.id)).toEqual([owner.email, address]);

    // The second account is renamed once more, and its address goes to a third one, before Usher hears of it.
    const last = await rename(address);
    await control('POST', '/people', { email: address });
    expect(await addAccount(user.id, await consent(address), now())).toBeNull();
    pass(2 * HOUR);
    for (const { id } of await db().calendarConnection.findMany()) await refreshListOf(id, now());
    expect((await accountsOf(user.id)).sort()).toEqual([owner.email, address, last].sort());
    const primaries = await db().calendar.findMany({ where: { isPrimary: true, leftListAt: null } });
    expect(primaries.map((row) => row.googleCalendarId).sort()).toEqual([owner.email, address, last].sort());
  });

  it('is followed also when its list has another person’s calendar under either address', async () => {
    const { account } = await busyAccount();
    const before = await stored(account);
    const later = await newPerson();
    // The other person's calendar is on the list first, then its address becomes the account's.
    await control('POST', `/people/${account.email}/calendars`, { summary: 'Theirs', id: later.email });
    pass(HOUR);
    await refreshListOf(account.connection.id, now());
    await rename(later.email);
    const address = await rename(account.email, later.email);
    await control('POST', '/people', { email: account.email });
    await control('POST', `/people/${address}/calendars`, { summary: 'New one', id: account.email });
    pass(HOUR);
    await refreshListOf(account.connection.id, now());
    await runJobs();
    expect(await account.calendar()).toMatchObject({ googleCalendarId: address, isPrimary: true });
    const now_ = await stored(account);
    expect(now_.calendars.filter((row) => row.syncEnabled)).toHaveLength(1);
    expect(now_.bots).toEqual(before.bots);
    expect(now_.events).toEqual(before.events);
  });
}, ['pglite']);

describeServices('an address in the id_token that differs from the primary calendar’s id', () => {
  it.each([
    ['casing@northwind.example', 'Casing@Northwind.Example'],
    ['spelling@gmail.com', 'spelling@googlemail.com'],
  ])('%s as %s is the same person and account', async (email, claimedEmail) => {
    await control('POST', '/people', { email });
    const first = await signedIn(email);
    await control('PATCH', `/people/${email}`, { claimedEmail });
    const again = await signedIn(email);
    expect(again).toMatchObject({ id: first.id, email: claimedEmail.toLowerCase() });
    expect(await accountsOf(first.id)).toEqual([email]);
    const calendars = await db().calendar.findMany({ where: { userId: first.id } });
    expect(calendars.map((row) => [row.googleCalendarId, row.syncEnabled])).toEqual([[email, true]]);
  });
}, ['pglite']);

const READ = 'https://www.googleapis.com/auth/calendar.readonly';

describeServices('credentials that do not say whose they are', () => {
  const withoutOpenid = async (email: string, scopes = [READ]) => {
    const ready = await control('POST', `/people/${email}/credentials`, { scopes });
    return {
      clientId: ready.google_client_id as string,
      clientSecret: ready.google_client_secret as string,
      refreshToken: ready.google_refresh_token as string,
    };
  };

  it('are of the account that has their primary calendar, also after it was renamed', async () => {
    const { email, user } = await newPerson();
    const { connection } = await connectCalendar(user.id, await withoutOpenid(email), 'api', now());
    expect(connection.googleSub).toBeNull();
    const address = await rename(email);
    // The same token, and another one, before the list was read.
    await connectCalendar(user.id, await withoutOpenid(address), 'api', now());
    expect(await accountsOf(user.id)).toEqual([address]);
    const next = await rename(address);
    const other = await withoutOpenid(next, [READ.replace('.readonly', '')]);
    await connectCalendar(user.id, other, 'api', now());
    expect(await accountsOf(user.id)).toEqual([next]);
    const last = await rename(next);
    pass(HOUR);
    await refreshListOf(connection.id, now());
    expect(await accountsOf(user.id)).toEqual([last]);
    const rows = await db().calendar.findMany({ where: { userId: user.id } });
    expect(rows.map((row) => row.googleCalendarId)).toEqual([last]);
    // With openid the account is the same, and known from now on.
    const result = await signIn(await consent(last), now());
    expect(result).toMatchObject({ user: { id: user.id } });
    expect(await db().calendarConnection.findMany()).toMatchObject([
      { id: connection.id, accountEmail: last },
    ]);
    expect((await db().calendarConnection.findFirstOrThrow()).googleSub).toBe(
      sandbox.world.people.get(last)?.sub,
    );
  });

  it('are of another account when the address has gone to another person', async () => {
    const account = await newAccount();
    const address = await rename(account.email);
    await control('POST', '/people', { email: account.email });
    await connectCalendar(account.user.id, await withoutOpenid(account.email), 'api', now());
    pass(HOUR);
    await refreshListOf(account.connection.id, now());
    expect((await accountsOf(account.user.id)).sort()).toEqual([account.email, address].sort());
    expect(await account.calendar()).toMatchObject({ googleCalendarId: address });
  });

  it('replace those of a revoked account with the same address', async () => {
    const account = await newAccount();
    await control('POST', `/people/${account.email}/revoke`);
    await account.sync();
    const { replaced } = await connectCalendar(
      account.user.id,
      await withoutOpenid(account.email),
      'api',
      now(),
    );
    expect(replaced).toBe(true);
    expect(await accountsOf(account.user.id)).toEqual([account.email]);
  });
}, ['pglite']);
