import type { Bot } from '@/sandbox/bots/bot';
import { Calm } from './calm';
import { Names } from './names';
import { Overrides } from './overrides';
import type { Call } from './routes';
import { DAY, HOME_ZONE, MINUTE, type Stage } from './stage';
import { type StoredMeeting, storedAround, storedMeetings } from './stored';
import { calendarsOf, type Meeting, meetingsOf, mergeCopies } from './truth';

/** The interval of the clockwork at times when nothing is expected to happen. */
const COARSE = 60 * MINUTE;

/** One person's life with their calendars. */
export class Life {
  readonly overrides = new Overrides();
  readonly calm = new Calm();
  /** The addresses of the person's account, the present one first. */
  readonly addresses = ['person@northwind.example'];
  /** The person's API key, and the credentials of their account. */
  apiKey = '';
  credentials: Record<string, string> = {};
  isConnected = false;
  /** The meeting that the present step is about; null for any. */
  aim: string | null = null;
  /** Google calendar ids: the primary one and another. */
  calendars: string[] = [];
  links = 0;
  titles = 0;
  requests = 0;
  /** Calendars that the person has switched off in the app. */
  readonly switchedOff = new Set<string>();
  /** The ends of mishaps that last until a time. */
  endings: { at: number; end: () => Promise<void> }[] = [];
  /** When the last held answer was released. */
  releasedAt = 0;
  /** The last call in the sandbox's log that has been checked. */
  lastCall = 0;
  /** The reasons for which the next bots will not be let in. */
  doom: string[] = [];
  /** How long the next bots wait to be let in, and whether they are. */
  lobbies: { minutes: number; isAdmitted: boolean }[] = [];
  /** The bots that wait, by their ids at the provider: until when. */
  private readonly waiting = new Map<string, { until: number; isAdmitted: boolean }>();
  /** The bots whose leaving for the next meeting has been checked. */
  readonly handedOver = new Set<string>();
  private seen: { state: string; meetings: Meeting[] } = { state: '', meetings: [] };

  readonly names: Names;

  constructor(readonly stage: Stage) {
    this.names = new Names(stage, () => this.email, this.overrides);
  }

  /** Checks what must hold now. */
  check: () => Promise<void> = async () => {};

  /** Adds the meetings around now to the story: at Google, their overrides, and as the app has stored them. */
  async tellState(): Promise<void> {
    const { stage } = this;
    const isNear = (time: number) => Math.abs(time - this.nowMs) < 2 * 60 * MINUTE;
    for (const meeting of this.meetings().filter(({ start, end }) => isNear(start) || isNear(end))) {
      const override = {
        own: this.overrides.ofMeeting(meeting.key),
        series: this.overrides.ofSeries(meeting.eventId),
      };
      stage.story.push(
        `Google: ${meeting.key} ${this.overrides.verdict(meeting)} ${JSON.stringify(override)}`,
      );
    }
    stage.story.push(`auto-schedule ${this.overrides.auto}, ${JSON.stringify(this.overrides.rules)}`);
    for (const row of await storedAround(stage.sql, this.nowMs))
      stage.story.push(`stored: ${JSON.stringify(row)}`);
  }

  /** The account's present address. */
  get email(): string {
    return this.addresses[0] ?? '';
  }

  get nowMs(): number {
    return +this.stage.now;
  }

  async begin(): Promise<void> {
    const { stage, email } = this;
    stage.mail.onMishap = (kind, fate, minutes) => {
      stage.tell(`    ${kind}: ${fate}${fate === 'delay' ? ` ${minutes} min` : ''}`);
      this.calm.mailMishap(this.nowMs, kind, fate, minutes);
    };
    const person = await stage.control('POST', '/people', { email, timeZone: HOME_ZONE });
    const other = await stage.control('POST', `/people/${email}/calendars`, { summary: 'Team' });
    this.calendars = [email, other.id ?? other.calendarId];
    this.credentials = {
      google_client_id: person.google_client_id,
      google_client_secret: person.google_client_secret,
      google_refresh_token: person.google_refresh_token,
    };
    const made = await stage.do('apiKey', { email });
    this.apiKey = made === 'held' ? '' : String(made.value);
    const connect = this.call('POST', '/calendar/create_calendar', this.credentials);
    const answer = await stage.request(connect);
    if (answer === 'none' || answer.status !== 201)
      throw new Error(`Not connected: ${JSON.stringify(answer)}`);
    this.isConnected = true;
    await stage.do('sweep', null);
    await stage.deliver(false);
    await this.names.noticeEvents();
    this.calm.changed(this.nowMs);
  }

