import { chooseMeetingLink, type MeetingLink } from '@/lib/meeting-link';
import type { Event } from '@/lib/platform/database/generated/prisma/client';
import type { GoogleEvent } from './domain/google-event';
import { type ConcreteOccurrence, occurrencesOf } from './domain/occurrences';
import { currentResource, NO_TITLE } from './stored-event';

/** What of a stored event its occurrences are made of. */
export type Root = Pick<Event, 'id' | 'googleEventId' | 'kind' | 'isDeleted' | 'chosenLinkKey' | 'raw'> & {
  aheadUntil?: Date | null;
};

/** An occurrence as it is to be stored. */
export type OccurrenceRow = ReturnType<typeof toRow>;

/**
 * The occurrences of a stored event within a window.
 * @param exceptions stored ones of a series, but for those that Google has dropped
 * @param timeZone the calendar's
 * @returns also whether these are all: no rule was too much to be followed to the end
 */
export function expandEvent(
  root: Root,
  exceptions: Event[],
  window: { from: Date; to: Date },
  timeZone: string,
): { rows: OccurrenceRow[]; isWhole: boolean } {
  const resource = currentResource(root);
  // An exception that stands for itself is not looked for in a series.
  const alone: GoogleEvent =
    root.kind === 'exception' ? { ...resource, recurringEventId: undefined } : resource;
  const rowOf = new Map(exceptions.map((row) => [row.googleEventId, row]));
  // All occurrences without a text of their own share the series' resource, and so its link.
  const linkOf = new Map<GoogleEvent, MeetingLink | null>();
  const concrete = occurrencesOf(alone, exceptions.map(currentResource), window, timeZone);
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
    title: resource.summary ?? seriesTitle ?? NO_TITLE,
    meetingUrl: link?.url ?? null,
    meetingPlatform: link?.platform ?? null,
    linkKey: link?.key ?? null,
    isDeleted: occurrence.cancelled,
  };
}
