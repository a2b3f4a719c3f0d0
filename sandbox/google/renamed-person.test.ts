import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { calendarClient, control, READ_SCOPES, signIn, WRITE_SCOPES } from '../../test/sandbox';
import { type Sandbox, startSandbox } from '../start-sandbox';

const ADA = 'ada@northwind.example';
const PAT = 'pat@northwind.example';
let sandbox: Sandbox;
let api: Awaited<ReturnType<typeof calendarClient>>;
beforeEach(async () => {
  sandbox = await startSandbox({ port: 0, seed: 'empty' });
  api = await calendarClient(sandbox, ADA, [...READ_SCOPES, ...WRITE_SCOPES]);
});
afterEach(() => sandbox.close());

const rename = (from: string, email: string) => control(sandbox, 'POST', `/people/${from}/rename`, { email });
const claimsOf = async (email: string) =>
  decodeJwt((await signIn(sandbox, email)).credentials.id_token ?? '');
const add = (calendar: string) =>
  control(sandbox, 'POST', `/calendars/${calendar}/events`, { summary: 'New', inSeconds: 600 });
const statusOf = (call: Promise<unknown>) =>
  call.then(
    () => 200,
    (error) => error.response?.status,
  );

describe('A person who is renamed', () => {
  it('keeps sub, tokens and events; their primary calendar has the new address', async () => {
    const { sub } = await claimsOf(ADA);
    const event = await add(ADA);
    const { data: before } = await api.events.list({ calendarId: ADA });
    await rename(ADA, PAT);
    expect(await claimsOf(PAT)).toMatchObject({ sub, email: PAT, email_verified: true });
    const { data: list } = await api.calendarList.list();
    expect(list.items?.map(({ id, primary }) => [id, primary])).toEqual([[PAT, true]]);
    expect(await statusOf(api.events.list({ calendarId: ADA }))).toBe(404);
    const { data: after } = await api.events.list({ calendarId: PAT });
    expect(after.items?.[0]).toMatchObject({
      id: event.id,
      iCalUID: event.iCalUID,
      organizer: { email: PAT, self: true },
    });
    const stale = api.events.list({ calendarId: PAT, syncToken: before.nextSyncToken ?? '' });
    expect(await statusOf(stale)).toBe(400);
  });

  it('leaves the address to another person, with a sub of their own', async () => {
    const { sub } = await claimsOf(ADA);
    await rename(ADA, PAT);
    await control(sandbox, 'POST', '/people', { email: ADA });
    const other = await claimsOf(ADA);
    expect(other).toMatchObject({ email: ADA });
    expect(other.sub).not.toBe(sub);
    expect(await statusOf(api.events.list({ calendarId: ADA }))).toBe(404);
    await rename(ADA, 'third@northwind.example');
    await control(sandbox, 'POST', '/people', { email: ADA });
    expect(new Set([sub, other.sub, (await claimsOf(ADA)).sub]).size).toBe(3);
  });

  it('is in the lists of others under the new address', async () => {
    await control(sandbox, 'POST', '/people/ben@northwind.example/calendars', { id: ADA, summary: 'Ada' });
    await rename(ADA, PAT);
    const ben = await calendarClient(sandbox, 'ben@northwind.example', READ_SCOPES);
    const { data } = await ben.calendarList.list();
    expect(data.items?.map(({ id }) => id)).toEqual(['ben@northwind.example', PAT]);
  });

  it('has silent channels that can still be stopped', async () => {
    const { data } = await api.events.watch({
      calendarId: ADA,
      requestBody: { id: 'c1', type: 'web_hook', address: 'http://127.0.0.1:9/x' },
    });
    await rename(ADA, PAT);
    await control(sandbox, 'DELETE', '/log');
    await add(PAT);
    expect((await control(sandbox, 'GET', '/log?kind=push')).items).toEqual([]);
    const stop = api.channels.stop({ requestBody: { id: 'c1', resourceId: data.resourceId ?? '' } });
    expect(await statusOf(stop)).toBe(200);
  });
});

describe('Identity claims', () => {
  it.each([
    ['true', 'true'],
    [false, false],
    [null, undefined],
  ])('have email_verified %j as %j', async (emailVerified, expected) => {
    await control(sandbox, 'PATCH', `/people/${ADA}`, {
      emailVerified,
      claimedEmail: 'Ada@Northwind.Example',
    });
    const claims = await claimsOf(ADA);
    expect(claims).toMatchObject({ email: 'Ada@Northwind.Example' });
    expect(claims.email_verified).toBe(expected);
  });

  it('are refused to a token that identifies no one', async () => {
    const ask = async (scopes: string[]) => {
      const ready = await control(sandbox, 'POST', `/people/${ADA}/credentials`, { scopes });
      const { access_token } = await (
        await fetch(`${sandbox.url}/token`, {
          method: 'POST',
          body: new URLSearchParams({
            grant_type: 'refresh_token',
            client_id: ready.google_client_id,
            client_secret: ready.google_client_secret,
            refresh_token: ready.google_refresh_token,
          }),
        })
      ).json();
      const headers = { authorization: `Bearer ${access_token}` };
      return (await fetch(`${sandbox.url}/v1/userinfo`, { headers })).status;
    };
    expect(await ask(WRITE_SCOPES)).toBe(401);
    expect(await ask(['openid', ...WRITE_SCOPES])).toBe(200);
  });
});
