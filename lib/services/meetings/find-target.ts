import { UsherError } from '@/lib/contract/errors';
import type { Tx } from '@/lib/db/client';
import type { Calendar, Event, Occurrence } from '@/lib/db/generated/prisma/client';
import type { GoogleEvent } from '@/lib/domain/google-event';
import { nearestSlots, type Series, slotsAfter } from '@/lib/domain/recurrence';
import { materializeUntil } from '../sync/materialize-occurrences';

/** What an event id in a request means: an event, and the occurrence when the id names one. */
export type Target = { event: Event & { calendar: Calendar }; occurrence: Occurrence | null };

/**
 * Finds an event or occurrence through its owner.
 * @param id id of an event, or of an occurrence
 * @throws UsherError not_found, also for ids of other users
 */
export async function findTarget(tx: Tx, userId: string, id: string): Promise<Target> {
  const occurrence = await tx.occurrence.findFirst({ where: { id, userId } });
  const event = await tx.event.findFirst({
    where: { id: occurrence?.eventId ?? id, userId },
    include: { calendar: true },
  });
  if (!event || (event.kind === 'exception' && !occurrence))
    throw new UsherError('not_found', 'There is no event with this id.');
  return { event, occurrence };
}

/**
 * The occurrence a request is about: the one its id names, the one at `occurrenceDate`, the next one of a
 * series, or the single event itself.
 * @param occurrenceDate ISO 8601 with offset: the original start of an occurrence, or where none has it, the start
 * @throws UsherError not_recurring, no_such_occurrence (naming the nearest ones), meeting_ended, not_found
 */
export async function targetOccurrence(
  tx: Tx,
  target: Target,
  occurrenceDate: string | undefined,
  now: Date,
): Promise<Occurrence> {
  const { event, occurrence } = target;
  if (event.kind !== 'master') {
    if (occurrenceDate)
      throw new UsherError('not_recurring', 'This event does not repeat: leave out occurrence_date.');
    if (!occurrence)
      throw new UsherError('not_found', 'This event has no time: Google sent none that can be read.');
    return occurrence;
  }
  if (occurrenceDate) return occurrenceAt(tx, target, new Date(occurrenceDate), now);
  if (occurrence) return occurrence;
  if (event.isDeleted) throw new UsherError('meeting_cancelled', 'This series is cancelled.');
  const [next] = await upcomingOccurrences(tx, target, 1, now);
  if (!next) throw new UsherError('meeting_ended', 'This series has no occurrence to come.');
  return next;
}

/**
 * The next occurrences of a series, beyond the rolling window if need be.
 * @throws UsherError not_recurring
 */
export async function upcomingOccurrences(
  tx: Tx,
  target: Target,
  limit: number,
  now: Date,
): Promise<Occurrence[]> {
  const { event } = target;
  if (event.kind !== 'master') throw new UsherError('not_recurring', 'This event does not repeat.');
  // Each exception may have taken one slot away, by being cancelled or moved into the past.
  const exceptions = await tx.event.count({
    where: { calendarId: event.calendarId, recurringEventId: event.googleEventId },
  });
  for (let wanted = limit; ; wanted = Math.min(wanted * 2, limit + exceptions)) {
    const { slots } = slotsAfter(seriesOf(event), now, wanted);
    const last = slots.at(-1);
    if (last) await materializeUntil(tx, event.calendar, event.id, last.start, now);
    const found = await tx.occurrence.findMany({
      where: { eventId: event.id, isDeleted: false, endTime: { gt: now } },
      orderBy: { startTime: 'asc' },
      take: limit,
    });
    if (found.length === limit || slots.length < wanted || wanted >= limit + exceptions) return found;
  }
}

async function occurrenceAt(tx: Tx, { event }: Target, at: Date, now: Date): Promise<Occurrence> {
  const find = () => tx.occurrence.findFirst({ where: { eventId: event.id, originalStart: at } });
  const known = await find();
  if (known) return known;
  const nearest = nearestSlots(seriesOf(event), at);
  if (nearest.some((slot) => +slot.originalStart === +at)) {
    await materializeUntil(tx, event.calendar, event.id, at, now);
    const made = await find();
    if (made) return made;
  }
  // No slot of the series, but a date may have been moved there.
  const moved = await tx.occurrence.findFirst({
    where: { eventId: event.id, startTime: at, isDeleted: false },
    orderBy: { originalStart: 'asc' },
  });
  if (moved) return moved;
  const dates = nearest.map((slot) => slot.originalStart.toISOString());
  throw new UsherError(
    'no_such_occurrence',
    `This series has no occurrence at ${at.toISOString()}.${dates.length > 0 ? ` The nearest: ${dates.join(' and ')}.` : ''}`,
    { details: { nearest: dates } },
  );
}

/** A stored master as the recurrence functions take it. */
export function seriesOf(event: Event & { calendar: Pick<Calendar, 'timeZone'> }): Series {
  const raw = event.raw as unknown as GoogleEvent;
  return {
    start: raw.start ?? {},
    end: raw.end ?? {},
    recurrence: raw.recurrence ?? [],
    fallbackTimeZone: event.calendar.timeZone,
  };
}
