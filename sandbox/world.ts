import type { Bot } from './bots/bot';
import { CallLog, type LogEntry } from './call-log';
import { Faults } from './faults';
import { Calendar, type CalendarSettings } from './google/calendar';
import { ChangeTable } from './google/change-table';
import { OAuthStore } from './google/oauth/store';
import { Snapshots } from './google/paging';
import type { CalendarEvent, ListEntry } from './google/types';
import type { Attendance, RoomGuests } from './rooms/attendance';

export type Person = { email: string; sub: string; name: string; timeZone: string; color: string };

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
  };
  bots: { auto: boolean; speed: number };
  meetstream: MeetstreamSettings;
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
  push: { drop: 0, duplicate: 0, late: 0, reorder: false, delayMs: 0, syncBeforeResponse: false },
  bots: { auto: true, speed: 1 },
  meetstream: { workspaceEndpoint: null, omit: [] },
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
    // A state of an older sandbox lacks newer settings.
    this.settings = { ...defaultSettings(), ...saved.settings };
    this.log.restore(saved.botLog);
    this.seededUntil = saved.seededUntil;
  }
}
