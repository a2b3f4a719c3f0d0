import type { Tx } from '@/lib/db/client';
import type { Event } from '@/lib/db/generated/prisma/client';
import type { GoogleEvent } from '@/lib/domain/google-event';
import { chooseMeetingLink, type MeetingLink } from '@/lib/domain/meeting-link';
import { type ConcreteOccurrence, occurrencesOf } from '@/lib/domain/occurrences';
import { seriesFamily } from '@/lib/domain/series-split';
import {
  carryBookings,
  findBooked,
  findBookedOnce,
  findTakers,
  findVanished,
  LATE_PART_MS,
  type Placed,
  type Vanishing,
} from './carry-bookings';
import type { Continued } from './continue-series';
import { isDropped } from './dropped-exceptions';
import type { StoredEvent, WrittenEvent } from './store-events';

export type MaterializedCalendar = { id: string; userId: string; timeZone: string };

/**
 * Occurrences are kept from a day ago to 60 days ahead. The window moves on once a day, but not twice within half a day:
 * two days in reserve see to it that 60 days are there at any moment.
 */
const WINDOW_BEFORE_MS = 86_400_000;
export const KEPT_AHEAD_MS = 60 * 86_400_000;
const WINDOW_AFTER_MS = KEPT_AHEAD_MS + 2 * 86_400_000;
/** Events expanded together, so that memory stays flat in a large calendar. */
const BATCH = 2_500;

/** No meeting of a series lasts longer: of what began before, nothing is read. */
const LONGEST_MS = 366 * 86_400_000;

const ALL_TIME = { from: new Date(0), to: new Date('9999-01-01T00:00:00Z') };

/** The rolling window around `now`, half-open. */
export function materializedWindow(now: Date): { from: Date; to: Date } {
  return { from: new Date(+now - WINDOW_BEFORE_MS), to: new Date(+now + WINDOW_AFTER_MS) };
}

/**
 * Brings the occurrences of events that changed in line with them.
 * @param changed rows just stored; an exception stands for its whole series. What is known of them is not read again
 * @param continued series that go on in others: bookings go along
 * @returns ids of the events (series or single) whose occurrences were looked at
 */
export async function materializeChanged(
  tx: Tx,
  calendar: MaterializedCalendar,
  changed: (StoredEvent | WrittenEvent)[],
  continued: Continued[],
  now: Date,
): Promise<string[]> {
  const masterIds = [...new Set(changed.flatMap((row) => row.recurringEventId ?? []))];
  const masters =
    masterIds.length === 0
      ? []
      : await tx.$queryRaw<{ id: string; googleEventId: string }[]>`
          SELECT "id", "googleEventId" FROM "Event"
           WHERE "calendarId" = ${calendar.id}
             AND "googleEventId" = ANY(${masterIds}::text[])`;
  const known = new Set(masters.map((master) => master.googleEventId));
  const roots = new Set(masters.map((master) => master.id));
  for (const row of changed) {
    // An exception whose series we were never shown (invited to one date only) stands for itself.
    if (!row.recurringEventId || !known.has(row.recurringEventId)) roots.add(row.id);
  }
  const changedIds = new Set(changed.map((row) => row.id));
  const stayed = continued.filter((pair) => !roots.has(pair.afterId)).map((pair) => pair.afterId);
  for (const id of stayed) roots.add(id);
  const written = changed.filter((row) => 'isNew' in row);
  await materializeEvents(tx, calendar, [...roots], now, { written, changedIds, continued, stayed });
  return [...roots];
}

/**
 * Expands series anew, beyond the rolling window if need be, as for bookings far ahead.
 * @param until at least to here
 * @returns ids of those of which all is stored that far: no rule was too much to be followed to the end
 */
export async function materializeSeries(
  tx: Tx,
  calendar: MaterializedCalendar,
  eventIds: string[],
  until: Date,
  now: Date,
): Promise<string[]> {
  const cut = await materializeEvents(tx, calendar, eventIds, now, { until });
  return eventIds.filter((id) => !cut.has(id));
}

/**
 * Expands anew what stands in its calendar's own time zone, which has changed: all-day events, and those Google gives no
 * zone.
 * @returns ids of the events (series or single) whose occurrences were looked at
 */