  /** Returns a request of the person's program. */
  call(method: Call['method'], path: string, body?: object, params?: Record<string, string>): Call {
    return {
      method,
      path: `/api/v1${path}` as Call['path'],
      headers: { Authorization: `Token ${this.apiKey}`, 'Content-Type': 'application/json' },
      ...(params ? { params } : {}),
      ...(body ? { body: JSON.stringify(body) } : {}),
    };
  }

  /** Starts a mishap that lasts for so long, unless everything heals before. */
  lasts(
    name: string,
    minutes: number,
    who: 'google' | 'provider' | 'process',
    end: () => Promise<void>,
  ): void {
    const { stage, calm } = this;
    stage.tell(`mishap: ${name}`);
    calm.lasting.add(name);
    calm.changed(this.nowMs);
    this.endings.push({
      at: this.nowMs + minutes * MINUTE,
      end: async () => {
        stage.tell(`ended: ${name}`);
        await end();
        calm.lasting.delete(name);
        if (who === 'process') calm.changed(this.nowMs);
        else calm.recovered(this.nowMs, who);
      },
    });
  }

  /** Returns the meetings on the person's calendars, by default from the last day and the next eight. */
  meetings(fromMs = this.nowMs - DAY, toMs = this.nowMs + 8 * DAY): Meeting[] {
    const { world } = this.stage.sandbox;
    const hour = Math.floor(this.nowMs / (60 * MINUTE)) * 60 * MINUTE;
    const state = `${hour} ${calendarsOf(world, this.email).map(({ id, events }) => `${id} ${events.seq}`)}`;
    if (this.seen.state !== state) {
      this.seen = { state, meetings: meetingsOf(world, this.addresses, hour - DAY, hour + 9 * DAY) };
    }
    const read = this.seen.meetings.filter(
      ({ calendarId }) => this.isConnected && !this.switchedOff.has(calendarId),
    );
    return mergeCopies(read).filter(({ start, end }) => end > fromMs && start < toMs);
  }

  /** Lets time pass from one moment to the next at which something may happen. */
  async pass(ms: number, atOnce: boolean): Promise<void> {
    const target = this.nowMs + ms;
    while (this.nowMs < target) {
      await this.stage.setTime(Math.min(target, this.nextMoment(), await this.nextLeaving()));
      await this.tick(atOnce);
    }
  }

  private nextMoment(): number {
    // The minutes around starts and ends, and the first, second and fourth after something happened.
    const edges = this.meetings(this.nowMs - MINUTE, this.nowMs + 2 * COARSE)
      .filter((meeting) => this.overrides.verdict(meeting) !== 'never')
      .flatMap(({ start, end }) => [
        { from: start - MINUTE, to: start + MINUTE },
        { from: end, to: end + MINUTE },
      ]);
    let minute = Math.floor(this.nowMs / MINUTE) * MINUTE + MINUTE;
    const isBusy = () => {
      const since = Math.ceil((minute - this.calm.lastMishap) / MINUTE);
      return since === 1 || since === 2 || since === 4;
    };
    const isEdge = () => edges.some(({ from, to }) => minute >= from && minute <= to);
    while (minute % COARSE !== 0 && !isBusy() && !isEdge()) minute += MINUTE;
    const waits = [...this.waiting.values()].map(({ until }) => until).filter((until) => until > this.nowMs);
    return Math.min(minute, this.stage.mail.nextDue(), ...waits, ...this.endings.map((ending) => ending.at));
  }

  /** Returns when the next bot leaves by its own rules. */
  private async nextLeaving(): Promise<number> {
    const isInside = [...this.stage.sandbox.world.bots.values()].some(({ step }) => step === 'bot.recording');
    if (!isInside) return Number.POSITIVE_INFINITY;
    const { items } = await this.stage.control('GET', '/rooms');
    const rooms = items as { bots: { leaves_at: string | null }[] }[];
    const times = rooms.flatMap(({ bots }) => bots.map(({ leaves_at }) => Date.parse(leaves_at ?? '')));
    return Math.min(...times.filter((time) => time > this.nowMs));
  }

