import { serve } from 'inngest/edge';
import { now } from '@/lib/platform/clock';
import { env } from '@/lib/platform/env';
import { setJobSender } from '@/lib/platform/jobs';
import { logger } from '@/lib/platform/logger';
import { inngest } from './client';
import { functions } from './functions';
import { startLocalRunner } from './local-runner';
import { recoverAfterCrash } from './recover-after-crash';
import { sweep } from './sweep';

/**
 * Starts the jobs of this process: job events go to Inngest, or to the local runner, which is started here. In
 * both cases a first sweep repairs what an earlier process left behind.
 * @throws Error when the local runner does not support something a function asks for
 */
export async function startJobs(): Promise<void> {
  setJobSender(async (events) => {
    await inngest.send(events);
  });
  if (env().inngestMode === 'local') {
    await recoverAfterCrash(now());
    await startLocalRunner({ handler: serve({ client: inngest, functions }), logger });
  }
  // Not waited for: it asks the provider about silent bots, and the pages need not wait for that.
  void sweep(now()).catch((error: unknown) => logger.error({ error }, 'The first sweep failed'));
}
