import type { Change } from '@/lib/activity/record-activity';
import type { Tx } from '@/lib/platform/database/client';
import { BOOKED_OR_ACTIVE_STATUSES, isBookedOrActive } from '@/lib/scheduling/domain/bot-status';
import { type Continued, LATE_PART_MS } from './continue-series';
import { type EndingDate, findSuccessors, type NewDate } from './domain/successors';
import { type bookingsAt, deletedOccurrences } from './queries';
import { isDropped, resourceOf, type WrittenEvent } from './stored-event';

/** An occurrence, and what it belongs to. */
type Placed = NewDate & { id: string };

/** An occurrence that ends or has ended with an override, or with a bot that is booked or active. */
export type Booking = Awaited<ReturnType<typeof bookingsAt>>[number] & {
  /** The bot that was canceled with the occurrence, where that was deleted before. */
  botId?: string;
  /** The occurrence was an exception until Google dropped that. */
  wasException?: boolean;
};

/** What a sync has replaced. */
export type Replaced = {
  bookings: Booking[];
  /** All occurrences that end, with a booking or without. */
  ended: EndingDate[];
  /** Occurrences that did not exist before. */
  appeared: Placed[];
  /** What is one series to a person, by the ids of its parts. */
  families: Map<string, string>;
};

type Occasion = {
  /** Events that have just been written. */
  written?: WrittenEvent[];
  continued?: Continued[];
  /** Later parts that had been stored before. */
  stayed?: string[];
};

/**
 * Carries overrides and bots from occurrences that end, or were deleted a short while ago, to those that are
 * the same meetings to a person (`findSuccessors`).
 */
export async function carryBookings(
  { tx, now }: Pick<Change, 'tx' | 'now'>,
  { written = [], continued = [], stayed = [] }: Occasion,
  { bookings, ended, appeared, families }: Replaced,
): Promise<void> {
  for (const { beforeId, afterId } of continued) {
    const family = families.get(beforeId) ?? beforeId;
    families.set(beforeId, family).set(afterId, family);
  }
  // Google may report the end of one part and the start of the next in two syncs, and a series that was
  // deleted may be back at another time.
  const lately = new Date(+now - LATE_PART_MS);
  const deleted = [
    ...continued.map((pair) => ({ eventId: pair.beforeId, since: lately })),
    ...written.flatMap(({ id, deletedSince }) => (deletedSince ? { eventId: id, since: deletedSince } : [])),
  ];
  const found = new Set(bookings.map(idOf));
  const before = deleted.length === 0 ? [] : await deletedOccurrences(tx, deleted, now);
  const endedBefore = before.filter((row) => !found.has(row.id));
  const former = await bookingsDeletedBefore(tx, endedBefore.map(idOf), now);
  const isNew = new Set(appeared.map(idOf));
  const free = (await freeOccurrences(tx, stayed, now)).filter((row) => !isNew.has(row.id));
  const all = bookings.concat(former);
  if (all.length === 0) return;
  const successors = findSuccessors(all, ended.concat(endedBefore), appeared.concat(free), (eventId) =>
    families.get(eventId),
  );
  for (const { old, next } of successors) await carryOne(tx, old, next, now);
}

async function carryOne(tx: Tx, old: Booking, next: Placed, now: Date): Promise<void> {
  // Bots that were canceled go along as well, else the timeline of the old occurrence would still show them.
  // Where the new occurrence has bots of its own, the newest one must stay the one that counts.
  const isEmpty = (await tx.scheduledBot.count({ where: { occurrenceId: next.id } })) === 0;
  if (!(await makePlaceFree(tx, old, next, now))) return;
  const thatCounts = old.botId ? { id: old.botId } : BOOKED_OR_ACTIVE;
  await tx.scheduledBot.updateMany({
    where: { occurrenceId: old.id, ...(isEmpty ? {} : thatCounts) },
    data: { occurrenceId: next.id },
  });
  if (old.override) {
    const { override, overrideSetAt } = old;
    await tx.occurrence.update({ where: { id: next.id }, data: { override, overrideSetAt } });
    // Where the series goes on in yet another part, the override is not carried twice.
    await tx.occurrence.update({ where: { id: old.id }, data: { override: null, overrideSetAt: null } });
  }
}

const BOOKED_OR_ACTIVE = { status: { in: [...BOOKED_OR_ACTIVE_STATUSES] } };

/**
 * Makes the new occurrence free for a bot that is carried there, since an occurrence has one bot that is
 * booked or active: a bot that a rule scheduled there is canceled. Its row goes to the occurrence that ends,
 * so that of both the newest row still is the one that counts.
 * @returns false where a bot is active at the new occurrence
 */
async function makePlaceFree(tx: Tx, old: Booking, next: Placed, now: Date): Promise<boolean> {
  const carried = await tx.scheduledBot.findFirst({
    where: { occurrenceId: old.id, ...BOOKED_OR_ACTIVE },
    select: { id: true },
  });
  if (!carried) return true;
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
    where: { occurrenceId: next.id, ...BOOKED_OR_ACTIVE },
    select: { id: true },
  });
  return active === null;
}

/**
 * Returns the bookings of these occurrences, which have been deleted. Where a single date was canceled, only
 * one that Google has dropped counts: it may take place again.
 */
export async function bookingsDeletedBefore(tx: Tx, occurrenceIds: string[], now: Date): Promise<Booking[]> {
  if (occurrenceIds.length === 0) return [];
  const deleted = await tx.occurrence.findMany({
    where: {
      id: { in: occurrenceIds },
      isDeleted: true,
      endTime: { gt: now },
      OR: [{ override: { not: null } }, { bots: { some: { OR: [{ comesBack: true }, BOOKED_OR_ACTIVE] } } }],
    },
    include: { resource: true, bots: { orderBy: { createdAt: 'desc' }, take: 1 } },
  });
  return deleted.flatMap(({ resource, bots: [bot], ...row }) => {
    const { id, eventId, resourceId, startTime, override, overrideSetAt } = row;
    if (resourceOf(resource).status === 'cancelled') return [];
    const botId = bot?.status === 'Cancelled' && bot.comesBack ? bot.id : undefined;
    const isBooking = botId || override || (bot && isBookedOrActive(bot.status));
    const wasException = resource.kind === 'exception' && isDropped(resource);
    return isBooking
      ? [{ id, eventId, resourceId, startTime, override, overrideSetAt, botId, wasException }]
      : [];
  });
}

/**
 * Returns the occurrences of these series that bookings may be carried to: those without an override, and
 * without a bot that a person scheduled or that is active.
 */
async function freeOccurrences(tx: Tx, eventIds: string[], now: Date): Promise<Placed[]> {
  if (eventIds.length === 0) return [];
  return tx.occurrence.findMany({
    where: {
      eventId: { in: eventIds },
      isDeleted: false,
      endTime: { gt: now },
      override: null,
      bots: {
        none: {
          ...BOOKED_OR_ACTIVE,
          OR: [{ source: { in: ['manual', 'batch'] } }, { status: { not: 'Scheduled' } }],
        },
      },
    },
    select: { id: true, eventId: true, resourceId: true, startTime: true },
  });
}

const idOf = (row: { id: string }) => row.id;
