import { db } from '@/lib/platform/database/client';
import { decryptSecret } from '@/lib/platform/encryption/encrypt';
import { logger } from '@/lib/platform/logger';
import { type Bench, type Figure, median } from './bench';
import { copyRows } from './copy-rows';
import { type BenchCalendar, oneChange, oneNewSeries, scheduleFor, settled } from './push-to-commit';
import { openStage, type Stage } from './stage';

const SINGLES = 9_500;
const SERIES = ['RRULE:FREQ=DAILY;COUNT=30', 'RRULE:FREQ=WEEKLY', 'RRULE:FREQ=WEEKLY;INTERVAL=2', 'RRULE:FREQ=WEEKLY;BYDAY=MO,WE', 'RRULE:FREQ=MONTHLY']; // biome-ignore format: one list
const SERIES_EACH = 100;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);
const GOAL_TIMES = 2.5;

const bench: Bench = {
  title: 'Sync',
  about:
    'A first sync of 10,000 events (9,500 single ones within 60 days, 500 series) from the sandbox at no latency, on PostgreSQL, beside the bare loop that fetches the same pages and writes the same rows with COPY. Then one event of that calendar is changed, and of a calendar of 100, and a series is added to each, where another series has a bot: from the arrival of Google’s push to the commit.',
  run: async () => {
    logger.level = 'silent';
    const arrivals: number[] = [];
    const stage = await openStage(async (headers) => {
      arrivals.push(performance.now());
      const { receivePush } = await import('@/lib/calendar-sync/receive-push');
      const header = (name: string) => headers.get(`x-goog-${name}`) ?? '';
      await receivePush(
        {
          channelId: header('channel-id'),
          token: header('channel-token'),
          resourceId: header('resource-id'),
          resourceState: header('resource-state'),
        },
        new Date(),
      );
    });
    try {
      const { startJobs } = await import('@/inngest/start-jobs');
      await startJobs();
      const large = await newCalendar(stage, 'large@northwind.example');
      await fill(stage, large.email, SINGLES, SERIES_EACH);
      const figures = await firstSync(stage, large);
      const small = await newCalendar(stage, 'small@northwind.example');
      await fill(stage, small.email, 95, 1);
      const calendars = [[large, '10,000'], [small, '100']] as const; // biome-ignore format: one list
      for (const [calendar, size] of calendars) {
        figures.push(await oneChange(stage, calendar, arrivals, size));
        await scheduleFor(stage, calendar);
      }
      for (const [calendar, size] of calendars)
        figures.push(await oneNewSeries(stage, calendar, arrivals, size));
      return figures;
    } finally {
      const { currentLocalRunner } = await import('@/inngest/local-runner');
      await currentLocalRunner()?.stop();
      await stage.close();
    }
  },
};

export default bench;

/** Adds a person and connects their primary calendar, which is empty and watched. */
async function newCalendar(stage: Stage, email: string): Promise<BenchCalendar> {
  const { ensureUser } = await import('@/lib/accounts/users');
  const { connectCalendar } = await import('@/lib/calendar-sync/connect-calendar');
  const { watchCalendar } = await import('@/lib/calendar-sync/watch-calendar');
  const person = await stage.control<Record<string, string>>('POST', '/people', { email, timeZone: 'UTC' });
  const user = await ensureUser(email);
  const { connection } = await connectCalendar(
    user.id,
    {
      clientId: person.google_client_id ?? '',
      clientSecret: person.google_client_secret ?? '',
      refreshToken: person.google_refresh_token ?? '',
    },
    'api',
    new Date(),
  );
  const { id } = await db().calendar.findFirstOrThrow({ where: { connectionId: connection.id } });
  await watchCalendar(id, new Date());
  await settled(id);
  return { email, id, connection };
}

async function fill(stage: Stage, email: string, singles: number, seriesEach: number): Promise<void> {
  const path = `/calendars/${email}/bulk`;
  const from = Date.now() + 3_600_000;
  const everyMinutes = (59 * 24 * 60) / singles;
  await stage.control('POST', path, { count: singles, everyMinutes, minutes: 25, start: new Date(from) });
  for (const [index, rule] of SERIES.entries()) {
    const start = new Date(from + index * 600_000);
    const recurrence = [rule];
    await stage.control('POST', path, {
      count: seriesEach,
      everyMinutes: 60,
      minutes: 25,
      start,
      recurrence,
    });
  }
}

