import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerConsent, control, oauthClient, READ_SCOPES, signIn } from '../../../test/sandbox';
import { type Sandbox, startSandbox } from '../../start-sandbox';
import { DEFAULT_CLIENT } from './store';

const ADA = 'ada@northwind.example';
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, seed: 'empty' });
});
afterAll(() => sandbox.close());

const authUrl = (extra: object = {}) =>
  oauthClient(sandbox).generateAuthUrl({
    scope: READ_SCOPES,
    access_type: 'offline',
    state: 's t&=',
    ...extra,
  });

describe('The consent flow', () => {
  it('gives tokens and an id_token that fits the published keys', async () => {
    const client = await signIn(sandbox, ADA);
    const { access_token, refresh_token, id_token, scope, expiry_date } = client.credentials;
    expect([access_token, refresh_token]).toEqual([expect.any(String), expect.any(String)]);
    expect(scope).toBe(READ_SCOPES.join(' '));
    expect((expiry_date ?? 0) - Date.now()).toBeGreaterThan(3_500_000);
    const discovery = await (await fetch(`${sandbox.url}/.well-known/openid-configuration`)).json();
    const keys = createRemoteJWKSet(new URL(discovery.jwks_uri));
    const { payload } = await jwtVerify(id_token ?? '', keys, {
      issuer: discovery.issuer,
      audience: DEFAULT_CLIENT.id,
    });
    expect(payload).toMatchObject({ email: ADA, email_verified: true, name: 'Ada Lindqvist' });
    const info = await client.getTokenInfo(access_token ?? '');
    expect(info).toMatchObject({ email: ADA, scopes: READ_SCOPES });
    const me = await client.request({ url: `${sandbox.url}/v1/userinfo` });
    expect(me.data).toMatchObject({ sub: payload.sub, email: ADA });
  });

  it('lets one of all people be chosen, then shows the scopes', async () => {
    const accounts = await (await fetch(authUrl())).text();
    expect(accounts.match(/data-email="[^"]+"/g)).toHaveLength(3);
    const consent = await (await fetch(authUrl({ login_hint: ADA, prompt: 'consent' }))).text();
    expect(consent).toContain('data-scope="calendar.readonly"');
    expect(consent).toMatch(/<button[^>]*>Allow<\/button>/);
    expect(consent).toMatch(/<button[^>]*>Cancel<\/button>/);
  });

  it('has an icon on each of its pages and on the control page', async () => {
    for (const page of [authUrl(), authUrl({ login_hint: ADA, prompt: 'consent' }), `${sandbox.url}/`]) {
      const [, icon] = /<link rel="icon" href="([^"]+)"/.exec(await (await fetch(page)).text()) ?? [];
      const answer = await fetch(new URL(icon ?? '', page));
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        200,
        'image/svg+xml; charset=utf-8',
      ]);
    }
  });

  it('redirects with access_denied and the state when it is canceled', async () => {
    const back = await answerConsent(authUrl(), ADA, { decision: 'cancel' });
    expect(Object.fromEntries(back.searchParams)).toEqual({ error: 'access_denied', state: 's t&=' });
  });

  it('does not grant a scope that was unticked', async () => {
    const back = await answerConsent(authUrl({ prompt: 'consent' }), 'ben@northwind.example', {
      untick: READ_SCOPES[3] ?? '',
    });
    expect(back.searchParams.get('scope')).toBe('openid email profile');
  });

  it('asks once, and gives a refresh token only on a first or forced consent', async () => {
    const chloe = 'chloe@northwind.example';
    const first = await signIn(sandbox, chloe, READ_SCOPES, 'select_account');
    expect(first.credentials.refresh_token).toBeDefined();
    const again = await fetch(authUrl({ login_hint: chloe }), { redirect: 'manual' });
    expect(again.status).toBe(302);
    const code = new URL(again.headers.get('location') ?? '').searchParams.get('code') ?? '';
    const { tokens } = await oauthClient(sandbox).getToken(code);
    expect(tokens.refresh_token).toBeUndefined();
    const forced = await signIn(sandbox, chloe, READ_SCOPES, 'consent');
    expect(forced.credentials.refresh_token).toBeDefined();
  });

  it('refuses unknown clients and unregistered redirect URIs on a page of its own', async () => {
    const unknown = new URL(authUrl());
    unknown.searchParams.set('client_id', 'unknown');
    expect((await fetch(unknown)).status).toBe(401);
    const elsewhere = new URL(authUrl());
    elsewhere.searchParams.set('redirect_uri', 'https://evil.example/cb');
    const page = await fetch(elsewhere);
    expect(page.status).toBe(400);
    expect(await page.text()).toContain('redirect_uri_mismatch');
  });
});