export async function materializeZoneless(
  tx: Tx,
  calendar: MaterializedCalendar,
  now: Date,
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Event"
     WHERE "calendarId" = ${calendar.id} AND NOT "isDeleted" AND "kind" <> 'exception'
       AND "raw"->'start'->>'timeZone' IS NULL`;
  const eventIds = rows.map((row) => row.id);
  await materializeEvents(tx, calendar, eventIds, now);
  return eventIds;
}

/** What of a stored event its occurrences are made of. */
type Root = Pick<Event, 'id' | 'googleEventId' | 'kind' | 'isDeleted' | 'chosenLinkKey' | 'raw'> & {
  aheadUntil?: Date | null;
};

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

/** @returns ids of the events of which not all could be found */
async function materializeEvents(
  tx: Tx,
  calendar: MaterializedCalendar,
  rootIds: string[],
  now: Date,
  { written = [], changedIds = new Set(), until, continued = [], stayed = [] }: Occasion = {},
): Promise<Set<string>> {
  // A meeting may go from one batch's series to another's: bookings are handed on when all are written.
  const vanishing: Vanishing[] = [];
  const ended: Pick<Placed, 'eventId' | 'startTime'>[] = [];
  const appeared: Placed[] = [];
  const cut = new Set<string>();
  const families = new Map<string, string>();
  const known = new Map(written.map((row) => [row.id, row]));
  for (let i = 0; i < rootIds.length; i += BATCH) {
    const ids = rootIds.slice(i, i + BATCH);
    const roots = await rootsOf(tx, ids, known);
    const masterIds = roots.filter((root) => root.kind === 'master').map((root) => root.googleEventId);
    const exceptions = await exceptionsTo(tx, calendar.id, masterIds);
    const exceptionsOf = new Map<string | null, Event[]>();
    for (const row of exceptions) {
      if (isDropped(row)) continue;
      exceptionsOf.set(row.recurringEventId, [...(exceptionsOf.get(row.recurringEventId) ?? []), row]);
    }
    const window = materializedWindow(now);
    // Of an event that is new, nothing is stored yet.
    const former = [...ids, ...exceptions.map((row) => row.id)].filter((id) => !known.get(id)?.isNew);
    const heeded = await heededOccurrences(tx, former, window.from);
    const stored = heeded.filter((row) => !row.isDeleted);
    const ends = new Map<string, number>();
    for (const { eventId, startTime, originalStart } of heeded)
      ends.set(eventId, Math.max(ends.get(eventId) ?? 0, +startTime, +originalStart));
    const rows = roots.flatMap((root) => {
      const far = Math.max(+(until ?? 0), +(root.aheadUntil ?? 0));
      const to = new Date(Math.max(+window.to, far + 1, (ends.get(root.id) ?? 0) + 1));
      // A single meeting is followed wherever it moves; only a series needs a window.
      const within = root.kind === 'master' ? { from: window.from, to } : ALL_TIME;
      const found = rowsOf(root, exceptionsOf.get(root.googleEventId) ?? [], within, calendar);
      if (!found.isWhole) cut.add(root.id);
      return found.rows;
    });
    for (const root of roots) families.set(root.id, seriesFamily(root.googleEventId));
    const staying = new Set(rows.map(idOf));
    const ending = stored.filter((row) => !staying.has(row.id));
    ended.push(...ending);
    const endingIds = ending.map(idOf);
    const dropped = new Set(exceptions.filter((row) => changedIds.has(row.id) && isDropped(row)).map(idOf));
    const forgottenIds = heeded
      .filter((row) => row.isDeleted && dropped.has(row.resourceId) && !staying.has(row.id))
      .map(idOf);
    vanishing.push(...(await findBooked(tx, endingIds, now)));
    vanishing.push(...(await findBookedOnce(tx, forgottenIds, now)));
    const before = new Set(stored.map((row) => row.id));
    for (const { id, eventId, resourceId, startTime, isDeleted } of rows) {
      if (!before.has(id) && !isDeleted)
        appeared.push({ id, eventId, resourceId, startTime: new Date(startTime) });
    }
    await writeOccurrences(tx, calendar, rows, changedIds, now);
    await markVanished(tx, [...endingIds, ...forgottenIds], now);
  }
  for (const { beforeId, afterId } of continued) {
    const family = families.get(beforeId) ?? beforeId;
    families.set(beforeId, family).set(afterId, family);
  }
  const found = new Set(vanishing.map((old) => old.id));
  const lately = new Date(+now - LATE_PART_MS);
  const gone = [
    ...continued.map((pair) => ({ eventId: pair.beforeId, since: lately })),
    ...written.flatMap(({ id, goneSince }) => (goneSince ? { eventId: id, since: goneSince } : [])),
  ];
  if (gone.length > 0) {
    const vanished = (await findVanished(tx, gone, now)).filter((row) => !found.has(row.id));
    ended.push(...vanished);
    vanishing.push(...(await findBookedOnce(tx, vanished.map(idOf), now)));
  }
  const takers = stayed.length > 0 ? await findTakers(tx, stayed, now) : [];
  const isNew = new Set(appeared.map((row) => row.id));
  appeared.push(...takers.filter((row) => !isNew.has(row.id)));
  await carryBookings(tx, vanishing, ended, appeared, (eventId) => families.get(eventId), now);
  return cut;
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

async function exceptionsTo(tx: Tx, calendarId: string, masterIds: string[]): Promise<Event[]> {
  if (masterIds.length === 0) return [];
  return tx.event.findMany({ where: { calendarId, recurringEventId: { in: masterIds } } });
}

type HeededOccurrence = {
  id: string;
  eventId: string;
  resourceId: string;
  startTime: Date;
  originalStart: Date;
  isDeleted: boolean;
};

/**
 * What these events have that is not long past, bookings beyond the window included, and what they had once and
 * somebody wanted a bot at, or none: should it be there again, the wish is as well.
 */
async function heededOccurrences(tx: Tx, eventIds: string[], from: Date): Promise<HeededOccurrence[]> {
  if (eventIds.length === 0) return [];
  return tx.$queryRaw<HeededOccurrence[]>`
    SELECT o."id", o."eventId", o."resourceId", o."startTime", o."originalStart", o."isDeleted" FROM "Occurrence" AS o
     WHERE o."eventId" = ANY(${eventIds}::text[]) AND o."endTime" > ${from}
       AND o."startTime" > ${new Date(+from - LONGEST_MS)}
       AND (NOT o."isDeleted" OR o."override" IS NOT NULL
            OR EXISTS (SELECT 1 FROM "ScheduledBot" AS b WHERE b."occurrenceId" = o."id"))`;
}

type OccurrenceRow = ReturnType<typeof toRow>;

function rowsOf(
  root: Root,
  exceptions: Event[],
  window: { from: Date; to: Date },
  calendar: MaterializedCalendar,
): { rows: OccurrenceRow[]; isWhole: boolean } {
  const resource = root.raw as unknown as GoogleEvent;
  // An exception that stands for itself is not looked for in a series.
  const master: GoogleEvent =
    root.kind === 'exception' ? { ...resource, recurringEventId: undefined } : resource;
  const alive: GoogleEvent = root.isDeleted ? { ...master, status: 'cancelled' } : master;
  const rowOf = new Map(exceptions.map((row) => [row.googleEventId, row]));
  // All occurrences without a text of their own share the series' resource, and so its link.
  const linkOf = new Map<GoogleEvent, MeetingLink | null>();
  const concrete = occurrencesOf(
    alive,
    exceptions.map((row) => {
      const raw = row.raw as unknown as GoogleEvent;
      return row.isDeleted ? { ...raw, status: 'cancelled' as const } : raw;
    }),
    window,
    calendar.timeZone,
  );
  const rows = concrete.map((occurrence) => {
    const described = occurrence.resource;
    const row = rowOf.get(described.id) ?? root;
    if (!linkOf.has(described)) linkOf.set(described, chooseMeetingLink(described, chosenKeyOf(row, root)));
    return toRow(occurrence, root.id, row.id, resource.summary, linkOf.get(described) ?? null);
  });
  return { rows, isWhole: concrete.every((occurrence) => occurrence.problem === null) };
}

/**
 * The room a person chose for the occurrences a row describes: an exception has a text of its own and may have its own
 * choice, else that of its series counts.
 */
export function chosenKeyOf(
  row: Pick<Event, 'chosenLinkKey'>,
  root: Pick<Event, 'chosenLinkKey'>,
): string | null {
  return row.chosenLinkKey ?? root.chosenLinkKey;
}

function toRow(
  occurrence: ConcreteOccurrence,
  eventId: string,
  resourceId: string,
  seriesTitle: string | undefined,
  link: MeetingLink | null,
) {
  const { resource } = occurrence;
  return {
    id: occurrence.key ? `${eventId}_${occurrence.key}` : eventId,
    eventId,
    resourceId,
    originalStart: occurrence.originalStart.toISOString(),
    startTime: occurrence.start.toISOString(),
    // A damaged resource may end before it starts.
    endTime: new Date(Math.max(+occurrence.start, +occurrence.end)).toISOString(),
    isAllDay: occurrence.isAllDay,
    timeZone: occurrence.timeZone,
    title: resource.summary ?? seriesTitle ?? '(No title)',
    meetingUrl: link?.url ?? null,
    meetingPlatform: link?.platform ?? null,
    meetingKey: link?.key ?? null,
    isDeleted: occurrence.cancelled,
  };
}

async function writeOccurrences(
  tx: Tx,
  calendar: MaterializedCalendar,
  rows: OccurrenceRow[],
  changedIds: Set<string>,
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO "Occurrence" AS o ("id", "userId", "calendarId", "eventId", "resourceId", "originalStart", "startTime", "endTime", "isAllDay", "timeZone", "title", "meetingUrl", "meetingPlatform", "meetingKey", "isDeleted", "createdAt", "updatedAt")
    SELECT r."id", ${calendar.userId}, ${calendar.id}, r."eventId", r."resourceId", r."originalStart", r."startTime", r."endTime", r."isAllDay", r."timeZone", r."title", r."meetingUrl", r."meetingPlatform", r."meetingKey", r."isDeleted", ${now}, ${now}
      FROM json_to_recordset(${JSON.stringify(rows)}::json)
        AS r("id" text, "eventId" text, "resourceId" text, "originalStart" timestamptz, "startTime" timestamptz, "endTime" timestamptz, "isAllDay" boolean, "timeZone" text, "title" text, "meetingUrl" text, "meetingPlatform" text, "meetingKey" text, "isDeleted" boolean)
    ON CONFLICT ("id") DO UPDATE SET
      "resourceId" = EXCLUDED."resourceId", "startTime" = EXCLUDED."startTime", "endTime" = EXCLUDED."endTime",
      "isAllDay" = EXCLUDED."isAllDay", "timeZone" = EXCLUDED."timeZone", "title" = EXCLUDED."title",
      "meetingUrl" = EXCLUDED."meetingUrl", "meetingPlatform" = EXCLUDED."meetingPlatform",
      "meetingKey" = EXCLUDED."meetingKey", "isDeleted" = EXCLUDED."isDeleted", "updatedAt" = ${now}
    WHERE EXCLUDED."resourceId" IN (SELECT unnest(${[...changedIds]}::text[]))
       OR (o."resourceId", o."startTime", o."endTime", o."isAllDay", o."timeZone", o."title", o."meetingUrl", o."isDeleted")
          IS DISTINCT FROM
          (EXCLUDED."resourceId", EXCLUDED."startTime", EXCLUDED."endTime", EXCLUDED."isAllDay", EXCLUDED."timeZone", EXCLUDED."title", EXCLUDED."meetingUrl", EXCLUDED."isDeleted")`;
}

/** What a series does not have any more becomes a tombstone; what is past stays as it was. */
async function markVanished(tx: Tx, occurrenceIds: string[], now: Date): Promise<void> {
  if (occurrenceIds.length === 0) return;
  await tx.$executeRaw`
    UPDATE "Occurrence" SET "isDeleted" = true, "updatedAt" = ${now}
     WHERE "id" = ANY(${occurrenceIds}::text[])`;
}
