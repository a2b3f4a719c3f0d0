import { recordActivity } from '@/lib/activity/record-activity';
import type { Tx } from '@/lib/platform/database/client';
import { type Event, Prisma } from '@/lib/platform/database/generated/prisma/client';
import { BOOKED_OR_ACTIVE_IN_SQL } from '@/lib/scheduling/bot-status-sql';
import { type Continuation, continues, isLaterPart, reaches, seriesFamily } from './domain/series-split';
import { type CalendarKey, currentResource, titleOf, type WrittenEvent } from './stored-event';

/** The parts of a split series reach us within this time of each other. */
export const LATE_PART_MS = 86_400_000;
/** A meeting that is on for longer is not handed on: its bot has long set out. */
const LONGEST_MS = 86_400_000;

/** Two parts of one series, by the ids of their events. */
export type Continued = { beforeId: string; afterId: string };

/**
 * Finds series that go on in others by "this and following", and gives the new part the wishes a person had for the
 * one before: no bot, always one, the chain with its configuration, the link they chose. It does not matter which part
 * reaches us first. Where the traces leave doubt the wish is kept, and the timeline says so.
 * @param written rows of one sync
 * @returns the pairs whose bookings are to go along, in order of time
 */
export async function continueSeries(
  tx: Tx,
  calendar: CalendarKey & { timeZone: string },
  written: WrittenEvent[],
  now: Date,
): Promise<Continued[]> {
  const masters = written.filter((row) => row.kind === 'master');
  const appeared = new Set(masters.filter((row) => row.isNew).map((row) => row.id));
  const ended = new Map(masters.flatMap(({ id, ruleBefore }) => (ruleBefore ? [[id, ruleBefore]] : [])));
  if (appeared.size === 0 && ended.size === 0) return [];
  const befores = await seriesWithOverrides(tx, calendar, masters, now);
  if (befores.length === 0) return [];
  const hasEnded = befores.some((before) => ended.has(before.id));
  const afters = await newSeries(tx, calendar.id, [...appeared], hasEnded, now);

  // What had ended there before has handed on what it had: whatever becomes of the rest of it.
  const endsNow = (before: Event, after: Event) => {
    const recurrence = ended.get(before.id);
    return (
      recurrence &&
      reaches({ ...currentResource(before), recurrence }, currentResource(after), calendar.timeZone)
    );
  };
  const found: Continued[] = [];
  for (const after of afters) {
    const match = befores
      .filter((before) => before.id !== after.id && (appeared.has(after.id) || endsNow(before, after)))
      .flatMap((before) => {
        const sure = continues(currentResource(before), currentResource(after), calendar.timeZone);
        return sure ? [{ before, sure }] : [];
      })
      .sort(byLikeness(after))[0];
    if (!match) continue;
    // What an earlier part was wished is not what the one in between is, which a person may have freed of it.
    if (!endsNow(match.before, after) && (await hasPartBetween(tx, match.before, after))) continue;
    found.push({ beforeId: match.before.id, afterId: after.id });
    const heir = await inherit(tx, match.before, after);
    await say(tx, match.before, after, match.sure, now);
    // What was split twice between two syncs hands its wishes on all the way.
    if (heir && !befores.some((before) => before.id === after.id)) befores.push(heir);
  }
  return found;
}

/**
 * Series of a calendar that changed lately, or may have got a new part, and somebody has said something about. They are
 * looked for among the wishes, which are few whatever the size of the calendar.
 */
async function seriesWithOverrides(
  tx: Tx,
  calendar: CalendarKey,
  masters: WrittenEvent[],
  now: Date,
): Promise<Event[]> {
  const families = [
    ...new Set(
      masters
        .filter((row) => row.isNew && isLaterPart(row.googleEventId))
        .map((row) => seriesFamily(row.googleEventId)),
    ),
  ];
  const ofFamily =
    families.length === 0
      ? Prisma.empty
      : Prisma.sql`OR regexp_replace(e."googleEventId", '_R[0-9]{8}(T[0-9]{6})?$', '') = ANY(${families}::text[])`;
  return tx.$queryRaw<Event[]>`
    SELECT e.* FROM "Event" AS e
     WHERE e."kind" = 'master' AND (e."updatedAt" >= ${new Date(+now - LATE_PART_MS)} ${ofFamily})
       AND e."id" IN (
         SELECT w."id" FROM "Event" AS w
          WHERE w."calendarId" = ${calendar.id}
            AND (w."override" IS NOT NULL OR w."neverFrom" IS NOT NULL OR w."autoRescheduleEnabled" OR w."chosenLinkKey" IS NOT NULL)
         UNION
         SELECT o."eventId" FROM "Occurrence" AS o
          WHERE o."calendarId" = ${calendar.id} AND o."override" IS NOT NULL AND o."endTime" > ${now}
         UNION
         SELECT o."eventId" FROM "ScheduledBot" AS b JOIN "Occurrence" AS o ON o."id" = b."occurrenceId"
          WHERE b."userId" = ${calendar.userId} AND b."joinAt" > ${new Date(+now - LONGEST_MS)}
            AND (b."cancelledByCalendar" OR b."status" IN (${BOOKED_OR_ACTIVE_IN_SQL}))
            AND o."calendarId" = ${calendar.id} AND o."endTime" > ${now})`;
}

