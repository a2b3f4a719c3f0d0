import { chooseMeetingLink, type MeetingLink, type PlatformOrder } from '@/lib/meeting-link';
import type { Event } from '@/lib/platform/database/generated/prisma/client';
import type { GoogleEvent } from './domain/google-event';
import { type ConcreteOccurrence, occurrencesOf } from './domain/occurrences';
import { isCutOff } from './domain/recurrence';
import { titleText } from './domain/sound-event';
import type { OccurrenceRow } from './queries';
import { currentResource, NO_TITLE } from './stored-event';

/** What the occurrences of a stored event are made from. */
export type Root = Pick<Event, 'id' | 'googleEventId' | 'kind' | 'isDeleted' | 'chosenLinkKey'> & {
  raw: unknown;
  aheadUntil?: Date | null;
};

/** A stored exception of a series, as far as its occurrence is made from it. */
export type Exception = Pick<Event, 'id' | 'googleEventId' | 'isDeleted' | 'chosenLinkKey'> & {
  raw: unknown;
};

/**
 * Returns the occurrences of a stored event within a window, as they are to be stored.
 * @param exceptions stored exceptions of a series, without those that Google has dropped
 * @param settings the calendar's zone, and the person's order of platforms
 * @returns also `isWhole`: whether these are all, because no rule was cut off
 */
export function expandEvent(
  root: Root,
  exceptions: Exception[],
  window: { from: Date; to: Date },
  { timeZone, preferred }: { timeZone: string; preferred: PlatformOrder },
): { rows: OccurrenceRow[]; isWhole: boolean } {
  const resource = currentResource(root);
  // We were never shown the series of this exception.
  const alone: GoogleEvent =
    root.kind === 'exception' ? { ...resource, recurringEventId: undefined } : resource;
  const rowOf = new Map(exceptions.map((row) => [row.googleEventId, row]));
  // All occurrences without a text of their own share the series' resource, and so its link.
  const linkOf = new Map<GoogleEvent, MeetingLink | null>();
  const concrete = occurrencesOf(alone, exceptions.map(currentResource), window, timeZone);
  const rows = concrete.map((occurrence) => {
    const described = occurrence.resource;
    const row = rowOf.get(described.id) ?? root;
    if (!linkOf.has(described))
      linkOf.set(described, chooseMeetingLink(described, chosenKeyOf(row, root), preferred));
    const link = linkOf.get(described) ?? null;
    return toRow(occurrence, { eventId: root.id, resourceId: row.id }, resource.summary, link);
  });
  return { rows, isWhole: !concrete.some((occurrence) => isCutOff(occurrence.problem)) };
}

/**
 * Returns the key of the meeting link that a person chose for the occurrences a row describes, or null. An
 * exception has a text of its own and may have a choice of its own; else the choice for its series counts.
 */
export function chosenKeyOf(
  row: Pick<Event, 'chosenLinkKey'>,
  root: Pick<Event, 'chosenLinkKey'>,
): string | null {
  return row.chosenLinkKey ?? root.chosenLinkKey;
}

function toRow(
  occurrence: ConcreteOccurrence,
  { eventId, resourceId }: { eventId: string; resourceId: string },
  seriesTitle: string | undefined,
  link: MeetingLink | null,
): OccurrenceRow {
  const { resource, start, end } = occurrence;
  return {
    id: occurrence.key ? `${eventId}_${occurrence.key}` : eventId,
    eventId,
    resourceId,
    originalStart: occurrence.originalStart,
    startTime: start,
    // A damaged resource may end before it starts.
    endTime: end < start ? start : end,
    isAllDay: occurrence.isAllDay,
    timeZone: occurrence.timeZone,
    title: titleText(resource.summary ?? seriesTitle) ?? NO_TITLE,
    meetingUrl: link?.url ?? null,
    meetingPlatform: link?.platform ?? null,
    linkKey: link?.key ?? null,
    problem: occurrence.problem,
    isDeleted: occurrence.cancelled,
  };
}
