import { recordActivity } from '@/lib/activity/record-activity';
import { PLACE_WORDS, PLATFORM_NAMES } from '@/lib/contract/link-words';
import { chooseMeetingLink, type MeetingLink } from '@/lib/meeting-link';
import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import type { CalendarKey, StoredEvent } from '@/lib/occurrences/stored-event';
import type { Tx } from '@/lib/platform/database/client';
import type { EventKind } from '@/lib/platform/database/generated/prisma/client';

/**
 * Tells where a link that was chosen stopped counting because its event names it no more, and where it counts again.
 * For events that have just been written, before their occurrences are: these still say what counted until now.
 */
export async function tellOfChosenLinks(
  tx: Tx,
  calendar: CalendarKey,
  stored: StoredEvent[],
  now: Date,
): Promise<void> {
  const turned = (await chosenOf(tx, stored, now)).flatMap((row) => {
    const link = chooseMeetingLink(row.raw, row.key);
    const counts = link?.key === row.key;
    return counts === (row.linkKey === row.key) ? [] : [{ ...row, link, counts }];
  });
  // A date that follows its series in this has nothing to say of its own.
  const said = turned.filter(
    (row) => !row.isInherited || !turned.some((root) => root.id === row.rootId && root.counts === row.counts),
  );
  await recordActivity(
    tx,
    said.map((row) => ({
      userId: calendar.userId,
      at: now,
      actor: 'google' as const,
      action: row.counts ? ('link.returned' as const) : ('link.lost' as const),
      cause: 'link_changed',
      eventId: row.rootId,
      occurrenceId: row.kind === 'exception' ? row.occurrenceId : null,
      calendarId: calendar.id,
      summary: inWords(row),
      before: { meetingUrl: row.meetingUrl },
      after: { meetingUrl: row.link?.url ?? null },
    })),
  );
}

type ChosenRow = {
  id: string;
  kind: EventKind;
  raw: GoogleEvent;
  /** The room that was chosen: for this event, or for the series it belongs to. */
  key: string;
  isInherited: boolean;
  rootId: string;
  /** A meeting that the event describes, with what its bots joined by until now. */
  occurrenceId: string | null;
  linkKey: string | null;
  meetingUrl: string | null;
};

/** Of these events those for which a link was chosen, and that have meetings which are not over. */
async function chosenOf(tx: Tx, stored: StoredEvent[], now: Date): Promise<ChosenRow[]> {
  // A date that just got a text of its own was described by its series.
  return tx.$queryRaw<ChosenRow[]>`
    SELECT e."id", e."kind", e."raw", COALESCE(e."chosenLinkKey", m."chosenLinkKey") AS "key",
           e."chosenLinkKey" IS NULL AS "isInherited", COALESCE(m."id", e."id") AS "rootId",
           CASE WHEN o."resourceId" = e."id" THEN o."id" END AS "occurrenceId", o."linkKey", o."meetingUrl"
      FROM "Event" e
      LEFT JOIN "Event" m ON m."calendarId" = e."calendarId" AND m."googleEventId" = e."recurringEventId"
      JOIN LATERAL (
        SELECT * FROM "Occurrence"
         WHERE "resourceId" IN (e."id", m."id") AND NOT "isDeleted" AND "endTime" > ${now}
         ORDER BY "resourceId" = e."id" DESC, "startTime" LIMIT 1) o ON true
     WHERE e."id" = ANY(${stored.map((row) => row.id)}::text[]) AND NOT e."isDeleted"
       AND COALESCE(e."chosenLinkKey", m."chosenLinkKey") IS NOT NULL
     ORDER BY e."id"`;
}

function inWords({
  kind,
  raw,
  counts,
  link,
}: ChosenRow & { counts: boolean; link: MeetingLink | null }): string {
  const title = `${kind === 'master' ? 'Series ' : ''}“${raw.summary ?? '(No title)'}”`;
  if (counts) return `${title} names the link that was chosen again: bots join by it.`;
  return link
    ? `${title} no longer names the link that was chosen: until it does, bots join by its ${PLATFORM_NAMES[link.platform]} link in ${PLACE_WORDS[link.foundIn]}.`
    : `${title} no longer names the link that was chosen, nor any other: until it does, no bot can join.`;
}
