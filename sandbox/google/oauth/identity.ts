import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { bearerOf, type Call, json, type Reply } from '../../http';
import type { Person, World } from '../../world';
import { authError } from '../errors';
import { isIdentityScope } from './scopes';

const KEY_ID = 'sandbox-1';

/** Returns the RS256 key that signs id_tokens. It is made on first use and saved with the rest of the state. */
function signingKey(world: World): JsonWebKey {
  if (!world.oauth.signingKey) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    world.oauth.signingKey = privateKey.export({ format: 'jwk' }) as JsonWebKey;
  }
  return world.oauth.signingKey;
}

/** Returns the discovery document. Its issuer is the origin the client used, so that `localhost` and `127.0.0.1` both work. */
export function discovery(call: Call): Reply {
  const { origin } = call;
  return json({
    issuer: origin,
    authorization_endpoint: `${origin}/o/oauth2/v2/auth`,
    token_endpoint: `${origin}/token`,
    userinfo_endpoint: `${origin}/v1/userinfo`,
    revocation_endpoint: `${origin}/revoke`,
    jwks_uri: `${origin}/oauth2/v3/certs`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'email', 'profile'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    claims_supported: [
      'aud',
      'email',
      'email_verified',
      'exp',
      'family_name',
      'given_name',
      'iat',
      'iss',
      'name',
      'sub',
    ],
    code_challenge_methods_supported: ['plain', 'S256'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
  });
}

export function certs(world: World): Reply {
  const privateKey = createPrivateKey({ key: signingKey(world) as never, format: 'jwk' });
  const publicKey = createPublicKey(privateKey).export({ format: 'jwk' });
  return json({ keys: [{ ...publicKey, kid: KEY_ID, use: 'sig', alg: 'RS256' }] });
}

/** Returns the claims about a person that the scopes allow. */
function claims(person: Person, scopes: string[]): Record<string, unknown> {
  const [given, ...family] = person.name.split(' ');
  const { hostedDomain = hostedDomainOf(person.email) } = person;
  const { claimedEmail: email = person.email, emailVerified: email_verified = true } = person;
  return {
    sub: person.sub,
    ...(has(scopes, 'email') && { email, ...(email_verified === null ? {} : { email_verified }) }),
    ...(hostedDomain && { hd: hostedDomain }),
    ...(has(scopes, 'profile') && { name: person.name, given_name: given, family_name: family.join(' ') }),
  };
}

/** Returns the Workspace domain of an address: Google has none for the addresses that it gives to anyone. */
function hostedDomainOf(email: string): string | null {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  return ['gmail.com', 'googlemail.com'].includes(domain) ? null : domain;
}

const has = (scopes: string[], name: string) =>
  scopes.includes(name) || scopes.includes(`https://www.googleapis.com/auth/userinfo.${name}`);

/**
 * `GET /v1/userinfo`: returns the claims of the access token's person. Throws 401 without a valid token, or without a scope
 * that identifies the person.
 */
export function userinfo(call: Call, world: World): Reply {
  const token = world.oauth.accessToken(bearerOf(call.headers), world.now().getTime());
  const person = token && world.people.get(token.email);
  if (!token || !person || !token.scopes.some(isIdentityScope)) throw authError();
  return json(claims(person, token.scopes));
}

export async function signIdToken(
  world: World,
  person: Person,
  options: { issuer: string; clientId: string; scopes: string[]; nonce?: string | undefined },
): Promise<string> {
  const seconds = Math.floor(world.now().getTime() / 1000);
  const key = createPrivateKey({ key: signingKey(world) as never, format: 'jwk' });
  return new SignJWT({
    ...claims(person, options.scopes),
    azp: options.clientId,
    ...(options.nonce && { nonce: options.nonce }),
  })
    .setProtectedHeader({ alg: 'RS256', kid: KEY_ID, typ: 'JWT' })
    .setIssuer(options.issuer)
    .setAudience(options.clientId)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 3600)
    .sign(key);
}
