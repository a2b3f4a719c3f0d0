import { type Change, recordActivity } from '@/lib/activity/record-activity';
import { PLACE_WORDS, PLATFORM_NAMES } from '@/lib/contract/link-words';
import { chooseMeetingLink, linkKeyOf, type MeetingLink } from '@/lib/meeting-link';
import type { GoogleEvent } from '@/lib/occurrences/domain/google-event';
import { searchTextOf } from '@/lib/occurrences/domain/search-text';
import { platformOrderOf } from '@/lib/occurrences/materialize-occurrences';
import {
  type CalendarKey,
  resourceOf,
  type StoredEvent,
  titleOf,
  type WrittenEvent,
} from '@/lib/occurrences/stored-event';
import type { EventKind } from '@/lib/platform/database/generated/prisma/client';
import { newId } from '@/lib/platform/secrets';
import { type ChosenLink, chosenLinks, markDropped, markMissing, storedEvents, writeEvents } from './queries';
import type { Changes } from './read-changes';

/** Events that ended longer ago than this are not stored when a calendar is read for the first time. */
const HISTORY_MS = 30 * 86_400_000;

type Writing = Pick<Change, 'tx' | 'now'>;

/**
 * Stores what a sync has read, and records where a chosen link counts no more or counts again.
 * @returns `written`: the events that are new or different from before; `stored`: these, and those that
 *   were found to be deleted
 */
export async function storeChanges(
  { tx, now }: Writing,
  calendar: CalendarKey,
  { events, full, dropped }: Changes,
): Promise<{ written: WrittenEvent[]; stored: StoredEvent[] }> {
  const written = await storeEvents({ tx, now }, calendar, events, full);
  const stored: StoredEvent[] = [...written];
  if (dropped.length > 0) stored.push(...(await markDropped(tx, dropped, now)));
  if (full) {
    // What Google no longer sends is deleted. Rows stay as tombstones, so that a person's overrides outlive a
    // resync.
    const seen = events.map((event) => event.id);
    stored.push(...(await markMissing(tx, calendar.id, seen, now)));
  }
  // Of these alone a link may have been chosen; that of a deleted event counts no more.
  const mayBeChosen = written.filter((row) => row.chosenLinkKey !== null || row.recurringEventId !== null);
  if (mayBeChosen.length > 0) await recordChosenLinks({ tx, now }, calendar, mayBeChosen);
  return { written, stored };
}

/** The longest text, in UTF-16 units, that certainly fits into an index row of PostgreSQL (2,704 bytes). */
const LONGEST_INDEXED = 800;

/** Returns a text that an index holds; null for one that fits into none: it fails no sync, and names no meeting. */
function indexable(text: string | undefined): string | null {
  return text !== undefined && text.length <= LONGEST_INDEXED ? text : null;
}

/**
 * Stores Google's events as received, in one statement.
 * @param changed the events of one sync, in Google's order: of two with the same id the later one counts
 * @param full whether they are the whole calendar: then what ended long ago and is not stored is left out
 * @returns the events that are new or different from before
 */
export async function storeEvents(
  { tx, now }: Writing,
  calendar: CalendarKey,
  changed: GoogleEvent[],
  full: boolean,
): Promise<WrittenEvent[]> {
  const byId = new Map(changed.map((event) => [event.id, event]));
  const before = await storedEvents(tx, calendar.id, [...byId.keys()]);
  const known = new Map(before.map((row) => [row.googleEventId, row]));

  const rows = [...byId.values()].flatMap((event) => {
    const before = known.get(event.id);
    const isDeleted = event.status === 'cancelled';
    if (full && !before && !worthStoring(event, now)) return [];
    // A deleted event that was never stored says nothing. A canceled instance does: its series has no meeting
    // there.
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
        // A deletion has only the id (guide "Synchronize resources efficiently"): the kind stays what it was.
        kind: isDeleted && before ? before.kind : kind,
        recurringEventId: event.recurringEventId ?? before?.recurringEventId ?? null,
        iCalUid: indexable(event.iCalUID),
        isDeleted,
        raw: event,
        searchText: searchTextOf(event),
      },
    ];
  });
  if (rows.length === 0) return [];

  const written = await writeEvents(tx, calendar, rows, now);
  const uids = new Set(rows.map((row) => row.iCalUid));
  return written.map((row) => {
    const before = known.get(row.googleEventId);
    const event = byId.get(row.googleEventId);
    const rule = event?.recurrence;
    const isDeleted = event?.status === 'cancelled';
    return {
      ...row,
      // The statement does not see its own rows: those of one sync may share a name among themselves.
      hasSharedName: row.hasSharedName || uids.size < rows.length,
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
 * Returns whether an event of a whole calendar is worth storing: every series is, and single events and
 * exceptions that did not end long ago. (Asking Google for a window of time instead would hide instances that
 * were moved out of it.)
 */
function worthStoring(event: GoogleEvent, now: Date): boolean {
  if (event.recurrence?.length) return true;
  const since = now.getTime() - HISTORY_MS;
  const times = [event.end, event.start, event.originalStartTime].map((time) =>
    Date.parse(time?.dateTime ?? time?.date ?? ''),
  );
  return times.every(Number.isNaN) || times.some((time) => time >= since);
}

type TurnedLink = ChosenLink & { counts: boolean; link: MeetingLink | null };

/**
 * Records where a chosen link counts no more because its event no longer names it, and where it counts again.
 * Called after the events are stored and before their occurrences are: the occurrences still have the link
 * that counted until now.
 */
async function recordChosenLinks(
  { tx, now }: Writing,
  calendar: CalendarKey,
  stored: StoredEvent[],
): Promise<void> {
  const ids = stored.map((row) => row.id);
  const rows = await chosenLinks(tx, ids, now);
  if (rows.length === 0) return;
  const preferred = await platformOrderOf(tx, calendar.userId);
  const turned = rows.flatMap((row): TurnedLink[] => {
    const link = chooseMeetingLink(resourceOf(row), row.key, preferred);
    const key = linkKeyOf(row.key);
    const counts = link?.key === key;
    return counts === (row.linkKey === key) ? [] : [{ ...row, link, counts }];
  });
  // An exception that inherits its link from a series with the same turn has no entry of its own.
  const recorded = turned.filter(
    (row) => !row.isInherited || !turned.some((root) => root.id === row.rootId && root.counts === row.counts),
  );
  await recordActivity(
    tx,
    recorded.map((row) => ({
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

function inWords(row: TurnedLink): string {
  const { kind, counts, link } = row;
  const title = `${kind === 'master' ? 'Series ' : ''}“${titleOf(row)}”`;
  // A link that was set, and that the event did not name, counts for the links that the event named then.
  if (linkKeyOf(row.key) !== row.key) {
    if (counts) return `${title} names the same links again: bots join by the link that was set.`;
    return link
      ? `The links of ${title} have changed: bots join by its ${PLATFORM_NAMES[link.platform]} link in ${PLACE_WORDS[link.foundIn]}, and no longer by the link that was set.`
      : `The links of ${title} have changed: the link that was set counts no more, and no bot can join.`;
  }
  if (counts) return `${title} names the link that was chosen again: bots join by it.`;
  return link
    ? `${title} no longer names the link that was chosen: until it does, bots join by its ${PLATFORM_NAMES[link.platform]} link in ${PLACE_WORDS[link.foundIn]}.`
    : `${title} no longer names the link that was chosen, nor any other: until it does, no bot can join.`;
}
