/** A notification that is this late may still come. */
const LATE_MS = 2 * 60_000;

export type SyncFinding = {
  /** Google's `updated` of each event that the sync read; deleted events may have none. */
  updated: (string | undefined)[];
  /** Since when a push channel is open; null when none is. */
  watchedSince: Date | null;
  lastSyncedAt: Date | null;
  lastPushAt: Date | null;
  /** A push or the poll had marked the calendar as changed. */
  wasMarked: boolean;
  now: Date;
};

/**
 * Returns how many of the changes that a sync read are missed notifications: changes that were made after the
 * previous sync and while a channel was open, long enough ago for their notification to be lost rather than
 * late.
 */
export function countMissedNotifications(finding: SyncFinding): number {
  const { watchedSince, lastSyncedAt, lastPushAt, now } = finding;
  if (!watchedSince || !lastSyncedAt) return 0;
  if (lastPushAt && lastPushAt >= lastSyncedAt) return 0;
  const from = Math.max(+watchedSince, +lastSyncedAt);
  // A change without a time was made at some moment since. Only the poll, which nothing prompts, does not
  // race its push.
  const unknown = finding.wasMarked ? from : +now;
  return finding.updated
    .map((updated) => (updated ? Date.parse(updated) : unknown))
    .filter((at) => at >= from && at <= +now - LATE_MS).length;
}
