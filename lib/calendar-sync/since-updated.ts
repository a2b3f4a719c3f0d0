import { changeTime } from '@/lib/activity/domain/delay';
import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import type { StoredEvent } from '@/lib/occurrences/stored-event';
import type { Calendar } from '@/lib/platform/database/generated/prisma/client';
import { type Since, sinceChanged, sinceThen } from '@/lib/scheduling/reconcile-bots';

/**
 * How long the changes that a sync has brought have been there, as far as Google says it. What a first sync brings is no
 * change.
 * @param calendar as it was before the sync
 * @param written rows that are new or different
 * @param events what Google sent
 * @param clock tells how late it is when the bots have followed
 */
export function sinceUpdated(
  calendar: Pick<Calendar, 'lastSyncedAt' | 'syncEnabledSince'>,
  written: StoredEvent[],
  events: GoogleEvent[],
  now: Date,
  clock: () => Date,
): Since {
  if (!calendar.lastSyncedAt) return sinceThen(now);
  const updated = new Map(events.map((event) => [event.id, event.updated]));
  const changedAt = new Map<string, Date>();
  for (const { id, googleEventId } of written) {
    const at = changeTime(updated.get(googleEventId), calendar.syncEnabledSince);
    if (at) changedAt.set(id, at);
  }
  return sinceChanged(changedAt, now, clock);
}
