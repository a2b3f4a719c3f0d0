import { db } from '@/lib/platform/database/client';
import { lastFinish } from '@/lib/platform/job-runs';
import {
  type ListIntervals,
  listsToRead,
  markCalendarsToPoll,
  type PollIntervals,
  takeList,
} from './queries';
import { requestSync } from './receive-push';
import { refreshListOf } from './refresh-calendar-list';

/** A calendar without a push channel is polled every five minutes. */
const UNWATCHED_MS = 5 * 60_000;
/** A calendar with a push channel is polled every hour, in case a notification gets lost. */
const WATCHED_MS = 60 * 60_000;
/** The sweep runs each minute: when it has not ended for so long, no process has worked. */
const OUTAGE_MS = 2 * 60_000;
/** An account's list of calendars is read every hour, and again after a quarter of one when it could not be read. */
const LISTS: ListIntervals = { readMs: 60 * 60_000, againMs: 15 * 60_000 };

/**
 * Polls calendars: marks those as changed whose last sync is longer ago than their interval, and requests
 * their sync. The intervals vary by ±25 % from calendar to calendar and from poll to poll, so that calendars
 * do not ask Google all at once.
 * @returns how many calendars are polled
 */
export function pollCalendars(now: Date): Promise<number> {
  return poll(now, { watchedMs: WATCHED_MS, unwatchedMs: UNWATCHED_MS });
}

/**
 * Polls the calendars that were last synced before an outage, when the sweep has not ended for longer than that: Google may
 * have given up notifications meanwhile, and nothing else tells of what was added.
 * @returns how many calendars are polled; 0 when there was no outage
 */
export async function pollAfterOutage(now: Date): Promise<number> {
  const lastSweep = await lastFinish('sweep');
  const outageMs = lastSweep ? +now - +lastSweep : 0;
  if (outageMs < OUTAGE_MS) return 0;
  // Intervals vary by 25 %, and no calendar may be left out.
  return poll(now, { watchedMs: outageMs / 2, unwatchedMs: outageMs / 2 });
}

async function poll(now: Date, intervals: PollIntervals): Promise<number> {
  const due = await markCalendarsToPoll(db(), now, intervals);
  await requestSync(due.map((calendar) => calendar.id));
  return due.length;
}

/** Returns the accounts whose lists of calendars are due to be read. */
export async function connectionsToList(now: Date): Promise<string[]> {
  return (await listsToRead(db(), now, LISTS)).map(({ id }) => id);
}

/**
 * Reads the list of an account's calendars, if that is due: a second job for it does nothing.
 * @returns whether the list was read
 */
export async function readDueList(connectionId: string, now: Date): Promise<boolean> {
  const [taken] = await takeList(db(), connectionId, now, LISTS);
  return taken ? refreshListOf(connectionId, now) : false;
}
