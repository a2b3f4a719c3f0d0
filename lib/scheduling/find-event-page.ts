import type { User } from '@/lib/accounts/users';
import { isGoogle } from '@/lib/contract/common';
import type { EventsQuery } from '@/lib/contract/events';
import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import type { Cursor } from '@/lib/platform/cursor';
import { db } from '@/lib/platform/database/client';
import { Prisma } from '@/lib/platform/database/generated/prisma/client';
import { decideAll, deciderOf, isScheduledElsewhere, withSharedLinks } from './decide';
import type { Decision } from './domain/join-decision';
import {
  BOTS_BY_WEIGHT,
  DECISION_INPUT,
  DECISION_INPUT_TABLES,
  type DecisionInputBot,
  type DecisionInputRow,
  hasSharedLink,
} from './queries/decision-input';

const DAY_MS = 86_400_000;
/** A page shows this many of an occurrence's bots. */
const BOTS_SHOWN = 5;

/** Meetings that end after `timeMin` and start before `timeMax`. */
export type Window = { timeMin: Date; timeMax: Date };

/** A stored occurrence with all that is told of it. */
export type EventRow = DecisionInputRow & {
  timeZone: string;
  createdAt: Date;
  updatedAt: Date;
  /** Google's id of the event that describes it. */
  platformId: string;
  iCalUid: string | null;
  raw: GoogleEvent;
  /** What there is to tell of it when the exception that describes it has been cancelled. */
  seriesRaw: GoogleEvent | null;
  isSeries: boolean;
  /** Of a series: its rules, and its start. */
  recurrence: string[] | null;
  seriesStart: GoogleEvent['start'] | null;
  /** The live one, then the newest. */
  bots: ShownBot[];
  /** Another meeting is in its room at the same time. */
  hasSharedLink: boolean;
};

export type ShownBot = DecisionInputBot & {
  statusReason: string | null;
  meetingPlatform: string | null;
  botName: string;
};

/**
 * Reads a page of stored occurrences (or the first of each series), ordered by start, then id, and decides about them as
 * things are now. One query, and another one where meetings are in one room at one time.
 * @param cursor where the page begins, and whether it goes on or back from there
 * @returns up to one more row than the page's limit, in the order in which they were walked
 */
export async function findEventPage(
  user: User,
  query: EventsQuery,
  window: Window,
  cursor: Cursor | null,
  now: Date,
): Promise<{ rows: EventRow[]; decisions: Map<string, Decision> }> {
  const found = await readRows(user.id, query, window, cursor);
  const rows = found.map(({ row }) => row);
  for (const row of rows) {
    for (const time of TIMES) row[time] = new Date(row[time]);
    row.neverFrom = row.neverFrom && new Date(row.neverFrom);
    row.autoRescheduleFrom = row.autoRescheduleFrom && new Date(row.autoRescheduleFrom);
    for (const bot of row.bots) readTimes(bot);
    row.bot = row.bots[0] ?? null;
    row.source = row.raw;
  }
  const isShared = rows.some((row) => row.hasSharedLink || isScheduledElsewhere(row));
  const deciding = isShared ? await withSharedLinks(db(), rows) : rows;
  return { rows, decisions: decideAll(deciding, new Map([[user.id, deciderOf(user)]]), now) };
}

/** Times within JSON come as text. */
function readTimes(bot: DecisionInputBot): void {
  bot.meetingStart = new Date(bot.meetingStart);
  bot.meetingEnd = new Date(bot.meetingEnd);
  bot.joinAt = new Date(bot.joinAt);
  bot.updatedAt = new Date(bot.updatedAt);
  bot.bookedSince = bot.bookedSince && new Date(bot.bookedSince);
  bot.recallRequestedAt = bot.recallRequestedAt && new Date(bot.recallRequestedAt);
}

function readRows(
  userId: string,
  query: EventsQuery,
  window: Window,
  cursor: Cursor | null,
): Promise<{ row: EventRow }[]> {
  const order =
    cursor?.direction === 'previous'
      ? Prisma.sql`"startTime" DESC, "id" DESC`
      : Prisma.sql`"startTime", "id"`;
  // As JSON, a row of so many columns is read with less effort than column by column.
  return db().$queryRaw<{ row: EventRow }[]>`
    SELECT to_json(page) AS "row" FROM (
    SELECT ${DECISION_INPUT}, o."timeZone", o."createdAt", o."updatedAt",
           r."googleEventId" AS "platformId", coalesce(r."iCalUid", e."iCalUid") AS "iCalUid", r."raw",
           CASE WHEN r."kind" = 'exception' AND r."isDeleted" THEN e."raw" END AS "seriesRaw",
           e."kind" = 'master' AS "isSeries",
           CASE WHEN e."kind" = 'master' THEN e."raw"->'recurrence' END AS "recurrence",
           CASE WHEN e."kind" = 'master' THEN e."raw"->'start' END AS "seriesStart",
           bots."shown" AS "bots", ${hasSharedLink} AS "hasSharedLink"
      FROM (
        SELECT * FROM (${listOf(userId, query, window)}) AS listed
         ${after(cursor)} ORDER BY ${order} LIMIT ${query.limit + 1}) AS o
      ${DECISION_INPUT_TABLES}
      CROSS JOIN LATERAL (
        SELECT coalesce(json_agg(b ORDER BY ${BOTS_BY_WEIGHT}), '[]') AS "shown" FROM (
          SELECT b.* FROM "ScheduledBot" b WHERE b."occurrenceId" = o."id"
           ORDER BY ${BOTS_BY_WEIGHT} LIMIT ${BOTS_SHOWN}) AS b) AS bots
     ORDER BY ${order}) AS page`;
}

