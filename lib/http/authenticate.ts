import { isApiKey } from '@/lib/accounts/api-key-format';
import { findUserByApiKey } from '@/lib/accounts/api-keys';
import type { User } from '@/lib/accounts/users';
import type { Actor } from '@/lib/activity/record-activity';
import { UsherError } from '@/lib/contract/errors';
import { env } from '@/lib/platform/env';
import { constantTimeEqual, hashToken } from '@/lib/platform/secrets';
import { sessionUser } from './auth';
import { clientAddress } from './client-address';
import { countRefusal, isInUse, takeRequest, turnAwayGuessers } from './rate-limit';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Who sent a request; `headers` tell them in the answer how much of their rate limit is left. */
export type Authenticated = { user: User; actor: Actor; headers: Record<string, string> };

/**
 * Returns who sent a request, and counts it against their rate limit: an API client by `Authorization: Token <key>` (or
 * `Bearer`), otherwise a person by the dashboard's session cookie. An address that has been refused too often is turned
 * away for a while, except with a key that is in use: others may share the address.
 * @throws UsherError unauthorized (no credentials), forbidden (wrong credentials), rate_limited
 */
export async function authenticate(request: Request, now: Date): Promise<Authenticated> {
  const header = request.headers.get('authorization');
  return header === null ? byCookie(request) : byKey(request, header, now);
}

async function byKey(request: Request, header: string, now: Date): Promise<Authenticated> {
  const address = clientAddress(request);
  const key = /^(?:Token|Bearer)\s+(\S+)$/i.exec(header.trim())?.[1];
  const hash = key && isApiKey(key) ? hashToken(key) : null;
  if (!hash || !(await isInUse(hash))) await turnAwayGuessers(address);
  const user = hash && (await findUserByApiKey(hash, now));
  if (!user) {
    await countRefusal(address);
    throw new UsherError(
      'forbidden',
      'This API key is not valid. Send `Authorization: Token <key>` with a current one.',
    );
  }
  return { user, actor: 'api', headers: await takeRequest('key', hash) };
}

async function byCookie(request: Request): Promise<Authenticated> {
  const user = await sessionUser();
  if (!user) {
    await countRefusal(clientAddress(request));
    throw new UsherError('unauthorized', 'Sign in, or send an API key: `Authorization: Token <key>`.');
  }
  // Browsers send the cookie with requests that other sites cause, too: those must not change anything.
  if (!SAFE_METHODS.has(request.method) && !isSameOrigin(request)) {
    throw new UsherError('forbidden', 'This request came from another site.');
  }
  return { user, actor: 'person', headers: await takeRequest('person', user.id) };
}

function isSameOrigin(request: Request): boolean {
  return (
    request.headers.get('sec-fetch-site') === 'same-origin' || request.headers.get('origin') === env().APP_URL
  );
}

/**
 * Accepts only requests of this installation's own scripts, which read the token from its data directory.
 * @throws UsherError forbidden
 */
export function requireAdmin(request: Request): void {
  if (!constantTimeEqual(bearerOf(request), env().ADMIN_TOKEN)) {
    throw new UsherError('forbidden', 'Only scripts of this installation may do this.');
  }
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
