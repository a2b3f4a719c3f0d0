import { expect, it } from 'vitest';
import { createApiKeyFor, findUserByApiKey } from '@/lib/accounts/api-keys';
import { confirmPerson } from '@/lib/accounts/confirm-person';
import { ensureUser } from '@/lib/accounts/users';
import { disconnectBody } from '@/lib/contract/calendars';
import { db } from '@/lib/platform/database/client';
import { encryptSecret } from '@/lib/platform/encryption/encrypt';
import { hashToken } from '@/lib/platform/secrets';
import { type Account, newAccount, newPerson, refusal } from '@/test/account';
import { control, describeServices, HOUR, now, pass, runJobs, sandbox } from '@/test/harness';
import { consent } from '@/test/sign-in';
import { disconnectCalendar } from './disconnect-calendar';
import { refreshListOf } from './refresh-calendar-list';
import { signIn } from './sign-in';

const subOf = (email: string) => sandbox.world.people.get(email)?.sub ?? '';
const userOf = (id: string) => db().user.findUniqueOrThrow({ where: { id } });
const rename = (email: string) => control('POST', `/people/${email}/rename`, { email: `former-${email}` });

/** Gives the address of a person to a new one at Google. */
async function reassign(email: string): Promise<void> {
  await rename(email);
  await control('POST', '/people', { email });
}

/** Makes a user and their accounts look as before Google's `sub` was stored. */
async function forgetSubs(account: Account): Promise<void> {
  await db().user.updateMany({ where: { id: account.user.id }, data: { googleSub: null } });
  await db().calendarConnection.updateMany({
    where: { userId: account.user.id },
    data: { googleSub: null },
  });
}

const enter = async (email: string) => {
  const result = await signIn(await consent(email), now());
  return 'problem' in result ? result.problem : result.user.id;
};

describeServices('another person with the address of a user', () => {
  it('is a user of their own, and does not get the old one’s keys', async () => {
    const { email } = await newPerson();
    const first = await enter(email);
    const { key } = await createApiKeyFor(email, 'Notetaker', now());
    await reassign(email);
    const second = await enter(email);
    expect(second).not.toBe(first);
    expect(await userOf(second)).toMatchObject({ email, googleSub: subOf(email) });
    expect(await findUserByApiKey(hashToken(key), now())).toMatchObject({ user: { id: first } });
    expect((await userOf(first)).email).not.toBe(email);
    expect(await db().apiKey.count({ where: { userId: second } })).toBe(0);

    // The list of the first one's account says which address they have.
    pass(2 * HOUR);
    const [connection] = await db().calendarConnection.findMany({ where: { userId: first } });
    await refreshListOf(connection?.id ?? '', now());
    expect(await userOf(first)).toMatchObject({ email: `former-${email}` });
    expect(await enter(`former-${email}`)).toBe(first);
    expect(await enter(email)).toBe(second);
    expect(await db().calendarConnection.count()).toBe(2);
  });

  it('is one also when both have signed in before, and swap their addresses', async () => {
    const [ada, eve] = [await newPerson(), await newPerson()];
    const [first, second] = [await enter(ada.email), await enter(eve.email)];
    await rename(ada.email);
    await control('POST', `/people/${eve.email}/rename`, { email: ada.email });
    await control('POST', `/people/former-${ada.email}/rename`, { email: eve.email });
    expect(await enter(ada.email)).toBe(second);
    expect(await enter(eve.email)).toBe(first);
    expect([(await userOf(first)).email, (await userOf(second)).email]).toEqual([eve.email, ada.email]);
  });
}, ['pglite']);

