import { isAdministrator, mayComeIn } from '@/lib/accounts/access';
import { isApiKey } from '@/lib/accounts/api-key-format';
import {
  findUserByApiKey,
  hasApiKey,
  logRefusedKey,
  recordRefusedKey,
  type UsedKey,
} from '@/lib/accounts/api-keys';
import { hasSession } from '@/lib/accounts/sessions';
import type { User } from '@/lib/accounts/users';
import type { Actor } from '@/lib/activity/record-activity';
import { UsherError } from '@/lib/contract/errors';
import type { Operation } from '@/lib/contract/operations/operation';
import { env } from '@/lib/platform/env';
import { constantTimeEqual, hashToken } from '@/lib/platform/secrets';
import { currentSession } from './auth';
import { clientAddress } from './client-address';
import { takeRequest } from './rate-limit';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What a request came with: a session of the dashboard, or an API key. */
export type Credential = { kind: 'session'; id: string } | ({ kind: 'key' } & UsedKey);

/** Who sent a request; `headers` tell them in the answer how much of their rate limit is left. */
export type Authenticated = {
  user: User;
  actor: Actor;
  credential: Credential;
  headers: Record<string, string>;
};

/**
 * Returns who sent a request, and counts it against their rate limit: an API client by `Authorization: Token <key>` (or
 * `Bearer`), otherwise a person by the dashboard's session cookie. Wrong credentials count against their address, which gets
 * 429 for more of them; right ones never do, because others may share the address (a proxy's, an office's).
 * @throws UsherError unauthorized (no credentials), forbidden (wrong credentials), rate_limited
 */
export async function authenticate(request: Request, now: Date): Promise<Authenticated> {
  const header = request.headers.get('authorization');
  return header === null ? byCookie(request) : byKey(request, header, now);
}

async function byKey(request: Request, header: string, now: Date): Promise<Authenticated> {
  const key = /^(?:Token|Bearer)\s+(\S+)$/i.exec(header.trim())?.[1];
  const hash = key && isApiKey(key) ? hashToken(key) : null;
  const found = hash && (await findUserByApiKey(hash, now));
  if (!found || !mayComeIn(found.user)) {
    const address = clientAddress(request);
    logRefusedKey(address, key, now);
    await takeRequest('refusals', address);
    if (hash) await recordRefusedKey(hash, now);
    throw new UsherError(
      'forbidden',
      'This API key is not valid. Send `Authorization: Token <key>` with a current one.',
    );
  }
  const { user } = found;
  const headers = await takeRequest('key', hash);
  // All keys of a person together; what they send leaves the dashboard its own share.
  await takeRequest('person', `keys:${user.id}`);
  return { user, actor: 'api', credential: { kind: 'key', ...found.key }, headers };
}

async function byCookie(request: Request): Promise<Authenticated> {
  const session = await currentSession();
  // Not counted as a guess: pages of whoever has been signed out ask on until they see this.
  if (!session)
    throw new UsherError('unauthorized', 'Sign in, or send an API key: `Authorization: Token <key>`.');
  // Browsers send the cookie with requests that other sites cause, too: those must not change anything.
  if (!SAFE_METHODS.has(request.method) && !isSameOrigin(request)) {
    throw new UsherError('forbidden', 'This request came from another site.');
  }
  const { user, sessionId } = session;
  const headers = await takeRequest('person', user.id);
  return { user, actor: 'person', credential: { kind: 'session', id: sessionId }, headers };
}

function isSameOrigin(request: Request): boolean {
  return (
    request.headers.get('sec-fetch-site') === 'same-origin' || request.headers.get('origin') === env().APP_URL
  );
}

/**
 * Refuses who may not use an operation: an API key for one that is for people alone, a key that may only read for one that
 * changes something, and for those of administrators everyone else.
 * @throws UsherError forbidden
 */
export function authorize({ user, credential }: Authenticated, operation: Operation): void {
  const { method, changesNothing, isForPeople, isForAdministrators } = operation;
  if (credential.kind === 'key' && (isForPeople || isForAdministrators))
    throw new UsherError('forbidden', 'Only a person who is signed in may do this, not an API key.');
  if (credential.kind === 'key' && credential.access === 'read' && method !== 'GET' && !changesNothing)
    throw new UsherError('forbidden', 'This API key may only read.');
  if (isForAdministrators && !isAdministrator(user))
    throw new UsherError('forbidden', 'Only an administrator may do this.');
}

/** Returns whether what a request came with still holds: its session has not ended, or its key was not revoked. */
export async function stillHolds(credential: Credential, now: Date): Promise<boolean> {
  return credential.kind === 'session' ? hasSession(credential.id, now) : hasApiKey(credential.id, now);
}

/**
 * Refuses a key that was not told that it may manage keys.
 * @throws UsherError forbidden
 */
export function requireKeyManager(credential: Credential): void {
  if (credential.kind === 'key' && !credential.mayManageKeys)
    throw new UsherError(
      'forbidden',
      'This API key may not manage API keys. Do it in the dashboard, or with a key that has `may_manage_keys`.',
    );
}

/**
 * Accepts only requests with the operator's METRICS_TOKEN.
 * @throws UsherError unauthorized (no token sent), forbidden (a wrong one), not_found (METRICS_TOKEN is not set)
 */
export function requireMetricsToken(request: Request): void {
  const { METRICS_TOKEN } = env();
  if (!METRICS_TOKEN) throw new UsherError('not_found', 'This is shown once METRICS_TOKEN is set.');
  if (!request.headers.has('authorization'))
    throw new UsherError('unauthorized', 'Send `Authorization: Bearer <METRICS_TOKEN>`.');
  if (!constantTimeEqual(bearerOf(request), METRICS_TOKEN))
    throw new UsherError('forbidden', 'This is not METRICS_TOKEN.');
}

function bearerOf(request: Request): string {
  return /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
}
