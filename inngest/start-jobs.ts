import { serve } from 'inngest/edge';
import { noteLostReports } from '@/lib/dispatch/ask-silent-bots';
import { startPolling } from '@/lib/dispatch/poll-bots';
import { reportAddresses } from '@/lib/dispatch/report-address';
import { now } from '@/lib/platform/clock';
import { env } from '@/lib/platform/env';
import { type JobEvent, setJobSender } from '@/lib/platform/jobs';
import { logger } from '@/lib/platform/logger';
import { beforeStop, onStop } from '@/lib/platform/stop';
import { decideAgainForSenders } from '@/lib/scheduling/decide-again';
import { inngest, localClient } from './client';
import { functions, onEvents } from './functions';
import { sendOrRunHere } from './job-sender';
import { startJoinClock } from './join-clock';
import { currentLocalRunner, startLocalRunner } from './local-runner';
import { recoverAfterCrash } from './recover-after-crash';
import { sentOrThrow } from './send-events-once';
import { startServerWatch, TICK_MS } from './server-watch';
import { sweep } from './sweep';

/** While more calls wait here, this process takes nothing more that the server leaves. */
const MOST_QUEUED = 200;

/**
 * Starts the jobs of this process. Without an Inngest server the local runner runs them all. With one, events go to it, and
 * the local runner runs what it does not take or leaves. In both cases a first sweep repairs what an earlier process left
 * behind, this process's clock sends the bots that are due, and providers that cannot report are asked from then on.
 * @throws Error when a function uses something that the local runner does not support
 */
export async function startJobs(): Promise<void> {
  const isAlone = env().inngestMode === 'local';
  // Makes their secret: a backup from before the first bot must have it, or the requests of later ones could not be repeated.
  await reportAddresses();
  if (isAlone) await recoverAfterCrash(now());
  // Of several processes each would run the jobs that repeat: with a server, one of them does it where it does not.
  const runHere = isAlone ? functions : onEvents;
  // Its calls are unsigned: this handler has no route.
  const handler = serve({ client: localClient, functions: runHere });
  const runner = await startLocalRunner({ handler, logger, now });
  onStop('begin', () => runner.stop());
  startSending(isAlone);
  // While no process ran, reports were lost: the sweep asks about every active bot.
  noteLostReports();
  startPolling(now);
  // Not awaited: the sweep asks the provider about silent bots, and pages need not wait for the answers.
  inBackground(sweep(now()), 'The first sweep failed');
  inBackground(decideAgainForSenders(now), 'Stored meetings could not be decided again');
}

function inBackground(work: Promise<unknown>, failure: string): void {
  void beforeStop(work).catch((error: unknown) => logger.error({ error }, failure));
}

/** Sets what sends job events, and starts this process's clock of joins, which hears of them. */
function startSending(isAlone: boolean): void {
  const joins = startJoinClock(now);
  onStop('begin', joins.stop);
  const runHere = async (events: JobEvent[]) => {
    await localClient.send(events);
  };
  const send = isAlone ? runHere : sendToServer(runHere);
  setJobSender(async (events) => {
    joins.hear(events);
    await send(events);
  });
}

function sendToServer(runHere: (events: JobEvent[]) => Promise<void>) {
  const isBusy = () => (currentLocalRunner()?.stats().queued ?? 0) > MOST_QUEUED;
  const watch = startServerWatch({ clock: now, runHere, isBusy, tickMs: TICK_MS });
  onStop('begin', watch.stop);
  const toServer = async (events: JobEvent[]) => sentOrThrow(await inngest.send(events));
  return sendOrRunHere({ toServer, runHere, isAway: watch.isAway });
}
