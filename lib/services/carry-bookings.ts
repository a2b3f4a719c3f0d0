import type { Tx } from '@/lib/db/client';
import type { Event } from '@/lib/db/generated/prisma/client';
import { LIVE_STATUSES } from '@/lib/domain/bot-status';
import type { GoogleEvent } from '@/lib/domain/google-event';

export type Placed = { id: string; eventId: string; resourceId: string; startTime: Date };
/** `botId`: the bot that was cancelled with it, where it has vanished already. */
export type Vanishing = Placed & { override: 'always' | 'never' | null; botId?: string };

/** An occurrence is taken for another one's successor when it starts within half a week of it. */
const SAME_MEETING_MS = 3.5 * 86_400_000;
/** The parts of a split series reach us within this time of each other. */
const LATE_PART_MS = 86_400_000;

/**
 * What all parts of a series have in common. "This and following" makes a new one, which Google names after the
 * first: `base_R20250327T123000`.
 */
export function seriesFamily(googleEventId: string): string {
  return googleEventId.replace(/_R\d{8}(T\d{6})?$/, '');
}

/** Whether this is not the first part of its series. */
export function isLaterPart(googleEventId: string): boolean {
  return seriesFamily(googleEventId) !== googleEventId;
}

/** Gives new parts of series the wishes a person had for the part before: no bot, always one, or the chain. */
export async function inheritWishes(tx: Tx, calendarId: string, newMasters: string[]): Promise<void> {
  for (const googleEventId of newMasters) {
    if (!isLaterPart(googleEventId)) continue;
    const family = seriesFamily(googleEventId);
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
): Promise<Vanishing[]> {
  return tx.$queryRaw<Vanishing[]>`
    SELECT o."id", o."eventId", o."resourceId", o."startTime", o."override" FROM "Occurrence" AS o
     WHERE o."eventId" IN (SELECT jsonb_array_elements_text(${JSON.stringify(eventIds)}::jsonb))
       AND o."id" NOT IN (SELECT jsonb_array_elements_text(${JSON.stringify(stayingIds)}::jsonb))
       AND NOT o."isDeleted" AND o."endTime" > ${now}
       AND (o."override" IS NOT NULL OR EXISTS (
             SELECT 1 FROM "ScheduledBot" AS b WHERE b."occurrenceId" = o."id"
                AND b."status"::text IN (SELECT jsonb_array_elements_text(${JSON.stringify(LIVE_STATUSES)}::jsonb))))`;
}

/**
 * The same for occurrences of a series' other parts that vanished a short while ago: Google may tell the end of one
 * part and the beginning of the next in two answers. A date that was cancelled by itself is not among them.
 * @param part a later part of the series
 */
export async function findBookedVanished(tx: Tx, part: Event, now: Date): Promise<Vanishing[]> {
  const family = seriesFamily(part.googleEventId);
  const gone = await tx.occurrence.findMany({
    where: {
      calendarId: part.calendarId,
      event: { OR: [{ googleEventId: family }, { googleEventId: { startsWith: `${family}_R` } }] },
      eventId: { not: part.id },
      isDeleted: true,
      endTime: { gt: now },
      updatedAt: { gte: new Date(+now - LATE_PART_MS) },
      OR: [{ override: { not: null } }, { bots: { some: { cancelledByCalendar: true } } }],
    },
    include: { resource: true, bots: { orderBy: { createdAt: 'desc' }, take: 1 } },
  });
  return gone.flatMap(({ id, eventId, resourceId, startTime, override, resource, bots: [bot] }) => {
    if ((resource.raw as GoogleEvent).status === 'cancelled') return [];
    const botId = bot?.status === 'Cancelled' && bot.cancelledByCalendar ? bot.id : undefined;
    return botId || override ? [{ id, eventId, resourceId, startTime, override, botId }] : [];
  });
}

/**
 * Hands bots and wishes on where a meeting stays the same to a person but gets another identity: all events of a
 * series moved, "this and following" edited, a single meeting made a series, or one date that turns out to belong
 * to a series.
 * @param vanishing see findBookedVanishing and findBookedVanished
 * @param appeared occurrences that did not exist before
 * @param familyOf names what is one series to a person
 */
export async function carryBookings(
  tx: Tx,
  vanishing: Vanishing[],
  appeared: Placed[],
  familyOf: (eventId: string) => string | undefined,
): Promise<void> {
  if (vanishing.length === 0) return;
  const free = new Set(appeared);
  const ofResource = groupBy(appeared, (row) => row.resourceId);
  const ofFamily = groupBy(appeared, (row) => familyOf(row.eventId));
  for (const old of [...vanishing].sort((a, b) => +a.startTime - +b.startTime)) {
    const family = familyOf(old.eventId);
    const distance = (other: Placed) => Math.abs(+other.startTime - +old.startTime);
    const next =
      ofResource.get(old.resourceId)?.find((other) => free.has(other) && other.eventId !== old.eventId) ??
      (family === undefined ? [] : (ofFamily.get(family) ?? []))
        .filter((other) => free.has(other) && distance(other) <= SAME_MEETING_MS)
        .reduce<Placed | null>((a, b) => (a && distance(a) <= distance(b) ? a : b), null);
    if (!next) continue;
    free.delete(next);
    await tx.scheduledBot.updateMany({
      where: old.botId ? { id: old.botId } : { occurrenceId: old.id, status: { in: [...LIVE_STATUSES] } },
      data: { occurrenceId: next.id },
    });
    if (old.override) {
      await tx.occurrence.update({ where: { id: next.id }, data: { override: old.override } });
    }
  }
}

function groupBy<K>(rows: Placed[], keyOf: (row: Placed) => K): Map<K, Placed[]> {
  const groups = new Map<K, Placed[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
