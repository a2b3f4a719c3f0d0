/** What a column of whole numbers holds: 24 days. */
const MOST_MS = 2 ** 31 - 1;

/**
 * How late a bot is that its provider has said yes to: from when it was due. A bot that was wanted only after its join
 * time is due from then on; one that sets out early is not late.
 * @param bookedSince null = since before its join time
 * @returns milliseconds
 */
export function joinLateness(bot: { joinAt: Date; bookedSince: Date | null }, now: Date): number {
  return delaySince(bot.bookedSince && bot.bookedSince > bot.joinAt ? bot.bookedSince : bot.joinAt, now);
}

/**
 * When a meeting was changed at Google, if following the change is what can be measured: not when Google does not say
 * so (of deleted events it does not), nor where the calendar was not followed then.
 * @param updated Google's `updated` of the resource
 * @param syncEnabledSince since when the calendar is followed without a gap
 */
export function changeTime(updated: string | undefined, syncEnabledSince: Date | null): Date | null {
  const at = new Date(updated ?? '');
  if (Number.isNaN(+at) || (syncEnabledSince && at < syncEnabledSince)) return null;
  return at;
}

/** Milliseconds since an instant; none when that is still to come, as by a clock that is ahead of ours. */
export function delaySince(since: Date, now: Date): number {
  return Math.min(Math.max(0, +now - +since), MOST_MS);
}
