import { fork } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { installDatabase, openServer } from '@/lib/db/client';
import startPostgres from '@/lib/db/testing-postgres';
import { forEachLimit } from '@/lib/for-each-limit';
import { logger } from '@/lib/logger';
import { type Bench, type Figure, percentile } from './bench';

const BOTS = Number(process.env.BENCH_BOTS ?? 10_000);
const GOAL_MS = 2_000;
/** Until the bots are armed and all is quiet. */
const AHEAD_MS = 10_000;
const GIVE_UP_MS = 120_000;

const bench: Bench = {
  title: 'Bots due at the same instant',
  about: `${BOTS.toLocaleString('en')} users, each with a bot that sets out at one and the same instant, armed by the first sweep; local runner on PostgreSQL. The provider is a bare HTTP server in a process of its own that answers MeetStream's create_bot at once. Lateness is from the instant to the call's arrival there. The bots' calendars are not followed: nothing of Google is measured. Beside it a bare loop: the same number of calls, as many at once, without rows.`,
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
      ADMIN_TOKEN: 'a-token-for-measurements-and-nothing-else',
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
      const { currentLocalRunner } = await import('@/inngest/local-runner');
      await currentLocalRunner()?.stop();
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
  const bareMs = await bareLoop(address);
  const joinAt = Date.now() + AHEAD_MS;
  await fill(sql, new Date(joinAt));
  const { startJobs } = await import('@/inngest/start-jobs');
  await startJobs();
  await delay(joinAt - Date.now());
  let arrived = new Map<string, number>();
  let calls = 0;
  while (arrived.size < BOTS && Date.now() < joinAt + GIVE_UP_MS) {
    await delay(1000);
    const all = (await (await fetch(`${address}/arrivals`)).json()) as [string, number][];
    const bots = all.filter(([key]) => key.startsWith('bot_'));
    calls = bots.length;
    arrived = new Map(bots.toReversed());
  }
  const lateness = [...arrived.values()].map((at) => Math.max(0, at - joinAt));
  while ((await unkept(sql)) > 0 && Date.now() < joinAt + GIVE_UP_MS) await delay(200);
  const keptMs = Date.now() - joinAt;
  const p99 = percentile(lateness, 0.99);
  const ms = (value: number) => `${Math.round(value).toLocaleString('en')} ms`;
  return [
    {
      what: 'lateness p50 / p95 / p99',
      value: [0.5, 0.95, 0.99].map((share) => ms(percentile(lateness, share))).join(' / '),
      beside: `bare loop of as many calls: ${ms(bareMs)}`,
      goal: `p99 ≤ ${GOAL_MS / 1000} s`,
      met: p99 <= GOAL_MS,
    },
    {
      what: 'missed, and asked for twice',
      value: `${BOTS - arrived.size}, ${calls - arrived.size}`,
      beside: `all answers kept after ${ms(keptMs)}`,
      goal: 'none',
      met: calls === BOTS && arrived.size === BOTS,
    },
  ];
}

/** @returns how long the calls alone take, in ms */
async function bareLoop(address: string): Promise<number> {
  const begun = performance.now();
  await forEachLimit(
    Array.from({ length: BOTS }, (_, index) => index),
    100,
    async (index) => {
      const response = await fetch(`${address}/api/v1/bots/create_bot`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': `bare_${index}` },
        body: JSON.stringify({ meeting_link: `https://zoom.us/j/${index}`, bot_name: 'Scribe' }),
      });
      await response.json();
    },
  );
  return performance.now() - begun;
}

async function unkept(sql: pg.Client): Promise<number> {
  const { rows } = await sql.query(
    'SELECT count(*)::int AS n FROM "ScheduledBot" WHERE "providerBotId" IS NULL',
  );
  return rows[0].n;
}

async function fill(sql: pg.Client, joinAt: Date): Promise<void> {
  const numbers = `generate_series(1, ${BOTS}) AS n`;
  await sql.query('TRUNCATE "User" CASCADE');
  await sql.query(
    `INSERT INTO "User" ("id", "email", "updatedAt") SELECT 'usr_' || n, n || '@northwind.example', now() FROM ${numbers}`,
  );
  await sql.query(
    `INSERT INTO "ScheduledBot" ("id", "userId", "source", "title", "meetingUrl", "meetingStart", "meetingEnd", "joinAt", "botName", "provider")
       SELECT 'bot_' || n, 'usr_' || n, 'auto', 'Weekly review', 'https://zoom.us/j/' || n,
              $1::timestamptz + interval '1 minute', $1::timestamptz + interval '31 minutes', $1, 'Scribe', 'meetstream'
         FROM ${numbers}`,
    [joinAt],
  );
  await sql.query('VACUUM ANALYZE');
}
