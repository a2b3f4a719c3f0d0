import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeEach } from 'vitest';
import { readDueList } from '@/lib/calendar-sync/poll-calendars';
import { type PushNotification, receivePush } from '@/lib/calendar-sync/receive-push';
import { syncCalendar } from '@/lib/calendar-sync/sync-calendar';
import { watchCalendar } from '@/lib/calendar-sync/watch-calendar';
import { deliverCallbacks } from '@/lib/dispatch/callbacks/deliver-callbacks';
import { dispatchDue } from '@/lib/dispatch/dispatch-due';
import { handOverDue } from '@/lib/dispatch/hand-over';
import { recallBot } from '@/lib/dispatch/recall-bot';
import { type BotWebhook, receiveBotWebhook } from '@/lib/dispatch/receive-reports';
import { moveWindows } from '@/lib/occurrences/rolling-window';
import { db } from '@/lib/platform/database/client';
import { env } from '@/lib/platform/env';
import { type JobEvent, setJobSender } from '@/lib/platform/jobs';
import { logger } from '@/lib/platform/logger';
import { scheduleNextOccurrence } from '@/lib/scheduling/auto-reschedule';
import { scanUpcoming } from '@/lib/scheduling/auto-schedule';
import { startSandbox } from '@/sandbox/start-sandbox';
import { type DatabaseKind, describeOnDatabases } from './database';
import { control as controlSandbox, settingsOf } from './sandbox';

/** A Monday morning, at which every test starts. */
export const START = new Date('2027-03-01T08:00:00Z');
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

let time = START;
/** Returns the tests' present time, which is the sandbox's as well. */
export const now = () => time;
/** Moves the present time on. */
export function pass(ms: number): void {
  time = new Date(+time + ms);
}
/** Returns the time so long after the tests' start, in ISO 8601. */
export const later = (ms: number) => new Date(+START + ms).toISOString();

export const sandbox = await startSandbox({ port: 0, seed: 'empty', now });
/** Calls the sandbox's control API. */
export const control = (method: string, path: string, body?: object) =>
  controlSandbox(sandbox, method, path, body);

/** A provider's message, with the address that it was sent to. */
export type Report = BotWebhook & { body: string };

/** The messages that Google and the provider have sent. The app does not receive them while `hold` is set. */
export const inbox = {
  hold: false,
  pushes: [] as PushNotification[],
  webhooks: [] as Report[],
};
/** How many messages are being received. */
let running = 0;

async function takeMessage(request: IncomingMessage): Promise<void> {
  let body = '';
  for await (const chunk of request) body += chunk;
  const headers = new Headers(request.headers as Record<string, string>);
  const [, provider, botId, token] = /\/bots\/([^/]+)(?:\/([^/]+)\/([^/]+))?$/.exec(request.url ?? '') ?? [];
  if (provider) {
    const report = { provider, headers, body, address: botId && token ? { botId, token } : undefined };
    inbox.webhooks.push(report);
    if (!inbox.hold) await receiveBotWebhook(report, now());
    return;
  }
  const header = (name: string) => headers.get(`x-goog-${name}`) ?? '';
  const push = {
    channelId: header('channel-id'),
    token: header('channel-token'),
    resourceId: header('resource-id'),
    resourceState: header('resource-state'),
  };
  inbox.pushes.push(push);
  if (!inbox.hold) await receivePush(push, now());
}

const door = createServer((request, response) => {
  running++;
  takeMessage(request)
    .then(
      () => response.writeHead(200).end(),
      () => response.writeHead(500).end(),
    )
    .finally(() => running--);
});
await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));

const host = `127.0.0.1:${(door.address() as AddressInfo).port}`;
/** The app's address; over https, behind a proxy that ends TLS. */
const ADDRESS = { plain: `http://${host}`, tls: `https://${host}` };
/** Gives the app an https address for the rest of the test: some providers report to no other. */
export function overHttps(): void {
  env().APP_URL = ADDRESS.tls;
}

