import { Calm } from './calm';
import { DAY, MINUTE, type Stage } from './stage';
import { calendarsOf, isKnown, keyOf, type Meeting, meetingsOf } from './truth';
import { Wishes } from './wishes';

/** At other times nothing is expected to happen; the clockwork is looked at so often. */
const COARSE = 60 * MINUTE;

/** An occurrence as the app has stored it. */
export type StoredMeeting = {
  id: string;
  eventId: string;
  googleEventId: string;
  kind: string;
  originalStart: Date;
  title: string;
};

/** One person's life with their calendars, from beginning to end. */
export class Life {
  readonly wishes = new Wishes();
  readonly calm = new Calm();
  readonly email = 'person@northwind.example';
  userId = '';
  /** Google calendar ids: the primary one and another. */
  calendars: string[] = [];
  rooms = 0;
  titles = 0;
  /** Calendars that the person has switched off in the app. */
  readonly switchedOff = new Set<string>();
  /** How to undo mishaps that last until a time. */
  endings: { at: number; end: () => Promise<void> }[] = [];
  /** How bots that come next will end at the door. */
  doom: string[] = [];
  private known = new Set<string>();
  private seen: { state: string; meetings: Meeting[] } = { state: '', meetings: [] };
  private readonly renamers: ((key: string) => string | null)[] = [];

  constructor(readonly stage: Stage) {}

  /** Looks whether all that must hold now does. */
  check: () => Promise<void> = async () => {};

  /** What Google has around now, what people want of it, and what the app has stored. */
  async tellState(): Promise<void> {
    const { stage } = this;
    const isNear = (time: number) => Math.abs(time - this.nowMs) < 2 * 60 * MINUTE;
    for (const meeting of this.meetings().filter(({ start, end }) => isNear(start) || isNear(end))) {
      const wish = { own: this.wishes.ofMeeting(meeting.key), series: this.wishes.ofSeries(meeting.eventId) };
      stage.story.push(`Google: ${meeting.key} ${this.wishes.verdict(meeting)} ${JSON.stringify(wish)}`);
    }
    stage.story.push(`auto-schedule ${this.wishes.auto}, ${JSON.stringify(this.wishes.rules)}`);
    const { rows } = await stage.sql.query(
      `SELECT e."googleEventId", o."id", o."title", o."startTime", o."isDeleted", o."override", o."decisionCode",
              e."override" AS "series", e."neverFrom", e."recurringEnabled" AS "chain", b."id" AS "bot", b."status",
              b."source", b."joinAt", b."meetingUrl", b."statusReason", b."createdAt"
         FROM "Occurrence" AS o JOIN "Event" AS e ON e."id" = o."eventId"
         LEFT JOIN "ScheduledBot" AS b ON b."occurrenceId" = o."id"
        WHERE o."startTime" BETWEEN $1 AND $2 ORDER BY o."startTime", b."createdAt"`,
      [new Date(this.nowMs - 3 * 60 * MINUTE), new Date(this.nowMs + 3 * 60 * MINUTE)],
    );
    for (const row of rows) stage.story.push(`stored: ${JSON.stringify(row)}`);
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
    const person = await stage.control('POST', '/people', { email, timeZone: 'Europe/Stockholm' });
    const other = await stage.control('POST', `/people/${email}/calendars`, { summary: 'Team' });
    this.calendars = [email, other.id ?? other.calendarId];
    const credentials = {
      clientId: person.google_client_id,
      clientSecret: person.google_client_secret,
      refreshToken: person.google_refresh_token,
    };
    const outcome = await stage.do('connect', { email, credentials });
    if (outcome === 'held' || typeof outcome.value !== 'string')
      throw new Error(`Could not connect: ${JSON.stringify(outcome)}`);
    this.userId = outcome.value;
    await stage.do('sweep', null);
    await stage.deliver(false);
    await this.noticeEvents();
    this.calm.changed(this.nowMs);
  }

