import { BLIND_ROLES } from '@/lib/accounts/domain/calendar-role';
import type { Tx } from '@/lib/platform/database/client';
import { type BotSource, type Override, Prisma } from '@/lib/platform/database/generated/prisma/client';
import { BOOKED_OR_ACTIVE_IN_SQL } from './bot-status-sql';
import type { BotStatus } from './domain/bot-status';
import type { CalendarOff } from './domain/join-decision';
import { BOOKING_HORIZON_MS } from './domain/join-time';
import type { RuleSource } from './domain/rule-facts';

/** An occurrence with all that decides about its bot. */
export type DecisionInputRow = {
  id: string;
  userId: string;
  eventId: string;
  /** The event that describes it: its exception, or its series. */
  resourceId: string;
  originalStart: Date;
  startTime: Date;
  endTime: Date;
  isAllDay: boolean;
  isDeleted: boolean;
  title: string;
  meetingUrl: string | null;
  meetingPlatform: string | null;
  linkKey: string | null;
  override: Override | null;
  /** The last verdict that was acted on. */
  decisionCode: string | null;
  decisionReason: string | null;
  seriesOverride: Override | null;
  neverFrom: Date | null;
  autoRescheduleEnabled: boolean;
  autoRescheduleFrom: Date | null;
  isRecurring: boolean;
  calendarOff: CalendarOff | null;
  googleCalendarId: string;
  accountEmail: string;
  source: RuleSource;
  /** The live bot, else the newest one. */
  bot: DecisionInputBot | null;
};

export type DecisionInputBot = {
  id: string;
  version: number;
  status: BotStatus;
  source: BotSource;
  title: string;
  meetingUrl: string;
  linkKey: string | null;
  meetingStart: Date;
  meetingEnd: Date;
  joinAt: Date;
  joinOffsetSeconds: number;
  bookedSince: Date | null;
  botName: string;
  customAttributes: Prisma.JsonValue;
  botConfig: Prisma.JsonValue;
  scheduleGroup: string | null;
  cancelledByCalendar: boolean;
  recallRequestedAt: Date | null;
  updatedAt: Date;
};

/** A meeting that has lasted this long needs no bot any more. */
export const LONGEST_MEETING_MS = 14 * 86_400_000;
const LONGEST_MEETING = Prisma.sql`${LONGEST_MEETING_MS}::float8 * interval '1 millisecond'`;

/** Of these users' meetings, those that start within the booking horizon and are not over. */
function soon(userIds: string[], now: Date): Prisma.Sql {
  return Prisma.sql`o."userId" = ANY(${userIds}::text[]) AND NOT o."isDeleted"
    AND o."startTime" > ${new Date(+now - LONGEST_MEETING_MS)}
    AND o."startTime" < ${new Date(+now + BOOKING_HORIZON_MS)} AND o."endTime" > ${now}
    AND EXISTS (SELECT 1 FROM "Calendar" c WHERE c."id" = o."calendarId" AND c."syncEnabled")`;
}

