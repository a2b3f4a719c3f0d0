import { UsherError } from '@/lib/contract/errors';
import { env } from '@/lib/env';
import { constantTimeEqual } from '@/lib/secrets';

/**
 * Lets in only this installation's own scripts, which read the token from its data directory.
 * @throws UsherError forbidden
 */
export function requireAdmin(request: Request): void {
  const token = /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
  if (!constantTimeEqual(token, env().ADMIN_TOKEN)) {
    throw new UsherError('forbidden', 'Only scripts of this installation may do this.');
  }
}
