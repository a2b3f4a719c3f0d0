import { sessionUser } from '@/lib/auth';
import { UsherError } from '@/lib/contract/errors';
import type { User } from '@/lib/db/generated/prisma/client';
import { env } from '@/lib/env';
import { findUserByApiKey } from '@/lib/services/find-user-by-api-key';
import type { Actor } from '@/lib/services/record-activity';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Finds out who asks: an API client by `Authorization: Token <key>` (or `Bearer`), else a person by the
 * dashboard's session cookie.
 * @throws UsherError unauthorized (nothing sent), forbidden (rejected)
 */
export async function authenticate(request: Request, now: Date): Promise<{ user: User; actor: Actor }> {
  const header = request.headers.get('authorization');
  if (header !== null) {
    const key = /^(?:Token|Bearer)\s+(\S+)$/i.exec(header.trim())?.[1];
    const user = key ? await findUserByApiKey(key, now) : null;
    if (!user)
      throw new UsherError(
        'forbidden',
        'This API key is not valid. Send `Authorization: Token <key>` with a current one.',
      );
    return { user, actor: 'api' };
  }
  const user = await sessionUser();
  if (!user)
    throw new UsherError('unauthorized', 'Sign in, or send an API key: `Authorization: Token <key>`.');
  // A cookie comes along with requests that other sites cause: those must not change anything.
  if (!SAFE_METHODS.has(request.method) && !isSameOrigin(request)) {
    throw new UsherError('forbidden', 'This request came from another site.');
  }
  return { user, actor: 'person' };
}

function isSameOrigin(request: Request): boolean {
  return (
    request.headers.get('sec-fetch-site') === 'same-origin' || request.headers.get('origin') === env().APP_URL
  );
}
