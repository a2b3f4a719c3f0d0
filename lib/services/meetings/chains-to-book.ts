import { db, type Tx } from '@/lib/db/client';
import { Prisma } from '@/lib/db/generated/prisma/client';
import { LIVE_IN_SQL } from '@/lib/db/live-statuses';

/** Of a series (e): its chain is on, in a calendar (c) that is followed. */
const CHAINED = Prisma.sql`e."recurringEnabled" AND NOT e."isDeleted" AND e."kind" = 'master' AND c."syncEnabled"
  AND e."override" IS DISTINCT FROM 'never'`;

const BOTS_WITH_MEETINGS = Prisma.sql`"ScheduledBot" b JOIN "Occurrence" o ON o."id" = b."occurrenceId"`;

/** Of a bot (b): it is booked, or at its meeting. */
const isLive = (now: Date) => Prisma.sql`b."status" IN (${LIVE_IN_SQL}) AND b."meetingEnd" > ${now}`;

/** Of a bot (b) and its meeting (o): it waits for another one's bot to free the room. */
const isWaiting = (now: Date) =>
  Prisma.sql`o."decisionCode" = 'same_room' AND b."cancelledByCalendar" AND NOT o."isDeleted" AND o."endTime" > ${now}`;

/** Of an occurrence (o) of a series (e): it is to come, can be joined, nobody wants no bot there, and it has had none. */
const isBookable = (now: Date) => Prisma.sql`
  NOT o."isDeleted" AND o."endTime" > ${now} AND o."meetingUrl" IS NOT NULL
  AND COALESCE(o."override", CASE WHEN o."originalStart" >= e."neverFrom" THEN 'never'::"Override" END)
      IS DISTINCT FROM 'never'
  AND NOT EXISTS (
    SELECT 1 FROM "ScheduledBot" b WHERE b."occurrenceId" = o."id"
       AND (b."meetingStart" = o."startTime" OR b."status" IN (${LIVE_IN_SQL})))`;

/** Chained series that have no bot to come, and a stored occurrence that can have one. Asked each minute. */
export async function chainsToBook(now: Date): Promise<string[]> {
  const events = await db().$queryRaw<{ id: string }[]>`
    SELECT e."id" FROM "Event" e JOIN "Calendar" c ON c."id" = e."calendarId"
     WHERE ${CHAINED}
       AND NOT EXISTS (SELECT 1 FROM ${BOTS_WITH_MEETINGS} WHERE o."eventId" = e."id" AND ${isLive(now)})
       AND NOT EXISTS (SELECT 1 FROM ${BOTS_WITH_MEETINGS} WHERE o."eventId" = e."id" AND ${isWaiting(now)})
       AND EXISTS (SELECT 1 FROM "Occurrence" o WHERE o."eventId" = e."id" AND ${isBookable(now)})`;
  return events.map(({ id }) => id);
}

/**
 * The next occurrence that a chained series can book, among those that are stored.
 * @returns its id
 */
export async function nextToBook(tx: Tx, eventId: string, now: Date): Promise<string | null> {
  const [next] = await tx.$queryRaw<{ id: string }[]>`
    SELECT o."id" FROM "Occurrence" o JOIN "Event" e ON e."id" = o."eventId"
     WHERE e."id" = ${eventId} AND ${isBookable(now)}
     ORDER BY o."startTime", o."id" LIMIT 1`;
  return next?.id ?? null;
}

/**
 * What a chained series waits for: the bot of its next meeting.
 * @returns when that meeting ends; null when there is none
 */
export async function endOfNext(tx: Tx, eventId: string, now: Date): Promise<Date | null> {
  const [next] = await tx.$queryRaw<{ endsAt: Date | null }[]>`
    SELECT min(b."meetingEnd") AS "endsAt" FROM ${BOTS_WITH_MEETINGS}
     WHERE o."eventId" = ${eventId} AND (${isLive(now)} OR ${isWaiting(now)})`;
  return next?.endsAt ?? null;
}
