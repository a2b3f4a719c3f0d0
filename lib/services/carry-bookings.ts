import type { Tx } from '@/lib/db/client';
import { LIVE_STATUSES } from '@/lib/domain/bot-status';

type Placed = { id: string; eventId: string; resourceId: string; startTime: Date };

/** An occurrence is taken for another one's successor when it starts within half a week of it. */
const SAME_MEETING_MS = 3.5 * 86_400_000;

/**
 * What all parts of a series have in common. "This and following" makes a new one, which Google names after the
 * first: `base_R20250327T123000`.
 */
export function seriesFamily(googleEventId: string): string {
  return googleEventId.replace(/_R\d{8}(T\d{6})?$/, '');
}

/** Gives new parts of series the wishes a person had for the part before: no bot, always one, or the chain. */
export async function inheritWishes(tx: Tx, calendarId: string, newMasters: string[]): Promise<void> {
  for (const googleEventId of newMasters) {
    const family = seriesFamily(googleEventId);
    if (family === googleEventId) continue;
    const before = await tx.event.findFirst({
      where: {
        calendarId,
        kind: 'master',
        OR: [{ googleEventId: family }, { googleEventId: { startsWith: `${family}_R`, lt: googleEventId } }],
      },
      orderBy: { googleEventId: 'desc' },
    });
    if (!before) continue;
    await tx.event.update({
      where: { calendarId_googleEventId: { calendarId, googleEventId } },
      data: {
        override: before.override,
        neverFrom: before.neverFrom,
        recurringEnabled: before.recurringEnabled,
        chainBotConfig: before.chainBotConfig ?? undefined,
      },
    });
  }
}

/**
 * Occurrences that are about to vanish although somebody wants a bot, or none, at them.
 * @param eventIds events that are being materialised, exceptions included
 * @param stayingIds occurrences they still have
 */
export function findBookedVanishing(
  tx: Tx,
  eventIds: string[],
  stayingIds: string[],
  now: Date,
): Promise<(Placed & { override: 'always' | 'never' | null })[]> {
  return tx.occurrence.findMany({
    where: {
      eventId: { in: eventIds },
      id: { notIn: stayingIds },
      isDeleted: false,
      endTime: { gt: now },
      OR: [{ override: { not: null } }, { bots: { some: { status: { in: [...LIVE_STATUSES] } } } }],
    },
    select: { id: true, eventId: true, resourceId: true, startTime: true, override: true },
    orderBy: { startTime: 'asc' },
  });
}

/**
 * Hands bots and wishes on where a meeting stays the same to a person but gets another identity: all events of a
 * series moved, "this and following" edited, a single meeting made a series, or one date that turns out to belong
 * to a series.
 * @param vanishing see findBookedVanishing
 * @param appeared occurrences that did not exist before
 * @param familyOf names what is one series to a person
 */
export async function carryBookings(
  tx: Tx,
  vanishing: (Placed & { override: 'always' | 'never' | null })[],
  appeared: Placed[],
  familyOf: (eventId: string) => string | undefined,
): Promise<void> {
  const free = new Set(appeared);
  for (const old of vanishing) {
    const family = familyOf(old.eventId);
    const distance = (other: Placed) =>
      other.resourceId === old.resourceId && other.eventId !== old.eventId
        ? 0
        : family !== undefined && familyOf(other.eventId) === family
          ? Math.abs(+other.startTime - +old.startTime)
          : Number.POSITIVE_INFINITY;
    const [next] = [...free].sort((a, b) => distance(a) - distance(b));
    if (!next || distance(next) > SAME_MEETING_MS) continue;
    free.delete(next);
    await tx.scheduledBot.updateMany({
      where: { occurrenceId: old.id, status: { in: [...LIVE_STATUSES] } },
      data: { occurrenceId: next.id },
    });
    if (old.override) {
      await tx.occurrence.update({ where: { id: next.id }, data: { override: old.override } });
    }
  }
}
