import type { ActivityFilters } from '@/lib/contract/activity';
import type { ActivityKind } from '@/lib/contract/names';
import { ActivityEntry } from '@/lib/platform/database/generated/columns';
import { prepared } from '@/lib/platform/prepared';
import {
  command,
  empty,
  int,
  join,
  pick,
  query,
  type Row,
  recordset,
  type Sql,
  select,
  sql,
} from '@/lib/platform/sql';
import { seriesOfOccurrence } from './domain/series-of-occurrence';

const entry = {
  ...pick(ActivityEntry, 'userId', 'at', 'actor', 'action', 'summary', 'cause', 'eventId', 'occurrenceId'),
  ...pick(ActivityEntry, 'botId', 'calendarId', 'before', 'after', 'delayMs', 'apiKeyName'),
};

/** Stores entries in their order, which their ids have as well. */
export const insertEntries = command((entries: Row<typeof entry>[]) =>
  prepared(sql`
    INSERT INTO "ActivityEntry" ("userId", "at", "actor", "action", "summary", "cause", "eventId", "occurrenceId", "botId",
                                 "calendarId", "before", "after", "delayMs", "apiKeyName")
    SELECT ${select('r', entry)} FROM ${recordset('r', entry, entries)}`),
);

const shown = {
  ...pick(ActivityEntry, 'id', 'at', 'actor', 'action', 'cause', 'summary', 'eventId', 'occurrenceId'),
  ...pick(ActivityEntry, 'botId', 'before', 'after', 'delayMs', 'apiKeyName'),
};
/** A stored entry, as a list shows it. */
export type ShownEntry = Row<typeof shown>;

/** A user's entries that the filters leave, latest first. @param before the id of the last one of the page before */
export const entriesBefore = query(
  shown,
  (userId: string, filters: ActivityFilters, before: bigint | null, limit: number) => sql`
    SELECT ${select('a', shown)} FROM "ActivityEntry" a
     WHERE a."userId" = ${userId} AND ${matches(sql`a`, filters)}
       ${before === null ? empty : sql`AND a."id" < ${before}`}
     ORDER BY a."id" DESC LIMIT ${limit}`,
);

/**
 * The same with one entry a bot, its latest that the filters leave, and how many entries its bot has in all. An entry that is
 * about no bot stands for itself.
 */
export const latestOfBotsBefore = query(
  { ...shown, botEntries: int },
  (userId: string, filters: ActivityFilters, before: bigint | null, limit: number) => sql`
    SELECT ${select('a', shown)},
           CASE WHEN a."botId" IS NULL THEN 1
                ELSE (SELECT count(*)::int FROM "ActivityEntry" own
                       WHERE own."botId" = a."botId" AND own."userId" = ${userId}) END AS "botEntries"
      FROM "ActivityEntry" a
     WHERE a."userId" = ${userId} AND ${matches(sql`a`, filters)}
       ${before === null ? empty : sql`AND a."id" < ${before}`}
       AND (a."botId" IS NULL OR NOT EXISTS (
             SELECT 1 FROM "ActivityEntry" later
              WHERE later."botId" = a."botId" AND later."userId" = ${userId} AND later."id" > a."id"
                AND ${matches(sql`later`, filters)}))
     ORDER BY a."id" DESC LIMIT ${limit}`,
);

/** The filters leave the entry of this alias. */
function matches(a: Sql, filters: ActivityFilters): Sql {
  const { event_id: event, bot_id: bot, actor, kind, time_min: from, time_max: to, q } = filters;
  const conditions = [
    ...(event ? [isAboutEvent(a, event)] : []),
    ...(bot ? [sql`${a}."botId" = ${bot}`] : []),
    ...(actor ? [sql`${a}."actor" = ${actor}`] : []),
    ...(kind ? [isOfKind(a, kind)] : []),
    ...(from ? [sql`${a}."at" >= ${new Date(from)}`] : []),
    ...(to ? [sql`${a}."at" < ${new Date(to)}`] : []),
    ...(q ? [sql`${a}."summary" ILIKE ${`%${q.replace(/[\\%_]/g, '\\$&')}%`}`] : []),
  ];
  return conditions.length > 0 ? join(conditions, ' AND ') : sql`true`;
}

/** Removing a bot or enabling a series also sets an override: their `before` and `after` say so. */
function isOfKind(a: Sql, kind: ActivityKind): Sql {
  const isNamed = sql`starts_with(${a}."action", ${`${kind}.`})`;
  if (kind !== 'override') return isNamed;
  const is = sql`coalesce(${a}."after"->>'override', '')`;
  const was = sql`coalesce(${a}."before"->>'override', '')`;
  return sql`(${isNamed} OR ${is} <> ${was} AND (${is} IN ('always', 'never') OR ${was} IN ('always', 'never')))`;
}

function isAboutEvent(a: Sql, id: string): Sql {
  const series = seriesOfOccurrence(id);
  return series === id
    ? sql`${a}."eventId" = ${id}`
    : sql`(${a}."occurrenceId" = ${id} OR ${a}."eventId" = ${series} AND ${a}."occurrenceId" IS NULL)`;
}
