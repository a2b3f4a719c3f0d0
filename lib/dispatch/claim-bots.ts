import { db } from '@/lib/platform/database/client';
import { env } from '@/lib/platform/env';
import { configuredProviders } from './choose-provider';
import { type ClaimedBot, claimDue, type DueBot, stillDue } from './queries';

/** Longer than the provider may take to answer: until then nobody else asks for the same bot. */
const LEASE_MS = 30_000;

/**
 * Claims bots for one attempt each, in one statement: `Joining`, with a lease. Of any number of callers, in any number
 * of processes, one gets a bot.
 * @returns those that are the caller's now, and those that another transaction is changing, which nobody waited for. The
 *   rest is somebody else's, or it is not their version's turn (any more)
 */
export async function claimBots(
  bookings: DueBot[],
  now: Date,
): Promise<{ claimed: ClaimedBot[]; beingChanged: DueBot[] }> {
  const claimed = await claim(bookings, now, 'skip');
  const ids = new Set(claimed.map(({ id }) => id));
  const rest = bookings.filter(({ id }) => !ids.has(id));
  return { claimed, beingChanged: rest.length > 0 ? await stillDue(db(), rest, now) : [] };
}

/**
 * The same for one bot, which may have to wait for the transaction that is changing it.
 * @returns null when it is not this version's turn (any more), or somebody else has it
 */
export async function claimBot(booking: DueBot, now: Date): Promise<ClaimedBot | null> {
  const [bot] = await claim([booking], now, 'wait');
  return bot ?? null;
}

function claim(bookings: DueBot[], now: Date, locked: 'wait' | 'skip'): Promise<ClaimedBot[]> {
  const providers = configuredProviders().map(({ name }) => name);
  const leaseUntil = new Date(+now + LEASE_MS);
  return claimDue(db(), bookings, { now, leaseUntil, providers, fallback: env().BOT_PROVIDER, locked });
}
