import { groupBy } from '@/lib/occurrences/domain/group-by';
import type { OverrideValue } from './join-decision';
import type { ResponseStatus } from './rules';

// Copies: one meeting that stands in a person's calendars more than once (docs/decisions/0026-copies.md).

/** What tells whether two occurrences of one person are copies. */
export type CopyFacts = {
  id: string;
  /**
   * The person, the iCalUID and, of a series, the original start: only occurrences that agree in it can be copies. Null
   * where the iCalUID stands at one event only, or names no meeting because it stands at several of one calendar.
   */
  copyName: string | null;
  /** Google's id of the event, or of its series. */
  rootGoogleId: string;
  /** The organizer's address, in lower case. */
  organizer: string | null;
  linkKey: string | null;
  title: string;
  startTime: Date;
  endTime: Date;
};

/**
 * Returns whether two occurrences with one `copyName` are one meeting. Google's own copies, as in the calendars of the
 * invited and after a move to another calendar, share the event's id. Others need the same organizer or the same link; some
 * tools write one iCalUID into all of their events, and therefore copies at different times also need the same title, and
 * no two links.
 */
export function isCopy(one: CopyFacts, other: CopyFacts): boolean {
  if (one.rootGoogleId === other.rootGoogleId) return true;
  const isSameOrganizer = one.organizer !== null && one.organizer === other.organizer;
  const isSameLink = one.linkKey !== null && one.linkKey === other.linkKey;
  if (!isSameOrganizer && !isSameLink) return false;
  if (overlaps(one, other)) return true;
  const namesTwoLinks = one.linkKey !== null && other.linkKey !== null && !isSameLink;
  return !namesTwoLinks && isSameTitle(one.title, other.title);
}

function overlaps(one: CopyFacts, other: CopyFacts): boolean {
  return (
    +one.startTime === +other.startTime || (one.startTime < other.endTime && other.startTime < one.endTime)
  );
}

function isSameTitle(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** Returns the occurrences that have copies among these, each with its copies: groups of two and more. */
export function groupCopies<Row extends CopyFacts>(rows: Row[]): Row[][] {
  const groups: Row[][] = [];
  const named = rows.filter((row) => row.copyName !== null);
  for (const alike of groupBy(named, (row) => row.copyName).values()) {
    let parts: Row[][] = [];
    for (const row of alike) {
      const joined = parts.filter((part) => part.some((other) => isCopy(row, other)));
      parts = [...parts.filter((part) => !joined.includes(part)), [row, ...joined.flat()]];
    }
    groups.push(...parts.filter((part) => part.length > 1));
  }
  return groups;
}

/** What a person has decided about an occurrence and its series, and when. */
export type StoredOverrides = {
  override: OverrideValue | null;
  overrideSetAt: Date | null;
  seriesOverride: OverrideValue | null;
  neverFrom: Date | null;
  seriesOverrideSetAt: Date | null;
};

/**
 * Returns the overrides that count for all copies: of the occurrence the one that was set last, also where that is none;
 * of the series likewise. As within one series, that of the occurrence is asked before that of the series.
 */
export function newestOverrides(copies: StoredOverrides[]): StoredOverrides {
  const ofMeeting = latest(copies, (copy) => copy.overrideSetAt ?? (copy.override ? LONG_AGO : null));
  const ofSeries = latest(
    copies,
    (copy) => copy.seriesOverrideSetAt ?? (copy.seriesOverride || copy.neverFrom ? LONG_AGO : null),
  );
  return {
    override: ofMeeting?.override ?? null,
    overrideSetAt: ofMeeting?.overrideSetAt ?? null,
    seriesOverride: ofSeries?.seriesOverride ?? null,
    neverFrom: ofSeries?.neverFrom ?? null,
    seriesOverrideSetAt: ofSeries?.seriesOverrideSetAt ?? null,
  };
}

const LONG_AGO = new Date(0);

function latest<Copy>(copies: Copy[], timeOf: (copy: Copy) => Date | null): Copy | undefined {
  let found: { copy: Copy; at: Date } | undefined;
  for (const copy of copies) {
    const at = timeOf(copy);
    if (at && (!found || at > found.at)) found = { copy, at };
  }
  return found?.copy;
}

/**
 * Returns the answer that counts for each copy beside its own: "declined" where one is declined and none is accepted.
 * @param answers what the person has answered at each copy that is read; null for copies that ask for no answer
 */
export function answerOfAll(answers: (ResponseStatus | null)[]): 'declined' | null {
  return answers.includes('declined') && !answers.includes('accepted') ? 'declined' : null;
}
