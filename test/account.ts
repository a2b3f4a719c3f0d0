import { ensureUser, type User } from '@/lib/accounts/users';
import { connectCalendar } from '@/lib/calendar-sync/connect-calendar';
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
