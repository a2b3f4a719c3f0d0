import { setTimeout as delay } from 'node:timers/promises';
import { until } from '@/e2e/app';
import { hasStopped } from '@/sandbox/bots/bot';
import type { Fault } from './fault';
import type { Installation } from './installation';
import {
  type Day,
  type Expectation,
  judge,
  type Meeting,
  type ProviderBot,
  type Verdict,
  type Write,
} from './judge';
import { acknowledged, type Client, connectPerson } from './person';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
/** From the set-up of a day to its fault. */
const SET_UP_MS = 10 * SECOND;
/** How long after a fault all must be right: sweeps run each minute. */
const SETTLE_WITHIN_MS = 80 * SECOND;
/** A second bot may come a moment after the first one. */
const WATCHED_MS = 3 * SECOND;

type Edit = { afterSeconds: number } & (
  | { to: 'move'; dueSeconds: number }
  | { to: 'relink' }
  | { to: 'cancel' }
);
/** A meeting of the plan: when its bot is due, in seconds from the beginning of the fault, and what happens to it. */
type Plan = { title: string; dueSeconds: number; addedAfter?: number; edit?: Edit };

/** Returns the meetings of a day with a fault of so many seconds, most of them with bots due within or soon after it. */
function planOf(seconds: number): Plan[] {
  const hour = HOUR / SECOND;
  return [
    { title: 'In progress', dueSeconds: -3 },
    { title: 'At its beginning', dueSeconds: 0 },
    { title: 'Within', dueSeconds: Math.floor(seconds * 0.4) },
    { title: 'Near its end', dueSeconds: seconds - 1 },
    { title: 'After', dueSeconds: seconds + 4 },
    { title: 'Moved away', dueSeconds: Math.floor(seconds / 2) + 3, edit: { afterSeconds: 2, to: 'move', dueSeconds: hour } },
    { title: 'Moved here', dueSeconds: hour, edit: { afterSeconds: 3, to: 'move', dueSeconds: seconds + 3 } },
    { title: 'Canceled', dueSeconds: seconds + 2, edit: { afterSeconds: 4, to: 'cancel' } },
    { title: 'Relinked', dueSeconds: seconds + 3, edit: { afterSeconds: 4, to: 'relink' } },
    { title: 'Ended early', dueSeconds: -3, edit: { afterSeconds: Math.floor(seconds / 2), to: 'cancel' } },
    { title: 'Added', dueSeconds: seconds + 5, addedAfter: 5 },
    { title: 'Refused', dueSeconds: seconds + 6 },
    { title: 'In two days', dueSeconds: 48 * hour },
  ]; // biome-ignore format: a table
}

/** What a day was, to be judged again at the end of the run. `problem`: a write that was not acknowledged in time. */
export type Played = Day & { verdict: Verdict; problem: string | undefined };

/** Plays a day of meetings with a fault, and waits until all is right, or too long. */
export async function playDay(installation: Installation, fault: Fault, number: number): Promise<Played> {
  const seconds = fault.seconds ?? 10;
  await fault.prepare?.(installation);
  const client = await connectPerson(installation, `day-${number}@northwind.example`);
  const beganMs = Math.ceil(Date.now() / SECOND) * SECOND + SET_UP_MS;
  const calendar = new Calendar(installation, client.email, beganMs, number);
  const plan = planOf(seconds);
  for (const one of plan) if (one.addedAfter === undefined) await calendar.add(one);
  await client.until(
    (events) =>
      events.length === plan.length - 1 &&
      events.filter(({ bots }) => bots.length > 0).length === plan.length - 2,
    beganMs - Date.now(),
    'The bots were not scheduled before the fault.',
  );
  const found = await client.events();
  const idOf = (title: string) => found.find(({ raw }) => raw.summary === title)?.id ?? '';

  await at(beganMs);
  await fault.begin(installation);
  const writes: Write[] = [];
  const day: Day = {
    meetings: calendar.meetings,
    bots: [],
    writes,
    judgedMs: 0,
    fault: { beganMs, endedMs: 0 },
  };
  const happens = [
    ...plan.map((one) => calendar.happen(one)),
    refuse(client, idOf('Refused'), calendar).then((write) => void writes.push(write)),
    scheduleManually(client, idOf('In two days')).then((write) => void writes.push(write)),
  ];
  await at(beganMs + seconds * SECOND);
  await fault.end(installation);
  day.fault.endedMs = Date.now();
  const problem = await Promise.all(happens).then(
    () => undefined,
    (error: Error) => error.message,
  );
  return { ...(await settle(installation, day)), problem };
}

/** Waits until the verdict has no finding, and some moments more; or too long. */
async function settle(installation: Installation, day: Day): Promise<Day & { verdict: Verdict }> {
  const dues = day.meetings.flatMap(({ expectations }) => expectations.at(-1)?.bot?.dueMs ?? []);
  const lastDueMs = Math.max(...dues.filter((ms) => ms < Date.now() + HOUR / 2));
  await at(lastDueMs + SECOND);
  const begun = Date.now();
  const isRight = async () => {
    await observe(installation, day);
    return judge(day).findings.length === 0;
  };
  await until(isRight, SETTLE_WITHIN_MS).catch(() => undefined);
  await delay(Math.max(0, WATCHED_MS - (Date.now() - begun)));
  await observe(installation, day);
  return { ...day, verdict: judge(day) };
}

