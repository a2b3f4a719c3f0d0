import { z } from 'zod';
import { BLIND_ROLES } from '@/lib/accounts/domain/calendar-role';
import { soundFields } from '@/lib/occurrences/domain/sound-event';
import {
  BotStatus,
  Calendar,
  CalendarConnection,
  Event,
  Occurrence,
  ScheduledBot,
  User,
} from '@/lib/platform/database/generated/columns';
import { preparedIfFew } from '@/lib/platform/prepared';
import {
  boolean,
  json,
  jsonRow,
  listOf,
  nullable,
  oneOf,
  pick,
  query,
  type Row,
  recordset,
  type Sql,
  select,
  sql,
  text,
  timestamptz,
} from '@/lib/platform/sql';
import { BOOKED_OR_ACTIVE_STATUSES } from '../domain/bot-status';
import { BOOKING_HORIZON_MS, LONGEST_MEETING_MS } from '../domain/join-time';
import { RESTORED } from '../domain/restored';
import type { RuleSource } from '../domain/rule-facts';

// In all of these o is the "Occurrence", e its "Event" (of an occurrence of a series, the series), r the "Event" whose resource
// describes it, c its "Calendar", k the "CalendarConnection" of that, and b or bot a "ScheduledBot" of it.

const BOOKED_OR_ACTIVE = listOf(BotStatus, BOOKED_OR_ACTIVE_STATUSES);
const LONGEST_MEETING = sql`${LONGEST_MEETING_MS}::float8 * interval '1 millisecond'`;

const ofOccurrence = {
  ...pick(Occurrence, 'id', 'userId', 'eventId', 'resourceId', 'originalStart', 'startTime', 'endTime'),
  ...pick(
    Occurrence,
    'isAllDay',
    'isDeleted',
    'title',
    'meetingUrl',
    'meetingPlatform',
    'linkKey',
    'override',
  ),
  ...pick(Occurrence, 'decisionCode', 'decisionReason', 'overrideSetAt', 'calendarId'),
};
const ofSeries = pick(Event, 'neverFrom', 'autoRescheduleEnabled', 'autoRescheduleFrom', 'iCalUid');

/** The columns of `DECISION_INPUT`: what a decision is made from, without the bot and what the rules read. */
export const decisionInput = {
  ...ofOccurrence,
  ...ofSeries,
  seriesOverride: Event.override,
  seriesOverrideSetAt: Event.overrideSetAt,
  isRecurring: boolean,
  /** Google's id of the event, or of its series. */
  rootGoogleId: Event.googleEventId,
  /** Of a series: names the original start, as the occurrence's id does. */
  occurrenceKey: text,
  /** The organizer's address, in lower case. */
  organizer: nullable(text),
  updatedAtGoogle: nullable(text),
  calendarOff: nullable(oneOf('left_list', 'not_readable', 'off')),
  ...pick(Calendar, 'googleCalendarId', 'isPrimary'),
  calendarName: Calendar.summary,
  ...pick(CalendarConnection, 'accountEmail', 'botProvider'),
  /** When the database was last restored from a backup. */
  restoredAt: nullable(timestamptz),
};

/** What a decision and its plan are made from of a bot. */
export const decisionInputBot = {
  ...pick(
    ScheduledBot,
    'id',
    'version',
    'status',
    'source',
    'title',
    'meetingUrl',
    'linkKey',
    'meetingStart',
  ),
  ...pick(
    ScheduledBot,
    'meetingEnd',
    'joinAt',
    'joinOffsetSeconds',
    'bookedSince',
    'botConfig',
    'scheduleGroup',
  ),
  ...pick(ScheduledBot, 'comesBack', 'recallRequestedAt', 'createdAt', 'updatedAt'),
};
export type DecisionInputBot = Row<typeof decisionInputBot>;

