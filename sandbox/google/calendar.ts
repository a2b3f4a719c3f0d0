import { createHash } from 'node:crypto';
import { ChangeTable } from './change-table';
import { zoneOf } from './time';
import type { CalendarEvent } from './types';

export type CalendarSettings = {
  id: string;
  owner: string;
  summary: string;
  description?: string;
  timeZone: string;
  /** Holidays and the like cannot be watched: Google answers pushNotSupportedForRequestedResource. */
  pushSupported: boolean;
  /** Raised on request; a sync token of an earlier generation is answered with 410. */
  generation: number;
};

/** One calendar: its settings and its events with their change feed. */
export class Calendar {
  readonly events: ChangeTable<CalendarEvent>;
  private readonly exceptionIds = new Map<string, Set<string>>();

  /** Each calendar has its own range of etags, so that no two states of any two events have the same. */
  private readonly etagBase: number;

  constructor(
    readonly settings: CalendarSettings,
    events = new ChangeTable<CalendarEvent>(),
  ) {
    this.events = events;
    const range = createHash('sha1').update(settings.id).digest().readUInt32BE() % 900_000;
    this.etagBase = 3_000_000_000_000_000 + range * 1_000_000_000;
    for (const event of events.values()) this.remember(event);
  }

  get id(): string {
    return this.settings.id;
  }

  /** The zone of its days, as Temporal takes it; its settings have Google's name of it, which may be an odd one. */
  get timeZone(): string {
    return zoneOf(this.settings.timeZone) ?? 'UTC';
  }

  /** Stores an event as changed now, with the next place in the change feed, a new etag and a new `updated`. */
  put(event: CalendarEvent, now: Date): CalendarEvent {
    this.remember(event);
    return this.events.put(event.id, (seq) => ({
      ...event,
      etag: `"${this.etagBase + seq * 2}"`,
      updated: now.toISOString(),
    })).value;
  }

  /** Returns the stored exceptions of a series, including canceled ones. */
  exceptionsOf(masterId: string): CalendarEvent[] {
    const ids = this.exceptionIds.get(masterId) ?? new Set();
    return [...ids].map((id) => this.events.get(id)).filter((event) => event !== undefined);
  }

  /** Drops an exception without a row in the change feed, as Google does when its series is deleted or re-timed. */
  dropException(masterId: string, id: string): void {
    this.events.drop(id);
    this.exceptionIds.get(masterId)?.delete(id);
  }

  private remember(event: CalendarEvent): void {
    if (!event.recurringEventId) return;
    const ids = this.exceptionIds.get(event.recurringEventId) ?? new Set();
    this.exceptionIds.set(event.recurringEventId, ids.add(event.id));
  }

  toJSON() {
    return { settings: this.settings, events: this.events };
  }
}
