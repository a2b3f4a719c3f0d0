import type { Tx } from '@/lib/db/client';
import { type BotSource, type Override, Prisma } from '@/lib/db/generated/prisma/client';
import { LIVE_IN_SQL } from '@/lib/db/live-statuses';
import type { BotStatus } from '@/lib/domain/bot-status';
import { BOOKING_HORIZON_MS } from '@/lib/domain/join-time';
import type { RuleSource } from '@/lib/domain/rule-facts';

/** An occurrence with all that decides about its bot. */
export type Decidable = {
  id: string;
  userId: string;
  eventId: string;
  originalStart: Date;
  startTime: Date;
  endTime: Date;
  isAllDay: boolean;
  isDeleted: boolean;
  title: string;
  meetingUrl: string | null;
  meetingPlatform: string | null;
  meetingKey: string | null;
  override: Override | null;
  /** The last verdict that was acted on. */
  decisionCode: string | null;
  decisionReason: string | null;
  seriesOverride: Override | null;
  neverFrom: Date | null;
  recurringEnabled: boolean;
  chainFrom: Date | null;
  isRecurring: boolean;
  calendarOff: boolean;
  googleCalendarId: string;
  accountEmail: string;
  source: RuleSource;
  /** The live bot, else the newest one. */
  bot: DecidableBot | null;
};

export type DecidableBot = {
  id: string;
  version: number;
  status: BotStatus;
  source: BotSource;
  title: string;
  meetingUrl: string;
  meetingKey: string | null;
  meetingStart: Date;
  meetingEnd: Date;
  joinAt: Date;
  joinOffsetSeconds: number;
  botName: string;
  customAttributes: Prisma.JsonValue;
  botConfig: Prisma.JsonValue;
  scheduleGroup: string | null;
  cancelledByCalendar: boolean;
  recallRequestedAt: Date | null;
  updatedAt: Date;
};

/** A meeting that has lasted this long needs no bot any more. */
const LONGEST_MEETING_MS = 14 * 86_400_000;

const hasLiveBot = Prisma.sql`EXISTS (
  SELECT 1 FROM "ScheduledBot" b WHERE b."occurrenceId" = o."id" AND b."status" IN (${LIVE_IN_SQL}))`;

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
   * stays cheap.
   */
  events(eventIds: string[], now: Date): Prisma.Sql {
    return Prisma.sql`o."eventId" = ANY(${eventIds}::text[]) AND (${hasLiveBot} OR (o."endTime" > ${now} AND (
      o."decisionCode" IS NOT NULL OR o."startTime" < ${new Date(+now + BOOKING_HORIZON_MS)}
      OR EXISTS (SELECT 1 FROM "ScheduledBot" b WHERE b."occurrenceId" = o."id"))))`;
  },
  /** What starts soon, and what has a bot. */
  upcoming(userId: string, now: Date): Prisma.Sql {
    return Prisma.sql`o."id" IN (
      SELECT o."id" FROM "Occurrence" o WHERE ${soon([userId], now)}
      UNION SELECT b."occurrenceId" FROM "ScheduledBot" b WHERE b."userId" = ${userId} AND b."status" IN (${LIVE_IN_SQL}))`;
  },
  /** What starts soon, could be joined, and has no bot. */
  unbooked(userIds: string[], now: Date): Prisma.Sql {
    return Prisma.sql`${soon(userIds, now)} AND o."meetingUrl" IS NOT NULL AND NOT ${hasLiveBot}`;
  },
  /** All that starts within a window and could be joined. */
  window(userId: string, from: Date, to: Date): Prisma.Sql {
    return Prisma.sql`o."userId" = ${userId} AND NOT o."isDeleted" AND o."meetingUrl" IS NOT NULL
      AND o."startTime" >= ${from} AND o."startTime" < ${to}
      AND EXISTS (SELECT 1 FROM "Calendar" c WHERE c."id" = o."calendarId" AND c."syncEnabled")`;
  },
};

