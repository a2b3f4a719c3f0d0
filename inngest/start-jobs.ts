import { serve } from 'inngest/edge';
import { noteLostReports } from '@/lib/dispatch/ask-silent-bots';
import { startPolling } from '@/lib/dispatch/poll-bots';
import { now } from '@/lib/platform/clock';
import { env } from '@/lib/platform/env';
import { setJobSender } from '@/lib/platform/jobs';
import { logger } from '@/lib/platform/logger';
import { beforeStop, onStop } from '@/lib/platform/stop';
import { inngest } from './client';
import { functions } from './functions';
import { startJoinClock } from './join-clock';
import { startLocalRunner } from './local-runner';
import { recoverAfterCrash } from './recover-after-crash';
import { sweep } from './sweep';

/**
 * Starts the jobs of this process: job events go to the Inngest server, or to the local runner, which it starts. In both
 * cases a first sweep repairs what an earlier process left behind, this process's clock of joins runs, and providers that
 * cannot report are asked from then on.
 * @throws Error when a function uses something that the local runner does not support
 */
export async function startJobs(): Promise<void> {
  if (env().inngestMode === 'local') {
    await recoverAfterCrash(now());
    const runner = await startLocalRunner({ handler: serve({ client: inngest, functions }), logger, now });
    onStop('begin', () => runner.stop());
  }
  const joins = startJoinClock(now);
  onStop('begin', joins.stop);
  setJobSender(async (events) => {
    joins.hear(events);
    await inngest.send(events);
  });
  // While no process ran, reports were lost: the sweep asks about every active bot.
  noteLostReports();
  startPolling(now);
  // Not awaited: the sweep asks the provider about silent bots, and pages need not wait for the answers.
  void beforeStop(sweep(now())).catch((error: unknown) => logger.error({ error }, 'The first sweep failed'));
}
