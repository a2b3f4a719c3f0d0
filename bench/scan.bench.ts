import pg from 'pg';
import { installDatabase, openServer } from '@/lib/platform/database/client';
import { setJobSender } from '@/lib/platform/jobs';
import { logger } from '@/lib/platform/logger';
import startPostgres from '@/test/postgres';
import type { Bench, Figure } from './bench';

const SIZES = (process.env.BENCH_USERS ?? '1000,10000,100000').split(',').map(Number);
const OCCURRENCES = 20;
/** As many batches as the job runs at once. */
const AT_ONCE = 2;
const GOAL_USERS_PER_SECOND = 2_000;
const NIGHT = new Date('2027-03-01T00:00:00Z');

/** Each load with the minutes between two occurrences and the most users it is measured for. */
const LOADS = [
  {
    title: 'an ordinary night: 20 meetings in four weeks, one of them in reach',
    everyMinutes: 2016,
    most: Number.POSITIVE_INFINITY,
  },
  // Two million bots would take ten minutes and show no more than these.
  { title: 'the heaviest night: bots scheduled for all 20', everyMinutes: 70, most: 10_000 },
];

const bench: Bench = {
  title: 'Nightly scan',
  about:
    'Users with auto-schedule on, a calendar and 20 stored occurrences each, none with a bot; on PostgreSQL. From the list of users that are due to the last scheduled bot, two batches at a time in one process, as the job does it.',
  run: async () => {
    logger.level = 'silent';
    Object.assign(process.env, {
      APP_URL: 'http://127.0.0.1:3000',
      NEXTAUTH_SECRET: 'a-secret-for-measurements-and-nothing-else',
      ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    });
    const stopPostgres = await startPostgres();
    const server = process.env.TEST_DATABASE_URL;
    if (!server) throw new Error('This measurement needs PostgreSQL (Debian: apt install postgresql).');
    const database = await openServer(server);
    installDatabase(database);
    const sql = new pg.Client({ connectionString: server });
    await sql.connect();
    const countQueries = watchQueries();
    try {
      const figures: Figure[] = [];
      for (const load of LOADS) {
        for (const users of SIZES.filter((size) => size <= load.most))
          figures.push(await night(sql, users, load, countQueries));
      }
      return figures;
    } finally {
      await sql.end();
      installDatabase(undefined);
      await database.close();
      await stopPostgres?.();
    }
  },
};

export default bench;

/** Counts the statements that this process sends to PostgreSQL. @returns a function that returns their number */
function watchQueries(): () => number {
  let queries = 0;
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function counted(this: pg.Client, ...args: never[]) {
    queries++;
    return (query as (...args: never[]) => unknown).apply(this, args);
  } as never;
  return () => queries;
}

async function night(
  sql: pg.Client,
  users: number,
  load: (typeof LOADS)[number],
  countQueries: () => number,
): Promise<Figure> {
  const { nightlyScan } = await import('@/inngest/nightly-scan');
  const { scanUpcoming } = await import('@/lib/scheduling/auto-schedule');
  await fill(sql, users, load.everyMinutes);
  const jobs: { name: string; data: object }[] = [];
  setJobSender(async (events) => void jobs.push(...events));
  const before = countQueries();
  const begun = performance.now();
  await nightlyScan(NIGHT);
  let scheduled = 0;
  const scans = jobs
    .filter(({ name }) => name === 'users/scan')
    .map(({ data }) => data as { userIds: string[] });
  const lane = async () => {
    for (let scan = scans.shift(); scan; scan = scans.shift()) {
      const { created } = await scanUpcoming(scan.userIds, NIGHT);
      scheduled += created;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  const seconds = (performance.now() - begun) / 1000;
  const queries = countQueries() - before;
  const perSecond = users / seconds;
  return {
    what: `${users.toLocaleString('en')} users, ${load.title}`,
    value: `${seconds.toFixed(2)} s, ${Math.round(perSecond).toLocaleString('en')} users/s, ${((seconds * 1e6) / users).toFixed(0)} µs a user`,
    beside: `${scheduled.toLocaleString('en')} bots scheduled, ${(queries / users).toFixed(3)} queries a user`,
    ...(load === LOADS[0] && {
      goal: `≥ ${GOAL_USERS_PER_SECOND.toLocaleString('en')} users/s`,
      met: perSecond >= GOAL_USERS_PER_SECOND,
    }),
  };
}

async function fill(sql: pg.Client, users: number, everyMinutes: number): Promise<void> {
  await sql.query('TRUNCATE "User" CASCADE');
  const numbers = `generate_series(1, ${users}) AS n`;
  await sql.query(`
    INSERT INTO "User" ("id", "email", "autoScheduleEnabled", "updatedAt")
      SELECT 'usr_' || n, n || '@northwind.example', true, now() FROM ${numbers};
    INSERT INTO "CalendarConnection" ("id", "userId", "accountEmail", "clientId", "clientSecret", "refreshToken", "updatedAt")
      SELECT 'cal_' || n, 'usr_' || n, n || '@northwind.example', 'client', 'secret', 'token', now() FROM ${numbers};
    INSERT INTO "Calendar" ("id", "userId", "connectionId", "googleCalendarId", "summary", "accessRole", "syncEnabled", "materializedUntil", "updatedAt")
      SELECT 'cln_' || n, 'usr_' || n, 'cal_' || n, n || '@northwind.example', 'Mine', 'owner', true,
             '${new Date(+NIGHT + 61 * 86_400_000).toISOString()}', now() FROM ${numbers}`);
  await sql.query(
    `INSERT INTO "Event" ("id", "userId", "calendarId", "googleEventId", "kind", "raw")
       SELECT 'evt_' || n || '_' || m, 'usr_' || n, 'cln_' || n, 'g' || n || '_' || m, 'single', $1::jsonb
         FROM ${numbers}, generate_series(1, ${OCCURRENCES}) AS m`,
    [JSON.stringify(RESOURCE)],
  );
  await sql.query(
    `INSERT INTO "Occurrence" ("id", "userId", "calendarId", "eventId", "resourceId", "originalStart", "startTime", "endTime", "timeZone", "title", "meetingUrl", "meetingPlatform", "linkKey")
       SELECT e."id", e."userId", e."calendarId", e."id", e."id", t, t, t + interval '30 minutes', 'UTC', 'Weekly review',
              'https://zoom.us/j/' || m, 'Zoom', 'zoom:' || m
         FROM "Event" e, split_part(e."id", '_', 3) AS m,
              LATERAL (SELECT $1::timestamptz + (m::int - 0.5) * interval '${everyMinutes} minutes' AS t) AS at`,
    [NIGHT],
  );
  await sql.query('VACUUM ANALYZE');
}

/** An event as Google lists it, with a description of ordinary length. */
const RESOURCE = {
  status: 'confirmed',
  summary: 'Weekly review',
  description: 'What went well, what did not, and what we do about it. '.repeat(12),
  organizer: { email: 'priya@northwind.example' },
  attendees: Array.from({ length: 6 }, (_, index) => ({
    email: `person${index}@northwind.example`,
    responseStatus: 'accepted',
    ...(index === 0 && { self: true }),
  })),
};
