import { createHash } from 'node:crypto';
import type { Bot } from './bots/bot';
import { CallLog, type LogEntry } from './call-log';
import { Faults } from './faults';
import { Calendar, type CalendarSettings } from './google/calendar';
import { ChangeTable } from './google/change-table';
import { OAuthStore } from './google/oauth/store';
import { Snapshots } from './google/paging';
import type { CalendarEvent, ListEntry } from './google/types';
import type { Attendance, RoomGuests } from './rooms/attendance';

export type Person = {
  email: string;
  /** Who the person is, whatever address they have. */
  sub: string;
  name: string;
  timeZone: string;
  color: string;
  /** What identity claims say instead of the address: another case, or another domain of the same mailbox. */
  claimedEmail?: string | undefined;
  /** `email_verified` of the identity claims; null leaves it out. By default true. */
  emailVerified?: boolean | string | null | undefined;
  /** `hd`, the Workspace domain; null for a Google account that no organization manages. By default that of the address. */
  hostedDomain?: string | null | undefined;
};

export type Channel = {
  id: string;
  resourceId: string;
  resourceUri: string;
  /** The list (`list:email`) or calendar (`events:calendarId`) that it watches. */
  subject: string;
  email: string;
  clientId: string;
  address: string;
  token?: string | undefined;
  expirationMs: number;
  messageNumber: number;
};

export type MeetstreamSettings = {
  /** The address of the workspace, as it is set up in MeetStream's dashboard: gets every report, signed. */
  workspaceEndpoint: string | null;
  /** Fields that reports lack, such as `bot_id` and `custom_attributes`. */
  omit: string[];
};

/** Forms of a field in an answer to `watch`: as documented, as a number, as a text of no use, null, or left out. */
export const WATCH_FORMS = ['documented', 'number', 'date', 'unreadable', 'null', 'missing'] as const;
export type WatchForm = (typeof WATCH_FORMS)[number];

export type Settings = {
  pageSize?: number | undefined;
  blankPages: boolean;
  push: {
    drop: number;
    duplicate: number;
    late: number;
    reorder: boolean;
    delayMs: number;
    syncBeforeResponse: boolean;
    /** How an answer to `watch` tells when the channel ends, and which resource it watches; see `WATCH_FORMS`. */
    expiration: WatchForm;
    resourceId: WatchForm;
  };
  bots: { auto: boolean; speed: number };
  meetstream: MeetstreamSettings;
  attendee: AttendeeSettings;
  /**
   * Origins (`https://host:port`) behind a proxy that ends TLS, each with the origin behind it: what Google and the providers
   * send to the first arrives at the second.
   */
  tlsProxies: Record<string, string>;
};

/** What an Attendee installation has, or lacks. */
export type AttendeeSettings = {
  /** Its organization has no credits left. */
  outOfCredits: boolean;
  /** Its project has credentials of a Zoom app. */
  zoomCredentials: boolean;
  /** Its project may have so many bots in meetings. */
  concurrentBots: number;
};

type Table<T> = ReturnType<ChangeTable<T>['toJSON']>;
export type SavedWorld = {
  people: Person[];
  lists: [string, Table<ListEntry>, number][];
  calendars: { settings: CalendarSettings; events: Table<CalendarEvent> }[];
  channels: Channel[];
  bots: Bot[];
  attendance?: [string, Attendance][];
  guests?: [string, RoomGuests][];
  oauth: ConstructorParameters<typeof OAuthStore>[0];
  settings: Settings;
  botLog: LogEntry[];
  /** The last day (`YYYY-MM-DD`) that the demo has filled. */
  seededUntil?: string | undefined;
};

export const defaultSettings = (): Settings => ({
  blankPages: false,
  push: {
    ...{ drop: 0, duplicate: 0, late: 0, reorder: false, delayMs: 0, syncBeforeResponse: false },
    ...{ expiration: 'documented', resourceId: 'documented' },
  },
  bots: { auto: true, speed: 1 },
  meetstream: { workspaceEndpoint: null, omit: [] },
  attendee: { outOfCredits: false, zoomCredentials: true, concurrentBots: 2500 },
  tlsProxies: {},
});

/** The sandbox's state: people, calendars, consents, channels, bots, settings and the log. */
export class World {
  readonly people = new Map<string, Person>();
  readonly calendars = new Map<string, Calendar>();
  readonly lists = new Map<string, ChangeTable<ListEntry>>();
  readonly listGenerations = new Map<string, number>();
  readonly channels = new Map<string, Channel>();
  readonly bots = new Map<string, Bot>();
  /** Who comes to a meeting, by calendar id and event id (`ada@…/id`). */
  readonly attendance = new Map<string, Attendance>();
  /** Who is in a room whatever the calendars say, by room. */
  readonly guests = new Map<string, RoomGuests>();
  readonly faults = new Faults();
  readonly log = new CallLog();
  readonly snapshots = new Snapshots();
  oauth = new OAuthStore();
  settings = defaultSettings();
  seededUntil?: string | undefined;
  private lastGeneration = 0;
  /** Is called when a calendar's events (`events:id`) or a person's calendar list (`list:email`) have changed. */
  onChange: (subject: string) => void = () => {};

  constructor(readonly now: () => Date) {}

  addPerson(person: Person): void {
    this.people.set(person.email, person);
    this.lists.set(person.email, new ChangeTable());
    this.listGenerations.set(person.email, this.newGeneration());
  }

  /** Adds a new calendar and returns it. Sync tokens of an earlier run get 410, because its generation differs. */
  addCalendar(settings: Omit<CalendarSettings, 'generation'>): Calendar {
    const calendar = new Calendar({ ...settings, generation: this.newGeneration() });
    this.calendars.set(calendar.id, calendar);
    return calendar;
  }

