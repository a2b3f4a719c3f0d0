import type { Tx } from '@/lib/platform/database/client';
import type { Event, Prisma } from '@/lib/platform/database/generated/prisma/client';
import { notRecurring, type Target } from './find-target';
import { replaceSeriesOverride } from './replace-series-override';

/**
 * Turns a series' chain on; one that is on already goes on as early as it did. It takes the place of what was wished for
 * the series, from its first meeting on.
 * @param from the original start of the meeting it was asked for by name; null = whatever comes next
 * @param botConfig what its bots are configured with; without one it stays as it was
 * @returns the series as it is then
 * @throws UsherError not_recurring
 */
export async function startAutoReschedule(
  tx: Tx,
  { event }: Target,
  from: Date | null,
  botConfig: unknown,
  now: Date,
): Promise<Event> {
  if (event.kind !== 'master') throw notRecurring();
  await replaceSeriesOverride(tx, { event }, from, now);
  const starts = event.autoRescheduleEnabled ? [event.autoRescheduleFrom, from] : [from];
  return tx.event.update({
    where: { id: event.id },
    data: {
      autoRescheduleEnabled: true,
      autoRescheduleFrom: starts.includes(null) ? null : new Date(Math.min(...starts.map(Number))),
      autoRescheduleBotConfig: botConfig as Prisma.InputJsonObject | undefined,
    },
  });
}
