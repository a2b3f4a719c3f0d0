import type pg from 'pg';
import { MINUTE } from './stage';

/** A stored occurrence. */
export type StoredMeeting = {
  id: string;
  eventId: string;
  googleEventId: string;
  kind: string;
  originalStart: Date;
  title: string;
};

/** Returns the occurrences that the app shows for a span of time. */
export async function storedMeetings(sql: pg.Client, fromMs: number, toMs: number): Promise<StoredMeeting[]> {
  const { rows } = await sql.query(
    `SELECT o."id", o."eventId", e."googleEventId", e."kind", o."originalStart", o."title"
       FROM "Occurrence" AS o JOIN "Event" AS e ON e."id" = o."eventId"
      WHERE o."endTime" > $1 AND o."startTime" < $2 AND NOT o."isDeleted"
      ORDER BY e."createdAt", e."googleEventId", o."startTime", o."id"`,
    [new Date(fromMs), new Date(toMs)],
  );
  return rows;
}

/** Returns the stored occurrences and bots of the hours around a time, for the story of a failure. */
export async function storedAround(sql: pg.Client, nowMs: number): Promise<object[]> {
  const { rows } = await sql.query(
    `SELECT e."googleEventId", o."id", o."title", o."startTime", o."isDeleted", o."override", o."decisionCode",
            e."override" AS "series", e."neverFrom", e."autoRescheduleEnabled" AS "autoReschedule", b."id" AS "bot", b."status",
            b."source", b."joinAt", b."meetingUrl", b."statusReason", b."createdAt", b."attempts", b."version"
       FROM "Occurrence" AS o JOIN "Event" AS e ON e."id" = o."eventId"
       LEFT JOIN "ScheduledBot" AS b ON b."occurrenceId" = o."id"
      WHERE o."startTime" BETWEEN $1 AND $2 ORDER BY o."startTime", b."createdAt"`,
    [new Date(nowMs - 180 * MINUTE), new Date(nowMs + 180 * MINUTE)],
  );
  return rows;
}
