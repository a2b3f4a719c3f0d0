import { setTimeout as delay } from 'node:timers/promises';
import type { Change } from '@/lib/activity/record-activity';
import { materializeSeries } from '@/lib/occurrences/materialize-occurrences';
import type { StoredEvent, WrittenEvent } from '@/lib/occurrences/stored-event';
import { db } from '@/lib/platform/database/client';
import type { Calendar } from '@/lib/platform/database/generated/prisma/client';
import { withinLimit } from '@/lib/platform/limit-work';
import { gatherCopies } from '@/lib/scheduling/gather-copies';
import { deletedCopies } from '@/lib/scheduling/queries/copies';
import { calendarsBeside, eventsWithBots } from './queries';
import type { Changes } from './read-changes';

/** No bot waits longer for the other calendars of its person, in ms: after this time what is stored counts. */
const LIMIT_MS = 1_500;
const BUSY_WAIT_MS = 50;

/**
 * Reads the other calendars of a person before bots are canceled or recalled because their events were deleted: the
 * meetings may have been moved there, and Google tells of the two halves of a move in any order. Returns after
 * \`LIMIT_MS\` at the latest, whatever was read by then.
 * @param changes what a sync of the calendar has read and not stored yet
 * @param sync syncs one calendar without looking for copies itself, and returns whether another sync of it is running
 */
export async function readCalendarsBeside(
  calendar: Pick<Calendar, 'id' | 'userId'>,
  changes: Changes,
  sync: (calendarId: string) => Promise<'busy' | 'done'>,
): Promise<void> {
  if (!(await mayEndBots(calendar, changes))) return;
  const others = await calendarsBeside(db(), calendar.userId, calendar.id);
  const giveUp = performance.now() + LIMIT_MS;
  const syncWhenFree = async (id: string) => {
    while ((await sync(id)) === 'busy' && performance.now() < giveUp) await delay(BUSY_WAIT_MS);
  };
  await withinLimit(Promise.all(others.map(({ id }) => syncWhenFree(id))), LIMIT_MS, undefined);
}

/** Returns whether events with bots that are booked or active are deleted with these changes. */
async function mayEndBots({ id }: Pick<Calendar, 'id'>, { events, full }: Changes): Promise<boolean> {
  const deleted = events.filter((event) => event.status === 'cancelled');
  if (!full && deleted.length === 0) return false;
  const ids = new Set(deleted.map((event) => event.id));
  const seen = new Set(events.filter((event) => event.status !== 'cancelled').map((event) => event.id));
  const withBots = await eventsWithBots(db(), id);
  return withBots.some(
    ({ googleEventId, instanceId }) =>
      ids.has(googleEventId) || ids.has(instanceId) || (full && !seen.has(googleEventId)),
  );
}

/**
 * Gives events that take the place of deleted ones (moved to another calendar, or created anew with the same iCalUID) what a
 * person decided for these: overrides, auto-reschedule, the chosen link. Their bots go along when the events are reconciled.
 * @param stored rows that a sync has just stored; those that certainly share their iCalUID with none have no copies
 * @returns ids of all these events, which are to be reconciled together
 */
export async function continueInCopies(
  { tx, now }: Pick<Change, 'tx' | 'now'>,
  stored: (StoredEvent | WrittenEvent)[],
): Promise<string[]> {
  const mayBeShared = stored.filter((row) => !('hasSharedName' in row) || row.hasSharedName);
  const roots = mayBeShared.filter((row) => row.kind !== 'exception').map((row) => row.id);
  if (roots.length === 0) return [];
  const pairs = await deletedCopies(tx, roots);
  for (const id of new Set(pairs.map(({ to }) => to))) {
    const event = await tx.event.findUniqueOrThrow({ where: { id }, include: { calendar: true } });
    await gatherCopies({ tx, now }, event, { bots: 'none' });
    if (event.chosenLinkKey !== null) continue;
    const { chosenLinkKey } = await tx.event.findUniqueOrThrow({ where: { id } });
    if (chosenLinkKey !== null) await materializeSeries({ tx, now }, event.calendar, [id], now);
  }
  return [...new Set(pairs.flatMap(({ from, to }) => [from, to]))];
}
