import { db } from '@/lib/platform/database/client';
import { logger } from '@/lib/platform/logger';
import { claimBots } from './claim-bots';
import { type DispatchOutcome, dispatchBot, sendClaimed } from './dispatch-bot';
import { dueBots } from './queries';
import { Semaphore } from './semaphore';

/** Bots that the provider is asked for at once. Each has a place of its own: a slow answer holds nobody else up. */
const AT_ONCE = 250;
/** Bots are claimed as places become free, never sooner: a claim that waits runs out, and misses what changes. */
const CLAIM_AT_LEAST = 100;

export type Dispatched = {
  sent: number;
  /** When a provider wants to be asked again (ISO 8601), or null when it took or refused all. */
  retryAt: string | null;
};

/**
 * Sends every bot that is due: those whose time has come, and those that are to be tried again. What is due is read from
 * the rows, so that whoever calls this, and how often, makes no difference.
 */
export async function dispatchDue(clock: () => Date): Promise<Dispatched> {
  const due = await dueBots(db(), clock());
  const semaphore = new Semaphore(AT_ONCE);
  const retries: string[] = [];
  const work: Promise<void>[] = [];
  let sent = 0;

  const send = (bot: { id: string }, sending: (onAnswer: () => void) => Promise<DispatchOutcome>) => {
    const leave = semaphore.take();
    const outcome = sending(leave).then(
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
    work.push(outcome.finally(leave));
  };

  try {
    for (let next = 0; next < due.length; ) {
      const free = await semaphore.free(Math.min(CLAIM_AT_LEAST, due.length - next));
      const { claimed, beingChanged } = await claimBots(due.slice(next, next + free), clock());
      next += free;
      for (const bot of claimed) send(bot, (onAnswer) => sendClaimed(bot, clock, onAnswer));
      for (const bot of beingChanged) send(bot, () => dispatchBot(bot.id, bot.version, clock));
    }
  } finally {
    await Promise.all(work);
  }
  return { sent, retryAt: retries.sort()[0] ?? null };
}
