import type { Tx } from '@/lib/platform/database/client';
import { BOOKED_OR_ACTIVE_STATUSES } from '@/lib/scheduling/domain/bot-status';
import { findSuccessors } from './domain/successors';
import type { Placed, Vanishing } from './find-bookings';

/**
 * Hands bots and wishes on where a meeting stays the same to a person but gets another identity: see findSuccessors.
 * @param vanishing see findBookings and findFormerBookings
 * @param ending all that ends now, whether anybody wants a bot there or not
 * @param appeared occurrences that did not exist before
 * @param familyOf names what is one series to a person
 */
export async function carryBookings(
  tx: Tx,
  vanishing: Vanishing[],
  ending: Pick<Placed, 'eventId' | 'startTime'>[],
  appeared: Placed[],
  familyOf: (eventId: string) => string | undefined,
  now: Date,
): Promise<void> {
  if (vanishing.length === 0) return;
  for (const { old, next } of findSuccessors(vanishing, ending, appeared, familyOf)) {
    // What was called off goes along as well, else the old time would still be told of; where the new place has bots of
    // its own, the newest must stay the one that counts.
    const isEmpty = (await tx.scheduledBot.count({ where: { occurrenceId: next.id } })) === 0;
    if (!(await makePlaceFree(tx, old, next, now))) continue;
    const thatCounts = old.botId ? { id: old.botId } : { status: { in: [...BOOKED_OR_ACTIVE_STATUSES] } };
    await tx.scheduledBot.updateMany({
      where: { occurrenceId: old.id, ...(isEmpty ? {} : thatCounts) },
      data: { occurrenceId: next.id },
    });
    if (old.override) {
      await tx.occurrence.update({ where: { id: next.id }, data: { override: old.override } });
      // It has gone along: where the series goes on in yet another part, it is not handed on again.
      await tx.occurrence.update({ where: { id: old.id }, data: { override: null } });
    }
  }
}

/**
 * One live bot an occurrence: what a rule booked at the new place gives way to what comes along. Its row goes to the
 * occurrence that ends, so that the newest row of each still is the one that counts.
 * @returns false where a bot is under way already
 */
async function makePlaceFree(tx: Tx, old: Vanishing, next: Placed, now: Date): Promise<boolean> {
  const comesAlong = await tx.scheduledBot.findFirst({
    where: { occurrenceId: old.id, status: { in: [...BOOKED_OR_ACTIVE_STATUSES] } },
    select: { id: true },
  });
  if (!comesAlong) return true;
  await tx.scheduledBot.updateMany({
    where: { occurrenceId: next.id, status: 'Scheduled' },
    data: {
      occurrenceId: old.id,
      status: 'Cancelled',
      statusReason: 'The bot of the meeting that this one continues took its place.',
      version: { increment: 1 },
      updatedAt: now,
    },
  });
  const active = await tx.scheduledBot.findFirst({
    where: { occurrenceId: next.id, status: { in: [...BOOKED_OR_ACTIVE_STATUSES] } },
    select: { id: true },
  });
  return active === null;
}
