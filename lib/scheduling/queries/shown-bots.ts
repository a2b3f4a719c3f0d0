import { storedAttributes, storedBotConfig } from '@/lib/contract/stored';
import { BotStatus, ScheduledBot } from '@/lib/platform/database/generated/columns';
import { prepared } from '@/lib/platform/prepared';
import {
  empty,
  json,
  listOf,
  nullable,
  pick,
  query,
  type Row,
  type Sql,
  select,
  sql,
  timestamptz,
} from '@/lib/platform/sql';
import { BOOKED_OR_ACTIVE_STATUSES } from '../domain/bot-status';

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

/** Which of a user's bots are listed: those that are yet to join after an instant, all, or by whether they have ended. */
export type BotList = { name: 'scheduled'; after: Date } | { name: 'all' | 'upcoming' | 'past' };

function isListed(list: BotList): Sql {
  if (list.name === 'scheduled') return sql`b."status" = 'Scheduled' AND b."joinAt" > ${list.after}`;
  if (list.name === 'all') return sql`true`;
  return list.name === 'upcoming'
    ? sql`b."status" IN (${BOOKED_OR_ACTIVE})`
    : sql`b."status" NOT IN (${BOOKED_OR_ACTIVE})`;
}

/** A page of a user's bots: soonest first, of past and all ones latest first. @param beyond the last one of the page before */
export const botPage = query(
  shownBot,
  (userId: string, list: BotList, beyond: { joinAt: Date; id: string } | null, limit: number) => {
    const isLatestFirst = list.name === 'past' || list.name === 'all';
    const [isBeyond, direction] = isLatestFirst ? [sql`<`, sql`DESC`] : [sql`>`, sql`ASC`];
    return prepared(sql`${SHOWN_BOTS}
     WHERE b."userId" = ${userId} AND ${isListed(list)}
       ${beyond ? sql`AND (b."joinAt", b."id") ${isBeyond} (${beyond.joinAt}, ${beyond.id})` : empty}
     ORDER BY b."joinAt" ${direction}, b."id" ${direction} LIMIT ${limit}`);
  },
);
