/** The largest value of an integer column: 24 days. */
const MOST_MS = 2 ** 31 - 1;

/**
 * Returns how late a bot is when its provider accepts it, in milliseconds since it was due. A bot that was
 * scheduled after its join time is due from then on. A bot that is sent early is not late.
 * @param bookedSince null: since before its join time
 */
export function joinLateness(bot: { joinAt: Date; bookedSince: Date | null }, now: Date): number {
  return delaySince(bot.bookedSince && bot.bookedSince > bot.joinAt ? bot.bookedSince : bot.joinAt, now);
}

/**
 * Returns when a meeting was changed at Google, or null where a delay since then cannot be measured: Google
 * does not say when (as for deleted events), or sync was not enabled for the calendar at that time.
 * @param updated Google's `updated` of the resource
 * @param syncEnabledSince since when sync has been enabled without a gap
 */
export function changeTime(updated: string | undefined, syncEnabledSince: Date | null): Date | null {
  const at = new Date(updated ?? '');
  if (Number.isNaN(+at) || (syncEnabledSince && at < syncEnabledSince)) return null;
  return at;
}

/**
 * Returns the milliseconds since an instant; 0 for one in the future, as when another clock is ahead of ours.
 */
export function delaySince(since: Date, now: Date): number {
  return Math.min(Math.max(0, +now - +since), MOST_MS);
}
