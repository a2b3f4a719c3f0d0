import { Inngest } from 'inngest';
import { env } from '@/lib/platform/env';
import { createLocalFetch } from './local-runner';

/**
 * The Inngest client. It speaks to an Inngest server if one is configured (INNGEST_DEV, INNGEST_BASE_URL or the cloud's
 * keys). Otherwise the local runner drives the same functions inside this process.
 */
export const inngest =
  env().inngestMode === 'local'
    ? new Inngest({
        id: 'usher',
        isDev: true,
        aiMetadata: false,
        baseUrl: 'http://local-runner',
        fetch: createLocalFetch(),
      })
    : new Inngest({ id: 'usher', baseUrl: env().INNGEST_BASE_URL });
