import { setTimeout as delay } from 'node:timers/promises';
import { db } from '@/lib/platform/database/client';
import { logger } from '@/lib/platform/logger';
import { countProcesses } from '@/lib/platform/queries';
import { isStopping } from '@/lib/platform/stop';
import { probeProviders, readSenders, type Verdict } from './provider-stops';
import { claimDue, countDue, type DueBot, overdueJoins, type Senders } from './queries/sending';
import { type DispatchOutcome, type Sending, sendBot } from './send-bot';
import { type ReadyBot, storeRequestsOf } from './store-request';

/** Bots that the provider is asked for at once. Each has its own slot, so a slow answer delays no other bot. */
const SLOTS = 250;
/** Bots are claimed when slots become free, never sooner: a waiting claim runs out and misses what changes. */
const CLAIM_AT_LEAST = 100;
/** Longer than the provider may take to answer: until then no one else asks for the same bot. */
const LEASE_MS = 30_000;
/** When all bots that are due are being changed by other transactions, they are looked at this often, and for so long. */
const LOCKED_PAUSE_MS = 25;
const LOCKED_LIMIT_MS = 10_000;
/** A bot that is not sent this long after its join time is overdue: the message that should have sent it was lost. */
const OVERDUE_MS = 15_000;

export type Dispatched = {
  sent: number;
  /** When a provider wants to be asked again (ISO 8601), or null when it accepted or refused every bot. */
  retryAt: string | null;
  /** A provider refuses this installation, and bots wait for it: at `retryAt` one of them is sent. */
  isStopped?: true;
};

/**
 * Sends every bot that is due: bots whose join time has come, and bots that are to be tried again. The rows say which
 * they are, so it does not matter who calls this, or how often. To a provider that refuses this installation one bot is sent
 * every 5 seconds, and the others when it accepts that one.
 */
export async function dispatchDue(clock: () => Date): Promise<Dispatched> {
  const run: Run = { clock, outcomes: [], isStopped: false };
  const probing = probeProviders(clock, async (bot) => {
    let verdict: Verdict = 'unknown';
    const onVerdict = (heard: Verdict) => {
      verdict = heard;
    };
    run.outcomes.push(await dispatchBot(bot.id, bot.version, clock, { onVerdict, isProbe: true }));
    return verdict;
  });
  await sendDue(run);
  const { isLifted, nextAt } = await probing;
  if (isLifted) await sendDue(run);
  const retries = run.outcomes.flatMap((outcome) => (outcome.state === 'retry' ? outcome.retryAt : []));
  if (nextAt) retries.push(nextAt.toISOString());
  return {
    sent: run.outcomes.filter(({ state }) => state === 'sent').length,
    retryAt: retries.sort()[0] ?? null,
    ...(run.isStopped || nextAt !== null ? { isStopped: true } : {}),
  };
}

/** `isStopped`: a provider has refused this installation. */
type Run = { clock: () => Date; outcomes: DispatchOutcome[]; isStopped: boolean };

/**
 * Sends the bots that are due and whose provider accepts bots. It claims as many as it has slots for, again and again until
 * none is due, so that any number of processes share them. A bot that another transaction is changing delays no other bot;
 * one that is being changed for ten seconds is left to the next run. While this process stops, it claims none.
 */
async function sendDue(run: Run): Promise<void> {
  const { clock } = run;
  const semaphore = new Semaphore(SLOTS);
  const work: Promise<void>[] = [];
  const onVerdict = (verdict: Verdict) => {
    if (verdict === 'refuses') run.isStopped = true;
  };
  let giveUpAt = performance.now() + LOCKED_LIMIT_MS;

  const send = (bot: ReadyBot) => {
    const onAnswer = semaphore.take();
    const outcome = sendBot(bot, clock, { onAnswer, onVerdict }).then(
      (outcome) => void run.outcomes.push(outcome),
      (error) =>
        logger.error(
          { error, bot: bot.id },
          'A bot could not be sent; it is tried again when its claim has run out',
        ),
    );
    work.push(outcome.finally(onAnswer));
  };

  try {
    while (!isStopping()) {
      const senders = await readSenders();
      const [due] = await countDue(db(), senders, clock(), CLAIM_AT_LEAST);
      if (!due?.count) return;
      const limit = await semaphore.free(due.count);
      const claimed = await claim({ limit }, senders, clock());
      for (const bot of await storeRequestsOf(claimed)) send(bot);
      if (claimed.length > 0) giveUpAt = performance.now() + LOCKED_LIMIT_MS;
      else if (performance.now() < giveUpAt) await delay(LOCKED_PAUSE_MS);
      else return void run.outcomes.push({ state: 'retry', retryAt: clock().toISOString() });
    }
  } finally {
    await Promise.all(work);
  }
}

/**
 * Claims one bot and sends it. A transaction that is changing the bot is waited for.
 * @param version the version that is due; a bot that has changed since is not sent
 * @param how a probe is sent although its provider refuses this installation
 */
export async function dispatchBot(
  botId: string,
  version: number,
  clock: () => Date,
  how: Sending = {},
): Promise<DispatchOutcome> {
  const senders = await readSenders();
  const asked = how.isProbe ? { ...senders, stopped: [] } : senders;
  const claimed = await claim({ id: botId, version }, asked, clock());
  const [bot] = await storeRequestsOf(claimed);
  return bot ? sendBot(bot, clock, how) : { state: 'not_ours' };
}

/** Claims bots for one attempt each: of any number of callers, in any number of processes, one gets a bot. */
function claim(which: { limit: number } | DueBot, senders: Senders, now: Date) {
  return claimDue(db(), which, { ...senders, now, leaseUntil: new Date(+now + LEASE_MS) });
}

/** Returns how many bots are overdue: still scheduled 15 seconds after their join time, or due to be tried again. */
export async function countOverdueJoins(now: Date): Promise<number> {
  const [overdue] = await overdueJoins(db(), new Date(+now - OVERDUE_MS), now);
  return overdue?.count ?? 0;
}

/**
 * Frees the bots of a process that has ended: joins that were armed are armed again by the next sweep, and claimed bots are
 * due again at once. While another process works on the database, the claims may be its: they run out.
 */
export async function releaseClaims(now: Date): Promise<void> {
  await db().scheduledBot.updateMany({ where: { status: 'Scheduled' }, data: { armedVersion: null } });
  const [processes] = await countProcesses(db());
  if (processes && processes.count > 1) return;
  await db().scheduledBot.updateMany({
    where: { status: 'Joining', leaseUntil: { gt: now } },
    data: { leaseUntil: new Date(+now - 1) },
  });
}

/** Slots for a limited number of tasks. */
export class Semaphore {
  private taken = 0;
  private wake: (() => void) | undefined;

  constructor(private readonly slots: number) {}

  /**
   * Waits until at least so many slots are free, and returns how many are free then. One caller at a time.
   */
  async free(atLeast: number): Promise<number> {
    while (this.slots - this.taken < atLeast) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.slots - this.taken;
  }

  /** Takes a slot, and returns the function that releases it; to call that twice does no harm. */
  take(): () => void {
    this.taken++;
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.taken--;
      this.wake?.();
    };
  }
}
