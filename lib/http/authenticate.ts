import { isApiKey } from '@/lib/accounts/api-key-format';
import { findUserByApiKey } from '@/lib/accounts/api-keys';
import type { User } from '@/lib/accounts/users';
import type { Actor } from '@/lib/activity/record-activity';
import { UsherError } from '@/lib/contract/errors';
import { env } from '@/lib/platform/env';
import { hashToken } from '@/lib/platform/secrets';
import { sessionUser } from './auth';
import { clientAddress } from './client-address';
import { countRefusal, isInUse, takeRequest, turnAwayGuessers } from './rate-limit';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** `headers`: what the answer says of the sender's limit. */
export type Authenticated = { user: User; actor: Actor; headers: Record<string, string> };

/**
 * Finds out who asks, an API client by `Authorization: Token <key>` (or `Bearer`), else a person by the dashboard's
 * session cookie, and counts the request against their limit. Whoever is refused too often is not listened to for a
 * while, except with a key that is in use: others may send from the same address.
 * @throws UsherError unauthorized (nothing sent), forbidden (rejected), rate_limited
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
  // A cookie comes along with requests that other sites cause: those must not change anything.
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
