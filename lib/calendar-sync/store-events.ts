import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import type { CalendarKey, StoredEvent, WrittenEvent } from '@/lib/occurrences/stored-event';
import type { Tx } from '@/lib/platform/database/client';
import type { EventKind } from '@/lib/platform/database/generated/prisma/client';
import { newId } from '@/lib/platform/secrets';

type StoredBefore = Omit<StoredEvent, 'id'> & { recurrence: string[] | null; deletedSince: Date | null };

/** Events that ended longer ago than this are not stored when a calendar is read for the first time. */
const HISTORY_MS = 30 * 86_400_000;

/**
 * Writes Google's resources as received, in one statement.
 * @param changed rows of one sync, in Google's order: of two with one id the later one counts
 * @param full they are the whole calendar: what ended long ago is left out, unless it was stored before
 * @returns the rows that are new or different from before
 */
export async function storeEvents(
  tx: Tx,
  calendar: CalendarKey,
  changed: GoogleEvent[],
  full: boolean,
  now: Date,
): Promise<WrittenEvent[]> {
  const byId = new Map(changed.map((event) => [event.id, event]));
  const storedBefore = await tx.$queryRaw<StoredBefore[]>`
    SELECT "googleEventId", "kind", "recurringEventId", "raw"->'recurrence' AS "recurrence",
           CASE WHEN "isDeleted" THEN "updatedAt" END AS "deletedSince"
      FROM "Event"
     WHERE "calendarId" = ${calendar.id}
       AND "googleEventId" = ANY(${[...byId.keys()]}::text[])`;
  const known = new Map(storedBefore.map((row) => [row.googleEventId, row]));

  const rows = [...byId.values()].flatMap((event) => {
    const before = known.get(event.id);
    const isDeleted = event.status === 'cancelled';
    if (full && !before && !worthStoring(event, now)) return [];
    // A deleted event that was never seen has nothing to say; a cancelled instance does.
    if (isDeleted && !before && !event.recurringEventId) return [];
    const kind: EventKind = event.recurringEventId
      ? 'exception'
      : event.recurrence?.length
        ? 'master'
        : 'single';
    return [
      {
        id: newId('evt'),
        googleEventId: event.id,
        // A deletion says only the id (guide "Synchronize resources efficiently"): what it was stays known.
        kind: isDeleted && before ? before.kind : kind,
        recurringEventId: event.recurringEventId ?? before?.recurringEventId ?? null,
        iCalUid: event.iCalUID ?? null,
        isDeleted,
        raw: event,
      },
    ];
  });
  if (rows.length === 0) return [];

  const stored = await tx.$queryRaw<(StoredEvent & { chosenLinkKey: string | null })[]>`
    INSERT INTO "Event" ("id", "userId", "calendarId", "googleEventId", "kind", "recurringEventId", "iCalUid", "isDeleted", "raw", "createdAt", "updatedAt")
    SELECT r."id", ${calendar.userId}, ${calendar.id}, r."googleEventId", r."kind"::"EventKind", r."recurringEventId", r."iCalUid", r."isDeleted", r."raw", ${now}, ${now}
      FROM json_to_recordset(${JSON.stringify(rows)}::json)
        AS r("id" text, "googleEventId" text, "kind" text, "recurringEventId" text, "iCalUid" text, "isDeleted" boolean, "raw" jsonb)
    ON CONFLICT ("calendarId", "googleEventId") DO UPDATE SET
      "kind" = EXCLUDED."kind",
      "recurringEventId" = EXCLUDED."recurringEventId",
      "iCalUid" = COALESCE(EXCLUDED."iCalUid", "Event"."iCalUid"),
      "isDeleted" = EXCLUDED."isDeleted",
      "raw" = CASE WHEN EXCLUDED."isDeleted" AND EXCLUDED."kind" <> 'exception' THEN "Event"."raw" ELSE EXCLUDED."raw" END,
      "aheadUntil" = NULL,
      "updatedAt" = ${now}
    WHERE "Event"."isDeleted" <> EXCLUDED."isDeleted"
       OR (NOT EXCLUDED."isDeleted" AND "Event"."raw" IS DISTINCT FROM EXCLUDED."raw")
       OR (EXCLUDED."isDeleted" AND EXCLUDED."kind" = 'exception' AND "Event"."raw"->>'status' IS DISTINCT FROM 'cancelled')
    RETURNING "id", "googleEventId", "kind", "recurringEventId", "chosenLinkKey"`;
  return stored.map((row) => {
    const before = known.get(row.googleEventId);
    const event = byId.get(row.googleEventId);
    const rule = event?.recurrence;
    const isDeleted = event?.status === 'cancelled';
    return {
      ...row,
      isDeleted,
      raw: isDeleted ? null : (event ?? null),
      isNew: !before,
      ruleBefore:
        before && String(rule) !== String(before.recurrence ?? undefined) ? (before.recurrence ?? []) : null,
      deletedSince: isDeleted ? null : (before?.deletedSince ?? null),
    };
  });
}

/**
 * Marks exceptions that Google has dropped (see `isDropped`): deleted, but not cancelled.
 * @returns the rows
 */
export async function markDropped(tx: Tx, eventIds: string[], now: Date): Promise<StoredEvent[]> {
  if (eventIds.length === 0) return [];
  return tx.$queryRaw<StoredEvent[]>`
    UPDATE "Event" SET "isDeleted" = true, "raw" = "raw" - 'status', "updatedAt" = ${now}
     WHERE "id" = ANY(${eventIds}::text[])
    RETURNING "id", "googleEventId", "kind", "recurringEventId"`;
}

/**
 * After a full read: whatever Google did not send any more is gone, also the cancellation of an instance. Rows stay
 * as tombstones, so that a person's wishes outlive a resync.
 * @returns the rows that said something until now
 */
export async function markMissingDeleted(
  tx: Tx,
  calendar: CalendarKey,
  seen: GoogleEvent[],
  now: Date,
): Promise<StoredEvent[]> {
  return tx.$queryRaw<StoredEvent[]>`
    UPDATE "Event" SET "isDeleted" = true, "updatedAt" = ${now},
           "raw" = CASE WHEN "kind" = 'exception' THEN "raw" - 'status' ELSE "raw" END
     WHERE "calendarId" = ${calendar.id}
       AND (NOT "isDeleted" OR ("kind" = 'exception' AND "raw"->>'status' = 'cancelled'))
       AND "googleEventId" NOT IN (SELECT unnest(${seen.map((event) => event.id)}::text[]))
    RETURNING "id", "googleEventId", "kind", "recurringEventId"`;
}

/**
 * What of a whole calendar is worth storing: every series, and single events and exceptions that are not long
 * past. (Asking Google for a window instead would hide instances moved out of it.)
 */
function worthStoring(event: GoogleEvent, now: Date): boolean {
  if (event.recurrence?.length) return true;
  const since = now.getTime() - HISTORY_MS;
  const times = [event.end, event.start, event.originalStartTime].map((time) =>
    Date.parse(time?.dateTime ?? time?.date ?? ''),
  );
  return times.every(Number.isNaN) || times.some((time) => time >= since);
}