Object.assign(process.env, {
  APP_URL: ADDRESS.plain,
  ...settingsOf(sandbox),
  ATTENDEE_API_URL: `${sandbox.url}/attendee`,
  ATTENDEE_API_KEY: 'sandbox-attendee-key',
  ATTENDEE_WEBHOOK_SECRET: 'c2FuZGJveC1hdHRlbmRlZS1zZWNyZXQ=',
});
logger.level = 'silent';

/** Job events that have not run yet. */
export const jobs: JobEvent[] = [];

/** Runs the jobs that are due, and those that they send, as the runner would. */
export async function runJobs(): Promise<void> {
  for (;;) {
    const index = jobs.findIndex(isDue);
    const [job] = index < 0 ? [] : jobs.splice(index, 1);
    if (!job) return;
    if (job.name === 'calendar/changed') await syncCalendar(job.data.calendarId, now);
    else if (job.name === 'calendar/watch') await watchCalendar(job.data.calendarId, now());
    else if (job.name === 'calendars/list') await readDueList(job.data.connectionId, now());
    else if (job.name === 'bots/due') await dispatchDue(now);
    else if (job.name === 'bots/hand-over') await handOverDue(now());
    else if (job.name === 'bot/recall') await recallBot(job.data.botId, now);
    else if (job.name === 'callback/due') await deliverCallbacks(job.data.botId, now);
    else if (job.name === 'series/joined') await scheduleNextOccurrence(job.data.eventId, now());
    else if (job.name === 'users/scan') await scanUpcoming(job.data.userIds, now());
    else await moveWindows(job.data.userId, now(), job.data.ahead);
  }
}

function isDue(job: JobEvent): boolean {
  if (job.name === 'calendar/changed') return job.data.at === undefined || Date.parse(job.data.at) <= +now();
  if (job.name === 'bots/due' || job.name === 'bots/hand-over') return Date.parse(job.data.at) <= +now();
  if (job.name === 'series/joined') return Date.parse(job.data.endsAt) <= +now();
  return true;
}

/** Waits until the condition holds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 10_000; !(await condition()); ) {
    if (Date.now() > end) throw new Error(`Waited in vain for: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Waits until so many messages have arrived and been received. */
export async function received(what: 'pushes' | 'webhooks', count: number): Promise<void> {
  await until(() => inbox[what].length >= count && running === 0);
}

/** Deletes all users, again where work of the test that still ends has locked their rows in another order. */
async function deleteUsers(): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await db().user.deleteMany();
      return;
    } catch (error) {
      if (tries === 5 || !/deadlock/.test(String(error))) throw error;
    }
  }
}

/** Calls `describeOnDatabases` and resets the clock, the sandbox's settings and the messages for each test. */
export function describeServices(
  name: string,
  body: (kind: DatabaseKind) => void,
  kinds?: DatabaseKind[],
): void {
  const withServices = (kind: DatabaseKind) => {
    beforeEach(async () => {
      time = START;
      jobs.length = 0;
      setJobSender(async (events) => void jobs.push(...events));
      env().APP_URL = ADDRESS.plain;
      await control('PUT', '/settings', {
        bots: { auto: false },
        tlsProxies: { [ADDRESS.tls]: ADDRESS.plain },
      });
    });
    afterEach(async () => {
      await until(() => running === 0);
      await deleteUsers();
      await db().providerStop.deleteMany();
      sandbox.world.faults.remove();
      sandbox.world.channels.clear();
      sandbox.world.log.clear();
      sandbox.world.bots.clear();
      Object.assign(sandbox.world.settings, { pageSize: undefined, blankPages: false });
      Object.assign(sandbox.world.settings.push, {
        drop: 0,
        duplicate: 0,
        late: 0,
        syncBeforeResponse: false,
        expiration: 'documented',
        resourceId: 'documented',
      });
      Object.assign(sandbox.world.settings.meetstream, { workspaceEndpoint: null, omit: [] });
      Object.assign(inbox, { hold: false, pushes: [], webhooks: [] });
    });
    body(kind);
  };
  describeOnDatabases(name, withServices, kinds);
}

afterAll(async () => {
  await sandbox.close();
  door.closeAllConnections();
  await new Promise((resolve) => door.close(resolve));
});
