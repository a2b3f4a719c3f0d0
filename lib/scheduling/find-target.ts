import type { Change } from '@/lib/activity/record-activity';
import { UsherError } from '@/lib/contract/errors';
import { nearestSlots, type Series, type Slot, slotsAfter } from '@/lib/occurrences/domain/recurrence';
import { materializeSeries } from '@/lib/occurrences/materialize-occurrences';
import { resourceOf } from '@/lib/occurrences/stored-event';
import type { Calendar, Event, Occurrence } from '@/lib/platform/database/generated/prisma/client';

/** What an event id in a request means: an event, and the occurrence when the id names one. */
export type Target = { event: Event & { calendar: Calendar }; occurrence: Occurrence | null };

/** Where a target is looked for: occurrences that are missing are stored in this transaction. */
type Lookup = Pick<Change, 'tx' | 'now'>;

/** How many dates one request may store: every date of a series from now to the requested one becomes a row. */
const MOST_DATES_AHEAD = 1_000;

/**
 * Returns a user's event or occurrence by its id. Stores the occurrence first where its date lies beyond the rolling
 * window.
 * @param id id of an event, or of an occurrence
 * @throws UsherError not_found, also for ids of other users
 */
export async function findTarget(lookup: Lookup, userId: string, id: string): Promise<Target> {
  const { tx } = lookup;
  const occurrence = await tx.occurrence.findFirst({ where: { id, userId } });
  const event = await findEvent(tx, userId, occurrence?.eventId ?? id);
  if (event && (event.kind !== 'exception' || occurrence)) return { event, occurrence };
  return (await findUnstored(lookup, userId, id)) ?? noSuchEvent();
}

function noSuchEvent(): never {
  throw new UsherError('not_found', 'There is no event with this id.');
}

function findEvent(tx: Lookup['tx'], userId: string, id: string): Promise<Target['event'] | null> {
  return tx.event.findFirst({ where: { id, userId }, include: { calendar: true } });
}

async function findUnstored({ tx, now }: Lookup, userId: string, id: string): Promise<Target | null> {
  const [, seriesId = '', key = ''] = /^(.+)_(\d{8}T\d{6}Z)$/.exec(id) ?? [];
  const event = await findEvent(tx, userId, seriesId);
  if (event?.kind !== 'master' || event.isDeleted) return null;
  const slot = slotsAfter(seriesOf(event), now, MOST_DATES_AHEAD).slots.find((each) => each.key === key);
  if (!slot) return null;
  await materializeSeries({ tx, now }, event.calendar, [event.id], slot.start);
  const occurrence = await tx.occurrence.findFirst({ where: { id, userId } });
  return occurrence && { event, occurrence };
}

/**
 * Returns the occurrence that a request is about: the one at `occurrenceDate`, the one its id names, the next one of a
 * series, or the single event itself.
 * @param occurrenceDate ISO 8601 with offset: the original start of an occurrence, or where none has it, the start
 * @throws UsherError not_recurring, no_such_occurrence (naming the nearest ones), meeting_ended, not_found
 */
export async function targetOccurrence(
  lookup: Lookup,
  target: Target,
  occurrenceDate: string | undefined,
): Promise<Occurrence> {
  const { event, occurrence } = target;
  if (event.kind !== 'master') {
    if (occurrenceDate)
      throw new UsherError('not_recurring', 'This event does not repeat: leave out occurrence_date.');
    if (!occurrence)
      throw new UsherError('not_found', 'This event has no time: Google sent none that can be read.');
    return occurrence;
  }
  if (occurrenceDate) return occurrenceAt(lookup, target, new Date(occurrenceDate));
  if (occurrence) return occurrence;
  refuseCancelled(event);
  const [next] = await upcomingOccurrences(lookup, target, 1);
  if (!next) throw new UsherError('meeting_ended', 'This series has no upcoming occurrence.');
  return next;
}

/**
 * Returns the next occurrences of a series, in order of time. Stores those beyond the rolling window first.
 * @param from only those that end after this, where it is later than now
 * @throws UsherError not_recurring
 */
