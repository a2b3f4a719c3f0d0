import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeEach } from 'vitest';
import { ensureUser, type User } from '@/lib/accounts/users';
import { connectCalendar } from '@/lib/calendar-sync/connect-calendar';
import { type PushNotification, receivePush } from '@/lib/calendar-sync/receive-push';
import { refreshListOf } from '@/lib/calendar-sync/refresh-calendar-list';
import { syncCalendar } from '@/lib/calendar-sync/sync-calendar';
import { watchCalendar } from '@/lib/calendar-sync/watch-calendar';
import { deliverCallbacks } from '@/lib/dispatch/callbacks/deliver-callbacks';
import { dispatchDue } from '@/lib/dispatch/dispatch-due';
import { recallBot } from '@/lib/dispatch/recall-bot';
import { receiveBotWebhook } from '@/lib/dispatch/receive-reports';
import type { GoogleCredentials } from '@/lib/google/calendar';
import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import { moveWindows } from '@/lib/occurrences/rolling-window';
import { db } from '@/lib/platform/database/client';
import type {
  CalendarConnection,
  Occurrence,
  ScheduledBot,
} from '@/lib/platform/database/generated/prisma/client';
import { type JobEvent, setJobSender } from '@/lib/platform/jobs';
import { logger } from '@/lib/platform/logger';
import { scheduleNextOccurrence } from '@/lib/scheduling/auto-reschedule';
import { scanUpcoming } from '@/lib/scheduling/scan-upcoming';
import { startSandbox } from '@/sandbox/start-sandbox';
import { type DatabaseKind, describeOnDatabases } from './database';
import { control as controlSandbox } from './sandbox';

/** A Monday morning; every test begins then. */
export const START = new Date('2027-03-01T08:00:00Z');
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

let time = START;
/** The tests' clock, which the sandbox goes by as well. */
export const now = () => time;
/** Lets time pass. */
export function pass(ms: number): void {
  time = new Date(+time + ms);
}
/** So long after the tests' beginning, in ISO 8601. */
export const later = (ms: number) => new Date(+START + ms).toISOString();

export const sandbox = await startSandbox({ port: 0, seed: 'empty', now });
/** A call to the sandbox's control API. */
export const control = (method: string, path: string, body?: object) =>
  controlSandbox(sandbox, method, path, body);

/** What Google and the provider have sent us. Kept from the app while `hold` is set. */
export const inbox = {
  hold: false,
  pushes: [] as PushNotification[],
  webhooks: [] as { headers: Headers; body: string }[],
};
/** Messages on their way through the door below. */
let running = 0;

