import type { Tx } from '@/lib/platform/database/client';
import type { Event } from '@/lib/platform/database/generated/prisma/client';
import { carryBookings } from './carry-bookings';
import { type Continued, LATE_PART_MS } from './continue-series';
import { groupBy } from './domain/group-by';
import { seriesFamily } from './domain/series-split';
import { expandEvent, type Root } from './expand-event';
import {
  findBookings,
  findFormerBookings,
  findTakers,
  findVanished,
  type Placed,
  type Vanishing,
} from './find-bookings';
import { materializedWindow } from './materialized-window';
import { isDropped, type WrittenEvent } from './stored-event';
import { markVanished, relevantOccurrences, writeOccurrences } from './write-occurrences';

/** What of a calendar its occurrences are made with. */
export type MaterializedCalendar = { id: string; userId: string; timeZone: string };

/** Events expanded together, so that memory stays flat in a large calendar. */
const BATCH = 2_500;

const ALL_TIME = { from: new Date(0), to: new Date('9999-01-01T00:00:00Z') };

type Occasion = {
  /** Events that have just been written. */
  written?: WrittenEvent[];
  /** Events whose resource is another one now, also where no time changed. */
  changedIds?: Set<string>;
  /** Expand at least to here. */
  until?: Date;
  continued?: Continued[];
  /** Later parts that were known before. */
  stayed?: string[];
};

/** What became of the occurrences of some events. */
type Outcome = {
  vanishing: Vanishing[];
  /** All that end, whether anybody wants a bot there or not. */
  ended: Pick<Placed, 'eventId' | 'startTime'>[];
  appeared: Placed[];
  /** What is one series to a person, by the ids of its parts. */
  families: Map<string, string>;
  /** Events of which not all could be found. */
  cut: Set<string>;
};

/**
 * Brings the stored occurrences of events in line with the events, and hands bookings on where one takes the place of
 * another.
 * @param rootIds series, single events, and exceptions that stand for themselves
 * @returns ids of the events of which not all could be found: a rule was too much to be followed to the end
 */
export async function materializeEvents(
  tx: Tx,
  calendar: MaterializedCalendar,
  rootIds: string[],
  now: Date,
  occasion: Occasion = {},
): Promise<Set<string>> {
  // A meeting may go from one batch's series to another's: bookings are handed on when all are written.
  const outcome: Outcome = { vanishing: [], ended: [], appeared: [], families: new Map(), cut: new Set() };
  for (let i = 0; i < rootIds.length; i += BATCH)
    await materializeBatch(tx, calendar, rootIds.slice(i, i + BATCH), occasion, outcome, now);
  await handOn(tx, occasion, outcome, now);
  return outcome.cut;
}

async function materializeBatch(
  tx: Tx,
  calendar: MaterializedCalendar,
  ids: string[],
  { written = [], changedIds = new Set(), until }: Occasion,
  outcome: Outcome,
  now: Date,
): Promise<void> {
  const known = new Map(written.map((row) => [row.id, row]));
  const roots = await rootsOf(tx, ids, known);
  for (const root of roots) outcome.families.set(root.id, seriesFamily(root.googleEventId));
  const exceptions = await exceptionsTo(tx, calendar.id, roots);
  // Of an event that is new, nothing is stored yet.
  const former = [...ids, ...exceptions.map(idOf)].filter((id) => !known.get(id)?.isNew);
  const window = materializedWindow(now);
  const relevant = await relevantOccurrences(tx, former, window.from);

  const exceptionsOf = groupBy(
    exceptions.filter((row) => !isDropped(row)),
    (row) => row.recurringEventId,
  );
  const relevantOf = groupBy(relevant, (row) => row.eventId);
  const rows = roots.flatMap((root) => {
    const far = (relevantOf.get(root.id) ?? []).reduce(
      (end, row) => Math.max(end, +row.startTime, +row.originalStart),
      Math.max(+window.to - 1, +(until ?? 0), +(root.aheadUntil ?? 0)),
    );
    // A single meeting is followed wherever it moves; only a series needs a window.
    const within = root.kind === 'master' ? { from: window.from, to: new Date(far + 1) } : ALL_TIME;
    const found = expandEvent(root, exceptionsOf.get(root.googleEventId) ?? [], within, calendar.timeZone);
    if (!found.isWhole) outcome.cut.add(root.id);
    return found.rows;
  });

  const staying = new Set(rows.map(idOf));
  const ending = relevant.filter((row) => !row.isDeleted && !staying.has(row.id));
  const dropped = new Set(exceptions.filter((row) => changedIds.has(row.id) && isDropped(row)).map(idOf));
  const forgotten = relevant.filter(
    (row) => row.isDeleted && dropped.has(row.resourceId) && !staying.has(row.id),
  );
  outcome.ended = outcome.ended.concat(ending);
  outcome.vanishing.push(...(await findBookings(tx, ending.map(idOf), now)));
  outcome.vanishing.push(...(await findFormerBookings(tx, forgotten.map(idOf), now)));
  // Of a date that is there again somebody may have said already what is to be there.
  const before = new Set(relevant.filter((row) => !row.isDeleted || row.override).map(idOf));
  for (const { id, eventId, resourceId, startTime, isDeleted } of rows) {
    if (!before.has(id) && !isDeleted)
      outcome.appeared.push({ id, eventId, resourceId, startTime: new Date(startTime) });
  }
  await writeOccurrences(tx, calendar, rows, changedIds, now);
  await markVanished(tx, [...ending, ...forgotten].map(idOf), now);
}

/** Hands bookings on to what takes the place of what vanished, now or a short while ago. */
async function handOn(
  tx: Tx,
  { written = [], continued = [], stayed = [] }: Occasion,
  { vanishing, ended, appeared, families }: Outcome,
  now: Date,
): Promise<void> {
  for (const { beforeId, afterId } of continued) {
    const family = families.get(beforeId) ?? beforeId;
    families.set(beforeId, family).set(afterId, family);
  }
  const lately = new Date(+now - LATE_PART_MS);
  const gone = [
    ...continued.map((pair) => ({ eventId: pair.beforeId, since: lately })),
    ...written.flatMap(({ id, deletedSince }) => (deletedSince ? { eventId: id, since: deletedSince } : [])),
  ];
  const found = new Set(vanishing.map(idOf));
  const before = (await findVanished(tx, gone, now)).filter((row) => !found.has(row.id));
  const wanted = await findFormerBookings(tx, before.map(idOf), now);
  const isNew = new Set(appeared.map(idOf));
  const takers = (await findTakers(tx, stayed, now)).filter((row) => !isNew.has(row.id));
  await carryBookings(
    tx,
    vanishing.concat(wanted),
    ended.concat(before),
    appeared.concat(takers),
    (eventId) => families.get(eventId),
    now,
  );
}

const idOf = (row: { id: string }) => row.id;

/** Events by id, as far as they are not at hand. */
async function rootsOf(tx: Tx, ids: string[], known: Map<string, WrittenEvent>): Promise<Root[]> {
  const roots: Root[] = [];
  const unknown: string[] = [];
  for (const id of ids) {
    const row = known.get(id);
    if (row?.raw) roots.push({ ...row, raw: row.raw as unknown as Event['raw'] });
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
