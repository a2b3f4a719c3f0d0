import { createHash, timingSafeEqual } from 'node:crypto';
import { bearerOf, type Call, formBody, json, type Reply } from '../../http';
import type { World } from '../../world';
import { signIdToken } from './identity';
import { ACCESS_TOKEN_SECONDS, type Client, type Code, type Token } from './store';

/** The error body of Google's token endpoint. */
class OAuthError extends Error {
  constructor(
    readonly status: number,
    readonly error: string,
    readonly description: string,
  ) {
    super(error);
  }

  toBody(): object {
    return { error: this.error, error_description: this.description };
  }
}

export const invalidGrant = (description = 'Token has been expired or revoked.') =>
  new OAuthError(400, 'invalid_grant', description);

/** `POST /token`: exchanges a code or a refresh token for an access token. Throws with Google's error bodies. */
export async function token(call: Call, world: World): Promise<Reply> {
  const form = formBody(call);
  const type = form.get('grant_type');
  if (!type) throw new OAuthError(400, 'invalid_request', 'Required parameter is missing: grant_type');
  const client = authenticateClient(call, form, world);
  if (type === 'authorization_code') return fromCode(call, form, client, world);
  if (type === 'refresh_token') return fromRefreshToken(call, form, client, world);
  throw new OAuthError(400, 'unsupported_grant_type', `Invalid grant_type: ${type}`);
}

function authenticateClient(call: Call, form: URLSearchParams, world: World): Client {
  const basic = /^Basic (.+)$/i.exec(call.headers.authorization ?? '')?.[1];
  const [basicId, basicSecret] = basic
    ? Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent)
    : [];
  const id = form.get('client_id') ?? basicId;
  const client = id === undefined ? undefined : world.oauth.clients.get(id);
  if (!client) throw new OAuthError(401, 'invalid_client', 'The OAuth client was not found.');
  if (!sameText(form.get('client_secret') ?? basicSecret ?? '', client.secret)) {
    throw new OAuthError(401, 'invalid_client', 'The provided client secret is invalid.');
  }
  return client;
}

async function fromCode(call: Call, form: URLSearchParams, client: Client, world: World): Promise<Reply> {
  const nowMs = world.now().getTime();
  const text = form.get('code');
  if (!text) throw new OAuthError(400, 'invalid_request', 'Missing required parameter: code');
  const code = world.oauth.takeCode(text, nowMs);
  if (!code || code.clientId !== client.id) throw invalidGrant('Malformed auth code.');
  if (form.get('redirect_uri') !== code.redirectUri) {
    throw new OAuthError(400, 'redirect_uri_mismatch', 'Bad Request');
  }
  if (!verifies(code, form.get('code_verifier'))) throw invalidGrant('Invalid code verifier.');
  call.user = code.email;
  const holder = { email: code.email, clientId: client.id, scopes: code.scopes, nonce: code.nonce };
  const grant = world.oauth.consent(code.email, client.id, code.scopes);
  const withRefresh = code.offline && !grant.refreshTokenIssued;
  if (withRefresh) grant.refreshTokenIssued = true;
  const refresh = withRefresh ? { refresh_token: world.oauth.issueRefresh(holder, nowMs) } : {};
  return json({ ...(await answer(call, world, holder)), ...refresh });
}

async function fromRefreshToken(
  call: Call,
  form: URLSearchParams,
  client: Client,
  world: World,
): Promise<Reply> {
  const held = world.oauth.refreshToken(form.get('refresh_token') ?? '');
  if (!held || held.clientId !== client.id) throw invalidGrant();
  call.user = held.email;
  return json(await answer(call, world, held));
}

async function answer(
  call: Call,
  world: World,
  { email, clientId, scopes, nonce }: Omit<Token, 'issuedAtMs'> & { nonce?: string | undefined },
): Promise<object> {
  const person = world.people.get(email);
  if (!person) throw invalidGrant('Account has been deleted');
  return {
    access_token: world.oauth.issueAccess({ email, clientId, scopes }, world.now().getTime()),
    expires_in: ACCESS_TOKEN_SECONDS,
    scope: scopes.join(' '),
    token_type: 'Bearer',
    ...(scopes.includes('openid') && {
      id_token: await signIdToken(world, person, { issuer: call.origin, clientId, scopes, nonce }),
    }),
  };
}

/**
 * Returns whether the verifier fits the code's challenge (RFC 7636): S256 compares its hash, plain the verifier
 * itself; a code without a challenge needs none.
 */
function verifies(code: Code, verifier: string | null): boolean {
  if (code.challenge === undefined) return true;
  if (!verifier) return false;
  if (code.challengeMethod === 'plain') return verifier === code.challenge;
  return createHash('sha256').update(verifier).digest('base64url') === code.challenge;
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a as Buffer, b as Buffer);
}

/** `POST /revoke` (token in the query or the form): revokes a token. 200, 400 invalid_request without one, or invalid_token. */
export function revoke(call: Call, world: World): Reply {
  const text = call.url.searchParams.get('token') ?? formBody(call).get('token');
  if (!text) throw new OAuthError(400, 'invalid_request', 'Missing required parameter: token');
  if (world.oauth.revoke(text, world.now().getTime())) return json({});
  throw new OAuthError(400, 'invalid_token', 'Token expired or revoked');
}

/** `/tokeninfo`: returns what a token may do. Google's library sends it as a bearer, others as `access_token`. */
export function tokenInfo(call: Call, world: World): Reply {
  const nowMs = world.now().getTime();
  const named = call.url.searchParams.get('access_token') ?? formBody(call).get('access_token');
  const held = world.oauth.accessToken(named ?? bearerOf(call.headers), nowMs);
  if (!held) throw new OAuthError(400, 'invalid_token', 'Invalid Value');
  const expiresIn = Math.max(0, ACCESS_TOKEN_SECONDS - Math.floor((nowMs - held.issuedAtMs) / 1000));
  return json({
    azp: held.clientId,
    aud: held.clientId,
    sub: world.people.get(held.email)?.sub,
    scope: held.scopes.join(' '),
    exp: String(Math.floor(nowMs / 1000) + expiresIn),
    expires_in: String(expiresIn),
    email: held.email,
    email_verified: 'true',
    access_type: 'offline',
  });
}