async function takeMessage(request: IncomingMessage): Promise<void> {
  let body = '';
  for await (const chunk of request) body += chunk;
  const headers = new Headers(request.headers as Record<string, string>);
  if (request.url?.includes('/bots/')) {
    inbox.webhooks.push({ headers, body });
    const provider = request.url.split('/').at(-1) ?? '';
    if (!inbox.hold) await receiveBotWebhook(provider, headers, body, now());
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

Object.assign(process.env, {
  APP_URL: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
  GOOGLE_EMULATOR_URL: sandbox.url,
  GOOGLE_CLIENT_ID: 'sandbox-client.apps.googleusercontent.com',
  GOOGLE_CLIENT_SECRET: 'sandbox-secret',
  MEETSTREAM_API_URL: `${sandbox.url}/meetstream/api/v1`,
  MEETSTREAM_API_KEY: 'sandbox-bot-key',
  MEETSTREAM_WEBHOOK_SECRET: 'sandbox-webhook-secret',
  ATTENDEE_API_URL: `${sandbox.url}/attendee`,
  ATTENDEE_API_KEY: 'sandbox-attendee-key',
  ATTENDEE_WEBHOOK_SECRET: 'c2FuZGJveC1hdHRlbmRlZS1zZWNyZXQ=',
});
logger.level = 'silent';

/** Job events that nobody has carried out yet. */
export const jobs: JobEvent[] = [];

/** Carries out the jobs that are due, and those they lead to, as the runner would. */
export async function runJobs(): Promise<void> {
  for (;;) {
    const index = jobs.findIndex(isDue);
    const [job] = index < 0 ? [] : jobs.splice(index, 1);
    if (!job) return;
    if (job.name === 'calendar/changed') await syncCalendar(job.data.calendarId, now);
    else if (job.name === 'calendar/watch') await watchCalendar(job.data.calendarId, now());
    else if (job.name === 'calendars/list') await refreshListOf(job.data.connectionId, now());
    else if (job.name === 'bots/due') await dispatchDue(now);
    else if (job.name === 'bot/recall') await recallBot(job.data.botId, now);
    else if (job.name === 'callback/due') await deliverCallbacks(job.data.botId, now);
    else if (job.name === 'series/joined') await scheduleNextOccurrence(job.data.eventId, now());
    else if (job.name === 'users/scan') await scanUpcoming(job.data.userIds, now());
    else await moveWindows(job.data.userId, now(), job.data.ahead);
  }
}

function isDue(job: JobEvent): boolean {
  if (job.name === 'bots/due') return Date.parse(job.data.at) <= +now();
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

/** Waits until so many messages have arrived and been dealt with. */
export async function received(what: 'pushes' | 'webhooks', count: number): Promise<void> {
  await until(() => inbox[what].length >= count && running === 0);
}

/** `describeOnDatabases`, with the clock, the sandbox's switches and the messages as they were at each test's start. */
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
      await control('PUT', '/settings', { bots: { auto: false } });
    });
    afterEach(async () => {
      await until(() => running === 0);
      await db().user.deleteMany();
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
      });
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

let people = 0;

/** A person at the sandbox with credentials, not connected yet. */
export async function newPerson(timeZone = 'Europe/Stockholm') {
  const email = `person-${++people}@northwind.example`;
  const ready = await control('POST', '/people', { email, timeZone });
  const credentials = {
    clientId: ready.google_client_id as string,
    clientSecret: ready.google_client_secret as string,
    refreshToken: ready.google_refresh_token as string,
  };
  return { email, credentials, user: await ensureUser(email) };
}

/** A connected account whose primary calendar is empty and has been read once. */
export async function newAccount(timeZone?: string): Promise<Account> {
  const person = await newPerson(timeZone);
  const { connection } = await connectCalendar(person.user.id, person.credentials, 'api', now());
  jobs.length = 0;
  const calendar = await db().calendar.findFirstOrThrow({ where: { connectionId: connection.id } });
  const account = new Account(person.user, connection, calendar.id, person.credentials);
  await account.sync();
  return account;
}

/** One user with one calendar: edits it at the sandbox, and looks at what is stored. */
export class Account {
  constructor(
    public user: User,
    readonly connection: CalendarConnection,
    readonly calendarId: string,
    readonly credentials: GoogleCredentials,
  ) {}

  private links = 0;

  get email(): string {
    return this.connection.accountEmail;
  }

  private get path() {
    return `/calendars/${encodeURIComponent(this.email)}/events`;
  }

  /** An event at Google, by default half an hour in a Zoom room of its own, so long after the tests' beginning. */
  add(summary: string, inMs: number, fields: object = {}): Promise<GoogleEvent> {
    const at = (ms: number) => ({ dateTime: later(ms), timeZone: 'Europe/Stockholm' });
    return control('POST', this.path, {
      summary,
      start: at(inMs),
      end: at(inMs + 30 * MINUTE),
      link: `https://us02web.zoom.us/j/${81234567890 + this.links++}`,
      ...fields,
    });
  }

  edit(googleId: string, fields: object): Promise<GoogleEvent> {
    return control('PATCH', `${this.path}/${googleId}`, fields);
  }

  /** Later by so much, or earlier when negative. */
  move(googleId: string, ms: number): Promise<GoogleEvent> {
    return control('POST', `${this.path}/${googleId}/move`, { minutes: ms / MINUTE });
  }

  cancel(googleId: string): Promise<GoogleEvent> {
    return control('DELETE', `${this.path}/${googleId}`);
  }

  split(googleId: string, originalStart: string, changes: object): Promise<void> {
    return control('POST', `${this.path}/${googleId}/split`, { originalStart, changes });
  }

  /** What Google shows in a window, cancelled instances left out. */
  async atGoogle(from: Date, to: Date): Promise<GoogleEvent[]> {
    return (await control('GET', `${this.path}?from=${from.toISOString()}&to=${to.toISOString()}`)).items;
  }

  /** The id of a series' instance whose original start is so long after the tests' beginning. */
  instance(series: GoogleEvent, inMs: number): string {
    return `${series.id}_${later(inMs).replace(/[-:]|\.000/g, '')}`;
  }

  sync(force = true) {
    return syncCalendar(this.calendarId, now, force);
  }

  /** A sync that Google keeps waiting, until the returned function lets it go on. */
  async heldSync() {
    const held = sandbox.world.faults.add({
      match: { path: '/events$', user: this.email },
      times: 1,
      effect: { hold: true },
    });
    const sync = this.sync();
    await until(() => held.holding > 0);
    return () => {
      sandbox.world.faults.remove();
      return sync;
    };
  }

  calendar() {
    return db().calendar.findUniqueOrThrow({ where: { id: this.calendarId } });
  }

  event(googleEventId: string) {
    return db().event.findFirstOrThrow({ where: { calendarId: this.calendarId, googleEventId } });
  }

  /** Occurrences of the calendar, or of one event, in order of time; tombstones only when asked for. */
  async occurrences(googleId?: string, isDeleted: boolean | undefined = false): Promise<Occurrence[]> {
    return db().occurrence.findMany({
      where: {
        calendarId: this.calendarId,
        isDeleted,
        ...(googleId && { event: { googleEventId: googleId } }),
      },
      orderBy: [{ startTime: 'asc' }, { id: 'asc' }],
    });
  }

  /** The first stored occurrence of an event. */
  async first(googleId: string): Promise<Occurrence> {
    const [first] = await this.occurrences(googleId, undefined);
    if (!first) throw new Error('This event has no occurrence.');
    return first;
  }

  /** All bots of the user, oldest first. */
  async bots(): Promise<ScheduledBot[]> {
    return db().scheduledBot.findMany({
      where: { userId: this.user.id },
      orderBy: [{ createdAt: 'asc' }, { joinAt: 'asc' }, { id: 'asc' }],
    });
  }

  /** The user's only bot. */
  async bot(): Promise<ScheduledBot> {
    const bots = await this.bots();
    if (bots.length !== 1 || !bots[0]) throw new Error(`There are ${bots.length} bots.`);
    return bots[0];
  }

  /** `Status joinAt` of every bot, oldest first: `Scheduled +60` = joins an hour after the tests' beginning. */
  async botStates(): Promise<string[]> {
    return (await this.bots()).map((bot) => `${bot.status} ${Math.round((+bot.joinAt - +START) / MINUTE)}`);
  }

  /** Calls at the provider: `create_bot` or `remove_bot`. */
  async providerCalls(name: 'create_bot' | 'remove_bot') {
    const { items } = await control('GET', `/log?kind=bots&path=${name}`);
    return items as {
      status: number;
      idempotencyKey?: string;
      body?: Record<string, unknown>;
      path: string;
    }[];
  }
}

/** The body of a request to schedule, with the contract's defaults. */
export const scheduleBody = (fields: object = {}) => ({
  schedule_all_occurrences: false,
  occurrence_limit: 52,
  recurring_event: false,
  ...fields,
});

/** The body of a request to unschedule, with the contract's defaults. */
export const unscheduleBody = (fields: object = {}) => ({ cancel_all_occurrences: false, ...fields });

/** The code of the UsherError a call is refused with, and whatever else the answer would say. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ code: string; message: string; details: unknown } & object> {
  try {
    await call;
  } catch (error) {
    const { code, message, details, extra } = error as {
      code: string;
      message: string;
      details: unknown;
      extra?: object;
    };
    return { code, message, details, ...extra } as { code: string; message: string; details: unknown };
  }
  throw new Error('It was not refused.');
}
