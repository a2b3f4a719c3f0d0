import { randomUUID } from 'node:crypto';
import { encryptSecret } from '@/lib/platform/encryption/encrypt';
import { hashToken } from '@/lib/platform/secrets';
import type { Stage } from './stage';

const EACH = 10;
const EVENTS = 5;
const HOUR_MS = 3_600_000;

/** A watched calendar, and the event in it that is moved. */
export type StormCalendar = {
  id: string;
  userId: string;
  googleCalendarId: string;
  googleEventId: string;
  channelId: string;
  token: string;
  resourceId: string;
};

/**
 * Adds people with ten calendars each to the sandbox and to the app's tables, with an open channel for each calendar; every
 * other person has auto-schedule on. Nothing is synced yet.
 */
export async function storeCalendars(stage: Stage, count: number): Promise<StormCalendar[]> {
  const calendars: StormCalendar[] = [];
  for (let person = 0; person < count / EACH; person++) {
    const email = `storm${person}@northwind.example`;
    const credentials = await stage.control<Record<string, string>>('POST', '/people', {
      email,
      timeZone: 'UTC',
    });
    const userId = `usr_${person}`;
    await storePerson(stage, { userId, email, credentials, autoSchedule: person % 2 === 0 });
    for (let index = 0; index < EACH; index++) {
      const googleCalendarId = index === 0 ? email : `storm${person}.${index}@group.calendar.google.com`;
      if (index > 0) {
        const body = { id: googleCalendarId, summary: `Calendar ${index}` };
        await stage.control('POST', `/people/${email}/calendars`, body);
      }
      // Meetings with the same link never meet at the same time.
      const start = new Date(Date.now() + 3 * HOUR_MS + index * 40 * 60_000);
      const { ids } = await stage.control<{ ids: string[] }>(
        'POST',
        `/calendars/${encodeURIComponent(googleCalendarId)}/bulk`,
        { count: EVENTS, everyMinutes: 7 * 60, minutes: 10, start, returnIds: true },
      );
      const calendar: StormCalendar = {
        id: `cal_${person}_${index}`,
        userId,
        googleCalendarId,
        googleEventId: ids[0] ?? '',
        channelId: randomUUID(),
        token: randomUUID(),
        resourceId: `resource-${person}-${index}`,
      };
      await storeCalendar(stage, calendar, index === 0);
      calendars.push(calendar);
    }
  }
  return calendars;
}

type StoredPerson = {
  userId: string;
  email: string;
  credentials: Record<string, string>;
  autoSchedule: boolean;
};

async function storePerson({ sql }: Stage, person: StoredPerson): Promise<void> {
  const { userId, email, credentials, autoSchedule } = person;
  await sql.query(
    `INSERT INTO "User" ("id", "email", "timeZone", "autoScheduleEnabled", "scannedUntil", "updatedAt")
       VALUES ($1, $2, 'UTC', $3, now() + interval '1 day', now())`,
    [userId, email, autoSchedule],
  );
  await sql.query(
    `INSERT INTO "CalendarConnection" ("id", "userId", "accountEmail", "clientId", "clientSecret", "refreshToken", "listReadAt", "updatedAt")
       VALUES ($1, $1, $2, $3, $4, $5, now(), now())`,
    [
      userId,
      email,
      credentials.google_client_id,
      encryptSecret(credentials.google_client_secret ?? '', 'CalendarConnection.clientSecret', userId),
      encryptSecret(credentials.google_refresh_token ?? '', 'CalendarConnection.refreshToken', userId),
    ],
  );
}

async function storeCalendar(
  { sql }: Stage,
  { id, userId, googleCalendarId, channelId, token, resourceId }: StormCalendar,
  isPrimary: boolean,
): Promise<void> {
  await sql.query(
    `INSERT INTO "Calendar" ("id", "userId", "connectionId", "googleCalendarId", "summary", "accessRole", "isPrimary", "syncEnabled", "changeSeq", "updatedAt")
       VALUES ($1, $2, $2, $3, $3, 'owner', $4, true, 0, now())`,
    [id, userId, googleCalendarId, isPrimary],
  );
  await sql.query(
    `INSERT INTO "WatchChannel" ("id", "calendarId", "tokenHash", "resourceId", "status", "expiresAt")
       VALUES ($1, $2, $3, $4, 'open', now() + interval '7 days')`,
    [channelId, id, hashToken(token), resourceId],
  );
}
