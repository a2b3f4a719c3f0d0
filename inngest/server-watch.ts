import { randomUUID } from 'node:crypto';
import { handOverDue } from '@/lib/dispatch/hand-over';
import { AWAY_AFTER_MS, lead, leaveLead } from '@/lib/platform/inngest-server';
import type { JobEvent } from '@/lib/platform/jobs';
import { logSeldom } from '@/lib/platform/log-seldom';
import { logger } from '@/lib/platform/logger';
import { runAll } from '@/lib/platform/run-all';
import { beforeStop } from '@/lib/platform/stop';
import { runLeftCrons } from './crons';
import { LEFT_AFTER_MS, LeftJobs } from './left-jobs';
import { WAITING } from './waiting-jobs';

type Kind = keyof typeof WAITING;
const KINDS = Object.keys(WAITING) as Kind[];

/** A job that fails is tried again by its run. The sweep enqueues it each minute as well. */
const AGAIN_AFTER_MS = 60_000;
/** What is done may be to be done again at once, and a run too many finds nothing to do. */
const MAY_COME_AGAIN: Kind[] = ['syncs', 'callbacks'];

/** How often the rows are looked at. A job is seen to wait within this time, and begins within it when it has been left: 12 s in all. */
export const TICK_MS = 2_000;

export type ServerWatch = {
  /** Whether the Inngest server has not called for so long that events need not be sent to it. */
  isAway(): boolean;
  /** Ends the watch, and lets another process lead at once. */
  stop(): Promise<void>;
};

type WatchOptions = {
  clock: () => Date;
  runHere: (jobs: JobEvent[]) => Promise<void>;
  isBusy: () => boolean;
  tickMs: number;
};

/**
 * Watches what the Inngest server does, by the rows. Of all processes, one leads, by a lease in the database: it runs the jobs
 * that the server has not begun within ten seconds, and those that repeat and whose time has passed for half a minute. What
 * the server begins after all is held apart by what holds for two runs of any job: claims, leases, conditional updates.
 * @param options.runHere hands jobs to this process's own runner
 * @param options.isBusy whether that has so much to do that it is given nothing more
 */
export function startServerWatch({ clock, runHere, isBusy, tickMs }: WatchOptions): ServerWatch {
  const name = randomUUID();
  const left = KINDS.map((kind) => ({
    kind,
    jobs: new LeftJobs(MAY_COME_AGAIN.includes(kind) ? LEFT_AFTER_MS : AGAIN_AFTER_MS),
  }));
  const startedAt = +clock();
  let isAway = false;
  let timer: NodeJS.Timeout | undefined;
  let ticking = Promise.resolve();
  let isStopped = false;
  let crons = Promise.resolve();
  let runsCrons = false;

  const log = (kind: string, message: string) => (error: unknown) =>
    logSeldom({ level: 'warn', kind, message }, { error }, clock());

  async function watch(): Promise<void> {
    const { isLeader, server } = await lead(name, clock());
    // A server that starts together with this process has not called yet: it is offered events all the same.
    const isNew = +clock() - startedAt < AWAY_AFTER_MS;
    if ((server.isAway && !isNew) !== isAway) {
      isAway = !isAway;
      logger.warn(
        { lastCallAt: server.lastCallAt },
        isAway ? 'The Inngest server does not call: jobs run here' : 'The Inngest server calls again',
      );
    }
    if (!isLeader) {
      for (const { jobs } of left) jobs.clear();
      return;
    }
    runCrons();
    const found = left.map(({ kind, jobs }) => [kind, (now: Date) => runLeft(jobs, kind, now)] as const);
    await runAll({ handOvers: handOverDue, ...Object.fromEntries(found) }, (task) => task(clock()));
  }

  /** Not awaited: a provider that is slow to answer delays the sweep, and nothing else. */
  function runCrons(): void {
    if (runsCrons) return;
    runsCrons = true;
    crons = runLeftCrons(clock)
      .catch(log('left-crons', 'A job that repeats has failed'))
      .finally(() => {
        runsCrons = false;
      });
    void beforeStop(crons);
  }

  async function runLeft(left: LeftJobs, kind: Kind, now: Date): Promise<void> {
    if (isBusy()) return;
    const jobs = left.take(await WAITING[kind](now), +now);
    if (jobs.length === 0) return;
    const message = 'The Inngest server has not begun jobs that wait: they run here';
    logSeldom({ level: 'warn', kind: 'left-jobs', message }, { kind, count: jobs.length }, now);
    await runHere(jobs);
  }

  async function tick(): Promise<void> {
    await watch().catch(
      log('server-watch', 'The rows could not be looked at; they are again in two seconds'),
    );
    if (!isStopped) timer = setTimeout(begin, tickMs).unref();
  }

  function begin(): void {
    ticking = beforeStop(tick());
  }

  begin();
  return {
    isAway: () => isAway,
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await Promise.all([ticking, crons]);
      await leaveLead(name);
    },
  };
}