describeServices('a user of whom Google has not said who they are', () => {
  it('is the person who signs in if Google says so of their own stored token', async () => {
    const account = await newAccount();
    await forgetSubs(account);
    // Google gives no refresh token to someone who has agreed before.
    const from = { ...(await consent(account.email)), refreshToken: null };
    expect(await signIn(from, now())).toMatchObject({ user: { id: account.user.id } });
    expect(await userOf(account.user.id)).toMatchObject({ googleSub: subOf(account.email) });
    expect(await db().calendarConnection.findMany()).toMatchObject([{ googleSub: subOf(account.email) }]);
  });

  it('is not the one who has the address since', async () => {
    const account = await newAccount();
    await forgetSubs(account);
    const { sub } = sandbox.world.people.get(account.email) ?? {};
    await reassign(account.email);
    const second = await enter(account.email);
    expect(second).not.toBe(account.user.id);
    expect(await userOf(account.user.id)).toMatchObject({ googleSub: sub });
    expect(await enter(`former-${account.email}`)).toBe(account.user.id);
  });

  it('is known by the hourly reading of the list, before anyone signs in', async () => {
    const account = await newAccount();
    await forgetSubs(account);
    pass(2 * HOUR);
    await refreshListOf(account.connection.id, now());
    expect(await userOf(account.user.id)).toMatchObject({ googleSub: subOf(account.email) });
    await rename(account.email);
    expect(await enter(`former-${account.email}`)).toBe(account.user.id);
    expect(await db().user.count()).toBe(1);
  });

  it('is found by the calendar that an earlier version took for a new one when the account was renamed', async () => {
    const account = await newAccount();
    await forgetSubs(account);
    await rename(account.email);
    await db().calendar.update({
      where: { id: account.calendarId },
      data: { googleCalendarId: `former-${account.email}` },
    });
    expect(await enter(`former-${account.email}`)).toBe(account.user.id);
    expect(await db().user.count()).toBe(1);
    expect(await db().calendarConnection.count()).toBe(1);
  });

  it('is not found by an account of another person that they have connected', async () => {
    const [own, other] = [await newAccount(), await newAccount()];
    await forgetSubs(own);
    await db().user.delete({ where: { id: other.user.id } });
    const { user, connection } = own;
    await db().calendarConnection.update({
      where: { id: connection.id },
      data: { accountEmail: other.email },
    });
    await db().calendar.updateMany({ data: { googleCalendarId: other.email } });
    expect(await userOf(await enter(other.email))).toMatchObject({ googleSub: subOf(other.email) });
    expect(await userOf(user.id)).toMatchObject({ googleSub: null });
  });

  it('without the scope openid is the person if their token’s primary calendar has the person’s address now', async () => {
    const account = await newAccount();
    const ready = await control('POST', `/people/${account.email}/credentials`, {
      scopes: ['https://www.googleapis.com/auth/calendar.readonly'],
    });
    const narrow = async () => {
      await forgetSubs(account);
      await db().calendarConnection.update({
        where: { id: account.connection.id },
        data: {
          clientId: ready.google_client_id,
          clientSecret: encryptSecret(
            ready.google_client_secret,
            'CalendarConnection.clientSecret',
            account.connection.id,
          ),
          refreshToken: encryptSecret(
            ready.google_refresh_token,
            'CalendarConnection.refreshToken',
            account.connection.id,
          ),
          accessToken: null,
          grantedScope: 'https://www.googleapis.com/auth/calendar.readonly',
        },
      });
    };
    await narrow();
    expect(await enter(account.email)).toBe(account.user.id);
    await narrow();
    await reassign(account.email);
    expect(await userOf(await enter(account.email))).toMatchObject({ email: account.email });
    expect(await userOf(account.user.id)).toMatchObject({ email: `former-${account.email}` });
  });

  it('whom an operator has made for an address, and who never had an account, is who signs in with it', async () => {
    const { email } = await newPerson();
    const { id } = await ensureUser(email);
    expect(await enter(email)).toBe(id);
  });

  it.each([
    [
      'revoked',
      (account: Account) => control('POST', `/people/${account.email}/revoke`).then(() => account.sync()),
    ],
    [
      'disconnected',
      (account: Account) =>
        disconnectCalendar(account.user.id, disconnectBody.parse({}), 'person', now()).then(() => account),
    ],
  ])('whose account is %s waits for an operator', async (_, lose) => {
    const account = await newAccount();
    await forgetSubs(account);
    await lose(account);
    const wait = async () => {
      expect(await enter(account.email)).toBe('unconfirmed');
      expect(await userOf(account.user.id)).toMatchObject({
        googleSub: null,
        claimedBySub: subOf(account.email),
      });
    };
    await wait();
    expect(await confirmPerson(account.email, null, now())).toMatchObject({
      email: account.email,
      google_sub: subOf(account.email),
    });
    await confirmPerson(account.email, 'same', now());
    expect(await enter(account.email)).toBe(account.user.id);
    expect((await refusal(confirmPerson(account.email, 'same', now()))).code).toBe('not_found');

    await runJobs();
    await forgetSubs(account);
    await control('POST', `/people/${account.email}/revoke`);
    await db().calendarConnection.updateMany({ data: { status: 'revoked' } });
    await wait();
    await confirmPerson(account.email, 'other', now());
    expect((await userOf(await enter(account.email))).id).not.toBe(account.user.id);
  });

  it('is not decided about while Google does not answer', async () => {
    const account = await newAccount();
    await forgetSubs(account);
    const from = await consent(account.email);
    await control('POST', '/faults', { match: { path: '/userinfo' }, effect: { status: 503 } });
    expect(await signIn(from, now())).toEqual({ problem: 'failed' });
    expect(await db().user.count()).toBe(1);
    await control('DELETE', '/faults');
    expect(await signIn(from, now())).toMatchObject({ user: { id: account.user.id } });
  });
}, ['pglite']);

describeServices('a person who does not use Google Calendar', () => {
  it.each([
    ['notACalendarUser', 'not_a_calendar_user'],
    ['accessNotConfigured', 'api_disabled'],
    ['dailyLimitExceeded', 'failed'],
  ])('is told about %s, and nothing of them is stored', async (reason, problem) => {
    const { email } = await newPerson();
    await db().user.deleteMany();
    await control('POST', '/faults', { match: { path: 'calendarList' }, effect: { status: 403, reason } });
    expect(await enter(email)).toBe(problem);
    expect(await db().user.count()).toBe(0);
  });
}, ['pglite']);