async function firstSync(stage: Stage, calendar: BenchCalendar): Promise<Figure[]> {
  const { syncCalendar } = await import('@/lib/calendar-sync/sync-calendar');
  await settled(calendar.id);
  const ours: number[] = [];
  const bare: number[] = [];
  let stored: Stored | undefined;
  for (let round = 0; round <= ROUNDS; round++) {
    await empty(stage, calendar.id);
    const begun = performance.now();
    const outcome = await syncCalendar(calendar.id, () => new Date(), true);
    const taken = performance.now() - begun;
    if (outcome.state !== 'synced' || !outcome.full) throw new Error(JSON.stringify(outcome));
    stored ??= await readStored(stage, calendar.id);
    await empty(stage, calendar.id);
    const bareTaken = await bareLoop(stage, calendar, stored);
    // The first round warms both up.
    if (round > 0) {
      ours.push(taken);
      bare.push(bareTaken);
    }
  }
  await empty(stage, calendar.id);
  await syncCalendar(calendar.id, () => new Date(), true);
  const times = median(ours) / median(bare);
  return [
    {
      what: `First sync, 10,000 events and their ${(stored?.occurrences.length ?? 0).toLocaleString('en')} occurrences`,
      value: `${Math.round(median(ours))} ms`,
      beside: `bare loop ${Math.round(median(bare))} ms: ${times.toFixed(2)} times`,
      goal: `≤ ${GOAL_TIMES} times`,
      met: times <= GOAL_TIMES,
    },
  ];
}

async function empty(stage: Stage, calendarId: string): Promise<void> {
  await stage.sql.query('DELETE FROM "Event" WHERE "calendarId" = $1', [calendarId]);
  await stage.sql.query('UPDATE "Calendar" SET "syncToken" = NULL WHERE "id" = $1', [calendarId]);
  await stage.sql.query('VACUUM ANALYZE "Event", "Occurrence", "Calendar"');
  global.gc?.();
}

/** The rows that a first sync has written, for the bare loop to write again. */
type Stored = { eventIds: Map<string, string>; columns: string[]; occurrences: unknown[][] };

async function readStored({ sql }: Stage, calendarId: string): Promise<Stored> {
  const read = (text: string) => sql.query({ text, values: [calendarId], rowMode: 'array' });
  const events = await read('SELECT "googleEventId", "id" FROM "Event" WHERE "calendarId" = $1');
  const occurrences = await read('SELECT * FROM "Occurrence" WHERE "calendarId" = $1');
  return {
    eventIds: new Map(events.rows as unknown as [string, string][]),
    columns: occurrences.fields.map((field) => field.name),
    occurrences: occurrences.rows as unknown as unknown[][],
  };
}

const EVENT_COLUMNS = ['id', 'userId', 'calendarId', 'googleEventId', 'kind', 'iCalUid', 'isDeleted', 'raw'];

/** Does the least that a first sync must do: fetches the pages and writes one row an event and the occurrences. */
async function bareLoop(stage: Stage, calendar: BenchCalendar, stored: Stored): Promise<number> {
  const { sql } = stage;
  const connection = await db().calendarConnection.findUniqueOrThrow({
    where: { id: calendar.connection.id },
  });
  const token = decryptSecret(connection.accessToken ?? '', 'CalendarConnection.accessToken', connection.id);
  const begun = performance.now();
  let pageToken = '';
  const events: Record<string, string>[] = [];
  do {
    const query = new URLSearchParams({ maxResults: '2500', singleEvents: 'false' });
    if (pageToken) query.set('pageToken', pageToken);
    const response = await fetch(`${stage.google}/calendar/v3/calendars/${calendar.email}/events?${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const page = (await response.json()) as { items: Record<string, string>[]; nextPageToken?: string };
    events.push(...page.items);
    pageToken = page.nextPageToken ?? '';
  } while (pageToken);
  await sql.query('BEGIN');
  const rows = events.map((event) => [
    stored.eventIds.get(event.id ?? ''),
    calendar.connection.userId,
    calendar.id,
    event.id,
    event.recurrence ? 'master' : 'single',
    event.iCalUID,
    false,
    event,
  ]);
  await copyRows(sql, 'Event', EVENT_COLUMNS, rows);
  await copyRows(sql, 'Occurrence', stored.columns, stored.occurrences);
  await sql.query('COMMIT');
  return performance.now() - begun;
}
