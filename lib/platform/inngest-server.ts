import { db } from './database/client';
import { env } from './env';
import { logSeldom } from './log-seldom';
import { endLead, lastServerCall, storeServerCall, takeLead } from './queries';

/** A server that is well calls the sweep each minute, and may be half a minute late. */
export const AWAY_AFTER_MS = 90_000;
/** How exactly the last call is stored: a busy server calls many times a second. */
const STORED_EACH_MS = 5_000;
/** For how long a process leads that does not renew its lease, in ms. */
const LEAD_MS = 10_000;

/** `lastCallAt`: null = it never has. `isAway`: it has not called for so long that this installation runs its jobs itself. */
export type InngestServerState = { lastCallAt: Date | null; isAway: boolean };

let storedAt = Number.NEGATIVE_INFINITY;

/** Stores that the Inngest server has called a function. Never throws: the call is carried out without it as well. */
export async function noteServerCall(now: Date): Promise<void> {
  if (Math.abs(+now - storedAt) < STORED_EACH_MS) return;
  storedAt = +now;
  try {
    await storeServerCall(db(), now, new Date(+now - STORED_EACH_MS));
  } catch (error) {
    const message = 'A call of the Inngest server could not be recorded';
    logSeldom({ level: 'warn', kind: 'server-call', message }, { error }, now);
  }
}

/** Returns whether the Inngest server calls; null when none is configured. */
export async function readInngestServer(now: Date): Promise<InngestServerState | null> {
  if (env().inngestMode === 'local') return null;
  const [row] = await lastServerCall(db());
  return stateOf(row?.lastCallAt ?? null, now);
}

/**
 * Makes this process the one that does what the Inngest server leaves undone, or renews its lease of ten seconds, unless
 * another process has it.
 * @param process a name that no other process has
 */
export async function lead(
  process: string,
  now: Date,
): Promise<{ isLeader: boolean; server: InngestServerState }> {
  const [row] = await takeLead(db(), process, new Date(+now + LEAD_MS), now);
  return { isLeader: row?.isLeader ?? false, server: stateOf(row?.lastCallAt ?? null, now) };
}

/** Lets another process lead at once, when this one stops. */
export async function leaveLead(process: string): Promise<void> {
  await endLead(db(), process);
}

function stateOf(lastCallAt: Date | null, now: Date): InngestServerState {
  return { lastCallAt, isAway: lastCallAt === null || +now - +lastCallAt > AWAY_AFTER_MS };
}
