import { expect, it } from 'vitest';
import { createApiKey } from '@/lib/accounts/api-keys';
import { exportAccount } from '@/lib/accounts/export-account';
import { accountExport } from '@/lib/contract/account';
import { createApiKeyBody } from '@/lib/contract/api-keys';
import { disconnectBody } from '@/lib/contract/calendars';
import { downloadJsonObject } from '@/lib/http/download';
import { db } from '@/lib/platform/database/client';
import { decryptSecret } from '@/lib/platform/encryption/encrypt';
import { env } from '@/lib/platform/env';
import { type Account, newAccount } from '@/test/account';
import { withBot, withBotInside } from '@/test/bots';
import { control, DAY, describeServices, HOUR, MINUTE, now, pass, sandbox } from '@/test/harness';
import { disconnectCalendar } from './disconnect-calendar';
import { deleteOwnAccount, deleteRemovedPeople } from './remove-person';
import { revokeGrants } from './revoke-grants';

const author = () => ({ actor: 'person' as const, now: now() });
const disconnect = (account: Account) =>
  disconnectCalendar(account.user.id, disconnectBody.parse({ account_id: account.email }), 'person', now());

/** Makes an account's grant one that its person gave on Google's page. */
const grantedHere = (account: Account) =>
  db().calendarConnection.update({
    where: { id: account.connection.id },
    data: { grantedHere: true, clientId: env().GOOGLE_CLIENT_ID, googleSub: `sub-${account.email}` },
  });
const isGranted = (account: Account) =>
  sandbox.world.oauth.refreshToken(account.credentials.refreshToken) !== undefined;

describeServices('Someone who deletes their account', () => {
  it('must type their address', async () => {
    const { account } = await withBot();
    await expect(deleteOwnAccount(account.user, 'someone@else.example', author())).rejects.toMatchObject({
      code: 'validation_failed',
    });
    expect(await db().user.count({ where: { id: account.user.id } })).toBe(1);
  });

  it('is gone with everything, and their grant is revoked', async () => {
    const { account } = await withBot();
    await grantedHere(account);
    const typed = ` ${account.user.email.toUpperCase()} `;
    expect(await deleteOwnAccount(account.user, typed, author())).toMatchObject({
      removed: true,
      bots_removed: 1,
    });
    expect(await db().user.count({ where: { id: account.user.id } })).toBe(0);
    expect(await db().scheduledBot.count({ where: { userId: account.user.id } })).toBe(0);
    expect(isGranted(account)).toBe(false);
    expect(await db().grantRevocation.count()).toBe(0);
  });

  it('is gone once their last bot has left its meeting', async () => {
    const { account } = await withBotInside();
    const answer = await deleteOwnAccount(account.user, account.user.email, author());
    expect(answer).toMatchObject({ removed: false, bots_recalled: 1 });
    expect(await deleteRemovedPeople(now())).toBe(0);
    await db().scheduledBot.updateMany({ data: { status: 'Done', recalledAt: now() } });
    expect(await deleteRemovedPeople(now())).toBe(1);
  });
});

describeServices('A grant', () => {
  it('is revoked when its account is disconnected, unless it came over the API', async () => {
    const [own, api] = [await newAccount(), await newAccount()];
    await grantedHere(own);
    await disconnect(own);
    await disconnect(api);
    expect([isGranted(own), isGranted(api)]).toEqual([false, true]);
  });

  it('stays while another connection uses it, or uses it again', async () => {
    const account = await newAccount();
    const { googleSub } = await grantedHere(account);
    const other = await newAccount();
    await db().calendarConnection.update({
      where: { id: other.connection.id },
      data: { googleSub, clientId: env().GOOGLE_CLIENT_ID },
    });
    await disconnect(account);
    expect(isGranted(account)).toBe(true);
    expect(await db().grantRevocation.count()).toBe(0);
  });

  it('is revoked later when Google is down, for a day', async () => {
    const account = await newAccount();
    await grantedHere(account);
    const fault = { match: { path: '/revoke' }, times: 4, effect: { status: 503 } };
    await control('POST', '/faults', fault);
    await disconnect(account);
    const [left] = await db().grantRevocation.findMany();
    expect(decryptSecret(left?.refreshToken ?? '', 'GrantRevocation.refreshToken', left?.id ?? '')).toBe(
      account.credentials.refreshToken,
    );
    pass(2 * MINUTE);
    for (let i = 0; i < 4; i++, pass(HOUR)) await revokeGrants(now());
    expect(isGranted(account)).toBe(false);
    expect(await db().grantRevocation.count()).toBe(0);
  });

  it('is given up after a day', async () => {
    const account = await newAccount();
    await grantedHere(account);
    await control('POST', '/faults', { match: { path: '/revoke' }, times: 99, effect: { status: 503 } });
    await disconnect(account);
    pass(DAY + MINUTE);
    await revokeGrants(now());
    expect(await db().grantRevocation.count()).toBe(0);
    expect(isGranted(account)).toBe(true);
  });
});

describeServices('An export', () => {
  it('has everything of one person, and no secret', async () => {
    const { account, botId } = await withBot();
    const other = await withBot();
    const { key } = await createApiKey(account.user.id, createApiKeyBody.parse({}), author());
    const parts = await exportAccount(account.user.id, now());
    const answer = downloadJsonObject(parts, { what: 'account', now: now() });
    expect(answer.headers.get('content-disposition')).toMatch(/usher-account-.*\.json/);
    const text = await answer.text();
    const exported = accountExport.parse(JSON.parse(text));
    expect(exported.person).toMatchObject({ email: account.user.email });
    expect(exported.bots.map(({ id }) => id)).toEqual([botId]);
    expect(exported.connections).toHaveLength(1);
    expect(exported.events.length).toBeGreaterThan(0);
    expect(exported.activity.length).toBeGreaterThan(0);
    const stored = await db().calendarConnection.findUniqueOrThrow({ where: { id: account.connection.id } });
    const { hash } = await db().apiKey.findFirstOrThrow({ where: { userId: account.user.id } });
    const secrets = [key, hash, account.credentials.refreshToken, stored.refreshToken, stored.clientSecret];
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).not.toContain(other.account.email);
  });
});