  /** A mishap that lasts, by itself for so long. */
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
        stage.tell(`over: ${name}`);
        await end();
        calm.lasting.delete(name);
        if (who === 'process') calm.changed(this.nowMs);
        else calm.recovered(this.nowMs, who);
      },
    });
  }

  /** What is on the person's calendars in the next eight days, and what has begun in the last one. */
  meetings(fromMs = this.nowMs - DAY, toMs = this.nowMs + 8 * DAY): Meeting[] {
    const { world } = this.stage.sandbox;
    const hour = Math.floor(this.nowMs / (60 * MINUTE)) * 60 * MINUTE;
    const state = `${hour} ${calendarsOf(world, this.email).map(({ id, events }) => `${id} ${events.seq}`)}`;
    if (this.seen.state !== state) {
      this.seen = { state, meetings: meetingsOf(world, this.email, hour - DAY, hour + 9 * DAY) };
    }
    return this.seen.meetings.filter(
      ({ start, end, calendarId }) => end > fromMs && start < toMs && !this.switchedOff.has(calendarId),
    );
  }

  /** Lets time pass, from one moment at which something may happen to the next. */
  async pass(ms: number, atOnce: boolean): Promise<void> {
    const target = this.nowMs + ms;
    while (this.nowMs < target) {
      this.stage.setTime(Math.min(target, this.nextMoment()));
      await this.tick(atOnce);
    }
  }

  private nextMoment(): number {
    // Looked at: the minutes around beginnings and ends, and the first, second and fourth after something happened.
    const edges = this.meetings(this.nowMs - MINUTE, this.nowMs + 2 * COARSE).flatMap(({ start, end }) => [
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
    return Math.min(minute, this.stage.mail.nextDue(), ...this.endings.map((ending) => ending.at));
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
    await this.noticeEvents();
    await this.check();
  }

  /** What the bots at the provider do by themselves: they come, stay, and leave when their meeting ends. */
  private async moveBots(): Promise<void> {
    for (const bot of this.stage.sandbox.world.bots.values()) {
      if (bot.step === 'bot.done' || ['Denied', 'NotAllowed', 'Error'].includes(bot.status)) continue;
      const age = this.nowMs - Date.parse(bot.createdAt);
      const isOver = Date.parse(bot.customAttributes.meeting_end ?? '') <= this.nowMs;
      const reason = bot.step === undefined && age > 0 ? this.doom.shift() : undefined;
      if (reason) await this.advanceBot(bot.id, { to: 'bot.stopped', reason });
      else if (isOver || bot.step === 'bot.stopped') await this.advanceBot(bot.id, { to: 'bot.done' });
      else if (bot.step === undefined && age > 0) await this.advanceBot(bot.id, { to: 'bot.recording' });
    }
  }

  async advanceBot(id: string, body: { to: string; reason?: string }): Promise<void> {
    await this.stage.control('POST', `/bots/${id}/advance`, body);
    this.stage.tell(`    bot ${id.slice(0, 4)} ${body.reason ?? body.to}`);
    // Its reports follow one another.
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** A meeting, or all of a series, goes on under another name from now on, also for whoever still knows the old one. */
  rename(renamer: (key: string) => string | null, keys: string[]): void {
    this.renamers.push(renamer);
    for (const key of keys) {
      const next = renamer(key);
      if (next) this.wishes.rename(key, next);
    }
  }

  /** The name by which Google knows a meeting that somebody has named, maybe by an older name. */
  currentKey(key: string): string {
    let name = key;
    for (const renamer of this.renamers) {
      if (isKnown(this.stage.sandbox.world, this.email, name)) return name;
      name = renamer(name) ?? name;
    }
    return name;
  }

  /** New parts of split series, as soon as the app has seen them. */
  async noticeEvents(): Promise<void> {
    const { rows } = await this.stage.sql.query(
      'SELECT "googleEventId" AS id FROM "Event" ORDER BY "googleEventId"',
    );
    for (const { id } of rows as { id: string }[]) {
      if (this.known.has(id)) continue;
      this.known.add(id);
      const family = id.replace(/_R\d{8}T\d{6}$/, '');
      if (family === id) continue;
      const before = [...this.known].filter(
        (other) =>
          other.startsWith(family) &&
          other < id &&
          /(_R\d{8}T\d{6})?$/.exec(other.slice(family.length))?.[0] === other.slice(family.length),
      );
      const previous = before.sort().at(-1);
      if (previous) this.wishes.inherit(id, previous);
    }
  }

  /** The key of an occurrence that the app names by its id. */
  async keyOfOccurrence(occurrenceId: string): Promise<string | null> {
    const found = (await this.storedMeetings()).find((row) => row.id === occurrenceId);
    return found ? this.keyOfStored(found) : null;
  }

  keyOfStored(row: StoredMeeting): string {
    return this.currentKey(keyOf(row.googleEventId, row.kind === 'master' ? +row.originalStart : null));
  }

  /** What the app shows of the coming days. */
  async storedMeetings(): Promise<StoredMeeting[]> {
    const { rows } = await this.stage.sql.query(
      `SELECT o."id", o."eventId", e."googleEventId", e."kind", o."originalStart", o."title"
         FROM "Occurrence" AS o JOIN "Event" AS e ON e."id" = o."eventId"
        WHERE o."endTime" > $1 AND o."startTime" < $2 AND NOT o."isDeleted"
        ORDER BY e."createdAt", e."googleEventId", o."startTime", o."id"`,
      [new Date(this.nowMs - DAY), new Date(this.nowMs + 9 * DAY)],
    );
    return rows;
  }

  /** Everything heals, and a day passes without a mishap. */
  async settle(): Promise<void> {
    const { stage } = this;
    stage.tell('everything is repaired');
    for (const ending of this.endings.splice(0)) await ending.end();
    stage.mail.calm();
    this.doom = [];
    for (const app of stage.apps) if (!app.isUp) await app.start();
    await this.lookAtLists();
    this.calm.lasting.clear();
    this.calm.changed(this.nowMs);
    await this.pass(2 * 60 * MINUTE, false);
    await this.pass(DAY, false);
  }

  /** The person looks at their calendars, which brings the list of them up to date. */
  async lookAtLists(): Promise<boolean> {
    const outcome = await this.stage.do('listCalendars', { userId: this.userId });
    const isRead = outcome !== 'held' && outcome.value !== undefined;
    if (isRead) this.calm.lasting.delete('calendar list');
    else this.calm.lasting.add('calendar list');
    this.calm.changed(this.nowMs);
    return isRead;
  }
}
