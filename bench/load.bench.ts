import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { db } from '@/lib/platform/database/client';
import { forEachLimit } from '@/lib/platform/limit-work';
import { logger } from '@/lib/platform/logger';
import { bareLoop } from './bare-sync';
import { type Bench, type Figure, percentile } from './bench';
import type { Push, Sent, Storm } from './push-storm';
import { openStage, type Stage } from './stage';
import { type StormCalendar, storeCalendars } from './storm-calendars';

const CALENDARS = Number(process.env.BENCH_CALENDARS ?? 2_000);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 20);
const RATES = [10, 50, 100];
/** More than is ever synced: a backlog grows, and goes on growing. */
const FLOOD = 500;
const GOAL_PER_SECOND = 100;
const GOAL_ANSWER_MS = 50;

const bench: Bench = {
  title: 'Storms of notifications',
  about: `${CALENDARS.toLocaleString('en')} watched calendars of ${(CALENDARS / 10).toLocaleString('en')} people, half of whom have auto-schedule on. One event of a calendar is moved, then Google's notification is sent by a process of its own over HTTP to the app's route handler, which runs in the bench's process with its jobs; PostgreSQL and the sandbox's Google run on the same machine. Half of the moved meetings have a bot that moves along. The last storm tells of all calendars within seconds, so that syncs wait. Beside it a bare loop fetches the same changes over HTTP and writes the same rows with plain pg, ten at once.`,
  run: async () => {
    logger.level = 'silent';
    const stage = await openStage(answerWebhook);
    const sender = await startSender();
    try {
      const { startJobs } = await import('@/inngest/start-jobs');
      await startJobs();
      const calendars = await storeCalendars(stage, CALENDARS);
      await firstSyncs(calendars);
      await stage.sql.query('VACUUM ANALYZE');
      const figures: Figure[] = [];
      for (const perSecond of RATES) {
        const told = calendars.slice(0, Math.min(CALENDARS, perSecond * SECONDS));
        figures.push(...(await storm(stage, sender, told, perSecond)));
      }
      figures.push(...(await flood(stage, sender, calendars)));
      return figures;
    } finally {
      sender.kill();
      const { currentLocalRunner } = await import('@/inngest/local-runner');
      await currentLocalRunner()?.stop();
      await stage.close();
    }
  },
};

export default bench;

async function answerWebhook(headers: Headers): Promise<void> {
  const { POST } = await import('@/app/api/webhooks/google-calendar/route');
  await POST(new Request('http://127.0.0.1/api/webhooks/google-calendar', { method: 'POST', headers }));
}