export async function upcomingOccurrences(
  { tx, now }: Lookup,
  target: Target,
  limit: number,
  from = now,
): Promise<Occurrence[]> {
  const { event } = target;
  if (event.kind !== 'master') throw notRecurring();
  const after = from > now ? from : now;
  // Each exception may have removed one slot: it is canceled, or moved into the past.
  const exceptions = await tx.event.count({
    where: { calendarId: event.calendarId, recurringEventId: event.googleEventId },
  });
  for (let wanted = limit; ; wanted = Math.min(wanted * 2, limit + exceptions)) {
    const { slots } = slotsAfter(seriesOf(event), after, wanted);
    const last = slots.at(-1);
    if (last) await materializeSeries({ tx, now }, event.calendar, [event.id], last.start);
    const found = await tx.occurrence.findMany({
      where: { eventId: event.id, isDeleted: false, endTime: { gt: after } },
      orderBy: { startTime: 'asc' },
      take: limit,
    });
    if (found.length === limit || slots.length < wanted || wanted >= limit + exceptions) return found;
  }
}

/**
 * Returns the occurrence of a series with this original start, or, where none has it, with this start.
 * @throws UsherError no_such_occurrence (naming the nearest ones), meeting_ended,
 *   validation_failed (too far ahead)
 */
async function occurrenceAt({ tx, now }: Lookup, { event }: Target, at: Date): Promise<Occurrence> {
  const find = () => tx.occurrence.findFirst({ where: { eventId: event.id, originalStart: at } });
  const known = await find();
  if (known) return known;
  const series = seriesOf(event);
  const nearest = twoNearest(series, at);
  const slot = nearest.find(({ originalStart }) => +originalStart === +at);
  if (slot && slot.end <= now) throw new UsherError('meeting_ended', 'This meeting has ended.');
  if (slot) {
    const last = slotsAfter(series, now, MOST_DATES_AHEAD).slots.at(-1);
    if (last && last.start < slot.start) throw tooFarAhead(last);
    await materializeSeries({ tx, now }, event.calendar, [event.id], at);
    const made = await find();
    if (made) return made;
  }
  // The series has no slot there, but another of its occurrences may have been moved there.
  const moved = await tx.occurrence.findFirst({
    where: { eventId: event.id, startTime: at, isDeleted: false },
    orderBy: { originalStart: 'asc' },
  });
  if (moved) return moved;
  const dates = nearest.map(({ originalStart }) => originalStart.toISOString());
  throw new UsherError(
    'no_such_occurrence',
    `This series has no occurrence at ${at.toISOString()}.${dates.length > 0 ? ` The nearest: ${dates.join(' and ')}.` : ''}`,
    { details: { nearest: dates } },
  );
}

/** Returns the nearest slot on each side, or both on one side where the series begins or ends. */
function twoNearest(series: Series, at: Date): Slot[] {
  const nearest = nearestSlots(series, at);
  const [only] = nearest;
  if (!only || nearest.length === 2) return nearest;
  if (only.start > at) return slotsAfter(series, at, 2).slots;
  const [before] = nearestSlots(series, new Date(+only.start - 1));
  return before && before.start < only.start ? [before, only] : [only];
}

function tooFarAhead(last: Slot): UsherError {
  const message = `is further ahead than can be scheduled now: the last date is ${last.originalStart.toISOString()}`;
  return new UsherError('validation_failed', `occurrence_date ${message}.`, {
    details: [{ path: 'occurrence_date', message }],
  });
}

/**
 * Refuses a series that is canceled as a whole.
 * @throws UsherError meeting_cancelled
 */
export function refuseCancelled(event: Pick<Event, 'isDeleted'>): void {
  if (event.isDeleted) throw new UsherError('meeting_cancelled', 'This series is canceled.');
}

/** Returns the error for a request that only a series allows. */
export function notRecurring(): UsherError {
  return new UsherError('not_recurring', 'This event does not repeat.');
}

/** Returns a stored series as the recurrence functions take it. */
function seriesOf(event: Event & { calendar: Pick<Calendar, 'timeZone'> }): Series {
  const raw = resourceOf(event);
  return {
    start: raw.start ?? {},
    end: raw.end ?? {},
    recurrence: raw.recurrence ?? [],
    fallbackTimeZone: event.calendar.timeZone,
  };
}