const withBot = {
  ...decisionInput,
  // One event that does not parse would fail its whole batch, so every value parses.
  source: json(z.unknown().transform((source): RuleSource => soundFields(source))),
  bot: nullable(jsonRow(decisionInputBot)),
};
const related = {
  hasSharedName: boolean,
  hasSharedLink: boolean,
  /** Another meeting of the user has the link of its bot at the time that this is scheduled for. */
  botSharesLink: boolean,
};
/**
 * An occurrence with its decision input. `bot` is the one that is booked or active, else the newest. What may be related to it
 * is looked for where it is not known that nothing is.
 */
export type DecisionInputRow = Row<typeof withBot> & Partial<Row<typeof related>>;

/**
 * Names the original start of an occurrence of a series. Of an exception whose series we were never shown the end of Google's
 * id names it.
 */
export function occurrenceKey(event: Sql, occurrenceId: Sql): Sql {
  return sql`CASE WHEN ${event}."kind" = 'exception'
    THEN coalesce(substring(${event}."googleEventId" from '_[0-9]{8}T[0-9]{6}Z$'),
                  substring(${event}."googleEventId" from '_[0-9]{8}$') || 'T000000Z', '')
    ELSE substr(${occurrenceId}, length(${event}."id") + 1) END`;
}

/** Selects the columns `decisionInput`. */
export const DECISION_INPUT = sql`
  ${select('o', ofOccurrence)}, ${select('e', ofSeries)}, e."override" AS "seriesOverride",
  e."overrideSetAt" AS "seriesOverrideSetAt", e."kind" <> 'single' AS "isRecurring",
  coalesce(e."recurringEventId", e."googleEventId") AS "rootGoogleId", ${occurrenceKey(sql`e`, sql`o."id"`)} AS "occurrenceKey",
  lower(coalesce(r."raw"->'organizer'->>'email', e."raw"->'organizer'->>'email')) AS "organizer",
  r."raw"->>'updated' AS "updatedAtGoogle",
  CASE WHEN c."syncEnabled" THEN NULL WHEN c."leftListAt" IS NOT NULL THEN 'left_list'
       WHEN c."accessRole" = ANY(${BLIND_ROLES}::text[]) THEN 'not_readable' ELSE 'off' END AS "calendarOff",
  c."googleCalendarId", c."isPrimary", c."summary" AS "calendarName", k."accountEmail", k."botProvider",
  (SELECT s."value"::timestamptz FROM "DecisionSetting" s WHERE s."name" = ${RESTORED}) AS "restoredAt"`;

/** Joins the tables that `DECISION_INPUT` reads to "Occurrence" o. */
export const DECISION_INPUT_TABLES = sql`
  JOIN "Event" e ON e."id" = o."eventId"
  JOIN "Event" r ON r."id" = o."resourceId"
  JOIN "Calendar" c ON c."id" = o."calendarId"
  JOIN "CalendarConnection" k ON k."id" = c."connectionId"`;

/** Orders the bots "ScheduledBot" b of an occurrence as they count: the one that is booked or active, then the newest. */
export const BOTS_BY_WEIGHT = sql`b."status" IN (${BOOKED_OR_ACTIVE}) DESC, b."createdAt" DESC`;

/** Which occurrences are read. */
export type Scope =
  /** Those of these events that a reconciliation can change something about. */
  | { kind: 'events'; userId: string; eventIds: string[]; now: Date }
  /** Those of a user that start within the booking horizon, or have a bot that is booked or active. */
  | { kind: 'upcoming'; userId: string; now: Date }
  /** Those of these users that start within the booking horizon, have a link, and no bot that is booked or active. */
  | { kind: 'unscheduled'; userIds: string[]; now: Date }
  /** Those of a user that start within a window and have a link. */
  | { kind: 'window'; userId: string; from: Date; to: Date }
  | { kind: 'ids'; ids: string[] };

