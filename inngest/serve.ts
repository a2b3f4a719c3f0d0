import { serve } from 'inngest/next';
import { env } from '@/lib/platform/env';
import { inngest } from './client';
import { functions } from './functions';

/**
 * The route handlers that an Inngest server calls. With a signing key every request must be signed. The address that is
 * registered is APP_URL's, whatever host and protocol a request names.
 */
export const handlers = serve({
  client: inngest,
  functions,
  serveOrigin: new URL(env().APP_URL).origin,
  servePath: '/api/inngest',
  enableUnauthedSync: false,
});
