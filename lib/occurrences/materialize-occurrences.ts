import type { Change } from '@/lib/activity/record-activity';
import { readPlatformOrder } from '@/lib/contract/stored';
import type { PlatformOrder } from '@/lib/meeting-link';
import type { Tx } from '@/lib/platform/database/client';
import type { Event } from '@/lib/platform/database/generated/prisma/client';
import { bookingsDeletedBefore, carryBookings, type Replaced } from './carry-bookings';
import type { Continued } from './continue-series';
import { groupBy } from './domain/group-by';
import { seriesFamily } from './domain/series-split';
import { expandEvent, type Root } from './expand-event';
import {
  bookingsAt,
  eventsByGoogleId,
  linkedEvents,
  markDeleted,
  type OccurrenceRow,
  type RelevantOccurrence,
  relevantOccurrences,
  writeOccurrences,
  zonelessEvents,
} from './queries';
import { isDropped, type StoredEvent, type WrittenEvent } from './stored-event';

/** What of a calendar its occurrences are made with. */
export type MaterializedCalendar = {
  id: string;
  userId: string;
  timeZone: string;
  /** The order in which its user prefers platforms, as it is stored; it is read where it is absent. */
  platformOrder?: unknown;
};

type Moment = Pick<Change, 'tx' | 'now'>;

const DAY_MS = 86_400_000;
/** This far ahead all occurrences are stored at any moment. */
export const STORED_AHEAD_MS = 60 * DAY_MS;
/** The window moves on once a day, but not twice within half a day: two days are in reserve. */
const WINDOW_AFTER_MS = STORED_AHEAD_MS + 2 * DAY_MS;
const WINDOW_BEFORE_MS = DAY_MS;

/** Returns the rolling window around `now` in which occurrences are stored, half-open. */
export function materializedWindow(now: Date): { from: Date; to: Date } {
  return { from: new Date(+now - WINDOW_BEFORE_MS), to: new Date(+now + WINDOW_AFTER_MS) };
}

/**
 * Updates the stored occurrences of changed events.
 * @param changed rows that have just been stored; an exception stands for its whole series. A `WrittenEvent` brings its resource along, so it is not read again
 * @param continued series that go on in others: their bookings go along
 * @returns ids of the events (series or single) whose occurrences were compared
 */
export async function materializeChanged(
  moment: Moment,
  calendar: MaterializedCalendar,
  changed: (StoredEvent | WrittenEvent)[],
  continued: Continued[],
): Promise<string[]> {
  const masterIds = [...new Set(changed.flatMap((row) => row.recurringEventId ?? []))];
  const masters = masterIds.length === 0 ? [] : await eventsByGoogleId(moment.tx, calendar.id, masterIds);
  const known = new Set(masters.map((master) => master.googleEventId));
  const roots = new Set(masters.map((master) => master.id));
  for (const row of changed) {
    // An exception whose series we were never shown (its person is invited to one date only) is a root of its
    // own.
    if (!row.recurringEventId || !known.has(row.recurringEventId)) roots.add(row.id);
  }
  const changedIds = new Set(changed.map((row) => row.id));
  const stayed = continued.filter((pair) => !roots.has(pair.afterId)).map((pair) => pair.afterId);
  for (const id of stayed) roots.add(id);
  const written = changed.filter((row) => 'isNew' in row);
  await materializeEvents(moment, calendar, [...roots], { written, changedIds, continued, stayed });
  return [...roots];
}

/**
 * Expands series again, beyond the rolling window if need be, as for bookings far ahead.
 * @param until at least to here
 * @returns ids of those whose occurrences are all stored that far, because no rule was cut off
 */
export async function materializeSeries(
  moment: Moment,
  calendar: MaterializedCalendar,
  eventIds: string[],
  until: Date,
): Promise<string[]> {
  const cut = await materializeEvents(moment, calendar, eventIds, { until });
  return eventIds.filter((id) => !cut.has(id));
}