/** The condition of a scope on "Occurrence" o, and on the "ScheduledBot" bot that is read with it. */
function isInScope(scope: Scope): Sql {
  switch (scope.kind) {
    case 'events':
      // An occurrence without a bot, without a decision, and beyond the horizon asks for nothing: a large first sync stays
      // cheap. Nor is the long past of a series read.
      return sql`o."eventId" = ANY(${scope.eventIds}::text[]) AND (
        o."id" = ANY(ARRAY(${bookedOrActiveOf(scope.userId)}))
        OR (o."startTime" > ${longestAgo(scope.now)} AND o."endTime" > ${scope.now} AND (
          o."decisionCode" IS NOT NULL OR o."startTime" < ${horizon(scope.now)}
          OR EXISTS (SELECT 1 FROM "ScheduledBot" b WHERE b."occurrenceId" = o."id"))))`;
    case 'upcoming':
      return sql`o."id" IN (
        SELECT o."id" FROM "Occurrence" o WHERE ${startsSoon([scope.userId], scope.now)}
        UNION ${bookedOrActiveOf(scope.userId)})`;
    case 'unscheduled':
      // The bot that is read anyway is asked. Where the table of bots has grown since it was last analyzed, PostgreSQL
      // may read all of it for a NOT EXISTS.
      return sql`${startsSoon(scope.userIds, scope.now)} AND o."meetingUrl" IS NOT NULL
        AND (bot."id" IS NULL OR bot."status" NOT IN (${BOOKED_OR_ACTIVE}))`;
    case 'window':
      return sql`o."userId" = ${scope.userId} AND NOT o."isDeleted" AND o."meetingUrl" IS NOT NULL
        AND o."startTime" >= ${scope.from} AND o."startTime" < ${scope.to} AND ${IS_SYNCED}`;
    case 'ids':
      return sql`o."id" = ANY(${scope.ids}::text[])`;
  }
}

const IS_SYNCED = sql`EXISTS (SELECT 1 FROM "Calendar" c WHERE c."id" = o."calendarId" AND c."syncEnabled")`;

/** An occurrence of these users starts within the booking horizon and has not ended. */
function startsSoon(userIds: string[], now: Date): Sql {
  return sql`o."userId" = ANY(${userIds}::text[]) AND NOT o."isDeleted"
    AND o."startTime" > ${longestAgo(now)} AND o."startTime" < ${horizon(now)} AND o."endTime" > ${now}
    AND ${IS_SYNCED}`;
}

/** The ids of the occurrences that have a bot of this user that is booked or active. */
function bookedOrActiveOf(userId: string): Sql {
  return sql`SELECT b."occurrenceId" FROM "ScheduledBot" b
    WHERE b."userId" = ${userId} AND b."status" IN (${BOOKED_OR_ACTIVE})`;
}

const longestAgo = (now: Date) => new Date(+now - LONGEST_MEETING_MS);
const horizon = (now: Date) => new Date(+now + BOOKING_HORIZON_MS);

/** Another meeting than "Occurrence" o, of the same user, has a link from an instant to another. */
function sharesLink({ linkKey, from, to }: { linkKey: Sql; from: Sql; to: Sql }): Sql {
  return sql`EXISTS (
  SELECT 1 FROM "Occurrence" other
   WHERE other."userId" = o."userId" AND other."linkKey" = ${linkKey} AND other."id" <> o."id"
     AND other."startTime" < ${to} AND other."endTime" > ${from}
     AND other."startTime" > ${from} - ${LONGEST_MEETING})`;
}

/** Another meeting of the same user has the link of "Occurrence" o at the same time. */
export const hasSharedLink = sharesLink({
  linkKey: sql`o."linkKey"`,
  from: sql`o."startTime"`,
  to: sql`o."endTime"`,
});

/** Another event of the same user has the iCalUID of "Event" e, deleted ones included. */
export const hasSharedName = sql`EXISTS (
  SELECT 1 FROM "Event" other
   WHERE other."userId" = e."userId" AND other."iCalUid" = e."iCalUid" AND other."id" <> e."id"
     AND (other."kind" <> 'exception' OR other."calendarId" <> e."calendarId"))`;

/** How many events or occurrences a scope names; those of whole users may be any number. */
function sizeOf(scope: Scope): number {
  if (scope.kind === 'events') return scope.eventIds.length;
  return scope.kind === 'ids' ? scope.ids.length : Number.POSITIVE_INFINITY;
}

