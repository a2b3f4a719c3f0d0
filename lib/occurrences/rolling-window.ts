import { setImmediate as turn } from 'node:timers/promises';
import { db, type Tx } from '@/lib/platform/database/client';
import type { Calendar } from '@/lib/platform/database/generated/prisma/client';
import { sendJobs } from '@/lib/platform/jobs';
import { lockUser } from '@/lib/platform/lock-user';
import { logger } from '@/lib/platform/logger';
import { MAX_SLOTS } from './domain/recurrence';
import { materializedWindow, materializeSeries, STORED_AHEAD_MS } from './materialize-occurrences';
import { seriesNotStoredUntil } from './queries';

const DAY_MS = 86_400_000;
/** The window of a calendar is moved when less than this is left of a day's move. */
const WINDOW_SLACK_MS = 12 * 3_600_000;
/** A list shows the meetings of a series this far ahead: the series may go on for ever. */
const FARTHEST_MS = 366 * DAY_MS;
/** Who looks ahead does so again tomorrow, so a month is stored at a time. */
const STEP_MS = 30 * DAY_MS;
/** A reader waits this long, in ms. Then the answer is what is stored, and a job stores the rest. */
const LIMIT_MS = 1_000;

/** Returns the ids of users with a calendar whose window of stored occurrences is to be moved. */
export async function usersWithOldWindows(now: Date): Promise<string[]> {
  const users = await db().calendar.findMany({
    where: hasOldWindow(now),
    select: { userId: true },
    distinct: ['userId'],
  });
  return users.map(({ userId }) => userId);
}

/**
 * Moves the windows of a user's stored occurrences on, which is due once a day. Doing it twice changes
 * nothing.
 * @param ahead where the window of a reader ends (ISO) who has looked further ahead than could be stored
 *   meanwhile
 */
export async function moveWindows(userId: string, now: Date, ahead?: string): Promise<void> {
  const { to } = materializedWindow(now);
  for (const calendar of await db().calendar.findMany({ where: { userId, ...hasOldWindow(now) } })) {
    await expandInTurns(calendar, await seriesToMove(calendar.id, now), async (tx, current, eventIds) => {
      await materializeSeries({ tx, now }, current, eventIds, to);
    });
    // Series that a sync stored meanwhile have been expanded this far as well.
    await db().calendar.updateMany({
      where: { id: calendar.id, materializedUntil: { lt: to } },
      data: { materializedUntil: to },
    });
  }
  if (ahead) await lookAhead(userId, new Date(ahead), now, Number.POSITIVE_INFINITY);
}

/**
 * Stores the occurrences of a user's series up to a time beyond the rolling window, a year ahead at most,
 * where that has not been done yet. From then on they are synced like all others. When a series changes, the
 * next reader who looks this far ahead has it stored again.
 * @param until where the window of the reader ends
 * @param limitMs after this time the rest is left to a job
 * @returns whether all is stored
 */
export async function lookAhead(
  userId: string,
  until: Date,
  now: Date,
  limitMs = LIMIT_MS,
): Promise<boolean> {
  if (+until <= +now + STORED_AHEAD_MS) return true;
  const wanted = new Date(Math.min(+until, +now + FARTHEST_MS));
  const aheadUntil = new Date(+wanted + STEP_MS);
  const end = performance.now() + limitMs;
  const store: Work = async (tx, calendar, eventIds) => {
    // Another reader may have had some of them stored meanwhile.
    const left = { id: { in: eventIds }, OR: [{ aheadUntil: null }, { aheadUntil: { lt: wanted } }] };
    const rows = await tx.event.findMany({ where: left, select: { id: true } });
    const ids = rows.map((row) => row.id);
    const whole = await materializeSeries({ tx, now }, calendar, ids, aheadUntil);
    // A series that was cut off moves on with the rolling window.
    await tx.event.updateMany({ where: { id: { in: whole } }, data: { aheadUntil } });
  };
  let isDone = true;
  const { from } = materializedWindow(now);
  for (const { id, seriesIds } of await seriesNotStoredUntil(db(), userId, wanted, from, MAX_SLOTS))
    isDone = (await expandInTurns({ id, userId }, seriesIds, store, end)) && isDone;
  if (!isDone) await requestTheRest(userId, until);
  return isDone;
}

async function requestTheRest(userId: string, until: Date): Promise<void> {
  try {
    await sendJobs([{ name: 'windows/move', data: { userId, ahead: until.toISOString() } }]);
  } catch (error) {
    logger.warn({ error }, 'No job could be requested for meetings far ahead; the next reader requests it');
  }
}

function hasOldWindow(now: Date) {
  const due = new Date(+materializedWindow(now).to - WINDOW_SLACK_MS);
  return { syncEnabled: true, materializedUntil: { lt: due } };
}

/** Returns the ids of a calendar's series, without those that are stored further ahead already. */
async function seriesToMove(calendarId: string, now: Date): Promise<string[]> {
  const series = await db().event.findMany({
    where: {
      calendarId,
      isDeleted: false,
      kind: 'master',
      OR: [
        { aheadUntil: null },
        { aheadUntil: { lt: materializedWindow(now).to } },
        // Expanding its rule may have been cut off before that.
        { occurrences: { none: { startTime: { gt: now } } } },
      ],
    },
    select: { id: true },
  });
  return series.map((row) => row.id);
}

/** Series expanded in the first transaction, and in any at most. */
const FIRST_GROUP = 2;
const LARGEST_GROUP = 64;
/**
 * How long a transaction should take, in ms: a join or an edit of the same user waits about this long at
 * most.
 */
const SHARE_MS = 50;

type Work = (tx: Tx, calendar: Calendar, eventIds: string[]) => Promise<void>;

/**
 * Does work on many series of a calendar in short transactions under the user's lock, one after the other.
 * Others have their turn between two: the embedded database has one connection, and a user's bookings have
 * one lock.
 * @param work gets the calendar as it is then
 * @param until no transaction begins after this time, by `performance.now()`
 * @returns whether all was done
 */
async function expandInTurns(
  { id, userId }: Pick<Calendar, 'id' | 'userId'>,
  eventIds: string[],
  work: Work,
  until = Number.POSITIVE_INFINITY,
): Promise<boolean> {
  let size = FIRST_GROUP;
  for (let done = 0; done < eventIds.length; ) {
    if (performance.now() > until) return false;
    // The embedded database answers within one turn of the event loop: timers and requests would wait for all
    // groups.
    await turn();
    const group = eventIds.slice(done, done + size);
    const took = await db().$transaction(async (tx) => {
      await lockUser(tx, userId);
      const began = performance.now();
      const calendar = await tx.calendar.findUnique({ where: { id } });
      if (calendar) await work(tx, calendar, group);
      return performance.now() - began;
    });
    done += group.length;
    size = took > SHARE_MS ? Math.max(1, Math.floor(size / 2)) : took < SHARE_MS / 2 ? size * 2 : size;
    size = Math.min(size, LARGEST_GROUP);
  }
  return true;
}
