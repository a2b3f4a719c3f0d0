import { type Change, recordActivity } from '@/lib/activity/record-activity';
import { readBotConfig } from '@/lib/contract/stored';
import type { Tx } from '@/lib/platform/database/client';
import type { Prisma } from '@/lib/platform/database/generated/prisma/client';
import { type Continuation, continues, isLaterPart, reaches, seriesFamily } from './domain/series-split';
import { newSeries, type SeriesPart, seriesWithOverrides } from './queries';
import { type CalendarKey, currentResource, titleOf, type WrittenEvent } from './stored-event';

/** The parts of a split series reach us within this time of each other. */
export const LATE_PART_MS = 86_400_000;

/** Two parts of one series, by the ids of their events. */
export type Continued = { beforeId: string; afterId: string };

/**
 * Finds series that go on in others by "this and following", and gives the new part what a person decided for
 * the one before: the override, no bot from a date on, auto-reschedule with its configuration, the chosen
 * link. It does not matter which part reaches us first. Where the traces leave doubt the new part gets it all
 * the same, and the timeline says so.
 * @param written rows of one sync
 * @returns the pairs whose bookings are to be carried, in order of time
 */
export async function continueSeries(
  { tx, now }: Pick<Change, 'tx' | 'now'>,
  calendar: CalendarKey & { timeZone: string },
  written: WrittenEvent[],
): Promise<Continued[]> {
  const masters = written.filter((row) => row.kind === 'master');
  const appeared = new Set(masters.filter((row) => row.isNew).map((row) => row.id));
  const ended = new Map(masters.flatMap(({ id, ruleBefore }) => (ruleBefore ? [[id, ruleBefore]] : [])));
  if (appeared.size === 0 && ended.size === 0) return [];
  const lately = new Date(+now - LATE_PART_MS);
  const befores = await seriesWithOverrides(tx, calendar, familiesOfLaterParts(masters), lately, now);
  if (befores.length === 0) return [];
  // A series that has ended now may go on in one that was stored before.
  const hasEnded = befores.some((before) => ended.has(before.id));
  const afters = await newSeries(tx, calendar.id, [...appeared], hasEnded ? lately : null);

  // A series that had ended before that date already has been continued, whatever has changed about the rest
  // of it.
  const endsNow = (before: SeriesPart, after: SeriesPart) => {
    const recurrence = ended.get(before.id);
    return (
      recurrence &&
      reaches({ ...currentResource(before), recurrence }, currentResource(after), calendar.timeZone)
    );
  };
  const found: Continued[] = [];
  for (const after of afters) {
    const match = befores
      .filter((before) => before.id !== after.id && (appeared.has(after.id) || endsNow(before, after)))
      .flatMap((before) => {
        const sure = continues(currentResource(before), currentResource(after), calendar.timeZone);
        return sure ? [{ before, after, sure }] : [];
      })
      .sort(byLikeness(after))[0];
    if (!match) continue;
    // The part in between has its own decisions: a person may have removed there what the earlier part had.
    if (!endsNow(match.before, after) && (await hasPartBetween(tx, match.before, after))) continue;
    found.push({ beforeId: match.before.id, afterId: after.id });
    const heir = await inherit(tx, match);
    await recordContinued(tx, match, now);
    // A series that was split twice between two syncs passes its decisions on all the way.
    if (heir && !befores.some((before) => before.id === after.id)) befores.push(heir);
  }
  return found;
}

/** Returns the families of the series that are new and are not the first part of theirs. */
function familiesOfLaterParts(masters: WrittenEvent[]): string[] {
  const later = masters.filter((row) => row.isNew && isLaterPart(row.googleEventId));
  return [...new Set(later.map((row) => seriesFamily(row.googleEventId)))];
}

/** Whether another part of the same family, by Google's names for them, lies between two series. */
async function hasPartBetween(tx: Tx, before: SeriesPart, after: SeriesPart): Promise<boolean> {
  const family = seriesFamily(before.googleEventId);
  if (family !== seriesFamily(after.googleEventId)) return false;
  const first = isLaterPart(before.googleEventId) ? before.googleEventId : `${family}_R`;
  const between = await tx.event.findMany({
    where: {
      calendarId: after.calendarId,
      kind: 'master',
      googleEventId: { gt: first, lt: after.googleEventId },
    },
    select: { googleEventId: true },
  });
  return between.some((part) => seriesFamily(part.googleEventId) === family);
}

type Match = { before: SeriesPart; after: SeriesPart; sure: Continuation };

/**
 * Orders matches: the surer first; then the last part before it of the same family; then the one changed
 * last.
 */
function byLikeness(after: SeriesPart): (a: Match, b: Match) => number {
  const isKin = ({ before }: Match) =>
    seriesFamily(before.googleEventId) === seriesFamily(after.googleEventId);
  return (a, b) =>
    Number(b.sure === 'certain') - Number(a.sure === 'certain') ||
    Number(isKin(b)) - Number(isKin(a)) ||
    (isKin(a)
      ? a.before.googleEventId < b.before.googleEventId
        ? 1
        : -1
      : +b.before.updatedAt - +a.before.updatedAt);
}

/**
 * Gives the new part what a person decided for the one before.
 * @returns the new part as it is then, or null where a person has decided about it already
 */
async function inherit(tx: Tx, { before, after }: Match): Promise<SeriesPart | null> {
  if (after.override || after.neverFrom || after.autoRescheduleEnabled) return null;
  const { autoRescheduleBotConfig: config } = before;
  return tx.event.update({
    where: { id: after.id },
    data: {
      override: before.override,
      neverFrom: before.neverFrom,
      overrideSetAt: before.overrideSetAt,
      autoRescheduleEnabled: before.autoRescheduleEnabled,
      autoRescheduleBotConfig:
        config === null ? undefined : (readBotConfig(config) as Prisma.InputJsonObject),
      autoRescheduleFrom: before.autoRescheduleFrom,
      chosenLinkKey: before.chosenLinkKey,
    },
  });
}

async function recordContinued(tx: Tx, { before, after, sure }: Match, now: Date): Promise<void> {
  await recordActivity(tx, {
    userId: after.userId,
    at: now,
    actor: 'google',
    action: 'series.continued',
    cause: sure === 'certain' ? 'series_split' : 'series_split_likely',
    eventId: after.id,
    calendarId: after.calendarId,
    summary:
      sure === 'certain'
        ? `The series “${titleOf(before)}” continues as “${titleOf(after)}”, with its bots and settings.`
        : `The series “${titleOf(after)}” seems to continue “${titleOf(before)}”: it has its bots and settings now. If it is another series, change them there.`,
    before: { override: null, recurring_enabled: false },
    after: { override: before.override, recurring_enabled: before.autoRescheduleEnabled },
  });
}
