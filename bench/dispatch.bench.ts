import { fork } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { callProvider } from '@/lib/dispatch/providers/http';
import { installDatabase, openServer } from '@/lib/platform/database/client';
import { forEachLimit } from '@/lib/platform/limit-work';
import { logger } from '@/lib/platform/logger';
import { stopWork } from '@/lib/platform/stop';
import startPostgres from '@/test/postgres';
import { type Bench, type Figure, percentile } from './bench';

const BOTS = Number(process.env.BENCH_BOTS ?? 10_000);
const GOAL_MS = 2_000;
/** How much longer than the bare calls the joins of one instant may take. */
const GOAL_RATIO = 1.5;
/** Time for the bots to be armed before the first is due. */
const AHEAD_MS = 10_000;
const GIVE_UP_MS = 120_000;
/** As many calls at once as a run of joins makes. */
const AT_ONCE = 250;

/** When the bots join: the time of the nth, in ms after the first. */
const LOADS = [
  { title: 'spread evenly over a minute, no two at one instant', after: `n * 60000 / ${BOTS}` },
  { title: 'on the sixty whole seconds of a minute', after: 'n % 60 * 1000' },
  { title: 'all at one instant', after: '0' },
];

const bench: Bench = {
  title: 'Bots due in the same minute',
  about: `${BOTS.toLocaleString('en')} users, each with a bot that joins in the same minute, armed by a sweep; local runner on PostgreSQL. The provider is a bare HTTP server in a process of its own that answers MeetStream's create_bot at once. Lateness is the time from a bot's join time to its call's arrival there; bots of one second are sent together, so that some are up to a second early. The bots have no calendar: no sync with Google is measured. Beside the last row is a bare loop, run just before it: the same number of calls with the same HTTP client, as many at once, without rows.`,
  run: async () => {
    const provider = fork('bench/bare-provider.ts', {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const port = await new Promise<number>((resolve, reject) => {
      provider.once('message', (message) => resolve((message as { port: number }).port));
      provider.once('exit', () => reject(new Error('The provider did not start.')));
    });
    const address = `http://127.0.0.1:${port}`;
    logger.level = 'silent';
    Object.assign(process.env, {
      APP_URL: 'http://127.0.0.1:3000',
      MEETSTREAM_API_URL: `${address}/api/v1`,
      MEETSTREAM_API_KEY: 'bench',
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
    try {
      return await measure(sql, address);
    } finally {
      await stopWork(10_000);
      await sql.end();
      installDatabase(undefined);
      await database.close();
      await stopPostgres?.();
      provider.removeAllListeners('exit');
      provider.kill();
    }
  },
};

export default bench;

async function measure(sql: pg.Client, address: string): Promise<Figure[]> {
  const { startJobs } = await import('@/inngest/start-jobs');
  await startJobs();
  const figures: Figure[] = [];
  for (const load of LOADS) {
    const bareMs = load === LOADS.at(-1) ? await bareLoop(address) : undefined;
    figures.push(...(await minute(sql, address, load, bareMs)));
  }
  return figures;
}

async function minute(
  sql: pg.Client,
  address: string,
  { title, after }: (typeof LOADS)[number],
  bareMs: number | undefined,
): Promise<Figure[]> {
  const { sweep } = await import('@/inngest/sweep');
  await fetch(`${address}/arrivals`, { method: 'DELETE' });
  // Join times are whole seconds.
  const begin = Math.ceil(Date.now() / 1000) * 1000 + AHEAD_MS;
  const joinAt = await fill(sql, new Date(begin), after);
  const end = Math.max(...joinAt.values());
  await sweep(new Date());
  await delay(end - Date.now());
  while ((await unsaved(sql)) > 0 && Date.now() < end + GIVE_UP_MS) await delay(200);
  const savedMs = Date.now() - end;
  const calls = (await (await fetch(`${address}/arrivals`)).json()) as [string, number][];
  const arrived = new Map(calls.toReversed());
  const offsets = [...arrived].map(([key, at]) => at - (joinAt.get(key) ?? Number.NaN));
  const lateness = offsets.map((offset) => Math.max(0, offset));
  const p99 = percentile(lateness, 0.99);
  const goalMs = bareMs ? bareMs * GOAL_RATIO : GOAL_MS;
  return [
    {
      what: `${title}: lateness p50 / p95 / p99`,
      value: [0.5, 0.95, 0.99].map((share) => ms(percentile(lateness, share))).join(' / '),
      beside: bareMs
        ? `bare loop of as many calls: ${ms(bareMs)}`
        : `the earliest: ${ms(Math.max(0, -Math.min(...offsets)))} before its time`,
      goal: bareMs ? `p99 ≤ ${GOAL_RATIO} × the bare loop` : `p99 ≤ ${GOAL_MS / 1000} s`,
      met: p99 <= goalMs,
    },
    {
      what: `${title}: missed, and sent twice`,
      value: `${BOTS - arrived.size}, ${calls.length - arrived.size}`,
      beside: `all answers saved ${ms(savedMs)} after the last one's time`,
      goal: 'none',
      met: calls.length === BOTS && arrived.size === BOTS,
    },
  ];
}

const ms = (value: number) => `${Math.round(value).toLocaleString('en')} ms`;

/** Makes the calls alone. @returns their time in ms */
async function bareLoop(address: string): Promise<number> {
  const begun = performance.now();
  await forEachLimit(
    Array.from({ length: BOTS }, (_, index) => index),
    AT_ONCE,
    async (index) => {
      const body = { meeting_link: `https://zoom.us/j/${index}`, bot_name: 'Scribe' };
      const headers = { 'Idempotency-Key': `bare_${index}` };
      await callProvider('POST', `${address}/api/v1/bots/create_bot`, headers, body);
    },
  );
  return performance.now() - begun;
}

async function unsaved(sql: pg.Client): Promise<number> {
  const { rows } = await sql.query(
    'SELECT count(*)::int AS n FROM "ScheduledBot" WHERE "providerBotId" IS NULL',
  );
  return rows[0].n;
}

/** Stores users and bots. @returns each bot's join time in epoch ms */
async function fill(sql: pg.Client, begin: Date, after: string): Promise<Map<string, number>> {
  const numbers = `generate_series(1, ${BOTS}) AS n`;
  await sql.query('TRUNCATE "User" CASCADE');
  await sql.query(
    `INSERT INTO "User" ("id", "email", "updatedAt") SELECT 'usr_' || n, n || '@northwind.example', now() FROM ${numbers}`,
  );
  await sql.query(
    `INSERT INTO "ScheduledBot" ("id", "userId", "source", "title", "meetingUrl", "meetingStart", "meetingEnd", "joinAt", "botName", "provider")
       SELECT 'bot_' || n, 'usr_' || n, 'auto', 'Weekly review', 'https://zoom.us/j/' || n,
              t + interval '1 minute', t + interval '31 minutes', t, 'Usher', 'meetstream'
         FROM ${numbers}, LATERAL (SELECT $1::timestamptz + (${after}) * interval '1 millisecond' AS t) AS at`,
    [begin],
  );
  await sql.query('VACUUM ANALYZE');
  const { rows } = await sql.query<{ id: string; joinAt: Date }>('SELECT "id", "joinAt" FROM "ScheduledBot"');
  return new Map(rows.map(({ id, joinAt }) => [id, +joinAt]));
}
