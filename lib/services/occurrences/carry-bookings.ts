import type { Tx } from '@/lib/db/client';
import { LIVE_STATUSES } from '@/lib/domain/bot-status';
import { groupBy } from '@/lib/domain/group-by';
import type { Placed, Vanishing } from './find-bookings';

/** An occurrence is taken for another one's successor when it starts within half a week of it. */
const SAME_MEETING_MS = 3.5 * 86_400_000;

/**
 * Hands bots and wishes on where a meeting stays the same to a person but gets another identity: all events of a
 * series moved, "this and following" edited, a single meeting made a series, or one date that turns out to belong
 * to a series. A date that had been changed or cancelled by itself comes after the others, and takes nothing that is
 * rather another date's successor: it may be left out still.
 * @param vanishing see findBooked and findBookedOnce
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
  const free = new Set(appeared);
  const ofResource = groupBy(appeared, (row) => row.resourceId);
  const ofFamily = groupBy(appeared, (row) => familyOf(row.eventId));
  const endingOf = groupBy(ending, (row) => familyOf(row.eventId));
  const rank = (old: Vanishing) => Number(old.wasException ?? false);
  const order = (a: Vanishing, b: Vanishing) => rank(a) - rank(b) || +a.startTime - +b.startTime;
  for (const old of [...vanishing].sort(order)) {
    const family = familyOf(old.eventId);
    const distance = (other: Placed) => apart(other, old);
    const isAnothers = (other: Placed) =>
      old.wasException && endingOf.get(family)?.some((row) => apart(other, row) < distance(other));
    const next =
      ofResource.get(old.resourceId)?.find((other) => free.has(other) && other.eventId !== old.eventId) ??
      (family === undefined ? [] : (ofFamily.get(family) ?? []))
        .filter((other) => free.has(other) && distance(other) <= SAME_MEETING_MS && !isAnothers(other))
        .reduce<Placed | null>((a, b) => (a && distance(a) <= distance(b) ? a : b), null);
    if (!next) continue;
    free.delete(next);
    // What was called off goes along as well, else the old time would still be told of; where the new place has bots of
    // its own, the newest must stay the one that counts.
    const isEmpty = (await tx.scheduledBot.count({ where: { occurrenceId: next.id } })) === 0;
    if (!(await makeRoom(tx, old, next, now))) continue;
    const thatCounts = old.botId ? { id: old.botId } : { status: { in: [...LIVE_STATUSES] } };
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
async function makeRoom(tx: Tx, old: Vanishing, next: Placed, now: Date): Promise<boolean> {
  const comesAlong = await tx.scheduledBot.findFirst({
    where: { occurrenceId: old.id, status: { in: [...LIVE_STATUSES] } },
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
  const underWay = await tx.scheduledBot.findFirst({
    where: { occurrenceId: next.id, status: { in: [...LIVE_STATUSES] } },
    select: { id: true },
  });
  return underWay === null;
}

type Timed = Pick<Placed, 'startTime'>;

function apart(one: Timed, other: Timed): number {
  return Math.abs(+one.startTime - +other.startTime);
}
