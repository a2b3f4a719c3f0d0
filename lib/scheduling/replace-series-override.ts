import { materializeSeries } from '@/lib/occurrences/materialize-occurrences';
import type { Tx } from '@/lib/platform/database/client';
import type { Target } from './find-target';

/**
 * Makes room for what a person asks of a series now. Asked for the series as a whole, it replaces every wish there was
 * for it. Asked for from a meeting on, the meetings before that one stay as they were wished: an "always" for the series
 * is kept, and a "never" becomes one for each of them that has no wish of its own.
 * @param from the original start of the meeting from which on it was asked for; null = the whole series
 */
export async function replaceSeriesOverride(
  tx: Tx,
  { event }: Pick<Target, 'event'>,
  from: Date | null,
  now: Date,
): Promise<void> {
  const neverSince = event.override === 'never' ? new Date(0) : event.neverFrom;
  if (from && neverSince && neverSince < from) {
    await materializeSeries({ tx, now }, event.calendar, [event.id], from);
    await tx.occurrence.updateMany({
      where: {
        eventId: event.id,
        originalStart: { gte: neverSince, lt: from },
        endTime: { gt: now },
        override: null,
      },
      data: { override: 'never' },
    });
  }
  const keepsAlways = from !== null && event.override === 'always';
  await tx.event.update({
    where: { id: event.id },
    data: { override: keepsAlways ? 'always' : null, neverFrom: null },
  });
}