  private async tick(atOnce: boolean): Promise<void> {
    const { stage } = this;
    for (const ending of this.endings.filter(({ at }) => at <= this.nowMs)) {
      this.endings.splice(this.endings.indexOf(ending), 1);
      await ending.end();
    }
    await this.moveBots();
    const isMinute = this.nowMs % MINUTE === 0;
    const timeOfDay = this.nowMs % DAY;
    const clockwork = async () => {
      if (!isMinute) return;
      if (this.nowMs % (5 * MINUTE) === 0) await stage.do('poll', null);
      await stage.do('sweep', null);
      if (timeOfDay === 0) await stage.do('nightly', null);
      if (timeOfDay === 3 * 60 * MINUTE) await stage.do('renew', null);
    };
    if (atOnce) await Promise.all([stage.deliver(true), clockwork(), clockwork()]);
    else await stage.deliver(false).then(clockwork);
    await stage.deliver(atOnce);
    await this.names.noticeEvents();
    await this.check();
  }

  /** Moves the bots at the provider: they join, stay, and leave by their own rules. */
  private async moveBots(): Promise<void> {
    const { items } = await this.stage.control('POST', '/bots/leave-when-due');
    for (const { id, reason } of items as { id: string; reason: string }[]) {
      this.stage.tell(`    bot ${id.slice(0, 4)} leaves: ${reason}`);
    }
    for (const bot of this.stage.sandbox.world.bots.values()) {
      if (bot.step === 'bot.done' || ['Denied', 'NotAllowed', 'Error'].includes(bot.status)) continue;
      if (bot.step === 'bot.stopped') await this.advanceBot(bot.id, { to: 'bot.done' });
      else if (bot.step === 'bot.in_waiting_room') await this.admitBot(bot);
      else if (bot.step === undefined && this.nowMs > Date.parse(bot.createdAt)) await this.sendIn(bot);
    }
  }

  private async sendIn({ id }: Bot): Promise<void> {
    const reason = this.doom.shift();
    const lobby = reason ? undefined : this.lobbies.shift();
    if (reason) return this.advanceBot(id, { to: 'bot.stopped', reason });
    if (!lobby) return this.advanceBot(id, { to: 'bot.recording' });
    const { minutes, isAdmitted } = lobby;
    this.waiting.set(id, { until: this.nowMs + minutes * MINUTE, isAdmitted });
    await this.advanceBot(id, { to: 'bot.in_waiting_room' });
  }

  private async admitBot({ id }: Bot): Promise<void> {
    const wait = this.waiting.get(id);
    if (wait && this.nowMs < wait.until) return;
    this.waiting.delete(id);
    await this.advanceBot(
      id,
      wait?.isAdmitted === false ? { to: 'bot.stopped', reason: 'NotAllowed' } : { to: 'bot.recording' },
    );
  }

  async advanceBot(id: string, body: { to: string; reason?: string }): Promise<void> {
    await this.stage.control('POST', `/bots/${id}/advance`, body);
    this.stage.tell(`    bot ${id.slice(0, 4)} ${body.reason ?? body.to}`);
    // Its reports arrive one after the other.
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Returns the model's name of an occurrence, by its id in the app. */
  async keyOfOccurrence(occurrenceId: string): Promise<string | null> {
    const found = (await this.storedMeetings()).find((row) => row.id === occurrenceId);
    return found ? this.names.ofStored(found) : null;
  }

  /** Returns the occurrences that the app shows for the coming days. */
  storedMeetings(): Promise<StoredMeeting[]> {
    return storedMeetings(this.stage.sql, this.nowMs - DAY, this.nowMs + 9 * DAY);
  }

  /** Ends all mishaps. */
  async heal(): Promise<void> {
    const { stage } = this;
    stage.tell('all mishaps end');
    for (const ending of this.endings.splice(0)) await ending.end();
    stage.mail.calm();
    this.doom = [];
    this.lobbies = [];
    for (const app of stage.apps) if (!app.isUp) await app.start();
    await this.lookAtLists();
  }

  /** Lets a day pass without a mishap. */
  async passQuietDay(): Promise<void> {
    this.calm.lasting.clear();
    this.calm.changed(this.nowMs);
    await this.pass(2 * 60 * MINUTE, false);
    await this.pass(DAY, false);
  }

  /** The person opens their calendars, which reads the list of them from Google. */
  async lookAtLists(): Promise<boolean> {
    const answer = this.isConnected && (await this.stage.request(this.call('GET', '/calendar')));
    const isRead = answer === false || (answer !== 'none' && answer.status === 200);
    if (isRead) this.calm.lasting.delete('calendar list');
    else this.calm.lasting.add('calendar list');
    this.calm.changed(this.nowMs);
    return isRead;
  }
}
