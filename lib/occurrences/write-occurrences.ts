import type { Tx } from '@/lib/platform/database/client';
import type { OccurrenceRow } from './expand-event';
import type { CalendarKey } from './stored-event';

/** No meeting of a series lasts longer: of what began before, nothing is read. */
const LONGEST_MS = 366 * 86_400_000;

/** A stored occurrence, as far as it is compared with what an event has now. */
export type RelevantOccurrence = {
  id: string;
  eventId: string;
  resourceId: string;
  startTime: Date;
  originalStart: Date;
  isDeleted: boolean;
  override: 'always' | 'never' | null;
};

/**
 * What these events have that is not long past, bookings beyond the window included, and what they had once and
 * somebody wanted a bot at, or none: should it be there again, the wish is as well.
 */
export async function relevantOccurrences(
  tx: Tx,
  eventIds: string[],
  from: Date,
): Promise<RelevantOccurrence[]> {
  if (eventIds.length === 0) return [];
  return tx.$queryRaw<RelevantOccurrence[]>`
    SELECT o."id", o."eventId", o."resourceId", o."startTime", o."originalStart", o."isDeleted", o."override"
      FROM "Occurrence" AS o
     WHERE o."eventId" = ANY(${eventIds}::text[]) AND o."endTime" > ${from}
       AND o."startTime" > ${new Date(+from - LONGEST_MS)}
       AND (NOT o."isDeleted" OR o."override" IS NOT NULL
            OR EXISTS (SELECT 1 FROM "ScheduledBot" AS b WHERE b."occurrenceId" = o."id"))`;
}

/**
 * Writes occurrences, where anything of them is new.
 * @param changedIds events whose resource is another one now: what these describe counts as changed
 */
export async function writeOccurrences(
  tx: Tx,
  calendar: CalendarKey,
  rows: OccurrenceRow[],
  changedIds: Set<string>,
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO "Occurrence" AS o ("id", "userId", "calendarId", "eventId", "resourceId", "originalStart", "startTime", "endTime", "isAllDay", "timeZone", "title", "meetingUrl", "meetingPlatform", "linkKey", "isDeleted", "createdAt", "updatedAt")
    SELECT r."id", ${calendar.userId}, ${calendar.id}, r."eventId", r."resourceId", r."originalStart", r."startTime", r."endTime", r."isAllDay", r."timeZone", r."title", r."meetingUrl", r."meetingPlatform", r."linkKey", r."isDeleted", ${now}, ${now}
      FROM json_to_recordset(${JSON.stringify(rows)}::json)
        AS r("id" text, "eventId" text, "resourceId" text, "originalStart" timestamptz, "startTime" timestamptz, "endTime" timestamptz, "isAllDay" boolean, "timeZone" text, "title" text, "meetingUrl" text, "meetingPlatform" text, "linkKey" text, "isDeleted" boolean)
    ON CONFLICT ("id") DO UPDATE SET
      "resourceId" = EXCLUDED."resourceId", "startTime" = EXCLUDED."startTime", "endTime" = EXCLUDED."endTime",
      "isAllDay" = EXCLUDED."isAllDay", "timeZone" = EXCLUDED."timeZone", "title" = EXCLUDED."title",
      "meetingUrl" = EXCLUDED."meetingUrl", "meetingPlatform" = EXCLUDED."meetingPlatform",
      "linkKey" = EXCLUDED."linkKey", "isDeleted" = EXCLUDED."isDeleted", "updatedAt" = ${now}
    WHERE EXCLUDED."resourceId" IN (SELECT unnest(${[...changedIds]}::text[]))
       OR (o."resourceId", o."startTime", o."endTime", o."isAllDay", o."timeZone", o."title", o."meetingUrl", o."isDeleted")
          IS DISTINCT FROM
          (EXCLUDED."resourceId", EXCLUDED."startTime", EXCLUDED."endTime", EXCLUDED."isAllDay", EXCLUDED."timeZone", EXCLUDED."title", EXCLUDED."meetingUrl", EXCLUDED."isDeleted")`;
}

/** What a series does not have any more becomes a tombstone; what is past stays as it was. */
export async function markVanished(tx: Tx, occurrenceIds: string[], now: Date): Promise<void> {
  if (occurrenceIds.length === 0) return;
  await tx.$executeRaw`
    UPDATE "Occurrence" SET "isDeleted" = true, "updatedAt" = ${now}
     WHERE "id" = ANY(${occurrenceIds}::text[])`;
}
