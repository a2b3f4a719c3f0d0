import type { BotFilters } from '@/lib/contract/schedule';
import { storedAttributes, storedBotConfig } from '@/lib/contract/stored';
import { BotStatus, ScheduledBot } from '@/lib/platform/database/generated/columns';
import { prepared } from '@/lib/platform/prepared';
import {
  empty,
  int,
  join,
  json,
  jsonRow,
  listOf,
  nullable,
  pick,
  query,
  type Row,
  type Sql,
  select,
  sql,
  text,
  timestamptz,
} from '@/lib/platform/sql';
import { BOOKED_OR_ACTIVE_STATUSES, STATUS_GROUPS } from '../domain/bot-status';

// In all of these b is the "ScheduledBot", o its "Occurrence", and e the "Event" of that.

const BOOKED_OR_ACTIVE = listOf(BotStatus, BOOKED_OR_ACTIVE_STATUSES);

// Showing bots

const shown = {
  ...pick(ScheduledBot, 'id', 'occurrenceId', 'source', 'status', 'statusReason', 'title', 'meetingUrl'),
  ...pick(ScheduledBot, 'meetingPlatform', 'meetingStart', 'meetingEnd', 'joinAt', 'sentAt', 'botName'),
  ...pick(ScheduledBot, 'version'),
  botConfig: json(storedBotConfig),
  customAttributes: json(storedAttributes),
};
const shownBot = { ...shown, occurrenceDate: nullable(timestamptz) };
/** A bot with the original start of its occurrence, where that is one of a series. */
export type ShownBot = Row<typeof shownBot>;

// PostgreSQL's driver reads rows of so many columns with less effort as JSON.
const asJson = { row: { ...jsonRow(shownBot), type: 'json' } };

const SHOWN_BOTS = sql`
    SELECT ${select('b', shown)}, CASE WHEN e."kind" = 'master' THEN o."originalStart" END AS "occurrenceDate"
      FROM "ScheduledBot" b
      LEFT JOIN "Occurrence" o ON o."id" = b."occurrenceId"
      LEFT JOIN "Event" e ON e."id" = o."eventId"`;

/** One of a user's bots. */
export const botById = query(
  shownBot,
  (userId: string, botId: string) => sql`${SHOWN_BOTS} WHERE b."id" = ${botId} AND b."userId" = ${userId}`,
);

/** Which of a user's bots are listed: those that are yet to join after an instant, or what the filters leave. */
export type BotList = { view: 'scheduled'; after: Date } | BotFilters;

function isListed(list: BotList): Sql {
  if (list.view === 'scheduled') return sql`b."status" = 'Scheduled' AND b."joinAt" > ${list.after}`;
  const { status_group: group, source, time_min: from, time_max: to, q } = list;
  const pattern = q && `%${q.replace(/[\\%_]/g, '\\$&')}%`;
  const conditions = [
    ...(list.view === 'upcoming' ? [sql`b."status" IN (${BOOKED_OR_ACTIVE})`] : []),
    ...(list.view === 'past' ? [sql`b."status" NOT IN (${BOOKED_OR_ACTIVE})`] : []),
    ...(group ? [sql`b."status" IN (${listOf(BotStatus, STATUS_GROUPS[group])})`] : []),
    ...(source ? [sql`b."source" = ${source}::"BotSource"`] : []),
    ...(from ? [sql`b."meetingStart" >= ${new Date(from)}`] : []),
    ...(to ? [sql`b."meetingStart" < ${new Date(to)}`] : []),
    ...(pattern ? [sql`(b."title" ILIKE ${pattern} OR b."botName" ILIKE ${pattern})`] : []),
  ];
  return conditions.length > 0 ? join(conditions, ' AND ') : sql`true`;
}

/** How many bots of a list have each state and source. */
export const botsByStatusAndSource = query(
  { ...pick(ScheduledBot, 'status', 'source'), count: int },
  (userId: string, list: BotList) => sql`
    SELECT b."status", b."source", count(*)::int AS "count" FROM "ScheduledBot" b
     WHERE b."userId" = ${userId} AND ${isListed(list)} GROUP BY b."status", b."source"`,
);

/** A page of a user's bots: soonest first, of past and all ones latest first. @param beyond the last one of the page before */
export const botPage = query(
  asJson,
  (userId: string, list: BotList, beyond: { joinAt: Date; id: string } | null, limit: number) => {
    const isLatestFirst = list.view === 'past' || list.view === 'all';
    const [isBeyond, direction] = isLatestFirst ? [sql`<`, sql`DESC`] : [sql`>`, sql`ASC`];
    return prepared(sql`
    SELECT to_json(page) AS "row" FROM (${SHOWN_BOTS}
     WHERE b."userId" = ${userId} AND ${isListed(list)}
       ${beyond ? sql`AND (b."joinAt", b."id") ${isBeyond} (${beyond.joinAt}, ${beyond.id})` : empty}
     ORDER BY b."joinAt" ${direction}, b."id" ${direction} LIMIT ${limit}) AS page
     ORDER BY page."joinAt" ${direction}, page."id" ${direction}`);
  },
);

const feedBot = {
  ...pick(ScheduledBot, 'id', 'status', 'statusReason', 'title', 'meetingUrl', 'meetingStart', 'meetingEnd'),
  ...pick(ScheduledBot, 'botName', 'updatedAt'),
  uid: text,
  sequence: int,
};
/** The newest bot of a meeting. `uid` names the meeting; `sequence` grows with every change of any of its bots. */
export type FeedBot = Row<typeof feedBot>;

/** The meetings of a user that start in a window and whose newest bot was not canceled, with that bot, in order of time. */
export const feedBots = query(
  feedBot,
  (userId: string, { from, to }: { from: Date; to: Date }, limit: number) => sql`
    SELECT ${select('f', feedBot)} FROM (
      SELECT DISTINCT ON (coalesce(b."occurrenceId", b."id")) b.*,
             coalesce(b."occurrenceId", b."id") AS "uid",
             (sum(b."version") OVER (PARTITION BY coalesce(b."occurrenceId", b."id")))::int AS "sequence"
        FROM "ScheduledBot" b
       WHERE b."userId" = ${userId} AND b."meetingStart" >= ${from} AND b."meetingStart" < ${to}
       ORDER BY coalesce(b."occurrenceId", b."id"), b."status" IN (${BOOKED_OR_ACTIVE}) DESC, b."createdAt" DESC, b."id") AS f
     WHERE f."status" <> 'Cancelled' ORDER BY f."meetingStart", f."uid" LIMIT ${limit}`,
);
