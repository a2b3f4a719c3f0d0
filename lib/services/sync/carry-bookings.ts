import type { Tx } from '@/lib/db/client';
import { LIVE_IN_SQL } from '@/lib/db/live-statuses';
import { isLive, LIVE_STATUSES } from '@/lib/domain/bot-status';
import type { GoogleEvent } from '@/lib/domain/google-event';
import { isDropped } from './dropped-exceptions';

export type Placed = { id: string; eventId: string; resourceId: string; startTime: Date };
/**
 * `botId`: the bot that was cancelled with it, where it has vanished already. `wasException`: it had been changed or
 * cancelled by itself, until Google forgot that.
 */
export type Vanishing = Placed & {
  override: 'always' | 'never' | null;
  botId?: string;
  wasException?: boolean;
};

/** An occurrence is taken for another one's successor when it starts within half a week of it. */
const SAME_MEETING_MS = 3.5 * 86_400_000;
/** The parts of a split series reach us within this time of each other. */
export const LATE_PART_MS = 86_400_000;

/**
 * Which of these occurrences, that are about to vanish, somebody wants a bot at, or none.
 */
export async function findBooked(tx: Tx, occurrenceIds: string[], now: Date): Promise<Vanishing[]> {
  if (occurrenceIds.length === 0) return [];
  return tx.$queryRaw<Vanishing[]>`
    SELECT o."id", o."eventId", o."resourceId", o."startTime", o."override" FROM "Occurrence" AS o
     WHERE o."id" = ANY(${occurrenceIds}::text[])
       AND NOT o."isDeleted" AND o."endTime" > ${now}
       AND (o."override" IS NOT NULL OR EXISTS (
             SELECT 1 FROM "ScheduledBot" AS b WHERE b."occurrenceId" = o."id"
                AND b."status" IN (${LIVE_IN_SQL})))`;
}

/**
 * What series had until a short while ago: Google may tell the end of one part of a series and the beginning of the next
 * in two answers, and a series that was deleted may be back at another time.
 * @param gone series, and since when what they had counts
 */
export function findVanished(
  tx: Tx,
  gone: { eventId: string; since: Date }[],
  now: Date,
): Promise<Pick<Placed, 'id' | 'eventId' | 'startTime'>[]> {
  return tx.$queryRaw`
    SELECT o."id", o."eventId", o."startTime"
      FROM jsonb_to_recordset(${JSON.stringify(gone)}::jsonb) AS g("eventId" text, "since" timestamptz)
      JOIN "Occurrence" AS o ON o."eventId" = g."eventId"
     WHERE o."isDeleted" AND o."updatedAt" >= g."since" AND o."endTime" > ${now}`;
}

/**
 * Which of these occurrences, that have vanished, somebody wanted a bot at, or none. Of dates that were cancelled by
 * themselves only those that Google has forgotten count: they may be held again.
 */
export async function findBookedOnce(tx: Tx, occurrenceIds: string[], now: Date): Promise<Vanishing[]> {
  if (occurrenceIds.length === 0) return [];
  const gone = await tx.occurrence.findMany({
    where: {
      id: { in: occurrenceIds },
      isDeleted: true,
      endTime: { gt: now },
      OR: [
        { override: { not: null } },
        { bots: { some: { OR: [{ cancelledByCalendar: true }, { status: { in: [...LIVE_STATUSES] } }] } } },
      ],
    },
    include: { resource: true, bots: { orderBy: { createdAt: 'desc' }, take: 1 } },
  });
  return gone.flatMap(({ id, eventId, resourceId, startTime, override, resource, bots: [bot] }) => {
    if ((resource.raw as GoogleEvent).status === 'cancelled') return [];
    const botId = bot?.status === 'Cancelled' && bot.cancelledByCalendar ? bot.id : undefined;
    const isWanted = botId || override || (bot && isLive(bot.status));
    const wasException = resource.kind === 'exception' && isDropped(resource);
    return isWanted ? [{ id, eventId, resourceId, startTime, override, botId, wasException }] : [];
  });
}

/**
 * Occurrences of series that were known before the one they continue ended: they may take bookings over, unless
 * somebody has said already what is to be there.
 */
export function findTakers(tx: Tx, eventIds: string[], now: Date): Promise<Placed[]> {
  return tx.occurrence.findMany({
    where: {
      eventId: { in: eventIds },
      isDeleted: false,
      endTime: { gt: now },
      override: null,
      bots: {
        none: {
          status: { in: [...LIVE_STATUSES] },
          OR: [{ source: { in: ['manual', 'batch'] } }, { status: { not: 'Scheduled' } }],
        },
      },
    },
    select: { id: true, eventId: true, resourceId: true, startTime: true },
  });
}

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

function groupBy<K, Row>(rows: Row[], keyOf: (row: Row) => K): Map<K, Row[]> {
  const groups = new Map<K, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
