/** A push that is this late is not lost yet. */
const LATE_MS = 2 * 60_000;

export type SyncFinding = {
  /** Google's `updated` of each row the sync brought; rows of deleted events may have none. */
  updated: (string | undefined)[];
  /** Since when a push channel has been open; null when none is. */
  watchedSince: Date | null;
  lastSyncedAt: Date | null;
  lastPushAt: Date | null;
  /** Something had marked the calendar as changed: a push, or the safety poll. */
  wasMarked: boolean;
  now: Date;
};

/**
 * How many of the changes a sync brought should have been told of by a push and were not: made after the sync before
 * this one and while a channel was open, long enough ago for its message to be lost rather than late.
 */
export function countMissedNotifications(finding: SyncFinding): number {
  const { watchedSince, lastSyncedAt, lastPushAt, now } = finding;
  if (!watchedSince || !lastSyncedAt) return 0;
  if (lastPushAt && lastPushAt >= lastSyncedAt) return 0;
  const from = Math.max(+watchedSince, +lastSyncedAt);
  // A row without a time changed at some moment since; only the poll, which nothing prompts, is sure not to race a push.
  const unknown = finding.wasMarked ? from : +now;
  return finding.updated
    .map((updated) => (updated ? Date.parse(updated) : unknown))
    .filter((at) => at >= from && at <= +now - LATE_MS).length;
}