/** Occurrences with their decision input. */
export const decisionInputs = query({ ...withBot, ...related }, (scope: Scope) =>
  preparedIfFew(
    sizeOf(scope),
    sql`
    SELECT ${DECISION_INPUT},
           jsonb_build_object(
             'attendees', r."raw"->'attendees', 'attendeesOmitted', r."raw"->'attendeesOmitted',
             'organizer', r."raw"->'organizer', 'eventType', r."raw"->'eventType',
             'visibility', r."raw"->'visibility', 'transparency', r."raw"->'transparency') AS "source",
           to_jsonb(bot) AS "bot", ${hasSharedName} AS "hasSharedName", ${hasSharedLink} AS "hasSharedLink",
           ${sharesLink({ linkKey: sql`bot."linkKey"`, from: sql`bot."meetingStart"`, to: sql`bot."meetingEnd"` })} AS "botSharesLink"
      FROM "Occurrence" o ${DECISION_INPUT_TABLES}
      LEFT JOIN LATERAL (
        SELECT ${select('b', decisionInputBot)} FROM "ScheduledBot" b WHERE b."occurrenceId" = o."id"
         ORDER BY ${BOTS_BY_WEIGHT} LIMIT 1) AS bot ON true
     WHERE ${isInScope(scope)}`,
  ),
);

/**
 * The bots of occurrences that are booked or active, locked until the transaction ends; their users are locked before
 * them, always.
 */
export const lockBots = query(pick(ScheduledBot, 'id'), (scope: Scope) =>
  preparedIfFew(
    sizeOf(scope),
    sql`
    SELECT bot."id" FROM "ScheduledBot" bot JOIN "Occurrence" o ON o."id" = bot."occurrenceId"
     WHERE bot."status" IN (${BOOKED_OR_ACTIVE}) AND ${isInScope(scope)}
     ORDER BY bot."id" FOR NO KEY UPDATE OF bot`,
  ),
);

/** The settings of users that decide about their bots, and the configuration of bots that bring none. */
export const settingsOfUsers = query(
  pick(User, 'id', 'autoScheduleEnabled', 'rules', 'defaultBotConfig'),
  (userIds: string[]) => sql`
    SELECT u."id", u."autoScheduleEnabled", u."rules", u."defaultBotConfig" FROM "User" u
     WHERE u."id" = ANY(${userIds}::text[])`,
);

// Shared links

/** A meeting link of a user, from an instant to another. */
const stay = { userId: text, linkKey: text, from: timestamptz, to: timestamptz };
export type Stay = Row<typeof stay>;

/** The occurrences that have one of these links at the same time, but for those that are known. */
export const occurrencesAtLinks = query(
  pick(Occurrence, 'id'),
  (stays: Stay[], knownIds: string[]) => sql`
    SELECT DISTINCT o."id"
      FROM ${recordset('stay', stay, stays)}
      JOIN "Occurrence" o ON o."userId" = stay."userId" AND o."linkKey" = stay."linkKey"
       AND o."startTime" < stay."to" AND o."endTime" > stay."from"
       AND o."startTime" > stay."from" - ${LONGEST_MEETING}
     WHERE o."id" <> ALL(${knownIds}::text[])`,
);

/**
 * For each of these meetings the bot that is booked or active, for another meeting of the same user with the same link at
 * the same time. A bot that is being recalled does not count.
 */
export const sharedLinkHolders = query(
  { ...pick(Occurrence, 'id'), botId: ScheduledBot.id, ...pick(ScheduledBot, 'title') },
  (occurrenceIds: string[]) => sql`
    SELECT DISTINCT ON (o."id") o."id", b."id" AS "botId", b."title"
      FROM "Occurrence" o
      JOIN "ScheduledBot" b ON b."userId" = o."userId" AND b."linkKey" = o."linkKey"
       AND b."occurrenceId" <> o."id" AND b."meetingStart" < o."endTime" AND b."meetingEnd" > o."startTime"
     WHERE o."id" = ANY(${occurrenceIds}::text[])
       AND b."status" IN (${BOOKED_OR_ACTIVE})
       AND b."recallRequestedAt" IS NULL
     ORDER BY o."id", b."meetingStart", b."id"`,
);
