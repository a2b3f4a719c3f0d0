import type { Tx } from '@/lib/db/client';
import type { Prisma } from '@/lib/db/generated/prisma/client';
import { notRecurring, type Target } from './find-target';

/**
 * Turns a series' chain on; one that is on already goes on as early as it did. It outweighs a "never" for the series.
 * @param from the original start of the meeting it was asked for by name; null = whatever comes next
 * @param botConfig what its bots are configured with
 * @throws UsherError not_recurring
 */
export async function startChain(
  tx: Tx,
  { event }: Target,
  from: Date | null,
  botConfig: unknown,
): Promise<void> {
  if (event.kind !== 'master') throw notRecurring();
  const starts = event.recurringEnabled ? [event.chainFrom, from] : [from];
  await tx.event.update({
    where: { id: event.id },
    data: {
      recurringEnabled: true,
      chainFrom: starts.includes(null) ? null : new Date(Math.min(...starts.map(Number))),
      chainBotConfig: botConfig as Prisma.InputJsonObject,
      override: null,
      neverFrom: null,
    },
  });
}
