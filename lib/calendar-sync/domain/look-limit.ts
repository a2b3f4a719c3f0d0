/** A look before a join takes this long at most, in ms: after this time bots go by what is stored. */
const LOOK_LIMIT_MS = 2_000;
/**
 * Calendars are looked at this long before the bots of their meetings are sent, in ms: longer than a look may take, so that also
 * the first one of a process ends in time.
 */
export const LOOK_AHEAD_MS = 5_000;

/** A process has just started for this long: its first sync takes seconds on a busy computer, later ones some 50 ms. */
const COLD_MS = 60_000;
/** What a look has changed is stored so long before the join. */
const BEFORE_JOIN_MS = 500;

/**
 * Returns how long a look before a join may take, in ms. Right after a start it may take all the time until the join, because
 * code is compiled, connections are opened and tokens are fetched. A look that begins late takes no longer for that: bots are
 * sent on time.
 * @param untilJoinMs how long it is until the bots are sent; negative when they are late
 * @param uptimeMs how long the process has run
 */
export function lookLimit(untilJoinMs: number, uptimeMs: number): number {
  if (uptimeMs >= COLD_MS) return LOOK_LIMIT_MS;
  return Math.max(LOOK_LIMIT_MS, Math.min(untilJoinMs, LOOK_AHEAD_MS) - BEFORE_JOIN_MS);
}
