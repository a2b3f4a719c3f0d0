import { db } from '@/lib/platform/database/client';
import { sendJobs } from '@/lib/platform/jobs';
import { runAll } from '@/lib/platform/run-all';
import { calendarsToWatch, RETRY_AFTER_MS } from './watch-calendar';

/** Channels are deleted this long after they have ended. */
const KEEP_ENDED_MS = 7 * 86_400_000;

/** What is done to push channels each day, each part independent of the others. Each returns how many rows it found. */
export const RENEWAL = {
  lost: failLostChannels,
  deleted: deleteEndedChannels,
  calendars: enqueueRenewals,
} satisfies Record<string, (now: Date) => Promise<number>>;

/**
 * Runs every part of the daily renewal of push channels, also when others fail.
 * @throws AggregateError after all have run, when any has thrown
 */
export function renewChannels(now: Date): Promise<Record<keyof typeof RENEWAL, number>> {
  return runAll(RENEWAL, (task) => task(now));
}

/**
 * Enqueues the opening of a push channel for each calendar that has none, or whose channel ends within two days.
 * @returns how many calendars
 */
export async function enqueueRenewals(now: Date): Promise<number> {
  const calendarIds = await calendarsToWatch(now);
  await sendJobs(calendarIds.map((calendarId) => ({ name: 'calendar/watch', data: { calendarId } })));
  return calendarIds.length;
}

/** Marks channels as failed whose opening was interrupted: the process died before Google's answer came. */
async function failLostChannels(now: Date): Promise<number> {
  const { count } = await db().watchChannel.updateMany({
    where: { status: 'opening', createdAt: { lt: new Date(+now - RETRY_AFTER_MS) } },
    data: { status: 'failed', error: 'Google’s answer got lost.' },
  });
  return count;
}

async function deleteEndedChannels(now: Date): Promise<number> {
  const before = new Date(+now - KEEP_ENDED_MS);
  const { count } = await db().watchChannel.deleteMany({
    where: {
      OR: [
        { status: { in: ['stopped', 'failed'] }, createdAt: { lt: before } },
        { status: 'open', expiresAt: { lt: before } },
      ],
    },
  });
  return count;
}
