import { z } from 'zod';
import { isGoogle } from '@/lib/contract/common';
import type { EventsQuery } from '@/lib/contract/events';
import { searchWords } from '@/lib/occurrences/domain/search-text';
import { soundFields } from '@/lib/occurrences/domain/sound-event';
import type { Cursor } from '@/lib/platform/cursor';
import { Event, Occurrence, ScheduledBot } from '@/lib/platform/database/generated/columns';
import { prepared } from '@/lib/platform/prepared';
import {
  boolean,
  empty,
  int,
  join,
  json,
  jsonRow,
  pick,
  query,
  type Row,
  recordset,
  type Sql,
  select,
  sql,
  text,
} from '@/lib/platform/sql';
import { isLimitReached } from './bot-limits';
import {
  BOTS_BY_WEIGHT,
  DECISION_INPUT,
  DECISION_INPUT_TABLES,
  decisionInput,
  decisionInputBot,
  hasSharedLink,
  hasSharedName,
} from './decision-input';

// In all of these o is the "Occurrence", e its "Event" (of an occurrence of a series, the series), r the "Event" whose resource
// describes it, c its "Calendar", k the "CalendarConnection" of that, and b a "ScheduledBot" of it.

const DAY_MS = 86_400_000;
/** A page shows this many bots of an occurrence. */
const BOTS_SHOWN = 5;

/** Meetings that end after `timeMin` and start before `timeMax`. */
export type Window = { timeMin: Date; timeMax: Date };

const shownBot = {
  ...decisionInputBot,
  ...pick(ScheduledBot, 'botName', 'statusReason', 'meetingPlatform', 'createdAt'),
};
const ofOccurrence = pick(Occurrence, 'timeZone', 'problem', 'createdAt', 'updatedAt');

const row = {
  ...decisionInput,
  ...ofOccurrence,
  /** Google's id of the event that describes it. */
  platformId: Event.googleEventId,
  iCalUid: Event.iCalUid,
  /** The versions of the event, and of the one whose resource describes it. */
  eventVersion: text,
  resourceVersion: text,
  /** The exception that describes it is canceled: the resource of its series is shown. */
  isCanceledException: boolean,
  isSeries: boolean,
  /** The one that is booked or active, then the newest. */
  bots: json(z.array(jsonRow(shownBot).schema)),
  /** Another meeting has its link at the same time. */
  hasSharedLink: boolean,
  /** Another event has its iCalUID. */
  hasSharedName: boolean,
  /** So many of the user's bots are in meetings at one time that one of them may exceed the limit. */
  isLimitReached: boolean,
};
/** A stored occurrence with all that an answer shows of it. */
export type EventRow = Row<typeof row>;

/**
 * What is listed; `accounts` are the ids of the connections that `account_id` names, `mostBots` the limit of users who have none of
 * their own.
 */
export type Asked = EventsQuery & { accounts?: string[] | null; mostBots: number };

/**
 * A page of a user's occurrences, or of the first of each series, ordered by start, then id, and one more row where the page
 * is not the last. `cursor`: where the page begins, and whether it goes on from there or back.
 */
export const eventPage = query(
  // PostgreSQL's driver reads a row of so many columns with less effort as JSON.
  { row: { ...jsonRow(row), type: 'json' } },
  (userId: string, asked: Asked, window: Window, cursor: Cursor | null) => {
    const isDescending = goesDown(asked, cursor);
    const order = isDescending ? sql`"startTime" DESC, "id" DESC` : sql`"startTime", "id"`;
    const page = sql`
    SELECT to_json(page) AS "row" FROM (
    SELECT ${DECISION_INPUT}, ${select('o', ofOccurrence)},
           r."googleEventId" AS "platformId", coalesce(r."iCalUid", e."iCalUid") AS "iCalUid",
           e."xmin"::text AS "eventVersion", r."xmin"::text AS "resourceVersion",
           r."kind" = 'exception' AND r."isDeleted" AS "isCanceledException", e."kind" = 'master' AS "isSeries",
           bots."shown" AS "bots", ${hasSharedLink} AS "hasSharedLink", ${hasSharedName} AS "hasSharedName",
           ${isLimitReached(userId, asked.mostBots)} AS "isLimitReached"
      FROM (
        SELECT * FROM (${listed(userId, asked, window)}) AS listed
         ${beyond(cursor, isDescending)} ORDER BY ${order} LIMIT ${asked.limit + 1}) AS o
      ${DECISION_INPUT_TABLES}
      CROSS JOIN LATERAL (
        SELECT coalesce(json_agg(b ORDER BY ${BOTS_BY_WEIGHT}), '[]') AS "shown" FROM (
          SELECT ${select('b', shownBot)} FROM "ScheduledBot" b WHERE b."occurrenceId" = o."id"
           ORDER BY ${BOTS_BY_WEIGHT} LIMIT ${BOTS_SHOWN}) AS b) AS bots
     ORDER BY ${order}) AS page`;
    return isFiltered(asked) ? page : prepared(page);
  },
);

/** What of a request gives the statement one of a few texts, or none of its own. */
const OF_FEW_TEXTS: (keyof Asked)[] = [
  ...(['time_min', 'time_max', 'limit', 'cursor', 'order', 'expand', 'show_deleted', 'updated_min'] as const),
  ...(['sync', 'raw', 'with_bot', 'decision', 'mostBots'] as const),
];

/**
 * Whether a client filters the meetings. There are thousands of texts with such conditions, too many for each connection to hold
 * the plan of each.
 */