/** What a reconciliation looks at; each is a condition on "Occurrence" o. */
export const scopes = {
  /**
   * Occurrences of these events. Without a bot, a verdict, and not due, there is nothing to do: a large first sync
   * stays cheap. What a series has long behind it is not read.
   */
  events(userId: string, eventIds: string[], now: Date): Prisma.Sql {
    return Prisma.sql`o."eventId" = ANY(${eventIds}::text[]) AND (
      o."id" = ANY(ARRAY(SELECT b."occurrenceId" FROM "ScheduledBot" b WHERE b."userId" = ${userId} AND b."status" IN (${BOOKED_OR_ACTIVE_IN_SQL})))
      OR (o."startTime" > ${new Date(+now - LONGEST_MEETING_MS)} AND o."endTime" > ${now} AND (
        o."decisionCode" IS NOT NULL OR o."startTime" < ${new Date(+now + BOOKING_HORIZON_MS)}
        OR EXISTS (SELECT 1 FROM "ScheduledBot" b WHERE b."occurrenceId" = o."id"))))`;
  },
  /** What starts soon, and what has a bot. */
  upcoming(userId: string, now: Date): Prisma.Sql {
    return Prisma.sql`o."id" IN (
      SELECT o."id" FROM "Occurrence" o WHERE ${soon([userId], now)}
      UNION SELECT b."occurrenceId" FROM "ScheduledBot" b WHERE b."userId" = ${userId} AND b."status" IN (${BOOKED_OR_ACTIVE_IN_SQL}))`;
  },
  /**
   * What starts soon, could be joined, and has no live bot. Asked of the bot that is read with it (`loadDecisionInputs`): of
   * the bots' table PostgreSQL may look through all there is, where it has grown since it was last analyzed.
   */
  unscheduled(userIds: string[], now: Date): Prisma.Sql {
    return Prisma.sql`${soon(userIds, now)} AND o."meetingUrl" IS NOT NULL
      AND (bot."id" IS NULL OR bot."status" NOT IN (${BOOKED_OR_ACTIVE_IN_SQL}))`;
  },
  /** All that starts within a window and could be joined. */
  window(userId: string, from: Date, to: Date): Prisma.Sql {
    return Prisma.sql`o."userId" = ${userId} AND NOT o."isDeleted" AND o."meetingUrl" IS NOT NULL
      AND o."startTime" >= ${from} AND o."startTime" < ${to}
      AND EXISTS (SELECT 1 FROM "Calendar" c WHERE c."id" = o."calendarId" AND c."syncEnabled")`;
  },
};

/** Of an occurrence "Occurrence" o all that decides about its bot, but for what rules read, and the bot. */
export const DECISION_INPUT = Prisma.sql`
  o."id", o."userId", o."eventId", o."resourceId", o."originalStart", o."startTime", o."endTime", o."isAllDay", o."isDeleted",
  o."title", o."meetingUrl", o."meetingPlatform", o."linkKey", o."override", o."decisionCode", o."decisionReason",
  e."override" AS "seriesOverride", e."neverFrom", e."autoRescheduleEnabled", e."autoRescheduleFrom",
  e."kind" <> 'single' AS "isRecurring",
  CASE WHEN c."syncEnabled" THEN NULL WHEN c."leftListAt" IS NOT NULL THEN 'left_list'
       WHEN c."accessRole" = ANY(${BLIND_ROLES}::text[]) THEN 'not_readable' ELSE 'off' END AS "calendarOff",
  c."googleCalendarId", k."accountEmail"`;

/** Whose columns those are, beside o: its event e, the event r that describes it, its calendar c, and connection k. */
export const DECISION_INPUT_TABLES = Prisma.sql`
  JOIN "Event" e ON e."id" = o."eventId"
  JOIN "Event" r ON r."id" = o."resourceId"
  JOIN "Calendar" c ON c."id" = o."calendarId"
  JOIN "CalendarConnection" k ON k."id" = c."connectionId"`;

/** An occurrence's bots "ScheduledBot" b in the order in which they count: the live one, then the newest. */
export const BOTS_BY_WEIGHT = Prisma.sql`b."status" IN (${BOOKED_OR_ACTIVE_IN_SQL}) DESC, b."createdAt" DESC`;

/**
 * Reads occurrences with all that decides about their bots, in a query.
 * @param condition on "Occurrence" o, and "ScheduledBot" bot, which is read with it
 */
export async function loadDecisionInputs(tx: Tx, condition: Prisma.Sql): Promise<DecisionInputRow[]> {
  const rows = await tx.$queryRaw<DecisionInputRow[]>`
    SELECT ${DECISION_INPUT},
           jsonb_build_object(
             'attendees', r."raw"->'attendees', 'attendeesOmitted', r."raw"->'attendeesOmitted',
             'organizer', r."raw"->'organizer', 'eventType', r."raw"->'eventType',
             'visibility', r."raw"->'visibility', 'transparency', r."raw"->'transparency') AS "source",
           to_jsonb(bot) AS "bot"
      FROM "Occurrence" o ${DECISION_INPUT_TABLES}
      LEFT JOIN LATERAL (
        SELECT b.* FROM "ScheduledBot" b WHERE b."occurrenceId" = o."id"
         ORDER BY ${BOTS_BY_WEIGHT} LIMIT 1) AS bot ON true
     WHERE ${condition}`;
  for (const row of rows) if (row.bot) readTimes(row.bot);
  return rows;
}

