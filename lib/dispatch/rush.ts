import { setTimeout as delay } from 'node:timers/promises';

/** A rush ends so long after the last claim that took a bot for each free slot, in ms. */
const RUSH_MS = 200;

let endsAt = 0;

/** Notes that more bots may be due than there are slots: calls for them matter more than saving what the last calls have led to. */
export function noteRush(): void {
  endsAt = performance.now() + RUSH_MS;
}

/**
 * Returns when there is no rush, or after a limit. When a provider hangs and keeps all slots, nothing is claimed, and the rush
 * ends.
 */
export async function afterRush(limitMs: number): Promise<void> {
  const limit = performance.now() + limitMs;
  for (;;) {
    const waitMs = Math.min(endsAt, limit) - performance.now();
    if (waitMs <= 0) return;
    await delay(Math.ceil(waitMs));
  }
}
