import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { type RunningApp, startApp } from '@/e2e/app';
import { sandbox } from '@/e2e/sandbox';
import startPostgres from '@/test/postgres';
import { startBareApp } from './bare-next-app';
import { type Bench, type Figure, median, percentile } from './bench';
import { ask, keepAlive, load, type Target } from './load';
import { type Filled, fillAccount } from './stored-account';

const CONNECTIONS = Number(process.env.BENCH_CONNECTIONS ?? 8);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 20);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 1);
const WARM_UP_SECONDS = 5;
const CALLS = Number(process.env.BENCH_CALLS ?? 200);
/** The least time in which Google answers; the sandbox answers at once. */
const GOOGLE_MS = 50;
const GOAL_SHARE = 0.8;
const GOAL_TIMES = 1.5;

const bench: Bench = {
  title: 'The API',
  about: `The built app as \`npm start\` starts it, local runner, on PostgreSQL, with a user of 10,000 stored events (9,500 single ones within 60 days, 500 series; six guests and a description each) who has bots scheduled for the next 24 hours. Called with an API key over ${CONNECTIONS} connections, ${ROUNDS} times ${SECONDS} s, in turns with a bare Next app, built and started the same way, whose route answers with the rows of one query, never compressed. Then \`GET /events\`, one call after the other, when nothing has changed at Google, in turns with the one call that it makes there.`,
  run: async () => {
    const stopPostgres = await startPostgres();
    const server = process.env.TEST_DATABASE_URL;
    if (!server) throw new Error('This measurement needs PostgreSQL (Debian: apt install postgresql).');
    const sql = new pg.Client({ connectionString: server });
    await sql.connect();
    let app: RunningApp | undefined;
    let bare: ChildProcess | undefined;
    try {
      app = await startApp({ DATABASE_URL: server, RATE_LIMIT: '100000000', LOG_LEVEL: 'error' });
      const account = await fillAccount(app, sql);
      const started = await startBareApp({ DATABASE_URL: server });
      bare = started.process;
      return [
        ...(await pages(app, account, started.url)),
        await syncedList(app, account, 0),
        await syncedList(app, account, GOOGLE_MS),
      ];
    } finally {
      bare?.kill();
      await app?.stop();
      await sql.end();
      await stopPostgres?.();
    }
  },
};

export default bench;

async function pages(app: RunningApp, account: Filled, bareUrl: string): Promise<Figure[]> {
  const now = new Date();
  const inDays = (days: number) => new Date(+now + days * 86_400_000).toISOString();
  const query = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
  const window = { user: account.userId, from: now.toISOString(), to: inDays(28) };
  const events = account.ask(app, 'get_events');
  const bots = account.ask(app, 'scheduled_bots');
  const bare = {
    events: { url: `${bareUrl}/events?${query({ ...window, limit: '50' })}` },
    bots: { url: `${bareUrl}/scheduled_bots?${query({ ...window, limit: '100' })}` },
  };
  return [
    await beside('GET /calendar/get_events, 50 of 10,000 events', events, bare.events),
    await beside('the same, compressed (gzip)', acceptingGzip(events), bare.events),
    await beside('GET /calendar/scheduled_bots, 100 bots', bots, bare.bots),
    await beside('the same, compressed (gzip)', acceptingGzip(bots), bare.bots),
  ];
}

function acceptingGzip({ url, headers }: Target): Target {
  return { url, headers: { ...headers, 'accept-encoding': 'gzip' } };
}

/** Loads both in turns, so that whatever else the machine does affects both. */
async function beside(what: string, ours: Target, bare: Target): Promise<Figure> {
  const agent = keepAlive(1);
  const kilobytes = async (target: Target) => (await ask(target, agent)).body.length / 1000;
  const sizes = { ours: await kilobytes(ours), bare: await kilobytes(bare) };
  agent.destroy();
  const rates = { ours: [] as number[], bare: [] as number[] };
  const waits = { ours: [] as number[], bare: [] as number[] };
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, target] of [['ours', ours] as const, ['bare', bare] as const]) {
      const { perSecond, ms } = await load(target, CONNECTIONS, round === 0 ? WARM_UP_SECONDS : SECONDS);
      // The first round warms both up.
      if (round === 0) continue;
      rates[name].push(perSecond);
      waits[name].push(...ms);
    }
  }
  const share = median(rates.ours) / median(rates.bare);
  const say = (name: 'ours' | 'bare') =>
    `${Math.round(median(rates[name]))} requests/s, p99 ${percentile(waits[name], 0.99).toFixed(1)} ms (${Math.round(sizes[name])} kB)`;
  return {
    what,
    value: say('ours'),
    beside: `${say('bare')}: ${Math.round(share * 100)} %`,
    goal: `≥ ${GOAL_SHARE * 100} %`,
    met: share >= GOAL_SHARE,
  };
}

/** Measures `GET /events` when nothing has changed, beside the call to Google that finds it out. */
async function syncedList(app: RunningApp, account: Filled, googleMs: number): Promise<Figure> {
  const google = sandbox(app.sandboxUrl);
  await google.clearFaults();
  if (googleMs > 0) {
    await google.addFault({ match: { method: 'GET', path: '/events$' }, effect: { delayMs: googleMs } });
  }
  const call = await account.googleCall(app);
  const agent = keepAlive(1);
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = -20; round < CALLS; round++) {
    const [own, one] = [await ask(account.ask(app, 'events'), agent), await ask(call, agent)];
    const { sync } = JSON.parse(own.body.toString()) as { sync: { ok: boolean; error: string | null } };
    if (!sync.ok) throw new Error(`Google was not read: ${sync.error}`);
    // The first twenty warm both up.
    if (round < 0) continue;
    ours.push(own.ms);
    bare.push(one.ms);
    await delay(1);
  }
  agent.destroy();
  await google.clearFaults();
  const [p95, bareP95] = [percentile(ours, 0.95), percentile(bare, 0.95)];
  const times = p95 / bareP95;
  return {
    what: `GET /calendar/events, nothing changed, Google answers ${googleMs ? `after ${googleMs} ms` : 'at once'}`,
    value: `p95 ${p95.toFixed(1)} ms (p50 ${median(ours).toFixed(1)} ms)`,
    beside: `the call alone: p95 ${bareP95.toFixed(1)} ms: ${times.toFixed(2)} times`,
    // Google never answers at once: without its time, the row shows what we add.
    ...(googleMs > 0 && { goal: `≤ ${GOAL_TIMES} times`, met: times <= GOAL_TIMES }),
  };
}