/** Reads occurrences with all that decides about their bots, in a query. */
export async function loadDecidables(tx: Tx, condition: Prisma.Sql): Promise<Decidable[]> {
  const rows = await tx.$queryRaw<Decidable[]>`
    SELECT o."id", o."userId", o."eventId", o."originalStart", o."startTime", o."endTime", o."isAllDay", o."isDeleted",
           o."title", o."meetingUrl", o."meetingPlatform", o."meetingKey", o."override", o."decisionCode",
           o."decisionReason", e."override" AS "seriesOverride", e."neverFrom", e."recurringEnabled", e."chainFrom",
           e."kind" <> 'single' AS "isRecurring", NOT c."syncEnabled" AS "calendarOff", c."googleCalendarId", k."accountEmail",
           jsonb_build_object(
             'attendees', r."raw"->'attendees', 'attendeesOmitted', r."raw"->'attendeesOmitted',
             'organizer', r."raw"->'organizer', 'eventType', r."raw"->'eventType',
             'visibility', r."raw"->'visibility', 'transparency', r."raw"->'transparency') AS "source",
           to_jsonb(bot) AS "bot"
      FROM "Occurrence" o
      JOIN "Event" e ON e."id" = o."eventId"
      JOIN "Event" r ON r."id" = o."resourceId"
      JOIN "Calendar" c ON c."id" = o."calendarId"
      JOIN "CalendarConnection" k ON k."id" = c."connectionId"
      LEFT JOIN LATERAL (
        SELECT b.* FROM "ScheduledBot" b WHERE b."occurrenceId" = o."id"
         ORDER BY b."status" IN (${LIVE_IN_SQL}) DESC, b."createdAt" DESC LIMIT 1) AS bot ON true
     WHERE ${condition}`;
  for (const row of rows) if (row.bot) readTimes(row.bot);
  return rows;
}

/** Times within JSON come as text. */
function readTimes(bot: DecidableBot): void {
  bot.meetingStart = new Date(bot.meetingStart);
  bot.meetingEnd = new Date(bot.meetingEnd);
  bot.joinAt = new Date(bot.joinAt);
  bot.updatedAt = new Date(bot.updatedAt);
  bot.recallRequestedAt = bot.recallRequestedAt && new Date(bot.recallRequestedAt);
}

/**
 * Adds the meetings that are in the same room at the same time, of the same user, and theirs, until there are no more.
 * They may have the bot, or be waiting for the room.
 * @param load how occurrences are read
 */
export async function withRoommates(
  tx: Tx,
  rows: Decidable[],
  load: (tx: Tx, condition: Prisma.Sql) => Promise<Decidable[]> = loadDecidables,
): Promise<Decidable[]> {
  const all = [...rows];
  const known = new Set(rows.map((row) => row.id));
  for (let added = rows; added.length > 0; ) {
    const stays = added.flatMap(staysOf);
    if (stays.length === 0) break;
    const found = await tx.$queryRaw<{ id: string }[]>`
      SELECT DISTINCT o."id"
        FROM jsonb_to_recordset(${JSON.stringify(stays)}::jsonb)
          AS stay("userId" text, "room" text, "from" timestamptz, "to" timestamptz)
        JOIN "Occurrence" o ON o."userId" = stay."userId" AND o."meetingKey" = stay."room"
         AND o."startTime" < stay."to" AND o."endTime" > stay."from"
       WHERE o."id" <> ALL(${[...known]}::text[])`;
    if (found.length === 0) break;
    added = await load(tx, Prisma.sql`o."id" = ANY(${found.map(({ id }) => id)}::text[])`);
    for (const row of added) known.add(row.id);
    all.push(...added);
  }
  return all;
}

/** Where and when a meeting is, and where its bot is booked for. */
function staysOf(row: Decidable): { userId: string; room: string; from: Date; to: Date }[] {
  const { userId, bot } = row;
  const stays = [];
  if (row.meetingKey) stays.push({ userId, room: row.meetingKey, from: row.startTime, to: row.endTime });
  if (
    bot?.meetingKey &&
    (bot.meetingKey !== row.meetingKey ||
      +bot.meetingStart !== +row.startTime ||
      +bot.meetingEnd !== +row.endTime)
  ) {
    stays.push({ userId, room: bot.meetingKey, from: bot.meetingStart, to: bot.meetingEnd });
  }
  return stays;
}