/**
 * Expands the events again that stand in their calendar's own time zone, which has changed.
 * @returns ids of the events (series or single) whose occurrences were compared
 */
export async function materializeZoneless(moment: Moment, calendar: MaterializedCalendar): Promise<string[]> {
  const eventIds = (await zonelessEvents(moment.tx, calendar.id)).map(idOf);
  await materializeEvents(moment, calendar, eventIds);
  return eventIds;
}

/**
 * Expands the events of a person again that have a link and have not ended, after the order of platforms has changed.
 * @returns ids of the events (series or single) whose occurrences were compared
 */
export async function materializeLinked(moment: Moment, userId: string): Promise<string[]> {
  const calendars = await linkedEvents(moment.tx, userId, moment.now);
  for (const { eventIds, ...calendar } of calendars)
    await materializeEvents(moment, { ...calendar, userId }, eventIds);
  return calendars.flatMap(({ eventIds }) => eventIds);
}

/** Returns the order in which a person prefers platforms. */
export async function platformOrderOf(tx: Tx, userId: string): Promise<PlatformOrder> {
  const user = await tx.user.findUnique({ where: { id: userId }, select: { platformOrder: true } });
  return readPlatformOrder(user?.platformOrder);
}

/** Events expanded together, so that memory stays flat in a large calendar. */
const BATCH = 2_500;

const ALL_TIME = { from: new Date(0), to: new Date('9999-01-01T00:00:00Z') };

/** Why events are expanded. */
type Occasion = {
  /** Events that have just been written. */
  written?: WrittenEvent[];
  /** Events whose resource is another one now, also where no time changed. */
  changedIds?: Set<string>;
  /** Expand at least to here. */
  until?: Date;
  continued?: Continued[];
  /** Later parts that had been stored before. */
  stayed?: string[];
};

/** What became of the occurrences of some events. */
type Outcome = Replaced & {
  /** Events whose rule was cut off: not all of their occurrences were found. */
  cut: Set<string>;
};

/**
 * Brings the stored occurrences of events in line with the events, and carries bookings from those that end
 * to those that take their place.
 * @param rootIds series, single events, and exceptions without a series
 * @returns ids of the events whose rule was cut off
 */
async function materializeEvents(
  moment: Moment,
  calendar: MaterializedCalendar,
  rootIds: string[],
  occasion: Occasion = {},
): Promise<Set<string>> {
  if (rootIds.length === 0) return new Set();
  // A meeting may go from the series of one batch to that of another, so bookings are carried when all are
  // written.
  const preferred =
    calendar.platformOrder !== undefined
      ? readPlatformOrder(calendar.platformOrder)
      : await platformOrderOf(moment.tx, calendar.userId);
  const outcome: Outcome = { bookings: [], ended: [], appeared: [], families: new Map(), cut: new Set() };
  for (let i = 0; i < rootIds.length; i += BATCH) {
    const batch = await readBatch(moment, calendar, rootIds.slice(i, i + BATCH), occasion);
    await materializeBatch(moment, calendar, { ...batch, preferred }, outcome);
  }
  await carryBookings(moment, occasion, outcome);
  return outcome.cut;
}

/** Some events, and what is stored of their occurrences. */
type Batch = {
  roots: Root[];
  exceptions: Event[];
  relevant: RelevantOccurrence[];
  changedIds: Set<string>;
  until: Date | undefined;
};

/** A batch, and the order in which its person prefers platforms. */
type PreferringBatch = Batch & { preferred: PlatformOrder };

async function readBatch(
  { tx, now }: Moment,
  calendar: MaterializedCalendar,
  ids: string[],
  { written = [], changedIds = new Set(), until }: Occasion,
): Promise<Batch> {
  const known = new Map(written.map((row) => [row.id, row]));
  const roots = await rootsOf(tx, ids, known);
  const exceptions = await exceptionsTo(tx, calendar.id, roots);
  // Nothing is stored yet of an event that is new.
  const former = [...ids, ...exceptions.map(idOf)].filter((id) => !known.get(id)?.isNew);
  const { from } = materializedWindow(now);
  const relevant = former.length === 0 ? [] : await relevantOccurrences(tx, former, from);
  return { roots, exceptions, relevant, changedIds, until };
}