  /** Adds a calendar to a person's list, or changes or removes (`deleted`) its entry. */
  list(email: string, entry: ListEntry): void {
    this.lists.get(email)?.put(entry.calendarId, () => entry);
    this.onChange(`list:${email}`);
  }

  /** Returns a `sub` that no person has or had: the same in each run for the first person with an address. */
  newSub(email: string): string {
    const taken = new Set([...this.people.values()].map(({ sub }) => sub));
    for (let turn = 0; ; turn += 1) {
      const name = turn === 0 ? email : `${email}#${turn}`;
      const sub = BigInt(`0x${createHash('sha1').update(name).digest('hex').slice(0, 16)}`).toString();
      if (!taken.has(sub)) return sub;
    }
  }

  /**
   * Gives a person another address, as an administrator or the person does at Google: their `sub`, tokens and events stay,
   * and their primary calendar has the new address as its id, in every list. Nothing answers to the old one any more, no
   * sync token of before is valid, and channels that watch what has the old name are silent.
   */
  renamePerson(from: string, to: string): void {
    const person = this.people.get(from);
    const list = this.lists.get(from);
    const primary = this.calendars.get(from);
    if (!person || !list || !primary) return;
    this.people.delete(from);
    this.lists.delete(from);
    this.listGenerations.delete(from);
    this.addPerson({ ...person, email: to });
    this.calendars.delete(from);
    const renamed = this.addCalendar({
      ...primary.settings,
      id: to,
      summary: primary.settings.summary === from ? to : primary.settings.summary,
    });
    for (const event of primary.events.values()) renamed.put(renameIn(event, from, to), this.now());
    for (const { settings } of this.calendars.values()) if (settings.owner === from) settings.owner = to;
    for (const entry of list.values()) {
      // Left over of someone who had the new address before.
      if (entry.calendarId === to) continue;
      this.list(to, entry.calendarId === from ? { ...entry, calendarId: to } : entry);
    }
    for (const [email, others] of this.lists) {
      const entry = others.get(from);
      if (!entry || email === to) continue;
      this.list(email, { ...entry, deleted: true });
      if (!entry.deleted) this.list(email, { ...entry, calendarId: to });
    }
    for (const channel of this.channels.values()) if (channel.email === from) channel.email = to;
    this.oauth.renamePerson(from, to);
  }

  /** Returns where a message to an address arrives: behind the proxy that ends TLS, if there is one. */
  arrivesAt(address: string): string {
    const { origin } = new URL(address);
    const behind = this.settings.tlsProxies[origin];
    return behind ? behind + address.slice(origin.length) : address;
  }

  /** Returns a number that no list of this or an earlier run has had. */
  newGeneration(): number {
    this.lastGeneration = Math.max(this.lastGeneration + 1, Date.now());
    return this.lastGeneration;
  }

  clear(): void {
    for (const map of [
      this.people,
      this.calendars,
      this.lists,
      this.listGenerations,
      this.channels,
      this.bots,
      this.attendance,
      this.guests,
    ]) {
      map.clear();
    }
    this.faults.remove();
    this.log.clear();
    this.settings = defaultSettings();
    this.oauth.clear();
    this.seededUntil = undefined;
  }

  save(): SavedWorld {
    return {
      people: [...this.people.values()],
      lists: [...this.lists].map(([email, list]) => [
        email,
        list.toJSON(),
        this.listGenerations.get(email) ?? 0,
      ]),
      calendars: [...this.calendars.values()].map(({ settings, events }) => ({
        settings,
        events: events.toJSON(),
      })),
      channels: [...this.channels.values()],
      bots: [...this.bots.values()],
      attendance: [...this.attendance],
      guests: [...this.guests],
      oauth: this.oauth.toJSON(),
      settings: this.settings,
      botLog: this.log.toJSON(),
      seededUntil: this.seededUntil,
    };
  }

  restore(saved: SavedWorld): void {
    for (const person of saved.people) this.people.set(person.email, person);
    for (const [email, list, generation] of saved.lists) {
      this.lists.set(email, ChangeTable.from(list));
      this.listGenerations.set(email, generation);
    }
    for (const { settings, events } of saved.calendars) {
      this.calendars.set(settings.id, new Calendar(settings, ChangeTable.from(events)));
    }
    for (const channel of saved.channels) this.channels.set(channel.id, channel);
    for (const bot of saved.bots) this.bots.set(bot.id, bot);
    for (const [event, attendance] of saved.attendance ?? []) this.attendance.set(event, attendance);
    for (const [room, guests] of saved.guests ?? []) this.guests.set(room, guests);
    this.oauth = new OAuthStore(saved.oauth);
    // A file of an earlier version lacks settings that are new.
    const defaults = defaultSettings();
    this.settings = { ...defaults, ...saved.settings, push: { ...defaults.push, ...saved.settings.push } };
    this.log.restore(saved.botLog);
    this.seededUntil = saved.seededUntil;
  }
}

/** Returns an event of a person's own calendar as it reads after their address has changed. */
function renameIn(event: CalendarEvent, from: string, to: string): CalendarEvent {
  const renamed = <T extends { email: string }>(who: T): T =>
    who.email === from ? { ...who, email: to } : who;
  return {
    ...event,
    ...(event.creator && { creator: renamed(event.creator) }),
    ...(event.organizer && { organizer: renamed(event.organizer) }),
    ...(event.attendees && { attendees: event.attendees.map(renamed) }),
  };
}