async function startSender(): Promise<ChildProcess> {
  const sender = fork('bench/push-storm.ts', {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await new Promise((resolve, reject) => {
    sender.once('message', resolve);
    sender.once('exit', () => reject(new Error('The sender of notifications did not start.')));
  });
  return sender;
}

async function firstSyncs(calendars: StormCalendar[]): Promise<void> {
  const { syncCalendar } = await import('@/lib/calendar-sync/sync-calendar');
  await forEachLimit(calendars, 8, async ({ id }) => {
    const outcome = await syncCalendar(id, () => new Date(), true);
    if (outcome.state !== 'synced') throw new Error(JSON.stringify(outcome));
  });
}

/** What a storm came to: latencies in ms, and what it took. */
type Measured = { answers: number[]; commits: number[]; perSecond: number; cpuMs: number; heapMb: number };

/** Moves an event of each calendar, notifies of all of them at an even pace, and waits until all moves are stored. */
async function measure(
  stage: Stage,
  sender: ChildProcess,
  calendars: StormCalendar[],
  perSecond: number,
): Promise<Measured> {
  await moveEvents(stage, calendars);
  global.gc?.();
  const heapBefore = process.memoryUsage().heapUsed;
  const cpuBefore = process.cpuUsage();
  const pushes = calendars.map(pushOf);
  const sent = new Promise<Sent[]>((resolve) =>
    sender.once('message', (message) => resolve(message as Sent[])),
  );
  sender.send({
    url: `${process.env.APP_URL}/api/webhooks/google-calendar`,
    perSecond,
    pushes,
  } satisfies Storm);
  const arrived = await sent;
  while (await waiting(stage)) await delay(100);
  const cpu = process.cpuUsage(cpuBefore);
  const committed = await commitTimes(stage, calendars);
  const at = (index: number) => arrived[index]?.at ?? Number.NaN;
  const commits = calendars.map(({ id }, index) => (committed.get(id) ?? Number.NaN) - at(index));
  const from = Math.min(...arrived.map((push) => push.at));
  global.gc?.();
  return {
    answers: arrived.map(({ ms }) => ms),
    commits,
    perSecond: (calendars.length * 1000) / (Math.max(...committed.values()) - from),
    cpuMs: (cpu.user + cpu.system) / 1000 / calendars.length,
    heapMb: (process.memoryUsage().heapUsed - heapBefore) / 2 ** 20,
  };
}

async function storm(
  stage: Stage,
  sender: ChildProcess,
  calendars: StormCalendar[],
  perSecond: number,
): Promise<Figure[]> {
  const { answers, commits } = await measure(stage, sender, calendars, perSecond);
  const what = `${perSecond} notifications a second`;
  return [
    { what: `${what}: from notification to commit, p50 / p95 / p99`, value: percentiles(commits) },
    answerFigure(what, answers),
  ];
}

async function flood(stage: Stage, sender: ChildProcess, calendars: StormCalendar[]): Promise<Figure[]> {
  const ours = await measure(stage, sender, calendars, FLOOD);
  await moveEvents(stage, calendars);
  const bare = await bareLoop(stage, calendars);
  const what = `${calendars.length.toLocaleString('en')} calendars at ${FLOOD} notifications a second`;
  return [
    {
      what: `${what}: incremental syncs a second`,
      value: `${ours.perSecond.toFixed(0)} (${ours.cpuMs.toFixed(1)} ms of the app’s processor each)`,
      beside: `bare loop ${bare.perSecond.toFixed(0)} (${bare.cpuMs.toFixed(1)} ms each)`,
      goal: `≥ ${GOAL_PER_SECOND}`,
      met: ours.perSecond >= GOAL_PER_SECOND,
    },
    { what: `${what}: from notification to commit, p50 / p95 / p99`, value: percentiles(ours.commits) },
    answerFigure(what, ours.answers),
    {
      what: `${what}: growth of the heap`,
      value: `${ours.heapMb.toFixed(1)} MB`,
      goal: '≤ 10 MB',
      met: ours.heapMb <= 10,
    },
  ];
}

function answerFigure(what: string, answers: number[]): Figure {
  const p99 = percentile(answers, 0.99);
  return {
    what: `${what}: the answer to a notification, p50 / p95 / p99`,
    value: percentiles(answers),
    goal: `p99 ≤ ${GOAL_ANSWER_MS} ms`,
    met: p99 <= GOAL_ANSWER_MS,
  };
}

function percentiles(samples: number[]): string {
  const values = [0.5, 0.95, 0.99].map((share) => Math.round(percentile(samples, share)));
  return `${values.map((value) => value.toLocaleString('en')).join(' / ')} ms`;
}

function pushOf({ channelId, token, resourceId }: StormCalendar): Push {
  return {
    'x-goog-channel-id': channelId,
    'x-goog-channel-token': token,
    'x-goog-resource-id': resourceId,
    'x-goog-resource-state': 'exists',
  };
}

async function moveEvents(stage: Stage, calendars: StormCalendar[]): Promise<void> {
  await forEachLimit(calendars, 4, async ({ googleCalendarId, googleEventId }) => {
    const path = `/calendars/${encodeURIComponent(googleCalendarId)}/events/${googleEventId}/move`;
    await stage.control('POST', path, { minutes: 1 });
  });
}

async function waiting({ sql }: Stage): Promise<boolean> {
  const { rows } = await sql.query(
    'SELECT 1 FROM "Calendar" WHERE "changeSeq" > "syncedSeq" OR "syncLease" IS NOT NULL LIMIT 1',
  );
  return rows.length > 0;
}

/** Returns when the last change of each calendar's moved event was committed, in epoch ms, by the id of the calendar. */
async function commitTimes({ sql }: Stage, calendars: StormCalendar[]): Promise<Map<string, number>> {
  const { rows } = await sql.query<{ calendarId: string; at: Date }>(
    `SELECT "calendarId", pg_xact_commit_timestamp(xmin) AS at FROM "Event"
      WHERE ("calendarId", "googleEventId") IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
    [calendars.map(({ id }) => id), calendars.map(({ googleEventId }) => googleEventId)],
  );
  const moved = await db().event.count({ where: { calendarId: { in: calendars.map(({ id }) => id) } } });
  if (rows.length !== calendars.length) throw new Error(`${rows.length} of ${moved} events were found.`);
  return new Map(rows.map(({ calendarId, at }) => [calendarId, +at]));
}
