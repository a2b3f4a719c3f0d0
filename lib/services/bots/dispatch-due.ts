import { db } from '@/lib/db/client';
import { forEachLimit } from '@/lib/for-each-limit';
import { logger } from '@/lib/logger';
import { dispatchBot } from './dispatch-bot';

/** Bots that the provider is asked for at once. Each has a place of its own: a slow answer holds nobody else up. */
const AT_ONCE = 100;

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
  const retries: string[] = [];
  let sent = 0;
  await forEachLimit(await dueBots(clock()), AT_ONCE, async ({ id, version }) => {
    try {
      const outcome = await dispatchBot(id, version, clock);
      if (outcome.state === 'sent') sent++;
      if (outcome.state === 'retry') retries.push(outcome.retryAt);
    } catch (error) {
      logger.error(
        { error, bot: id },
        'A bot could not be sent; it is tried again when its claim has run out',
      );
    }
  });
  return { sent, retryAt: retries.sort()[0] ?? null };
}

async function dueBots(now: Date): Promise<{ id: string; version: number }[]> {
  return db().$queryRaw`
    SELECT "id", "version" FROM "ScheduledBot"
     WHERE "status" = 'Scheduled' AND "joinAt" <= ${new Date(+now + 1000)}
        OR "status" = 'Joining' AND "providerBotId" IS NULL
           AND ("leaseUntil" < ${now} OR "leaseUntil" IS NULL AND ("nextAttemptAt" IS NULL OR "nextAttemptAt" <= ${now}))
     ORDER BY "joinAt", "id"`;
}
