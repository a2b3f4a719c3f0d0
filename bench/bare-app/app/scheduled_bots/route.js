import { pool } from '../../database';

export const dynamic = 'force-dynamic';

/** Returns a page of bots with the API's fields, by one query: its rows as JSON. */
export async function GET(request) {
  const query = new URL(request.url).searchParams;
  const { rows } = await pool.query(
    PAGE,
    ['user', 'from', 'limit'].map((name) => query.get(name)),
  );
  return Response.json({ scheduled_bots: rows });
}

const PAGE = `
  SELECT b."id" AS "bot_id", b."meetingPlatform" AS "platform", b."status", b."statusReason" AS "status_reason",
         b."joinAt" AS "scheduled_join_time", b."botName" AS "bot_username", b."meetingUrl" AS "meeting_link",
         b."customAttributes" AS "custom_attributes", b."occurrenceId" AS "event_id",
         CASE WHEN e."kind" = 'master' THEN o."originalStart" END AS "occurrence_date", b."source",
         b."botConfig" AS "bot_config", b."title", b."meetingStart" AS "meeting_start", b."meetingEnd" AS "meeting_end"
    FROM "ScheduledBot" b
    LEFT JOIN "Occurrence" o ON o."id" = b."occurrenceId"
    LEFT JOIN "Event" e ON e."id" = o."eventId"
   WHERE b."userId" = $1 AND b."status" = 'Scheduled' AND b."joinAt" > $2
   ORDER BY b."joinAt", b."id" LIMIT $3`;
