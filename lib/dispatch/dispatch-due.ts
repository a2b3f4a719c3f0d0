import { db } from '@/lib/platform/database/client';
import { env } from '@/lib/platform/env';
import { logger } from '@/lib/platform/logger';
import { configuredProviders } from './choose-provider';
import { type ClaimedBot, claimDue, type DueBot, dueBots, overdueJoins, stillDue } from './queries';
import { type DispatchOutcome, sendBot } from './send-bot';

/** Bots that the provider is asked for at once. Each has its own slot, so a slow answer delays no other bot. */
const SLOTS = 250;
/** Bots are claimed when slots become free, never sooner: a waiting claim runs out and misses what changes. */
const CLAIM_AT_LEAST = 100;
/** Longer than the provider may take to answer: until then no one else asks for the same bot. */
const LEASE_MS = 30_000;
/** A bot that is not sent this long after its join time is overdue: the message that should have sent it was lost. */
const OVERDUE_MS = 15_000;

export type Dispatched = {
  sent: number;
  /** When a provider wants to be asked again (ISO 8601), or null when it accepted or refused every bot. */
  retryAt: string | null;
};

/**
 * Sends every bot that is due: bots whose join time has come, and bots that are to be tried again. The rows say which
 * they are, so it does not matter who calls this, or how often.
 */
export async function dispatchDue(clock: () => Date): Promise<Dispatched> {
  const due = await dueBots(db(), clock());
  const semaphore = new Semaphore(SLOTS);
  const retries: string[] = [];
  const work: Promise<void>[] = [];
  let sent = 0;

  const send = (bot: { id: string }, sending: (onAnswer: () => void) => Promise<DispatchOutcome>) => {
    const release = semaphore.take();
    const outcome = sending(release).then(
      (outcome) => {
        if (outcome.state === 'sent') sent++;
        if (outcome.state === 'retry') retries.push(outcome.retryAt);
      },
      (error) =>
        logger.error(
          { error, bot: bot.id },
          'A bot could not be sent; it is tried again when its claim has run out',
        ),
    );
    work.push(outcome.finally(release));
  };

  try {
    for (let next = 0; next < due.length; ) {
      const free = await semaphore.free(Math.min(CLAIM_AT_LEAST, due.length - next));
      const { claimed, beingChanged } = await claimBots(due.slice(next, next + free), clock());
      next += free;
      for (const bot of claimed) send(bot, (onAnswer) => sendBot(bot, clock, onAnswer));
      for (const bot of beingChanged) send(bot, () => dispatchBot(bot.id, bot.version, clock));
    }
  } finally {
    await Promise.all(work);
  }
  return { sent, retryAt: retries.sort()[0] ?? null };
}

/**
 * Claims one bot and sends it. A transaction that is changing the bot is waited for.
 * @param version the version that is due; a bot that has changed since is not sent
 */
export async function dispatchBot(
  botId: string,
  version: number,
  clock: () => Date,
): Promise<DispatchOutcome> {
  const [bot] = await claim([{ id: botId, version }], clock(), 'wait');
  return bot ? sendBot(bot, clock) : { state: 'not_ours' };
}

/**
 * Claims bots for one attempt each, in one statement: they are `Joining`, with a lease. Of any number of callers, in any
 * number of processes, one gets a bot.
 * @returns `claimed`: the caller's bots; `beingChanged`: bots that are due and that another transaction is changing, for
 *   which nothing waited. Bots in neither are someone else's, or not due (any more)
 */
async function claimBots(
  bookings: DueBot[],
  now: Date,
): Promise<{ claimed: ClaimedBot[]; beingChanged: DueBot[] }> {
  const claimed = await claim(bookings, now, 'skip');
  const ids = new Set(claimed.map(({ id }) => id));
  const rest = bookings.filter(({ id }) => !ids.has(id));
  return { claimed, beingChanged: rest.length > 0 ? await stillDue(db(), rest, now) : [] };
}

function claim(bookings: DueBot[], now: Date, locked: 'wait' | 'skip'): Promise<ClaimedBot[]> {
  const providers = configuredProviders().map(({ name }) => name);
  const leaseUntil = new Date(+now + LEASE_MS);
  return claimDue(db(), bookings, { now, leaseUntil, providers, fallback: env().BOT_PROVIDER, locked });
}

/** Returns how many bots are overdue: still scheduled 15 seconds after their join time, or due to be tried again. */
export async function countOverdueJoins(now: Date): Promise<number> {
  const [overdue] = await overdueJoins(db(), new Date(+now - OVERDUE_MS), now);
  return overdue?.count ?? 0;
}

/**
 * Frees the bots of a process that has ended: claimed bots are due again at once, and joins that were armed are armed
 * again by the next sweep. If that process still runs, no second bot is made: the provider gets the same idempotency key.
 */
export async function releaseClaims(now: Date): Promise<void> {
  await db().scheduledBot.updateMany({ where: { status: 'Scheduled' }, data: { armedVersion: null } });
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
