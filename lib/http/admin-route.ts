import { UsherError } from '@/lib/contract/errors';
import { env } from '@/lib/platform/env';
import { constantTimeEqual } from '@/lib/platform/secrets';

/**
 * Lets in only this installation's own scripts, which read the token from its data directory.
 * @throws UsherError forbidden
 */
export function requireAdmin(request: Request): void {
  if (!constantTimeEqual(bearerOf(request), env().ADMIN_TOKEN)) {
    throw new UsherError('forbidden', 'Only scripts of this installation may do this.');
  }
}

/**
 * Lets in only whoever watches over this installation, by the operator's token.
 * @throws UsherError unauthorized (nothing sent), forbidden, not_found (no token is set: nobody is to watch)
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