function isFiltered(asked: Asked): boolean {
  return Object.entries(asked).some(
    ([name, value]) => (value ?? null) !== null && !OF_FEW_TEXTS.includes(name as keyof Asked),
  );
}

/** How many rows all pages have together, counted up to `most`. */
export const countRows = query(
  { count: int },
  (userId: string, asked: Asked, window: Window, most: number) => sql`
    SELECT count(*)::int AS "count" FROM (SELECT 1 FROM (${listed(userId, asked, window)}) AS listed LIMIT ${most}) AS counted`,
);

const resourceVersion = { ...pick(Event, 'id'), version: text };
/** A stored event, and its row's `xmin`. */
export type ResourceVersion = Row<typeof resourceVersion>;

/** The resources of these events, but of those that have another version by now. */
export const resourcesOfVersions = query(
  // One event that does not parse would fail its whole page, so every value parses.
  { ...resourceVersion, raw: json(z.unknown().transform(soundFields)) },
  (asked: ResourceVersion[]) => sql`
    SELECT e."id", asked."version", e."raw" FROM ${recordset('asked', resourceVersion, asked)}
      JOIN "Event" e ON e."id" = asked."id" AND e."xmin"::text = asked."version"`,
);

/** Whether a page is read from later meetings to earlier ones. */
function goesDown({ order }: Asked, cursor: Cursor | null): boolean {
  return (order === 'desc') !== (cursor?.direction === 'previous');
}

function beyond(cursor: Cursor | null, isDescending: boolean): Sql {
  if (!cursor) return empty;
  const isBeyond = isDescending ? sql`<` : sql`>`;
  return sql`WHERE (listed."startTime", listed."id") ${isBeyond} (${cursor.time}, ${cursor.id})`;
}

/** Selects every occurrence of the list. */
function listed(userId: string, asked: Asked, { timeMin, timeMax }: Window): Sql {
  const conditions = [
    sql`o."userId" = ${userId}`,
    sql`o."startTime" < ${timeMax}`,
    sql`(o."endTime" > ${timeMin} OR o."startTime" >= ${timeMin})`,
    startsLateEnough(userId, timeMin),
    ...filtersOf(asked),
    ...resourceFilters(userId, asked),
  ];
  const from = sql`
    FROM "Occurrence" o JOIN "Calendar" c ON c."id" = o."calendarId" WHERE ${join(conditions, ' AND ')}`;
  return asked.expand
    ? sql`SELECT o.* ${from}`
    : sql`SELECT DISTINCT ON (o."eventId") o.* ${from} ORDER BY o."eventId", o."startTime", o."id"`;
}

/**
 * An occurrence starts a day before the window at the earliest, or with the first of the few meetings that last longer and
 * reach into it (index "Occurrence_long_idx"): so PostgreSQL does not read the long past.
 */
function startsLateEnough(userId: string, timeMin: Date): Sql {
  return sql`o."startTime" >= LEAST(${new Date(+timeMin - DAY_MS)}, (
    SELECT min(l."startTime") FROM "Occurrence" l
     WHERE l."userId" = ${userId} AND l."endTime" - l."startTime" > interval '1 day'
       AND l."endTime" > ${timeMin}))`;
}

function filtersOf(asked: Asked): Sql[] {
  const filters: Sql[] = [];
  if (!asked.show_deleted && !asked.updated_min) filters.push(sql`NOT o."isDeleted"`);
  if (asked.updated_min) filters.push(sql`o."updatedAt" >= ${new Date(asked.updated_min)}`);
  if (asked.calendar_id === 'primary') filters.push(sql`c."isPrimary"`);
  else if (asked.calendar_id) filters.push(sql`c."googleCalendarId" = ${asked.calendar_id}`);
  // A list of changes also has what sync no longer covers.
  else if (!asked.updated_min) filters.push(sql`c."syncEnabled"`);
  if (asked.provider && !isGoogle(asked.provider)) filters.push(sql`false`);
  if (asked.accounts) filters.push(sql`c."connectionId" = ANY(${asked.accounts}::text[])`);
  if (asked.has_link !== undefined) {
    filters.push(asked.has_link ? sql`o."meetingUrl" IS NOT NULL` : sql`o."meetingUrl" IS NULL`);
  }
  if (asked.has_bot !== undefined) {
    const exists = sql`EXISTS (SELECT 1 FROM "ScheduledBot" b WHERE b."occurrenceId" = o."id" AND b."status" <> 'Cancelled')`;
    filters.push(asked.has_bot ? exists : sql`NOT ${exists}`);
  }
  if (asked.platform) filters.push(sql`o."meetingPlatform" = ${asked.platform}`);
  return filters;
}

/** Returns conditions on the events of an occurrence. The words of a search are looked for in the user's events alone. */
function resourceFilters(userId: string, { q, organizer, recurring }: Asked): Sql[] {
  const filters: Sql[] = [];
  const words = searchWords(q ?? '');
  if (words.length > 0) {
    const patterns = words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
    filters.push(sql`o."resourceId" IN (
      SELECT f."id" FROM "Event" f WHERE f."userId" = ${userId} AND f."searchText" LIKE ALL (${patterns}::text[]))`);
  }
  if (organizer) {
    const email = sql`(SELECT lower(f."raw"->'organizer'->>'email') FROM "Event" f WHERE f."id" = o."resourceId")`;
    filters.push(sql`${email} = ${organizer.trim().toLowerCase()}`);
  }
  if (recurring !== undefined) {
    filters.push(sql`(SELECT f."kind" = 'master' FROM "Event" f WHERE f."id" = o."eventId") = ${recurring}`);
  }
  return filters;
}
