import type { Tx } from '@/lib/platform/database/client';
import { BOOKED_OR_ACTIVE_IN_SQL } from '@/lib/scheduling/bot-status-sql';
import { BOOKED_OR_ACTIVE_STATUSES, isBookedOrActive } from '@/lib/scheduling/domain/bot-status';
import { isDropped, resourceOf } from './stored-event';

/** An occurrence, and what it belongs to. */
export type Placed = { id: string; eventId: string; resourceId: string; startTime: Date };

/**
 * An occurrence that is going, or has gone, and what somebody wants there.
 *
 * `botId`: the bot that was cancelled with it, where it has vanished already. `wasException`: it had been changed or
 * cancelled by itself, until Google forgot that.
 */
export type Vanishing = Placed & {
  override: 'always' | 'never' | null;
  botId?: string;
  wasException?: boolean;
};

/** Which of these occurrences, that are about to vanish, somebody wants a bot at, or none. */
export async function findBookings(tx: Tx, occurrenceIds: string[], now: Date): Promise<Vanishing[]> {
  if (occurrenceIds.length === 0) return [];
  return tx.$queryRaw<Vanishing[]>`
    SELECT o."id", o."eventId", o."resourceId", o."startTime", o."override" FROM "Occurrence" AS o
     WHERE o."id" = ANY(${occurrenceIds}::text[])
       AND NOT o."isDeleted" AND o."endTime" > ${now}
       AND (o."override" IS NOT NULL OR EXISTS (
             SELECT 1 FROM "ScheduledBot" AS b WHERE b."occurrenceId" = o."id"
                AND b."status" IN (${BOOKED_OR_ACTIVE_IN_SQL})))`;
}

/**
 * What series had until a short while ago: Google may tell the end of one part of a series and the beginning of the next
 * in two answers, and a series that was deleted may be back at another time.
 * @param gone series, and since when what they had counts
 */
export async function findVanished(
  tx: Tx,
  gone: { eventId: string; since: Date }[],
  now: Date,
): Promise<Pick<Placed, 'id' | 'eventId' | 'startTime'>[]> {
  if (gone.length === 0) return [];
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
export async function findFormerBookings(tx: Tx, occurrenceIds: string[], now: Date): Promise<Vanishing[]> {
  if (occurrenceIds.length === 0) return [];
  const gone = await tx.occurrence.findMany({
    where: {
      id: { in: occurrenceIds },
      isDeleted: true,
      endTime: { gt: now },
      OR: [
        { override: { not: null } },
        {
          bots: {
            some: { OR: [{ cancelledByCalendar: true }, { status: { in: [...BOOKED_OR_ACTIVE_STATUSES] } }] },
          },
        },
      ],
    },
    include: { resource: true, bots: { orderBy: { createdAt: 'desc' }, take: 1 } },
  });
  return gone.flatMap(({ id, eventId, resourceId, startTime, override, resource, bots: [bot] }) => {
    if (resourceOf(resource).status === 'cancelled') return [];
    const botId = bot?.status === 'Cancelled' && bot.cancelledByCalendar ? bot.id : undefined;
    const isWanted = botId || override || (bot && isBookedOrActive(bot.status));
    const wasException = resource.kind === 'exception' && isDropped(resource);
    return isWanted ? [{ id, eventId, resourceId, startTime, override, botId, wasException }] : [];
  });
}

/**
 * Occurrences of series that were known before the one they continue ended: they may take bookings over, unless
 * somebody has said already what is to be there.
 */
export async function findTakers(tx: Tx, eventIds: string[], now: Date): Promise<Placed[]> {
  if (eventIds.length === 0) return [];
  return tx.occurrence.findMany({
    where: {
      eventId: { in: eventIds },
      isDeleted: false,
      endTime: { gt: now },
      override: null,
      bots: {
        none: {
          status: { in: [...BOOKED_OR_ACTIVE_STATUSES] },
          OR: [{ source: { in: ['manual', 'batch'] } }, { status: { not: 'Scheduled' } }],
        },
      },
    },
    select: { id: true, eventId: true, resourceId: true, startTime: true },
  });
}