async function materializeBatch(
  { tx, now }: Moment,
  calendar: MaterializedCalendar,
  batch: PreferringBatch,
  outcome: Outcome,
): Promise<void> {
  const { exceptions, relevant, changedIds } = batch;
  for (const root of batch.roots) outcome.families.set(root.id, seriesFamily(root.googleEventId));
  const rows = expandBatch(batch, materializedWindow(now), calendar.timeZone, outcome.cut);
  const staying = new Set(rows.map(idOf));
  const ending = relevant.filter((row) => !row.isDeleted && !staying.has(row.id));
  const dropped = new Set(exceptions.filter((row) => changedIds.has(row.id) && isDropped(row)).map(idOf));
  const forgotten = relevant.filter(
    (row) => row.isDeleted && dropped.has(row.resourceId) && !staying.has(row.id),
  );
  outcome.ended = outcome.ended.concat(ending);
  if (ending.length > 0) outcome.bookings.push(...(await bookingsAt(tx, ending.map(idOf), now)));
  outcome.bookings.push(...(await bookingsDeletedBefore(tx, forgotten.map(idOf), now)));
  // A date that is back may have an override of its own, which nothing that is carried replaces.
  const before = new Set(relevant.filter((row) => !row.isDeleted || row.override).map(idOf));
  for (const row of rows) if (!before.has(row.id) && !row.isDeleted) outcome.appeared.push(row);
  if (rows.length > 0) await writeOccurrences(tx, calendar, rows, [...changedIds], now);
  const gone = [...ending, ...forgotten].map(idOf);
  if (gone.length > 0) await markDeleted(tx, gone, now);
}

/**
 * Returns the occurrences that the events of a batch have now. Adds the events whose rule was cut off to
 * `cut`.
 */
function expandBatch(
  { roots, exceptions, relevant, until, preferred }: PreferringBatch,
  window: { from: Date; to: Date },
  timeZone: string,
  cut: Set<string>,
): OccurrenceRow[] {
  const exceptionsOf = groupBy(
    exceptions.filter((row) => !isDropped(row)),
    (row) => row.recurringEventId,
  );
  const relevantOf = groupBy(relevant, (row) => row.eventId);
  return roots.flatMap((root) => {
    const far = (relevantOf.get(root.id) ?? []).reduce(
      (end, row) => Math.max(end, +row.startTime, +row.originalStart),
      Math.max(+window.to - 1, +(until ?? 0), +(root.aheadUntil ?? 0)),
    );
    // A single meeting is found wherever it moves; only a series needs a window.
    const within = root.kind === 'master' ? { from: window.from, to: new Date(far + 1) } : ALL_TIME;
    const settings = { timeZone, preferred };
    const found = expandEvent(root, exceptionsOf.get(root.googleEventId) ?? [], within, settings);
    if (!found.isWhole) cut.add(root.id);
    return found.rows;
  });
}

const idOf = (row: { id: string }) => row.id;

/** Returns events by id; those that have just been written are not read again. */
async function rootsOf(tx: Tx, ids: string[], known: Map<string, WrittenEvent>): Promise<Root[]> {
  const roots: Root[] = [];
  const unknown: string[] = [];
  for (const id of ids) {
    const row = known.get(id);
    if (row?.raw) roots.push(row);
    else unknown.push(id);
  }
  if (unknown.length > 0) roots.push(...(await tx.event.findMany({ where: { id: { in: unknown } } })));
  return roots;
}

async function exceptionsTo(tx: Tx, calendarId: string, roots: Root[]): Promise<Event[]> {
  const masterIds = roots.filter((root) => root.kind === 'master').map((root) => root.googleEventId);
  if (masterIds.length === 0) return [];
  return tx.event.findMany({ where: { calendarId, recurringEventId: { in: masterIds } } });
}