/**
 * Series in which others may go on: those that have just appeared, and where one has ended, those that did lately.
 * @param appeared ids
 */
async function newSeries(
  tx: Tx,
  calendarId: string,
  appeared: string[],
  hasEnded: boolean,
  now: Date,
): Promise<Event[]> {
  const lately = hasEnded
    ? Prisma.sql`UNION SELECT e."id" FROM "Event" AS e
         WHERE e."calendarId" = ${calendarId} AND e."kind" = 'master' AND e."createdAt" >= ${new Date(+now - LATE_PART_MS)}`
    : Prisma.empty;
  return tx.$queryRaw<Event[]>`
    SELECT e.* FROM "Event" AS e
     WHERE NOT e."isDeleted" AND e."id" IN (SELECT unnest(${appeared}::text[]) ${lately})
     ORDER BY e."googleEventId"`;
}

/** Whether another part of the same family, by Google's names for them, lies between two series. */
async function hasPartBetween(tx: Tx, before: Event, after: Event): Promise<boolean> {
  const family = seriesFamily(before.googleEventId);
  if (family !== seriesFamily(after.googleEventId)) return false;
  const first = isLaterPart(before.googleEventId) ? before.googleEventId : `${family}_R`;
  const between = await tx.event.findMany({
    where: {
      calendarId: after.calendarId,
      kind: 'master',
      googleEventId: { gt: first, lt: after.googleEventId },
    },
    select: { googleEventId: true },
  });
  return between.some((part) => seriesFamily(part.googleEventId) === family);
}

type Match = { before: Event; sure: Continuation };

/** The surer first; of the parts of one family the last before it; else the one changed last. */
function byLikeness(after: Event): (a: Match, b: Match) => number {
  const isKin = ({ before }: Match) =>
    seriesFamily(before.googleEventId) === seriesFamily(after.googleEventId);
  return (a, b) =>
    Number(b.sure === 'certain') - Number(a.sure === 'certain') ||
    Number(isKin(b)) - Number(isKin(a)) ||
    (isKin(a)
      ? a.before.googleEventId < b.before.googleEventId
        ? 1
        : -1
      : +b.before.updatedAt - +a.before.updatedAt);
}

/** @returns the new part as it is then, or null where a person has spoken about it already */
async function inherit(tx: Tx, before: Event, after: Event): Promise<Event | null> {
  if (after.override || after.neverFrom || after.autoRescheduleEnabled) return null;
  return tx.event.update({
    where: { id: after.id },
    data: {
      override: before.override,
      neverFrom: before.neverFrom,
      autoRescheduleEnabled: before.autoRescheduleEnabled,
      autoRescheduleBotConfig: before.autoRescheduleBotConfig ?? undefined,
      autoRescheduleFrom: before.autoRescheduleFrom,
      chosenLinkKey: before.chosenLinkKey,
    },
  });
}

async function say(tx: Tx, before: Event, after: Event, sure: Continuation, now: Date): Promise<void> {
  await recordActivity(tx, {
    userId: after.userId,
    at: now,
    actor: 'google',
    action: 'series.continued',
    cause: sure === 'certain' ? 'series_split' : 'series_split_likely',
    eventId: after.id,
    calendarId: after.calendarId,
    summary:
      sure === 'certain'
        ? `The series “${titleOf(before)}” goes on as “${titleOf(after)}”, with its bots and wishes.`
        : `The series “${titleOf(after)}” seems to continue “${titleOf(before)}”: it took over its bots and wishes. If it is another one, change them there.`,
    before: { override: null, recurring_enabled: false },
    after: { override: before.override, recurring_enabled: before.autoRescheduleEnabled },
  });
}