describe('The token endpoint', () => {
  it('accepts a code once, and only with the right verifier', async () => {
    const client = oauthClient(sandbox);
    const { codeVerifier, codeChallenge } = await client.generateCodeVerifierAsync();
    const url = authUrl({ prompt: 'consent', code_challenge: codeChallenge, code_challenge_method: 'S256' });
    const code = async () => (await answerConsent(url, ADA)).searchParams.get('code') ?? '';
    await expect(client.getToken({ code: await code(), codeVerifier: 'x'.repeat(50) })).rejects.toThrow(
      'invalid_grant',
    );
    const good = await code();
    expect((await client.getToken({ code: good, codeVerifier })).tokens.access_token).toBeDefined();
    await expect(client.getToken({ code: good, codeVerifier })).rejects.toThrow('invalid_grant');
  });

  it('refreshes an access token without a new refresh token, until access is revoked', async () => {
    const client = await signIn(sandbox, ADA);
    const refreshToken = client.credentials.refresh_token ?? '';
    client.setCredentials({ refresh_token: refreshToken });
    expect((await client.getAccessToken()).token).toMatch(/^ya29\./);
    expect(client.credentials.refresh_token).toBe(refreshToken);
    await client.revokeToken(client.credentials.access_token ?? '');
    client.setCredentials({ refresh_token: refreshToken });
    const failure = await client.getAccessToken().catch((error) => error);
    expect(failure.response.status).toBe(400);
    expect(failure.response.data).toEqual({
      error: 'invalid_grant',
      error_description: 'Token has been expired or revoked.',
    });
  });

  it('names the error for a wrong secret and a wrong grant type', async () => {
    const post = async (form: Record<string, string>) => {
      const response = await fetch(`${sandbox.url}/token`, {
        method: 'POST',
        body: new URLSearchParams(form),
      });
      return [response.status, (await response.json()).error];
    };
    const client = { client_id: DEFAULT_CLIENT.id, client_secret: DEFAULT_CLIENT.secret };
    expect(await post({ ...client, grant_type: 'password' })).toEqual([400, 'unsupported_grant_type']);
    expect(await post({ ...client, client_secret: 'no', grant_type: 'refresh_token' })).toEqual([
      401,
      'invalid_client',
    ]);
    expect(await post({})).toEqual([400, 'invalid_request']);
  });

  it('revokes a token that it knows, and names the error for any other', async () => {
    const client = await signIn(sandbox, ADA);
    const revoke = async (form: Record<string, string>) => {
      const response = await fetch(`${sandbox.url}/revoke`, {
        method: 'POST',
        body: new URLSearchParams(form),
      });
      return [response.status, (await response.json()).error];
    };
    const token = client.credentials.refresh_token ?? '';
    expect(await revoke({ token })).toEqual([200, undefined]);
    expect(await revoke({ token })).toEqual([400, 'invalid_token']);
    expect(await revoke({})).toEqual([400, 'invalid_request']);
  });

  it('accepts the credentials that the control API lists for scripts', async () => {
    const { items } = await control(sandbox, 'GET', '/people');
    const person = items[0];
    const response = await fetch(`${sandbox.url}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: person.google_client_id,
        client_secret: person.google_client_secret,
        refresh_token: person.google_refresh_token,
      }),
    });
    expect((await response.json()).scope).toContain('calendar.readonly');
  });
});
