import pg from 'pg';
import { decryptSecret } from '@/lib/platform/encryption/encrypt';
import { forEachLimit } from '@/lib/platform/limit-work';
import type { Stage } from './stage';
import type { StormCalendar } from './storm-calendars';

/** As many connections as the app has. */
const AT_ONCE = 10;

type Stored = { syncToken: string; accessToken: string };
type Change = {
  id: string;
  start: { dateTime: string };
  end: { dateTime: string };
};

/**
 * Does the least that the syncs of these calendars must do: fetches what has changed and writes the rows, a transaction for
 * each calendar.
 */
export async function bareLoop(
  { google, sql }: Stage,
  calendars: StormCalendar[],
): Promise<{ perSecond: number; cpuMs: number }> {
  const { rows } = await sql.query<Stored & { id: string; connectionId: string }>(
    'SELECT c."id", c."connectionId", c."syncToken", k."accessToken" FROM "Calendar" c JOIN "CalendarConnection" k ON k."id" = c."connectionId"',
  );
  const stored = new Map(
    rows.map(({ id, connectionId, ...row }) => [
      id,
      { ...row, accessToken: decryptSecret(row.accessToken, 'CalendarConnection.accessToken', connectionId) },
    ]),
  );
  const pool = new pg.Pool({ connectionString: process.env.TEST_DATABASE_URL, max: AT_ONCE });
  const cpuBefore = process.cpuUsage();
  const begun = performance.now();
  await forEachLimit(calendars, AT_ONCE, async (calendar) => {
    const { syncToken = '', accessToken = '' } = stored.get(calendar.id) ?? {};
    const query = new URLSearchParams({ maxResults: '2500', singleEvents: 'false', syncToken });
    const path = `/calendar/v3/calendars/${encodeURIComponent(calendar.googleCalendarId)}/events?${query}`;
    const response = await fetch(`${google}${path}`, { headers: { authorization: `Bearer ${accessToken}` } });
    const { items, nextSyncToken } = (await response.json()) as { items: Change[]; nextSyncToken: string };
    const [change] = items;
    if (!change) throw new Error(`No change was fetched: ${response.status}`);
    await write(pool, calendar, change, nextSyncToken);
  });
  const taken = performance.now() - begun;
  const cpu = process.cpuUsage(cpuBefore);
  await pool.end();
  return {
    perSecond: (calendars.length * 1000) / taken,
    cpuMs: (cpu.user + cpu.system) / 1000 / calendars.length,
  };
}

async function write(
  pool: pg.Pool,
  { id, userId }: StormCalendar,
  change: Change,
  syncToken: string,
): Promise<void> {
  const sql = await pool.connect();
  const times = [change.start.dateTime, change.end.dateTime];
  try {
    await sql.query('BEGIN');
    await sql.query(
      'UPDATE "Calendar" SET "syncToken" = $2, "syncedSeq" = "changeSeq", "lastSyncedAt" = now() WHERE "id" = $1',
      [id, syncToken],
    );
    const { rows } = await sql.query(
      'UPDATE "Event" SET "raw" = $3, "updatedAt" = now() WHERE "calendarId" = $1 AND "googleEventId" = $2 RETURNING "id"',
      [id, change.id, JSON.stringify(change)],
    );
    await sql.query(
      'UPDATE "Occurrence" SET "startTime" = $2, "endTime" = $3, "updatedAt" = now() WHERE "id" = $1',
      [rows[0].id, ...times],
    );
    const bots = await sql.query(
      `UPDATE "ScheduledBot" SET "meetingStart" = $2, "meetingEnd" = $3, "joinAt" = $2::timestamptz - interval '1 minute',
              "version" = "version" + 1, "updatedAt" = now()
        WHERE "occurrenceId" = $1 AND "status" = 'Scheduled' RETURNING "id"`,
      [rows[0].id, ...times],
    );
    if (bots.rows.length > 0)
      await sql.query(
        `INSERT INTO "ActivityEntry" ("userId", "at", "actor", "action", "summary", "eventId", "occurrenceId", "botId")
           VALUES ($1, now(), 'google', 'bot.moved', 'Moved.', $2, $2, $3)`,
        [userId, rows[0].id, bots.rows[0].id],
      );
    await sql.query('COMMIT');
  } finally {
    sql.release();
  }
}