const TIMES = ['originalStart', 'startTime', 'endTime', 'createdAt', 'updatedAt'] as const;

function after(cursor: Cursor | null): Prisma.Sql {
  if (!cursor) return Prisma.empty;
  const beyond = cursor.direction === 'previous' ? Prisma.sql`<` : Prisma.sql`>`;
  return Prisma.sql`WHERE (listed."startTime", listed."id") ${beyond} (${cursor.time}, ${cursor.id})`;
}

/** Every row of the list. */
function listOf(userId: string, query: EventsQuery, { timeMin, timeMax }: Window): Prisma.Sql {
  const conditions = [
    Prisma.sql`o."userId" = ${userId}`,
    Prisma.sql`o."startTime" < ${timeMax}`,
    Prisma.sql`(o."endTime" > ${timeMin} OR o."startTime" >= ${timeMin})`,
    startsLateEnough(userId, timeMin),
    ...filtersOf(query),
  ];
  const where = Prisma.join(conditions, ' AND ');
  const from = Prisma.sql`FROM "Occurrence" o JOIN "Calendar" c ON c."id" = o."calendarId" WHERE ${where}`;
  return query.expand
    ? Prisma.sql`SELECT o.* ${from}`
    : Prisma.sql`SELECT DISTINCT ON (o."eventId") o.* ${from}
                  ORDER BY o."eventId", o."startTime", o."id"`;
}

/**
 * Where to begin in the order of starts, so that what is long past is not walked: a day before the window, or with the
 * first of the few meetings that last for longer and reach into it (index "Occurrence_long_idx").
 */
function startsLateEnough(userId: string, timeMin: Date): Prisma.Sql {
  return Prisma.sql`o."startTime" >= LEAST(${new Date(+timeMin - DAY_MS)}, (
    SELECT min(l."startTime") FROM "Occurrence" l
     WHERE l."userId" = ${userId} AND l."endTime" - l."startTime" > interval '1 day'
       AND l."endTime" > ${timeMin}))`;
}

function filtersOf(query: EventsQuery): Prisma.Sql[] {
  const filters: Prisma.Sql[] = [];
  if (!query.show_deleted && !query.updated_min) filters.push(Prisma.sql`NOT o."isDeleted"`);
  if (query.updated_min) filters.push(Prisma.sql`o."updatedAt" >= ${new Date(query.updated_min)}`);
  if (query.calendar_id === 'primary') filters.push(Prisma.sql`c."isPrimary"`);
  else if (query.calendar_id) filters.push(Prisma.sql`c."googleCalendarId" = ${query.calendar_id}`);
  // The delta feed also tells what is gone because its calendar is.
  else if (!query.updated_min) filters.push(Prisma.sql`c."syncEnabled"`);
  if (query.provider && !isGoogle(query.provider)) filters.push(Prisma.sql`false`);
  if (query.account_id) {
    filters.push(
      Prisma.sql`EXISTS (SELECT 1 FROM "CalendarConnection" k WHERE k."id" = c."connectionId" AND (k."id" = ${query.account_id} OR k."accountEmail" = ${query.account_id}))`,
    );
  }
  if (query.has_link !== undefined) {
    filters.push(
      query.has_link ? Prisma.sql`o."meetingUrl" IS NOT NULL` : Prisma.sql`o."meetingUrl" IS NULL`,
    );
  }
  if (query.has_bot !== undefined) {
    const exists = Prisma.sql`EXISTS (SELECT 1 FROM "ScheduledBot" b WHERE b."occurrenceId" = o."id" AND b."status" <> 'Cancelled')`;
    filters.push(query.has_bot ? exists : Prisma.sql`NOT ${exists}`);
  }
  if (query.q) filters.push(Prisma.sql`o."title" ILIKE ${`%${query.q.replace(/[\\%_]/g, '\\$&')}%`}`);
  return filters;
}
