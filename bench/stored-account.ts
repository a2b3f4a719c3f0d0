import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { RunningApp } from '@/e2e/app';
import type { Target } from './load';

const SINGLES = 9_500;
const SERIES = ['RRULE:FREQ=DAILY;COUNT=30', 'RRULE:FREQ=WEEKLY', 'RRULE:FREQ=WEEKLY;INTERVAL=2', 'RRULE:FREQ=WEEKLY;BYDAY=MO,WE', 'RRULE:FREQ=MONTHLY']; // biome-ignore format: one list
const SERIES_EACH = 100;
const EMAIL = 'large@northwind.example';

export type Filled = {
  userId: string;
  /** Returns the request of a client to `/api/v1/calendar/…` with the account's key. */
  ask(app: RunningApp, route: string): Target;
  /** Returns the one call to Google that finds out that nothing has changed. */
  googleCall(app: RunningApp): Promise<Target>;
};

/** Connects an account with 10,000 events, has the app sync it, and schedules the bots of the next 24 hours. */
export async function fillAccount(app: RunningApp, sql: pg.Client): Promise<Filled> {
  const control = (path: string, body: object) => send(`${app.sandboxUrl}/control${path}`, body);
  const person = await control('/people', { email: EMAIL, timeZone: 'UTC' });
  await fillCalendar(control);
  const key = await app.script('api-key', EMAIL);
  const authorization = `Token ${key}`;
  const api = (path: string, body: object) =>
    send(`${app.url}/api/v1/calendar/${path}`, body, { authorization });
  const { google_client_id, google_client_secret, google_refresh_token } = person;
  await api('create_calendar', { google_client_id, google_client_secret, google_refresh_token });
  for (;;) {
    const { rows } = await sql.query('SELECT count(*)::int AS n FROM "Event"');
    if (rows[0].n >= SINGLES + SERIES.length * SERIES_EACH) break;
    await delay(200);
  }
  await sql.query(`UPDATE "Event" SET "raw" = "raw" || $1::jsonb`, [JSON.stringify(DETAILS)]);
  await api('auto-schedule/enable', {});
  await sql.query('VACUUM ANALYZE');
  const { rows } = await sql.query('SELECT "id" FROM "User" WHERE "email" = $1', [EMAIL]);
  return {
    userId: rows[0].id,
    ask: (app, route) => ({
      url: `${app.url.replace('localhost', '127.0.0.1')}/api/v1/calendar/${route}`,
      headers: { authorization },
    }),
    googleCall: (app) => googleCall(app.sandboxUrl.replace('localhost', '127.0.0.1'), person),
  };
}

async function fillCalendar(control: (path: string, body: object) => Promise<unknown>): Promise<void> {
  const path = `/calendars/${EMAIL}/bulk`;
  const from = Date.now() + 3_600_000;
  const fields = { minutes: 25, summary: 'Weekly review' };
  const everyMinutes = (59 * 24 * 60) / SINGLES;
  await control(path, { ...fields, count: SINGLES, everyMinutes, start: new Date(from) });
  for (const [index, rule] of SERIES.entries()) {
    await control(path, {
      ...fields,
      count: SERIES_EACH,
      // Series with the same link never meet at the same time.
      everyMinutes: 150,
      start: new Date(from + 3_600_000 + index * 1_800_000),
      recurrence: [rule],
    });
  }
}

async function googleCall(google: string, person: Record<string, string>): Promise<Target> {
  const response = await fetch(`${google}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: person.google_client_id ?? '',
      client_secret: person.google_client_secret ?? '',
      refresh_token: person.google_refresh_token ?? '',
    }),
  });
  const { access_token } = (await response.json()) as { access_token: string };
  const headers = { authorization: `Bearer ${access_token}` };
  const url = `${google}/calendar/v3/calendars/${EMAIL}/events?maxResults=2500&singleEvents=false`;
  for (let pageToken = ''; ; ) {
    const page = await fetch(pageToken ? `${url}&pageToken=${pageToken}` : url, { headers });
    const { nextPageToken, nextSyncToken } = (await page.json()) as Record<string, string>;
    if (nextSyncToken) return { url: `${url}&syncToken=${encodeURIComponent(nextSyncToken)}`, headers };
    if (!nextPageToken) throw new Error(`Google gave no sync token: ${page.status}`);
    pageToken = nextPageToken;
  }
}

async function send(
  url: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Record<string, string>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Record<string, string>;
}

/** A meeting's guests, and a description of ordinary length. */
const DETAILS = {
  description: 'What went well, what did not, and what we do about it. '.repeat(12),
  attendees: Array.from({ length: 6 }, (_, index) => ({
    email: `person${index}@northwind.example`,
    responseStatus: 'accepted',
    ...(index === 0 && { self: true }),
  })),
};