/** Times within JSON come as text. */
export function readTimes(bot: DecisionInputBot): void {
  bot.meetingStart = new Date(bot.meetingStart);
  bot.meetingEnd = new Date(bot.meetingEnd);
  bot.joinAt = new Date(bot.joinAt);
  bot.updatedAt = new Date(bot.updatedAt);
  bot.bookedSince = bot.bookedSince && new Date(bot.bookedSince);
  bot.recallRequestedAt = bot.recallRequestedAt && new Date(bot.recallRequestedAt);
}

/**
 * Adds the meetings that are in the same room at the same time, of the same user, and theirs, until there are no more.
 * They may have the bot, or be waiting for the room.
 * @param load how occurrences are read
 */
export async function withSharedLinks(
  tx: Tx,
  rows: DecisionInputRow[],
  load: (tx: Tx, condition: Prisma.Sql) => Promise<DecisionInputRow[]> = loadDecisionInputs,
): Promise<DecisionInputRow[]> {
  const all = [...rows];
  const known = new Set(rows.map((row) => row.id));
  for (let added = rows; added.length > 0; ) {
    const stays = added.flatMap(staysOf);
    if (stays.length === 0) break;
    const found = await tx.$queryRaw<{ id: string }[]>`
      SELECT DISTINCT o."id"
        FROM jsonb_to_recordset(${JSON.stringify(stays)}::jsonb)
          AS stay("userId" text, "linkKey" text, "from" timestamptz, "to" timestamptz)
        JOIN "Occurrence" o ON o."userId" = stay."userId" AND o."linkKey" = stay."linkKey"
         AND o."startTime" < stay."to" AND o."endTime" > stay."from"
         AND o."startTime" > stay."from" - ${LONGEST_MEETING}
       WHERE o."id" <> ALL(${[...known]}::text[])`;
    if (found.length === 0) break;
    added = await load(tx, Prisma.sql`o."id" = ANY(${found.map(({ id }) => id)}::text[])`);
    for (const row of added) known.add(row.id);
    all.push(...added);
  }
  return all;
}

/** Whether another meeting of the same user is in the room of "Occurrence" o at the same time. */
export const hasSharedLink = Prisma.sql`EXISTS (
  SELECT 1 FROM "Occurrence" other
   WHERE other."userId" = o."userId" AND other."linkKey" = o."linkKey" AND other."id" <> o."id"
     AND other."startTime" < o."endTime" AND other."endTime" > o."startTime"
     AND other."startTime" > o."startTime" - ${LONGEST_MEETING})`;

/** Whether a meeting's bot is booked, or was, for another room or time than the meeting has now. */
export function isScheduledElsewhere(row: DecisionInputRow): boolean {
  const { bot } = row;
  if (!bot?.linkKey) return false;
  const isSameTime = +bot.meetingStart === +row.startTime && +bot.meetingEnd === +row.endTime;
  return bot.linkKey !== row.linkKey || !isSameTime;
}

/** Where and when a meeting is, and where its bot is booked for. */
function staysOf(row: DecisionInputRow): { userId: string; linkKey: string; from: Date; to: Date }[] {
  const { userId, bot } = row;
  const stays = [];
  if (row.linkKey) stays.push({ userId, linkKey: row.linkKey, from: row.startTime, to: row.endTime });
  if (bot?.linkKey && isScheduledElsewhere(row))
    stays.push({ userId, linkKey: bot.linkKey, from: bot.meetingStart, to: bot.meetingEnd });
  return stays;
}
