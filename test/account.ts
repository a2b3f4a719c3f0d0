import { ensureUser, type User } from '@/lib/accounts/users';
import { connectCalendar } from '@/lib/calendar-sync/connect-calendar';
import { refreshListOf } from '@/lib/calendar-sync/refresh-calendar-list';
import { syncCalendar } from '@/lib/calendar-sync/sync-calendar';
import type { GoogleCredentials } from '@/lib/google/calendar';
import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import { db } from '@/lib/platform/database/client';
import type {
  CalendarConnection,
  Occurrence,
  ScheduledBot,
} from '@/lib/platform/database/generated/prisma/client';
import { control, jobs, later, MINUTE, now, START, sandbox, until } from './harness';

let people = 0;

/** Adds a person at the sandbox and a user; their account is not connected yet. */
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

/** Connects the account of a new person, whose primary calendar is empty, and syncs it once. */
export async function newAccount(timeZone?: string): Promise<Account> {
  const person = await newPerson(timeZone);
  const { connection } = await connectCalendar(person.user.id, person.credentials, 'api', now());
  jobs.length = 0;
  const calendar = await db().calendar.findFirstOrThrow({ where: { connectionId: connection.id } });
  const account = new Account(person.user, connection, calendar.id, person.credentials);
  await account.sync();
  return account;
}

/** Adds another calendar to an account of `newAccount`, whose sync is enabled, and syncs it once. */
export async function addCalendar(account: Account, summary: string): Promise<Account> {
  const { email, connection } = account;
  const { id } = await control('POST', `/people/${encodeURIComponent(email)}/calendars`, { summary });
  await refreshListOf(connection.id, now());
  const calendar = await db().calendar.findFirstOrThrow({
    where: { connectionId: connection.id, googleCalendarId: id },
  });
  const other = new Account(account.user, connection, calendar.id, account.credentials);
  other.googleCalendarId = id;
  return synced(other);
}

/** Connects the account of another person to the user of an account, and syncs it once. */
export async function addAccount(account: Account): Promise<Account> {
  const { credentials } = await newPerson();
  const { connection } = await connectCalendar(account.user.id, credentials, 'api', now());
  const calendar = await db().calendar.findFirstOrThrow({ where: { connectionId: connection.id } });
  return synced(new Account(account.user, connection, calendar.id, credentials));
}

async function synced(account: Account): Promise<Account> {
  jobs.length = 0;
  await account.sync();
  return account;
}

/** One user with one calendar: edits it at the sandbox, and reads the stored rows. */
export class Account {
  constructor(
    public user: User,
    readonly connection: CalendarConnection,
    readonly calendarId: string,
    readonly credentials: GoogleCredentials,
  ) {
    this.googleCalendarId = connection.accountEmail;
  }

  /** Google's id of the calendar: of the primary one it is the account's address. */
  googleCalendarId: string;

  private links = 0;

  get email(): string {
    return this.connection.accountEmail;
  }

  private get path() {
    return `/calendars/${encodeURIComponent(this.googleCalendarId)}/events`;
  }

  /** Adds an event at Google so long after the tests' start, by default for half an hour with its own Zoom link. */
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

  /** Moves an event to a later time, or to an earlier one when negative. */
  move(googleId: string, ms: number): Promise<GoogleEvent> {
    return control('POST', `${this.path}/${googleId}/move`, { minutes: ms / MINUTE });
  }

  cancel(googleId: string): Promise<GoogleEvent> {
    return control('DELETE', `${this.path}/${googleId}`);
  }

  split(googleId: string, originalStart: string, changes: object): Promise<void> {
    return control('POST', `${this.path}/${googleId}/split`, { originalStart, changes });
  }

  /** Moves an event to another calendar, as Google does (`events.move`). */
  moveTo(other: Account, googleId: string): Promise<GoogleEvent> {
    const body = { calendar: other.googleCalendarId };
    return control('POST', `${this.path}/${googleId}/move-to-calendar`, body);
  }

  /** Copies an event to another calendar: as a tool does, or as Google does for those who are invited. */
  copyTo(
    other: Account,
    googleId: string,
    how: { invited?: boolean; changes?: object } = {},
  ): Promise<GoogleEvent> {
    const body = { calendar: other.googleCalendarId, ...how };
    return control('POST', `${this.path}/${googleId}/copy-to-calendar`, body);
  }

  answer(googleId: string, responseStatus: string): Promise<GoogleEvent> {
    return control('POST', `${this.path}/${googleId}/answer`, {
      email: this.googleCalendarId,
      responseStatus,
    });
  }

  /** Returns Google's events in a window, without canceled instances. */
  async atGoogle(from: Date, to: Date): Promise<GoogleEvent[]> {
    return (await control('GET', `${this.path}?from=${from.toISOString()}&to=${to.toISOString()}`)).items;
  }

  /** Returns the id of a series' instance whose original start is so long after the tests' start. */
  instance(series: GoogleEvent, inMs: number): string {
    return `${series.id}_${later(inMs).replace(/[-:]|\.000/g, '')}`;
  }

  sync(force = true) {
    return syncCalendar(this.calendarId, now, force);
  }

  /** Starts a sync whose answer Google holds until the returned function is called. */
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

  /** Returns the occurrences of the calendar, or of one event, in order of time; deleted ones only on request. */
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

  /** Returns the first stored occurrence of an event. */
  async first(googleId: string): Promise<Occurrence> {
    const [first] = await this.occurrences(googleId, undefined);
    if (!first) throw new Error('This event has no occurrence.');
    return first;
  }

  /** Returns all bots of the user, oldest first. */
  async bots(): Promise<ScheduledBot[]> {
    return db().scheduledBot.findMany({
      where: { userId: this.user.id },
      orderBy: [{ createdAt: 'asc' }, { joinAt: 'asc' }, { id: 'asc' }],
    });
  }

  /** Returns the user's only bot. */
  async bot(): Promise<ScheduledBot> {
    const bots = await this.bots();
    if (bots.length !== 1 || !bots[0]) throw new Error(`There are ${bots.length} bots.`);
    return bots[0];
  }

  /** Makes the user's only bot so many, all with the same times. */
  async copyBot(count: number): Promise<void> {
    const bot = await this.bot();
    await db().scheduledBot.createMany({
      data: Array.from({ length: count - 1 }, (_, index) => ({
        ...bot,
        id: `${bot.id}-${index}`,
        occurrenceId: null,
        customAttributes: {},
        botConfig: {},
      })),
    });
  }

  /** Returns `Status minutes` of every bot, oldest first: `Scheduled 60` joins an hour after the tests' start. */
  async botStates(): Promise<string[]> {
    return (await this.bots()).map((bot) => `${bot.status} ${Math.round((+bot.joinAt - +START) / MINUTE)}`);
  }

  /** Returns the calls to the provider: `create_bot` or `remove_bot`. */
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

/** Returns the body of a request to schedule, with the contract's defaults. */
export const scheduleBody = (fields: object = {}) => ({
  schedule_all_occurrences: false,
  occurrence_limit: 52,
  recurring_event: false,
  ...fields,
});

/** Returns the body of a request to unschedule, with the contract's defaults. */
export const unscheduleBody = (fields: object = {}) => ({ cancel_all_occurrences: false, ...fields });

/** Returns the code of the UsherError with which a call is refused, and the other fields of the answer. */
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