/** Returns all bots that the provider was ever asked for. */
export function botsAtProvider({ sandbox }: Installation): ProviderBot[] {
  const stoppedAt = (history: { step: string; at: string }[]) =>
    Date.parse(history.find(({ step }) => step === 'bot.stopped')?.at ?? '');
  return [...sandbox.world.bots.values()].map((bot) => ({
    id: bot.id,
    link: bot.meetingLink,
    createdMs: Date.parse(bot.createdAt),
    stoppedMs: hasStopped(bot) ? stoppedAt(bot.history) : null,
  }));
}

async function observe(installation: Installation, day: Day): Promise<void> {
  day.bots = botsAtProvider(installation);
  for (const write of day.writes) write.stands = await (write as CheckedWrite).check();
  day.judgedMs = Date.now();
}

type CheckedWrite = Write & { check(): Promise<boolean> };

/** Says “never” to a meeting until that is acknowledged: its bot is not wanted from then on. */
async function refuse(client: Client, id: string, calendar: Calendar): Promise<CheckedWrite> {
  await acknowledged(() => client.send('PUT', `/calendar/events/${id}/override`, { override: 'never' }));
  calendar.expectBot('Refused', null);
  return {
    what: 'an override',
    stands: false,
    check: async () => (await client.event(id))?.decision.override === 'never',
  };
}

/** Schedules a bot until that is acknowledged, with one idempotency key. */
async function scheduleManually(client: Client, id: string): Promise<CheckedWrite> {
  const key = { 'Idempotency-Key': `schedule-${id}` };
  const answer = await acknowledged(() => client.send('POST', `/calendar/schedule/${id}`, {}, key));
  return {
    what: 'a bot that was scheduled',
    stands: false,
    check: async () => (await client.event(id))?.bots.some((bot) => bot.id === answer.bot_id) ?? false,
  };
}

/** A person's calendar at Google, and what is wanted of its meetings. */
class Calendar {
  readonly meetings: Meeting[] = [];
  private readonly ids = new Map<string, string>();

  constructor(
    private readonly installation: Installation,
    private readonly email: string,
    private readonly beganMs: number,
    private readonly number: number,
  ) {}

  async add({ title, dueSeconds }: Plan): Promise<void> {
    const bot = { link: this.link(title), dueMs: this.beganMs + dueSeconds * SECOND };
    const body = { summary: title, link: bot.link, ...times(bot.dueMs) };
    const { id } = await this.control('POST', '', body);
    this.ids.set(title, id);
    this.meetings.push({ title, expectations: [] });
    // That of a meeting in two days is wanted when it is scheduled, which no day sees.
    this.expectBot(title, bot);
  }

  /** Waits until the plan's moment, and makes its change. */
  async happen(plan: Plan): Promise<void> {
    const { title, addedAfter, edit } = plan;
    if (addedAfter !== undefined) {
      await at(this.beganMs + addedAfter * SECOND);
      await this.add(plan);
    }
    if (!edit) return;
    await at(this.beganMs + edit.afterSeconds * SECOND);
    const path = `/${this.ids.get(title)}`;
    const before = this.meetings.find((meeting) => meeting.title === title)?.expectations.at(-1)?.bot;
    if (edit.to === 'cancel') {
      await this.control('DELETE', path);
      this.expectBot(title, null);
    } else if (edit.to === 'relink') {
      const link = this.link(`${title} elsewhere`);
      await this.control('PATCH', path, { link });
      this.expectBot(title, { link, dueMs: before?.dueMs ?? 0 });
    } else {
      const dueMs = this.beganMs + edit.dueSeconds * SECOND;
      await this.control('PATCH', path, times(dueMs));
      this.expectBot(title, { link: before?.link ?? '', dueMs });
    }
  }

  /** Notes what is wanted of a meeting's bot from now on. */
  expectBot(title: string, bot: Expectation['bot']): void {
    this.meetings.find((meeting) => meeting.title === title)?.expectations.push({ fromMs: Date.now(), bot });
  }

  private control(method: string, path: string, body?: object) {
    return this.installation.control(method, `/calendars/${this.email}/events${path}`, body);
  }

  /** Returns a link that no other meeting of the run has. */
  private link(name: string): string {
    return `https://whereby.com/day-${this.number}-${name.toLowerCase().replaceAll(' ', '-')}`;
  }
}

/** Returns when a meeting takes place whose bot is due then. */
function times(dueMs: number) {
  const time = (ms: number) => ({ dateTime: new Date(ms).toISOString(), timeZone: 'UTC' });
  return { start: time(dueMs + 60 * SECOND), end: time(dueMs + HOUR) };
}

const at = (ms: number) => delay(Math.max(0, ms - Date.now()));
